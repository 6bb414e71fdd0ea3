//! Prints how long a decision takes in each engine, as the tables of docs/performance.md.
//!
//! `--quick` measures less, to see whether it runs.

use std::time::Duration;

use fullmakt_benches::engines::{self, Named};
use fullmakt_benches::rules::{Person, RuleSet, Shape};
use fullmakt_benches::timing::{self, Effort};

const LOADED: [usize; 4] = [3, 25, 300, 3_000];

fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let effort = Effort {
        turns: if quick { 1 } else { 5 },
        turn: Duration::from_millis(if quick { 5 } else { 50 }),
    };
    for (shape, person, title) in [
        (
            Shape::Median,
            Person::Few,
            "Median policy, a person with 5 roles and 5 packages",
        ),
        (
            Shape::Tail,
            Person::Few,
            "Tail policy, a person with 5 roles and 5 packages",
        ),
        (
            Shape::Median,
            Person::Manager,
            "Median policy, a general manager",
        ),
    ] {
        println!("### {title}\n");
        print_decisions(shape, person, effort);
    }
    print_spread(effort);
    print_threads(effort);
}

/// One thread; the questions are about the same three policies however many are loaded.
fn print_decisions(shape: Shape, person: Person, effort: Effort) {
    let mut columns = Vec::new();
    let mut names = Vec::new();
    for loaded in LOADED {
        let set = RuleSet::generate(shape, loaded, 3, person);
        let mut engines = checked(&set);
        columns.push(timing::one_thread(
            &mut engines,
            set.questions.len(),
            effort,
        ));
        names = engines.iter().map(|engine| engine.name).collect();
    }
    println!("| ns per decision | 3 policies | 25 | 300 | 3,000 | × ours at 25 |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    for (row, name) in names.iter().enumerate() {
        let cells: Vec<String> = columns.iter().map(|column| number(column[row])).collect();
        let ratio = columns[1][row] / columns[1][0];
        println!("| {name} | {} | {ratio:.2} |", cells.join(" | "));
    }
    let growth = columns[3][0] / columns[0][0];
    println!("\nOurs, 3 → 3,000 policies: × {growth:.2}.\n");
}

/// Every question about another policy: what the caches of the processor do not hold.
fn print_spread(effort: Effort) {
    println!("### Ours, 100 questions about 100 different policies of 3,000\n");
    println!("| ns per decision | median policy | tail policy |\n| --- | ---: | ---: |");
    let mut columns = Vec::new();
    for shape in [Shape::Median, Shape::Tail] {
        let set = RuleSet::generate(shape, 3_000, 3_000, Person::Few);
        let mut engines = checked(&set);
        engines.truncate(3);
        columns.push(timing::one_thread(
            &mut engines,
            set.questions.len(),
            effort,
        ));
    }
    for (row, name) in [
        "fullmakt",
        "hash index over interned numbers",
        "hash index over texts",
    ]
    .iter()
    .enumerate()
    {
        println!(
            "| {name} | {} | {} |",
            number(columns[0][row]),
            number(columns[1][row])
        );
    }
    println!();
}

fn print_threads(effort: Effort) {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let set = RuleSet::generate(Shape::Median, 300, 3, Person::Few);
    let mut engines = checked(&set);
    let one = timing::all_threads(&mut engines, set.questions.len(), 1, effort);
    let all = timing::all_threads(&mut engines, set.questions.len(), threads, effort);
    println!("### Threads: median policy, 300 loaded\n");
    println!("| decisions per second | 1 thread | {threads} threads | gain |");
    println!("| --- | ---: | ---: | ---: |");
    for (row, Named { name, .. }) in engines.iter().enumerate() {
        let gain = all[row] / one[row];
        println!(
            "| {name} | {} | {} | {gain:.2} |",
            number(one[row]),
            number(all[row])
        );
    }
}

fn checked(set: &RuleSet) -> Vec<Named> {
    let mut engines = engines::all(set);
    engines::check(set, &mut engines);
    engines
}

/// With a comma between thousands.
fn number(figure: f64) -> String {
    let digits = format!("{figure:.0}");
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .filter_map(|group| std::str::from_utf8(group).ok())
        .collect();
    groups.join(",")
}
