//! The table as a page for people: `docs/scopes.md`.

use std::fmt::{self, Write as _};

use super::{Consumer, OPEN, Row, table};
use crate::domain::scope::{KnownScope, OPENING, RESERVED};

const HEAD: &str = "\
# Scopes

Written from the table in `src/api/needs` and `src/domain/scope/known.rs` by `fullmakt scopes > docs/scopes.md`; a test fails
when this page is not what the table says. A test, too, sends requests to every address below.

- A scope counts when a name in the token's claim `scope` is the same, letter by letter; names stand apart by single spaces.
  One of those listed is enough. Without it: 403, `The token lacks the scope that is needed.`, with the list in `detail`
  (LS-00001 when tickets are redeemed; plain text below `/access/v1`).
- A token that a supplier has on behalf of a consumer has those of its scopes that the consumer has delegated to the supplier
  at the moment of the call, at every address.
- **Service owner**: the organization in `consumer`, or the code in `urn:altinn:org`, must be a registered service owner, else
  403, AM-00034. **Owner of …**: what is asked for must belong to the caller as a service owner, else the answer of that API for
  others' objects. Scopes named after \"unless\" are excepted.
- A scope is not all: what a person, a system user or a vendor may do with an object is asked after it.
";

const RESERVED_HEAD: &str = "\
## Known, and opening nothing here

No address needs any of these. They are listed so that they are given no other meaning.
";

/// The whole page, in Markdown.
pub fn page() -> String {
    let mut page = String::from(HEAD);
    // Writing to a String cannot fail.
    let _ = write(&mut page);
    page
}

fn write(page: &mut String) -> fmt::Result {
    page.push_str("\n## Scopes that open something\n\n");
    scopes(page, OPENING, "what it is for")?;
    page.push_str("\n## What each address needs\n");
    for row in table() {
        needed(page, row)?;
    }
    page.push_str("\n## Addresses that need no scope\n");
    open(page)?;
    page.push('\n');
    page.push_str(RESERVED_HEAD);
    page.push('\n');
    scopes(page, RESERVED, "why nothing is opened")
}

fn scopes(page: &mut String, scopes: &[KnownScope], why: &str) -> fmt::Result {
    writeln!(page, "| scope | who gets it | {why} |\n| --- | --- | --- |")?;
    for scope in scopes {
        let KnownScope {
            name,
            holder,
            purpose,
        } = scope;
        writeln!(page, "| `{name}` | {holder} | {purpose} |")?;
    }
    Ok(())
}

fn needed(page: &mut String, row: &Row) -> fmt::Result {
    writeln!(page, "\n**{}**\n", row.callers.trim())?;
    writeln!(page, "- one of {}", listed(row.any_of))?;
    match row.consumer {
        Consumer::Anybody => {}
        Consumer::ServiceOwner { except } => {
            writeln!(page, "- service owner{}", unless(except))?;
        }
        Consumer::OwnerOf { what, except } => {
            writeln!(page, "- owner of {what}{}", unless(except))?;
        }
    }
    if !row.when.is_empty() {
        writeln!(page, "- when {}", row.when)?;
    }
    page.push('\n');
    for (method, path) in row.opens {
        writeln!(page, "  - {method} `{path}`")?;
    }
    Ok(())
}

fn unless(except: &[&str]) -> String {
    match except {
        [] => String::new(),
        scopes => format!(", unless {}", listed(scopes)),
    }
}

fn listed(scopes: &[&str]) -> String {
    let quoted: Vec<String> = scopes.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

fn open(page: &mut String) -> fmt::Result {
    let mut before = "";
    for (method, path, reason) in OPEN {
        if *reason != before {
            writeln!(page, "\n{reason}:\n")?;
            before = reason;
        }
        writeln!(page, "  - {method} `{path}`")?;
    }
    Ok(())
}
