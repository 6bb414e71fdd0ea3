//! The one table of scopes: who calls, with which scopes, and what these open.
//!
//! A row is a type. A handler that takes `Bearer<Row>` or `EndUser<Row>` lets in whom the row lets in, `docs/scopes.md` is
//! written from the rows, and a test sends requests to every address of every row (`tests/it/scopes`).

mod end_users;
mod machines;
mod open;
mod owners;
mod page;

use http::{Method, StatusCode};

use super::problem::Problem;

pub use end_users::*;
pub use machines::*;
pub use open::OPEN;
pub use owners::*;
pub use page::page;

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Who calls, and for what.
    pub callers: &'static str,
    /// The scopes of which one is needed, compared exactly (RFC 6749 §3.3).
    pub any_of: &'static [&'static str],
    pub consumer: Consumer,
    /// For which requests to the addresses the row holds, when not for all.
    pub when: &'static str,
    pub opens: &'static [(Method, &'static str)],
}

/// What the organization in the token's `consumer` must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consumer {
    /// The scope alone decides.
    Anybody,
    /// A registered service owner, whatever is asked for, unless the token has one of these scopes. The extractor looks it
    /// up: one query.
    ServiceOwner { except: &'static [&'static str] },
    /// The service owner to whom this belongs, unless the token has one of these scopes. The operation finds out when it
    /// loads what is asked for.
    OwnerOf {
        what: &'static str,
        except: &'static [&'static str],
    },
}

impl Row {
    const fn new(
        any_of: &'static [&'static str],
        opens: &'static [(Method, &'static str)],
    ) -> Self {
        Self {
            callers: "",
            any_of,
            consumer: Consumer::Anybody,
            when: "",
            opens,
        }
    }

    const fn of(self, consumer: Consumer) -> Self {
        Self { consumer, ..self }
    }

    const fn when(self, when: &'static str) -> Self {
        Self { when, ..self }
    }

    const fn by(self, callers: &'static str) -> Self {
        Self { callers, ..self }
    }
}

/// A row that handlers name in their signatures.
pub trait Needs: Send + Sync {
    const ROW: Row;

    /// The answer to a good token without the scope.
    fn refusal() -> Problem {
        Problem::plain(
            StatusCode::FORBIDDEN,
            "The token lacks the scope that is needed.",
        )
        .with_detail(format!(
            "one of these is needed: {}",
            Self::ROW.any_of.join(", ")
        ))
    }
}

/// The types of the rows, each told by its comment, and the rows themselves.
macro_rules! rows {
    ($rows:ident: $($(#[doc = $callers:literal])* $name:ident = $row:expr;)*) => {
        $(
            $(#[doc = $callers])*
            pub struct $name;
            impl $crate::api::needs::Needs for $name {
                const ROW: $crate::api::needs::Row = $row.by(concat!($($callers),*));
            }
        )*
        pub(super) const $rows: &[$crate::api::needs::Row] =
            &[$(<$name as $crate::api::needs::Needs>::ROW),*];
    };
}
use rows;

/// Every row of the table.
pub fn table() -> impl Iterator<Item = &'static Row> {
    machines::ROWS
        .iter()
        .chain(owners::ROWS)
        .chain(std::iter::once(&owners::REDEEM))
        .chain(end_users::ROWS)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::domain::scope::{OPENING, RESERVED};

    fn needed() -> HashSet<&'static str> {
        table().flat_map(|row| row.any_of).copied().collect()
    }

    #[test]
    fn a_scope_that_is_said_to_open_something_does_and_a_reserved_one_does_not() {
        let needed = needed();
        let opening: HashSet<&str> = OPENING.iter().map(|scope| scope.name).collect();
        assert_eq!(needed, opening);
        assert!(RESERVED.iter().all(|scope| !needed.contains(scope.name)));
    }

    #[test]
    fn no_two_rows_say_different_things_of_one_request() {
        let mut seen = HashSet::new();
        for row in table() {
            for (method, path) in row.opens {
                assert!(seen.insert((method, path, row.when)), "{method} {path}");
            }
        }
    }

    #[test]
    fn who_is_let_in_at_connections_is_let_in_at_one_of_the_directions() {
        let together = |one: Row, other: Row| -> HashSet<&str> {
            one.any_of.iter().chain(other.any_of).copied().collect()
        };
        let either = |row: Row| -> HashSet<&str> { row.any_of.iter().copied().collect() };
        assert_eq!(
            either(ConnectionsRead::ROW),
            together(ToOthersRead::ROW, FromOthersRead::ROW)
        );
        assert_eq!(
            either(ConnectionsWrite::ROW),
            together(ToOthersWrite::ROW, FromOthersWrite::ROW)
        );
    }
}
