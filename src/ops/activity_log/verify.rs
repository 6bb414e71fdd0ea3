use std::fmt;

use crate::db::{Db, DbError};
use crate::domain::Timestamp;
use crate::store::act_chain::{self, Link, LogEnds};

/// How many acts are in memory at once.
const BATCH: i64 = 1_000;

/// A place in the chain that somebody has noted elsewhere: `NUMBER:HASH`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotedHead {
    pub number: i64,
    pub hash: String,
}

impl NotedHead {
    pub fn parse(text: &str) -> Option<Self> {
        let (number, hash) = text.trim().split_once(':')?;
        let number = number.parse().ok().filter(|number| *number >= 0)?;
        let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hash.then(|| Self {
            number,
            hash: hash.to_ascii_lowercase(),
        })
    }
}

impl fmt::Display for NotedHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.number, self.hash)
    }
}

/// A log that is whole, up to its end when the look at it began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    pub head: NotedHead,
    /// Acts from before the chain, which are counted and no more.
    pub unnumbered: i64,
}

/// The first place at which a log is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The first act that is missing or wrong; 0: those from before the chain.
    pub number: i64,
    pub fault: Fault,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The row that tells where the chain ends is gone.
    NoHead,
    Missing,
    /// The act, or one before it, is not what its hash was made of.
    Altered,
    /// A column does not hold what it should.
    Unreadable(String),
    /// The stored head has this number, but its hash is not that of the act.
    OtherHead,
    /// There are acts after the stored head, or several with one number.
    Surplus {
        numbered: i64,
    },
    /// There are other acts from before the chain than when it began.
    UnnumberedCount {
        then: i64,
        now: i64,
    },
    /// An act without a number is younger than the first with one.
    UnnumberedAfterFirst {
        at: Timestamp,
        first: Timestamp,
    },
    /// A noted head has this number, and another hash.
    NotAsNoted,
    /// A noted head is beyond the end: acts have been cut off.
    EndsBefore {
        end: i64,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoHead => f.write_str("the row that tells where the log ends is gone"),
            Self::Missing => f.write_str("it is missing"),
            Self::Altered => f.write_str(
                "it does not say what its hash was made of, or the act before it has been replaced",
            ),
            Self::Unreadable(problem) => write!(f, "it cannot be read: {problem}"),
            Self::OtherHead => {
                f.write_str("the log ends with it, but the stored head has another hash")
            }
            Self::Surplus { numbered } => write!(
                f,
                "the stored head ends before it; there are {numbered} acts with numbers"
            ),
            Self::UnnumberedCount { then, now } => write!(
                f,
                "there were {then} acts from before the chain when it began, and there are {now} now"
            ),
            Self::UnnumberedAfterFirst { at, first } => write!(
                f,
                "an act without a number is from {at}, after the first with one ({first})"
            ),
            Self::NotAsNoted => {
                f.write_str("it has another hash than the one that was noted for it")
            }
            Self::EndsBefore { end } => write!(
                f,
                "it was noted as the head, but the log ends at act {end}: the end has been cut off"
            ),
        }
    }
}

/// Goes through the whole log, and looks whether it still goes through the heads that were noted earlier. May run while
/// acts are added: those that come after it began are left for the next time.
pub async fn verify(db: &Db, noted: &[NotedHead]) -> Result<Result<Whole, Broken>, DbError> {
    let Some(ends) = act_chain::ends(db).await? else {
        return Ok(Err(Broken {
            number: 0,
            fault: Fault::NoHead,
        }));
    };
    let mut walk = Walk::before_first(ends.head.unnumbered);
    if let Err(broken) = walk.note(noted) {
        return Ok(Err(broken));
    }
    while walk.number < ends.head.number {
        let batch = act_chain::list_after(db, walk.number, ends.head.number, BATCH).await?;
        if batch.is_empty() {
            return Ok(Err(walk.next(Fault::Missing)));
        }
        for link in batch {
            if let Err(broken) = walk.step(link, noted) {
                return Ok(Err(broken));
            }
        }
    }
    Ok(walk.finish(&ends, noted))
}

/// How far the look has come.
struct Walk {
    number: i64,
    hash: String,
    first_at: Option<Timestamp>,
}

impl Walk {
    fn before_first(unnumbered: i64) -> Self {
        Self {
            number: 0,
            hash: act_chain::first_hash(unnumbered),
            first_at: None,
        }
    }

    /// That something is wrong with the act after the last good one.
    fn next(&self, fault: Fault) -> Broken {
        Broken {
            number: self.number + 1,
            fault,
        }
    }

    fn step(&mut self, link: Link, noted: &[NotedHead]) -> Result<(), Broken> {
        if link.number != self.number + 1 {
            return Err(self.next(Fault::Missing));
        }
        let act = link
            .act
            .map_err(|problem| self.next(Fault::Unreadable(problem.to_string())))?;
        let hash = act.hash(link.number, &self.hash);
        if link.hash.as_ref() != Some(&hash) {
            return Err(self.next(Fault::Altered));
        }
        self.number = link.number;
        self.hash = hash;
        self.first_at.get_or_insert(act.at);
        self.note(noted)
    }

    /// Compares what is here with what was noted for it.
    fn note(&self, noted: &[NotedHead]) -> Result<(), Broken> {
        let mut here = noted.iter().filter(|head| head.number == self.number);
        match here.all(|head| head.hash == self.hash) {
            true => Ok(()),
            false => Err(Broken {
                number: self.number,
                fault: Fault::NotAsNoted,
            }),
        }
    }

    fn finish(self, ends: &LogEnds, noted: &[NotedHead]) -> Result<Whole, Broken> {
        if self.number > 0 && ends.head.hash != self.hash {
            return Err(Broken {
                number: self.number,
                fault: Fault::OtherHead,
            });
        }
        if ends.numbered != self.number {
            let numbered = ends.numbered;
            return Err(self.next(Fault::Surplus { numbered }));
        }
        if let Some(beyond) = noted.iter().find(|head| head.number > self.number) {
            return Err(Broken {
                number: beyond.number,
                fault: Fault::EndsBefore { end: self.number },
            });
        }
        self.check_unnumbered(ends)?;
        Ok(Whole {
            head: NotedHead {
                number: self.number,
                hash: self.hash,
            },
            unnumbered: ends.unnumbered,
        })
    }

    fn check_unnumbered(&self, ends: &LogEnds) -> Result<(), Broken> {
        let broken = |fault| Err(Broken { number: 0, fault });
        if let (Some(at), Some(first)) = (ends.youngest_unnumbered, self.first_at)
            && at > first
        {
            return broken(Fault::UnnumberedAfterFirst { at, first });
        }
        let (then, now) = (ends.head.unnumbered, ends.unnumbered);
        match then == now {
            true => Ok(()),
            false => broken(Fault::UnnumberedCount { then, now }),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_noted_head_is_a_number_and_a_hash() {
        let hash = "0a".repeat(32);
        let head = NotedHead::parse(&format!("12:{hash}\n")).unwrap();
        assert_eq!(head.to_string(), format!("12:{hash}"));
        assert_eq!(
            NotedHead::parse(&format!("12:{}", hash.to_uppercase())),
            Some(head)
        );
        for bad in [
            "",
            "12",
            "12:",
            "12:0a",
            &format!("-1:{hash}"),
            &format!("x:{hash}"),
            &format!("1:{}g", &hash[1..]),
        ] {
            assert_eq!(NotedHead::parse(bad), None, "{bad}");
        }
    }
}
