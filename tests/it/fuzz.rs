//! The fuzz targets over their seeds and some thousand mutations of them, so that they are kept working and obvious
//! faults show at once. The search for others is `cargo fuzz`'s (`fuzz/README.md`); where libFuzzer cannot be had,
//! `FULLMAKT_TEST_MUTATIONS` says how many to try per seed.

use std::fs;
use std::path::Path;

#[path = "../../fuzz/src/lib.rs"]
mod targets;

/// Enough to be of use, few enough to be quick.
const MUTATIONS: u64 = 300;
/// Compiling an expression costs more than all else.
const MUTATIONS_OF_EXPRESSIONS: u64 = 60;

/// What the mutator puts in: pieces that parsers stumble over.
const PIECES: [&str; 24] = [
    "",
    "<",
    ">",
    "/>",
    "</",
    "&#0;",
    "&amp;",
    "<!--",
    "-->",
    "<![CDATA[",
    "<!DOCTYPE a>",
    "\"",
    "'",
    "{",
    "}",
    "[",
    "]",
    "\\u0000",
    "-",
    "99999999999999999999",
    "1e999",
    "\u{e5}",
    "\u{10ffff}",
    "null",
];

#[test]
fn policies_survive_mutation() {
    run("policy_xml", MUTATIONS, targets::policy_xml);
}

#[test]
fn requests_in_xml_survive_mutation() {
    run("request_xml", MUTATIONS, targets::request_xml);
}

#[test]
fn requests_in_json_survive_mutation() {
    run("request_json", MUTATIONS, targets::request_json);
}

#[test]
fn paths_survive_mutation() {
    run("xpath", MUTATIONS, targets::xpath);
}

#[test]
fn regular_expressions_survive_mutation() {
    run("regexp", MUTATIONS_OF_EXPRESSIONS, targets::regexp);
}

fn run(target: &str, mutations: u64, check: fn(&[u8])) {
    let wanted = std::env::var("FULLMAKT_TEST_MUTATIONS").ok();
    let mutations = wanted.map_or(mutations, |count| count.parse().unwrap());
    let seeds = seeds(target);
    assert!(seeds.len() >= 3, "only {} seeds of {target}", seeds.len());
    for (place, seed) in seeds.iter().enumerate() {
        check(seed);
        for round in 0..mutations {
            let mut chance = Chance(1 + round + 1_000_003 * place as u64);
            let mutated = mutated(seed, &seeds, &mut chance);
            let survived = std::panic::catch_unwind(|| check(&mutated));
            assert!(survived.is_ok(), "{}", String::from_utf8_lossy(&mutated));
        }
    }
}

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/seeds")
        .join(target);
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// One to four changes: a piece put in, a span taken out, doubled, or replaced by one of another seed.
fn mutated(seed: &[u8], others: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=chance.below(4) {
        let start = chance.below(bytes.len() + 1);
        let end = start + chance.below(40).min(bytes.len() - start);
        let new: Vec<u8> = match chance.below(5) {
            0 => Vec::new(),
            1 => PIECES[chance.below(PIECES.len())].into(),
            2 => bytes[start..end].repeat(2),
            3 => vec![chance.below(256) as u8],
            _ => {
                let other = &others[chance.below(others.len())];
                let from = chance.below(other.len() + 1);
                other[from..].iter().take(60).copied().collect()
            }
        };
        bytes.splice(start..end, new);
    }
    bytes
}

/// Numbers that look like chance and are the same in every run (xorshift64*, Vigna 2016).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(number).unwrap() % limit.max(1)
    }
}
