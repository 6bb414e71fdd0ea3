//! For persons at a portal.

use axum::extract::{Query, State};
use axum::response::Response;
use http::{HeaderMap, StatusCode};

use super::query::{Asked, Includes};
use super::{Found, model_error};
use crate::api::bearer::PortalUser;
use crate::api::end_user::EndUser;
use crate::api::json::json_answer;
use crate::api::parts::PathOf;
use crate::api::problem::Problem;
use crate::app::App;
use crate::domain::{NationalId, OrgNumber};
use crate::ops::access::ACCESS_MANAGEMENT;
use crate::ops::authorized_parties::{Name, Subject};

/// What the older APIs tell unless they are told otherwise.
const OLDER: Includes = Includes {
    roles: true,
    packages: false,
    resources: true,
    instances: true,
};

type Pairs = Query<Vec<(String, String)>>;

/// `GET …/authorizedparties`: those whom the person may act for.
pub async fn list_own(
    State(app): State<App>,
    user: EndUser<PortalUser>,
    Query(pairs): Pairs,
) -> Result<Response, Problem> {
    let asked = Asked::read(OLDER, pairs)?;
    let known = app.core().known().await?;
    let subject = Subject::Party(user.person.party);
    Ok(Found::load(&known, subject, asked).await?.array())
}

/// `GET …/authorizedparty/{number}`: one of them.
pub async fn show(
    State(app): State<App>,
    user: EndUser<PortalUser>,
    PathOf(number): PathOf<i64>,
    Query(pairs): Pairs,
) -> Result<Response, Problem> {
    let mut asked = Asked::read(OLDER, pairs)?;
    asked.parties = vec![Name::Number(number)];
    let known = app.core().known().await?;
    let subject = Subject::Party(user.person.party);
    let found = Found::load(&known, subject, asked).await?;
    let item = found.items().into_iter().next();
    let item = item.map(|item| item.itself());
    let item = item.ok_or_else(|| {
        model_error(
            "InvalidParty",
            "The party id is either invalid or is not an authorized party for the authenticated user.",
        )
    })?;
    Ok(json_answer(StatusCode::OK, &item))
}

/// `GET …/{party}/authorizedparties`: those whom a party may act for, for its access managers.
pub async fn list_for(
    State(app): State<App>,
    user: EndUser<PortalUser>,
    PathOf(party): PathOf<String>,
    headers: HeaderMap,
    Query(pairs): Pairs,
) -> Result<Response, Problem> {
    let asked = Asked::read(OLDER, pairs)?;
    let known = app.core().known().await?;
    let name = named(&party, &headers)?;
    let Some(Subject::Party(party)) = name.subject(&known).await? else {
        return Err(not_yours());
    };
    let relation = user.relation(&app, party).await?.ok_or_else(not_yours)?;
    if !relation.may("read", ACCESS_MANAGEMENT).await?.is_granted() {
        return Err(not_yours());
    }
    let found = Found::load(&known, Subject::Party(party), asked).await?;
    Ok(found.array())
}

/// The party of the address: its number, or a word for the header that names it.
fn named(party: &str, headers: &HeaderMap) -> Result<Name, Problem> {
    let header = |name: &str| headers.get(name)?.to_str().ok();
    match party {
        "organization" => {
            let number = header("Altinn-Party-OrganizationNumber");
            Ok(number
                .and_then(OrgNumber::parse)
                .map_or(Name::Nobody, Name::OrgNumber))
        }
        "person" => {
            let number = header("Altinn-Party-SocialSecurityNumber");
            Ok(number
                .and_then(NationalId::parse)
                .map_or(Name::Nobody, Name::NationalId))
        }
        number => number
            .parse()
            .map(Name::Number)
            .map_err(|_| model_error("party", "The party is named by its number, or by a header.")),
    }
}

/// The same whether there is such a party or not.
fn not_yours() -> Problem {
    Problem::plain(
        StatusCode::FORBIDDEN,
        "The person is no access manager of this party.",
    )
}
