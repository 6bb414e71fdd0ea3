//! The rows of the pages about the bakery's users: Ola, who was given its post, and Nora, who is new.

use reqwest::Method;

use super::{Body, Row};
use crate::support::cast::{self, PLUMBER_ID};
use crate::support::stage::Stage;

const UI: &str = "/accessmanagement/ui";
const OLA_ID: &str = "f0a10000-0000-4000-8000-000000010003";
const POST: &str = "ordinaer-post-til-virksomheten";

/// Takes back what the rows change.
pub async fn undo(stage: &Stage) {
    for statement in [
        "delete from delegation where package = 'urn:altinn:accesspackage:lonn' or resource = 'dts-skattegrunnlag'",
        "delete from assignment where to_party = (select id from party where name = 'Nora Postløs')",
        "update assignment set revoked_at = null, revoked_by = null",
    ] {
        stage.app.run_sql(statement).await;
    }
}

pub fn rows() -> Vec<Row> {
    let get = |route, path: String| Row {
        method: Method::GET,
        route,
        path,
        body: Body::None,
    };
    let form = |route, path: String, fields| Row {
        method: Method::POST,
        route,
        path,
        body: Body::Form(fields),
    };
    // Asks first, and then does it.
    let both = |route, path: String| [get(route, path.clone()), form(route, path, &[])];
    let ola = format!("{UI}/users/{OLA_ID}");
    let plumber = format!("{UI}/received-from/{PLUMBER_ID}");
    let tax = cast::TAX_BASIS;
    let mut rows = vec![
        get("USERS", format!("{UI}/users")),
        get("USER_ADD", format!("{UI}/users/ny")),
        form(
            "USER_ADD",
            format!("{UI}/users/ny"),
            &[
                ("type", "person"),
                ("national_id", cast::NORA),
                ("surname", "Postløs"),
            ],
        ),
        get("USER", ola.clone()),
        get("POWERS", format!("{UI}/poa-overview")),
        get(
            "POWERS_PACKAGE",
            format!("{UI}/poa-overview/access-package/lonn"),
        ),
        get("GIVE_TO", format!("{UI}/gi")),
        get("GIVE", format!("{ola}/gi")),
        get("GIVE_SERVICE", format!("{ola}/gi/tjeneste/{tax}")),
        form(
            "GIVE_SERVICE",
            format!("{ola}/gi/tjeneste/{tax}"),
            &[("action", "read")],
        ),
        get("RECEIVED", format!("{UI}/received-from")),
        get("RECEIVED_FROM", plumber.clone()),
    ];
    rows.extend(both("GIVE_PACKAGE", format!("{ola}/gi/pakke/lonn")));
    rows.extend(both("TAKE_PACKAGE", format!("{ola}/ta/pakke/{POST}")));
    rows.extend(both("TAKE_SERVICE", format!("{ola}/ta/tjeneste/{tax}")));
    rows.extend(both("USER_REMOVE", format!("{ola}/fjern")));
    rows.extend(both("LEAVE", format!("{plumber}/fjern")));
    rows.extend(both("LEAVE_PACKAGE", format!("{plumber}/fjern/pakke/lonn")));
    rows.extend(both(
        "LEAVE_SERVICE",
        format!("{plumber}/fjern/tjeneste/{tax}"),
    ));
    rows
}
