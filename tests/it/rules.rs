//! The house's rules, read off the source: which room may use which, and what stands in one place only.

use std::fs;
use std::path::{Path, PathBuf};

/// Which rooms of `src/` each room may name. `app` puts all together and `main` starts it.
const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("engine", &["domain"]),
    ("db", &["domain"]),
    ("text", &["domain"]),
    ("config", &["domain"]),
    ("world", &["domain"]),
    ("reference", &["domain"]),
    ("routes", &[]),
    ("assets", &["routes"]),
    ("telemetry", &["config", "world"]),
    ("limits", &["config", "world"]),
    ("store", &["db", "domain"]),
    ("tokens", &["config", "db", "domain", "store", "world"]),
    (
        "ops",
        &[
            "db",
            "domain",
            "engine",
            "reference",
            "store",
            "telemetry",
            "tokens",
            "world",
        ],
    ),
    ("jobs", &["db", "domain", "ops", "store", "world"]),
    (
        "portal",
        &[
            "app",
            "assets",
            "db",
            "domain",
            "limits",
            "ops",
            "reference",
            "routes",
            "store",
            "telemetry",
            "text",
            "tokens",
            "world",
        ],
    ),
    (
        "api",
        &[
            "app",
            "db",
            "domain",
            "engine",
            "limits",
            "ops",
            "reference",
            "routes",
            "store",
            "telemetry",
            "tokens",
        ],
    ),
    (
        "sandbox",
        &[
            "config",
            "db",
            "domain",
            "limits",
            "ops",
            "reference",
            "routes",
            "store",
            "telemetry",
            "text",
            "tokens",
            "world",
        ],
    ),
];

/// Rooms that are free to use all others.
const TOPMOST: [&str; 4] = ["app", "commands", "main", "lib"];

/// Time, ids and chance; only `world` asks for them.
const OUTSIDE: [&str; 7] = [
    "OffsetDateTime::now",
    "SystemTime::now",
    "UtcDateTime::now",
    "Uuid::new_v4",
    "Uuid::now_v7",
    "aws_lc_rs::rand",
    "rand::random",
];

/// Where in `api` serde's traits may be derived or implemented.
const WIRE_FILES: [&str; 4] = ["wire.rs", "json.rs", "listed.rs", "problem.rs"];

const MAX_LINES: usize = 400;

/// One file of `src/`, without its inline tests.
struct Source {
    /// Relative to `src/`, with slashes.
    path: String,
    lines: Vec<String>,
    /// How long the whole file is.
    length: usize,
}

impl Source {
    /// The first part of the path: `portal` of `portal/pager.rs`, `routes` of `routes.rs`.
    fn room(&self) -> &str {
        self.path.split('/').next().unwrap().trim_end_matches(".rs")
    }

    fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap()
    }

    /// True for files that only tests are made of.
    fn is_test(&self) -> bool {
        let stem = self.file_name().trim_end_matches(".rs");
        self.path.starts_with("engine/shipped_policies")
            || ["tests", "testing", "corpus"].contains(&stem)
    }

    fn says(&self, line: usize, rule: &str) -> String {
        format!(
            "src/{}:{}: {rule}: {}",
            self.path,
            line + 1,
            self.lines[line].trim()
        )
    }

    /// Every line with one of `words` outside comments.
    fn lines_with<'a>(&'a self, words: &'a [&str]) -> impl Iterator<Item = usize> + 'a {
        self.lines
            .iter()
            .enumerate()
            .filter_map(move |(number, line)| {
                let code = line.trim_start();
                let found = !code.starts_with("//") && words.iter().any(|word| code.contains(word));
                found.then_some(number)
            })
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let sources: Vec<Source> = files.iter().map(|file| read(&root, file)).collect();
    assert!(sources.len() > 100, "the source was not found");
    sources
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn read(root: &Path, file: &Path) -> Source {
    let text = fs::read_to_string(file).unwrap();
    let path = file
        .strip_prefix(root)
        .unwrap()
        .to_str()
        .unwrap()
        .replace('\\', "/");
    Source {
        path,
        length: text.lines().count(),
        lines: without_tests(&text),
    }
}

/// Cuts the file at its inline tests, which stand last. A test module in a file of its own does not end the file.
fn without_tests(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let starts_tests = |number: &usize| {
        let next = lines.get(number + 1).map_or("", |line| line.trim());
        lines[*number] == "#[cfg(test)]" && next.starts_with("mod ") && next.ends_with('{')
    };
    let end = (0..lines.len()).find(starts_tests).unwrap_or(lines.len());
    lines[..end].iter().map(|line| (*line).to_owned()).collect()
}

/// The rooms that a file names, with their lines: `crate::x::…` and each branch of `crate::{x, y::z}`.
fn named_rooms(source: &Source) -> Vec<(usize, String)> {
    let mut named = Vec::new();
    for line in source.lines_with(&["crate::"]) {
        let text = &source.lines[line];
        for (at, _) in text.match_indices("crate::") {
            let before = text[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
                continue;
            }
            let rest = &text[at + "crate::".len()..];
            match rest.strip_prefix('{') {
                Some(first) => named.extend(branches(source, line, first)),
                None => named.push((line, first_word(rest))),
            }
        }
    }
    named
}

/// The first words of the branches of `{…}`, which may go over several lines.
fn branches(source: &Source, line: usize, first: &str) -> Vec<(usize, String)> {
    let following = source.lines[line + 1..].iter().map(String::as_str);
    let mut found = Vec::new();
    let (mut depth, mut is_start) = (1, true);
    for (offset, text) in std::iter::once(first).chain(following).enumerate() {
        for (at, c) in text.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => is_start = true,
                c if is_start && c.is_alphabetic() => {
                    found.push((line + offset, first_word(&text[at..])));
                    is_start = false;
                }
                _ => {}
            }
            if depth == 0 {
                return found;
            }
        }
    }
    found
}

