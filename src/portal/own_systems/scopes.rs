//! Choosing scopes: the second step, and again for one in use.

use axum::Form;
use axum::extract::{Path, Query};
use axum::response::Response;
use http::StatusCode;
use uuid::Uuid;

use super::enter::{frame, to_change, words};
use super::{Choice, ChoosePage, Choosing, Group};
use crate::domain::{Language, OwnSystem, OwnSystemId};
use crate::ops::own_systems::scopes::{OfferedScope, ScopeSource, offered};
use crate::ops::own_systems::{Writing, change_scopes, draft, look};
use crate::portal::visitor::{PartyContext, page_with, redirect};
use crate::portal::{Flash, PageError};
use crate::routes;
use crate::text::{Texts, fill, texts};

/// The fields of a form with many checkboxes.
pub type Fields = Vec<(String, String)>;

/// The longest search that is read, in characters.
const MAX_QUERY: usize = 100;

/// What a form or an address says of a field, each value once.
pub fn values(fields: &Fields, name: &str) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for (field, value) in fields {
        if field == name && !values.contains(value) {
            values.push(value.clone());
        }
    }
    values
}

pub fn query_of(fields: &Fields) -> String {
    let text = values(fields, "q").into_iter().next().unwrap_or_default();
    text.trim().chars().take(MAX_QUERY).collect()
}

/// Whether the address carries a choice, or is just the page's.
pub fn is_search(fields: &Fields) -> bool {
    fields.iter().any(|(name, _)| name == "q")
}

/// The draft or the one in use; both choose on the same page.
struct Open {
    system: OwnSystem,
    is_draft: bool,
}

async fn open(acting: &Writing<'_>, id: Uuid) -> Result<Open, PageError> {
    let id = OwnSystemId(id);
    if let Some(system) = draft::find(acting, id).await? {
        return Ok(Open {
            system,
            is_draft: true,
        });
    }
    let found = look(acting, id).await?.ok_or(PageError::NotFound)?;
    Ok(Open {
        system: found.system,
        is_draft: false,
    })
}

/// `GET …/egetsystem/{id}/scopes`; with `?q=` a search, which keeps what is chosen.
pub async fn ask(
    ctx: PartyContext,
    Path(id): Path<Uuid>,
    Query(fields): Query<Fields>,
) -> Result<Response, PageError> {
    let acting = match to_change(&ctx).await? {
        Ok(acting) => acting,
        Err(refused) => return Ok(refused),
    };
    let open = open(&acting, id).await?;
    let chosen = match is_search(&fields) {
        true => values(&fields, "valgt"),
        false => open.system.scopes.clone(),
    };
    let query = query_of(&fields);
    show(&ctx, &acting, &open, (chosen, query), None).await
}

async fn show(
    ctx: &PartyContext,
    acting: &Writing<'_>,
    open: &Open,
    (chosen, query): (Vec<String>, String),
    problem: Option<(StatusCode, &'static str)>,
) -> Result<Response, PageError> {
    let language = ctx.signed.language();
    let (status, problem) = match problem {
        Some((status, text)) => (status, Some(text)),
        None => (StatusCode::OK, None),
    };
    let groups = groups(offered(acting).await?, &chosen, (&query, language));
    let system = open.system.name.get(language).to_owned();
    let page = ChoosePage {
        frame: frame(ctx).await?,
        id: open.system.id.0,
        what: match open.is_draft {
            true => Choosing::Scopes,
            false => Choosing::NewScopes { system },
        },
        query,
        groups,
        problem,
    };
    page_with(status, &page)
}

/// The scopes that fit the search or are chosen, by where they come from.
fn groups(
    offered: Vec<OfferedScope>,
    chosen: &[String],
    (query, language): (&str, Language),
) -> Vec<Group> {
    let t = texts(language);
    let wanted = query.to_lowercase();
    let mut groups = [
        t.own_systems.scopes_portal,
        t.own_systems.scopes_owners,
        t.own_systems.scopes_delegated,
    ]
    .map(|heading| Group {
        heading,
        choices: Vec::new(),
    });
    let [portal, owners, delegated] = &mut groups;
    for (number, scope) in offered.into_iter().enumerate() {
        let is_chosen = chosen.contains(&scope.name);
        if !is_chosen && !is_hit(&scope, &wanted) {
            continue;
        }
        let group = match scope.source {
            ScopeSource::Portal => &mut *portal,
            ScopeSource::Owner(_) => &mut *owners,
            ScopeSource::Delegated(_) => &mut *delegated,
        };
        group.choices.push(Choice {
            name: "valgt",
            id: format!("valg-{number}"),
            about: scope.about.get(language).to_owned(),
            source: source(&scope.source, t, language),
            title: scope.name.clone(),
            value: scope.name,
            missing: None,
            is_chosen,
        });
    }
    groups.into_iter().collect()
}

fn is_hit(scope: &OfferedScope, wanted: &str) -> bool {
    let mut texts = [
        &scope.name,
        &scope.about.nb,
        &scope.about.nn,
        &scope.about.en,
    ]
    .into_iter();
    texts.any(|text| text.to_lowercase().contains(wanted))
}

fn source(source: &ScopeSource, t: &Texts, language: Language) -> String {
    match source {
        ScopeSource::Portal => String::new(),
        ScopeSource::Owner(owner) => fill(
            t.own_systems.scopes_owner_line,
            &[("owner", owner.get(language))],
        ),
        ScopeSource::Delegated(consumer) => {
            fill(t.own_systems.scopes_delegated_line, &[("owner", consumer)])
        }
    }
}

/// `POST …/egetsystem/{id}/scopes`.
pub async fn choose(
    ctx: PartyContext,
    Path(id): Path<Uuid>,
    Form(fields): Form<Fields>,
) -> Result<Response, PageError> {
    let acting = match to_change(&ctx).await? {
        Ok(acting) => acting,
        Err(refused) => return Ok(refused),
    };
    let open = open(&acting, id).await?;
    let chosen = values(&fields, "valgt");
    let done = match open.is_draft {
        true => {
            let kept = draft::choose_scopes(&acting, OwnSystemId(id), chosen.clone(), true).await?;
            kept.map(|()| routes::own_system_key(id))
        }
        false => {
            let changed = change_scopes(&acting, OwnSystemId(id), chosen.clone()).await?;
            match changed {
                Ok(system) => {
                    tell(&ctx, &system).await?;
                    Ok(routes::own_system(id))
                }
                Err(refusal) => Err(refusal),
            }
        }
    };
    match done {
        Ok(next) => Ok(redirect(&next)),
        Err(refusal) => {
            let problem = words(&ctx, refusal)?;
            show(&ctx, &acting, &open, (chosen, String::new()), Some(problem)).await
        }
    }
}

async fn tell(ctx: &PartyContext, system: &OwnSystem) -> Result<(), PageError> {
    let name = system.name.get(ctx.signed.language()).to_owned();
    ctx.signed
        .flash(&match system.is_behind {
            true => Flash::OwnScopesLater { system: name },
            false => Flash::OwnScopesChanged { system: name },
        })
        .await
}
