//! Reading ahead: files are cut and parsed in a thread of their own, while the database takes what came before.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::mpsc;

use super::elements::{Content, Element, Elements};
use super::fault::Fault;
use super::parsed::{Parsed, parse};
use super::source::Source;
use crate::domain::{Relation, Stated};

/// How many lines go into one transaction, at most.
const LINES: u64 = 5_000;
/// How many bytes of lines go into one transaction, about.
const BYTES: usize = 8 << 20;
/// How many batches are read ahead.
const AHEAD: usize = 2;

/// What a pass over a file looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    Parties,
    /// After all parties are there, so that a file may name them in any order.
    Relations,
}

/// Some lines of a file, in their order.
#[derive(Debug, Default)]
pub struct Batch {
    /// In the pass for parties.
    pub parties: Vec<Stated>,
    /// In the pass for relations, with the numbers of their lines.
    pub relations: Vec<(u64, Relation)>,
    /// In the pass for parties: whether there is anything for the other.
    pub has_relations: bool,
    pub faults: Vec<(u64, Fault)>,
    pub roles_of_persons: u64,
    pub unknown_roles: Vec<String>,
    /// How many lines there are, blank ones not counted.
    pub lines: u64,
    /// The number of the last of them.
    pub last: u64,
    /// How much of the file has been read.
    pub read: u64,
    size: usize,
}

/// Reads `source` from after line `done` on. Ends with an error if the file cannot be read to its end.
pub fn read(source: Source, pass: Pass, done: u64) -> mpsc::Receiver<io::Result<Batch>> {
    let (send, batches) = mpsc::channel(AHEAD);
    tokio::task::spawn_blocking(move || {
        if let Err(problem) = read_into(&send, &source, pass, done) {
            // Nobody waits for it any more if the database has failed.
            let _ = send.blocking_send(Err(problem));
        }
    });
    batches
}

fn read_into(
    send: &mpsc::Sender<io::Result<Batch>>,
    source: &Source,
    pass: Pass,
    done: u64,
) -> io::Result<()> {
    let read = Arc::new(AtomicU64::new(0));
    let mut elements = Elements::new(source.open(read.clone())?)?;
    let mut batch = Batch::default();
    loop {
        let next = match elements.next() {
            Ok(Some(element)) => element,
            Ok(None) => break,
            Err(problem) => {
                // What was read before is right; it goes in.
                let _ = send.blocking_send(Ok(batch));
                return Err(problem);
            }
        };
        if next.number <= done {
            continue;
        }
        batch.take(next, pass);
        if batch.lines >= LINES || batch.size >= BYTES {
            batch.read = read.load(Ordering::Relaxed);
            if send.blocking_send(Ok(std::mem::take(&mut batch))).is_err() {
                return Ok(());
            }
        }
    }
    batch.read = source.size;
    let _ = send.blocking_send(Ok(batch));
    Ok(())
}

impl Batch {
    fn take(&mut self, element: Element<'_>, pass: Pass) {
        self.last = element.number;
        self.lines += 1;
        if let Content::Json(json) = element.content {
            self.size += json.len();
        }
        match (parse(element.content), pass) {
            (Ok(parsed), Pass::Parties) => self.take_party(parsed),
            (Ok(parsed), Pass::Relations) => {
                let relations = parsed.relations.into_iter();
                self.relations
                    .extend(relations.map(|relation| (element.number, relation)));
            }
            (Err(fault), Pass::Parties) => self.faults.push((element.number, fault)),
            // Told already by the pass for parties.
            (Err(_), Pass::Relations) => {}
        }
    }

    fn take_party(&mut self, parsed: Parsed) {
        self.has_relations |= !parsed.relations.is_empty();
        self.parties.extend(parsed.party);
        self.roles_of_persons += parsed.roles_of_persons;
        self.unknown_roles.extend(parsed.unknown_roles);
    }
}
