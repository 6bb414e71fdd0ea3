//! Reading decision requests and writing answers, beside plain serde over the same bytes.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use fullmakt::api::decisions::wire;
use fullmakt::engine::Outcome;
use fullmakt::engine::outcome::StatusCode;
use fullmakt_benches::{bare, questions};

fn wires(criterion: &mut Criterion) {
    for (name, body) in [("one", questions::one()), ("many", questions::many())] {
        let mut group = criterion.benchmark_group(format!("read/{name}"));
        group.throughput(Throughput::Bytes(body.len() as u64));
        group.bench_function("fullmakt", |bencher| {
            bencher.iter(|| wire::parse(black_box(body.as_bytes())).expect("a question"));
        });
        group.bench_function("serde", |bencher| {
            bencher.iter(|| bare::read(black_box(body.as_bytes())).expect("a question"));
        });
        group.finish();
    }
    let outcomes = [Outcome::failed(
        StatusCode::ProcessingError,
        "no resource has the id x",
    )];
    criterion.bench_function("write/one", |bencher| {
        bencher.iter(|| serde_json::to_string(&wire::response(black_box(&outcomes))));
    });
}

criterion_group!(benches, wires);
criterion_main!(benches);
