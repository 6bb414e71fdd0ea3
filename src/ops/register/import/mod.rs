//! Parties and what there is between them, from files into the register.
//!
//! A file is read twice: first for parties, then for roles and main units, so that a line may name a party that comes
//! later, in this file or in another one of the same run. Nothing is kept in memory but a few thousand lines. Each
//! few thousand lines are one transaction, in which the place in the file is kept too: an import that is cut off goes on
//! from there. What the register has already is not written again.

mod batches;
mod elements;
mod entities;
mod fault;
mod fields;
mod own;
mod parsed;
mod parties;
mod relations;
mod source;
mod summary;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use crate::db::{Db, DbError};
use crate::store::register_changes;
use crate::store::register_imports::{self, Checkpoint};
use crate::world::World;

use batches::{Batch, Pass};
use source::Source;

pub use fault::Fault;
pub use summary::Summary;

/// Why an import stopped. What was done before is in the register, and the next import of the file goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("{}: {problem}", path.display())]
    File {
        path: PathBuf,
        problem: std::io::Error,
    },
    #[error("the database failed: {0}")]
    Db(#[from] DbError),
}

/// One line that was not taken, or not all of it.
#[derive(Debug)]
pub struct Problem<'a> {
    pub path: &'a Path,
    pub line: u64,
    pub fault: &'a Fault,
}

/// Who is told how an import goes on.
pub trait Told {
    /// `done` of `all` bytes are read; a file counts twice.
    fn progress(&self, done: u64, all: u64);
    fn problem(&self, problem: &Problem<'_>);
    /// An earlier import of this file was cut off; this one goes on after this line.
    fn goes_on(&self, path: &Path, line: u64);
}

/// Whether to go on where an earlier import of the same content was cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    WhereItStopped,
    Anew,
}

/// One run over some files.
pub struct Import<'a, T> {
    db: &'a Db,
    world: &'a World,
    told: &'a T,
    summary: Summary,
    /// Bytes, twice for each file.
    done: u64,
    all: u64,
}

/// Imports files into the register.
///
/// # Errors
/// When a file cannot be read or the database fails. Lines that are not right are no error: they are told and counted.
pub async fn import(
    db: &Db,
    world: &World,
    files: &[PathBuf],
    start: Start,
    told: &impl Told,
) -> Result<Summary, ImportError> {
    let mut sources = Vec::new();
    for path in files {
        sources.push(identify(path).await?);
    }
    let run = Import {
        db,
        world,
        told,
        summary: Summary::default(),
        done: 0,
        all: sources.iter().map(|source| source.size * 2).sum(),
    };
    run.carry_out(&sources, start).await
}

async fn identify(path: &Path) -> Result<Source, ImportError> {
    let (wanted, path) = (path.to_owned(), path.to_owned());
    let found = tokio::task::spawn_blocking(move || Source::identify(&wanted)).await;
    found
        .unwrap_or_else(|stopped| Err(std::io::Error::other(stopped)))
        .map_err(|problem| ImportError::File { path, problem })
}

const BEGINNING: Checkpoint = Checkpoint {
    pass: 1,
    done: 0,
    has_relations: false,
};

impl<T: Told> Import<'_, T> {
    async fn carry_out(mut self, sources: &[Source], start: Start) -> Result<Summary, ImportError> {
        let mut places = Vec::new();
        for source in sources {
            let place = self.find_place(source, start).await?;
            places.push(self.parties(source, place).await?);
        }
        for (source, place) in sources.iter().zip(places) {
            self.relations(source, place).await?;
        }
        // Until all is done, a file may be needed again: those that come after it may fail.
        for source in sources {
            register_imports::forget(self.db, &source.digest).await?;
        }
        Ok(self.summary)
    }

    async fn find_place(&self, source: &Source, start: Start) -> Result<Checkpoint, ImportError> {
        if start == Start::Anew {
            register_imports::forget(self.db, &source.digest).await?;
            return Ok(BEGINNING);
        }
        let found = register_imports::find(self.db, &source.digest).await?;
        if let Some(place) = found {
            self.told.goes_on(&source.path, lines(place));
        }
        Ok(found.unwrap_or(BEGINNING))
    }

    /// The first pass, from where an earlier one stopped; answers where the second begins.
    async fn parties(
        &mut self,
        source: &Source,
        mut place: Checkpoint,
    ) -> Result<Checkpoint, ImportError> {
        if place.pass == BEGINNING.pass {
            place = self.read(source, Pass::Parties, place).await?;
            if place.done == 0 {
                self.tell(source, &[(1, Fault::Empty)]);
            }
            place = Checkpoint {
                pass: 2,
                done: 0,
                ..place
            };
            let mut tx = self.db.write().await?;
            register_imports::put(&mut tx, &source.digest, place, self.world.now()).await?;
            tx.commit().await?;
        }
        self.advance(source.size);
        Ok(place)
    }

    async fn relations(&mut self, source: &Source, place: Checkpoint) -> Result<(), ImportError> {
        if place.has_relations {
            self.read(source, Pass::Relations, place).await?;
        }
        self.advance(source.size);
        Ok(())
    }

    async fn read(
        &mut self,
        source: &Source,
        pass: Pass,
        mut place: Checkpoint,
    ) -> Result<Checkpoint, ImportError> {
        let mut batches = batches::read(source.clone(), pass, lines(place));
        while let Some(batch) = batches.recv().await {
            let batch = batch.map_err(|problem| ImportError::File {
                path: source.path.clone(),
                problem,
            })?;
            if batch.lines == 0 {
                continue;
            }
            let read = batch.read;
            place = self.enter(source, batch, place).await?;
            self.told
                .progress(self.done + read.min(source.size), self.all);
        }
        Ok(place)
    }

    /// Enters a batch, in one transaction with the place that the file is read to.
    async fn enter(
        &mut self,
        source: &Source,
        mut batch: Batch,
        place: Checkpoint,
    ) -> Result<Checkpoint, ImportError> {
        let place = Checkpoint {
            done: i64::try_from(batch.last).unwrap_or(i64::MAX),
            has_relations: place.has_relations || batch.has_relations,
            ..place
        };
        let mut tx = self.db.write().await?;
        register_changes::lock(&mut tx).await?;
        let stated = std::mem::take(&mut batch.parties);
        let entered = parties::enter(&mut tx, stated, self.world).await?;
        let relations = std::mem::take(&mut batch.relations);
        let related = relations::enter(&mut tx, relations, self.world).await?;
        register_imports::put(&mut tx, &source.digest, place, self.world.now()).await?;
        tx.commit().await?;
        self.tell(source, &batch.faults);
        self.tell(source, &related.faults);
        self.summary.add(&batch, place.pass, entered, &related);
        Ok(place)
    }

    fn tell(&mut self, source: &Source, faults: &[(u64, Fault)]) {
        for (line, fault) in faults {
            self.summary.faults += 1;
            self.told.problem(&Problem {
                path: &source.path,
                line: *line,
                fault,
            });
        }
    }

    /// A pass over a file of this size is over.
    fn advance(&mut self, size: u64) {
        self.done += size;
        self.told.progress(self.done, self.all);
    }
}

fn lines(place: Checkpoint) -> u64 {
    u64::try_from(place.done).unwrap_or_default()
}
