//! How long a decision takes. Engines take turns, so that what else the machine does hits them alike; of the turns the
//! best counts, as other work can only slow one down.

use std::hint::black_box;
use std::sync::Barrier;
use std::time::Duration;

use rustix::time::{ClockId, Timespec, clock_gettime};

use crate::engines::{Engine, Named};

/// How much is measured.
#[derive(Clone, Copy)]
pub struct Effort {
    pub turns: usize,
    pub turn: Duration,
}

/// Nanoseconds of processor time per decision, engine by engine, on one thread.
pub fn one_thread(engines: &mut [Named], questions: usize, effort: Effort) -> Vec<f64> {
    let times = in_turns(engines, effort.turns, |engine| {
        let (decisions, took) = decide_for(engine, questions, effort.turn, processor);
        took.as_nanos() as f64 / decisions as f64
    });
    times.iter().map(|times| shortest(times)).collect()
}

/// Decisions per second of all threads together, engine by engine.
pub fn all_threads(
    engines: &mut [Named],
    questions: usize,
    threads: usize,
    effort: Effort,
) -> Vec<f64> {
    let rates = in_turns(engines, effort.turns, |engine| {
        let start = Barrier::new(threads);
        std::thread::scope(|scope| {
            let running: Vec<_> = (0..threads)
                .map(|_| {
                    let (start, mut engine) = (&start, engine.for_thread());
                    scope.spawn(move || {
                        // Warm first.
                        decide_for(engine.as_mut(), questions, effort.turn / 10, wall);
                        start.wait();
                        let (decisions, took) =
                            decide_for(engine.as_mut(), questions, effort.turn, wall);
                        decisions as f64 / took.as_secs_f64()
                    })
                })
                .collect();
            let rates = running
                .into_iter()
                .map(|thread| thread.join().expect("no panic"));
            rates.sum()
        })
    });
    rates.iter().map(|rates| highest(rates)).collect()
}

fn in_turns(
    engines: &mut [Named],
    turns: usize,
    mut measure: impl FnMut(&mut dyn Engine) -> f64,
) -> Vec<Vec<f64>> {
    let mut measured = vec![Vec::new(); engines.len()];
    for _ in 0..turns {
        for (Named { engine, .. }, figures) in engines.iter_mut().zip(&mut measured) {
            figures.push(measure(engine.as_mut()));
        }
    }
    measured
}

/// Questions come in tens that hold permitted and refused ones in the measure of the whole.
const TEN: usize = 10;

/// Decides questions round and round for at least so long, by `clock`. How many, and how long it took.
fn decide_for(
    engine: &mut dyn Engine,
    questions: usize,
    at_least: Duration,
    clock: fn() -> Duration,
) -> (u64, Duration) {
    let start = clock();
    let mut decisions = 0;
    loop {
        for question in 0..questions {
            black_box(engine.decide(black_box(question)));
            decisions += 1;
            // Looked at seldom, since it takes as long as some decisions; but some take longer than a turn.
            if (question + 1) % TEN == 0 && (decisions == TEN as u64 || question + 1 == questions) {
                let took = clock() - start;
                if took >= at_least {
                    return (decisions, took);
                }
            }
        }
    }
}

/// Since the start of the machine.
fn wall() -> Duration {
    of(clock_gettime(ClockId::Monotonic))
}

/// What this thread has had of a processor: other work on the machine is left out.
fn processor() -> Duration {
    of(clock_gettime(ClockId::ThreadCPUTime))
}

fn of(time: Timespec) -> Duration {
    Duration::new(
        time.tv_sec.unsigned_abs(),
        time.tv_nsec.unsigned_abs() as u32,
    )
}

/// Of times.
pub fn shortest(figures: &[f64]) -> f64 {
    figures.iter().copied().fold(f64::INFINITY, f64::min)
}

/// Of rates.
pub fn highest(figures: &[f64]) -> f64 {
    figures.iter().copied().fold(0.0, f64::max)
}