fn first_word(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn each_room_uses_only_the_rooms_below_it() {
    let mut faults = Vec::new();
    for source in sources()
        .iter()
        .filter(|source| !TOPMOST.contains(&source.room()))
    {
        let Some((_, allowed)) = MAY_USE.iter().find(|(room, _)| *room == source.room()) else {
            faults.push(format!(
                "src/{}:1: a room that the table does not know",
                source.path
            ));
            continue;
        };
        for (line, room) in named_rooms(source) {
            if room != source.room() && !allowed.contains(&room.as_str()) {
                faults.push(source.says(line, &format!("{} must not use {room}", source.room())));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn every_room_of_the_table_exists() {
    let sources = sources();
    for (room, allowed) in MAY_USE {
        let files: Vec<&Source> = sources
            .iter()
            .filter(|source| source.room() == *room)
            .collect();
        assert!(!files.is_empty(), "no room {room}");
        for other in *allowed {
            assert!(
                sources.iter().any(|source| source.room() == *other),
                "no room {other}"
            );
        }
    }
}

#[test]
fn of_the_apis_only_those_about_decisions_and_policies_know_the_engine() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| source.room() == "api") {
        for (line, room) in named_rooms(source) {
            let asks = ["api/decisions/", "api/authzen/", "api/resources/policy/"];
            if room == "engine" && !asks.iter().any(|path| source.path.starts_with(path)) {
                faults.push(
                    source.says(line, "only decisions, searches and policies use the engine"),
                );
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn sql_stands_in_the_store_alone() {
    const WORDS: [&str; 5] = [
        "sql!(",
        "sqlx::",
        "use crate::db::Sql",
        "Sql::same(",
        "Sql::pair(",
    ];
    let mut faults = Vec::new();
    for source in sources()
        .iter()
        .filter(|source| !["store", "db"].contains(&source.room()))
    {
        for line in source.lines_with(&WORDS) {
            faults.push(source.says(line, "SQL belongs to store"));
        }
        for line in source.lines_with(&["crate::db::"]) {
            let text = &source.lines[line];
            let names = text
                .split("crate::db::")
                .nth(1)
                .unwrap()
                .trim_matches(['{', '}', ';']);
            let is_handle = |name: &str| {
                ["Db", "DbError", "FactVersion", "Reads", "Tx"]
                    .contains(&first_word(name.trim()).as_str())
            };
            if !names.split(',').all(is_handle) {
                faults.push(source.says(line, "outside store only handles are named"));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn time_ids_and_chance_come_from_the_world() {
    let mut faults = Vec::new();
    for source in sources()
        .iter()
        .filter(|source| source.path != "world.rs" && !source.is_test())
    {
        for line in source.lines_with(&OUTSIDE) {
            faults.push(source.says(line, "only world asks the outside for this"));
        }
    }
    assert_none(&faults);
}

#[test]
fn wire_types_stand_in_the_files_named_for_them() {
    let mut faults = Vec::new();
    for source in sources()
        .iter()
        .filter(|source| source.room() == "api" && !source.is_test())
    {
        let is_wire = source.path.contains("/wire/") || WIRE_FILES.contains(&source.file_name());
        let derived = source.lines_with(&["#[derive("]).filter(|line| {
            let text = &source.lines[*line];
            text.contains("Serialize") || text.contains("Deserialize")
        });
        for line in derived.filter(|_| !is_wire) {
            faults.push(source.says(line, "wire types belong to wire.rs"));
        }
    }
    assert_none(&faults);
}

#[test]
fn addresses_are_built_by_the_routes() {
    let mut faults = Vec::new();
    for source in sources() {
        let is_table = ["routes.rs", "sandbox/paths.rs"].contains(&source.path.as_str())
            // Its paths lead through XML, not to pages.
            || source.path.starts_with("engine/xpath/");
        let words = [
            "format!(\"/",
            "Redirect::to(\"",
            "String::from(\"/",
            "\"/\".to_owned()",
        ];
        for line in source.lines_with(&words).filter(|_| !is_table) {
            faults.push(source.says(line, "addresses come from routes"));
        }
    }
    assert_none(&faults);
}

#[test]
fn templates_name_no_address_of_their_own() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let mut files = vec![root];
    let mut faults = Vec::new();
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(
                fs::read_dir(path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
            continue;
        }
        for (number, line) in fs::read_to_string(&path).unwrap().lines().enumerate() {
            if ["href=\"/", "action=\"/", "src=\"/", "|safe", "| safe"]
                .iter()
                .any(|word| line.contains(word))
            {
                faults.push(format!(
                    "{}:{}: {}",
                    path.display(),
                    number + 1,
                    line.trim()
                ));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn no_file_is_too_long_to_be_read_whole() {
    let is_long = |source: &&Source| {
        source.length > MAX_LINES && source.room() != "text" && source.file_name() != "tests.rs"
    };
    let sources = sources();
    let faults: Vec<String> = sources
        .iter()
        .filter(is_long)
        .map(|source| format!("src/{}:1: {} lines", source.path, source.length))
        .collect();
    assert_none(&faults);
}

#[test]
fn the_reader_of_rules_finds_what_it_looks_for() {
    let text = "use crate::{routes, store::{a, b},\n    text};\nfn f(x: &crate::db::Db) {}\n// crate::no\n";
    let source = Source {
        path: "domain/x.rs".to_owned(),
        lines: text.lines().map(str::to_owned).collect(),
        length: 4,
    };
    let named: Vec<(usize, String)> = named_rooms(&source);
    let expected = [(0, "routes"), (0, "store"), (1, "text"), (2, "db")];
    assert_eq!(named, expected.map(|(line, room)| (line, room.to_owned())));
    let cut = without_tests("fn a() {}\n#[cfg(test)]\nmod tests {\n    use crate::x;\n}\n");
    assert_eq!(cut, ["fn a() {}"]);
    assert_eq!(
        without_tests("#[cfg(test)]\nmod tests;\nfn b() {}").len(),
        3
    );
}

#[test]
fn every_test_that_the_threat_model_names_exists() {
    let model = fs::read_to_string("docs/threat-model.md").unwrap();
    let named = model
        .lines()
        .filter(|line| line.starts_with("| ") && line.ends_with("` |"))
        .filter_map(|line| line.rsplit(" | ").next())
        .flat_map(|cell| cell.split('`').skip(1).step_by(2));
    let mut files = Vec::new();
    for folder in ["src", "tests/it"] {
        collect(Path::new(folder), &mut files);
    }
    let sources: String = files
        .iter()
        .map(|file| fs::read_to_string(file).unwrap())
        .collect();
    let named: Vec<&str> = named.collect();
    assert!(named.len() > 40, "the table is read: {named:?}");
    let missing: Vec<&&str> = named
        .iter()
        .filter(|name| !sources.contains(&format!("fn {name}()")))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}
