//! The engines under criterion: `cargo bench`, or `cargo bench -- median/300/fullmakt` for one.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use fullmakt_benches::engines;
use fullmakt_benches::rules::{Person, RuleSet, Shape};

fn decisions(criterion: &mut Criterion) {
    for (name, shape, person) in [
        ("median", Shape::Median, Person::Few),
        ("tail", Shape::Tail, Person::Few),
        ("manager", Shape::Median, Person::Manager),
    ] {
        for loaded in [3, 300, 3_000] {
            group(
                criterion,
                &format!("{name}/{loaded}"),
                RuleSet::generate(shape, loaded, 3, person),
            );
        }
    }
}

fn group(criterion: &mut Criterion, name: &str, set: RuleSet) {
    let mut engines = engines::all(&set);
    engines::check(&set, &mut engines);
    let mut group = criterion.benchmark_group(name);
    for engines::Named { name, engine } in &mut engines {
        let mut number = 0;
        group.bench_function(*name, |bencher| {
            bencher.iter(|| {
                number = (number + 1) % set.questions.len();
                black_box(engine.decide(black_box(number)))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, decisions);
criterion_main!(benches);
