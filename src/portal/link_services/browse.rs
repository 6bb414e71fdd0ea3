//! `/tjenester`: finding a service and reading about it. Open to everybody.

use axum::extract::{Path, Query};
use axum::response::Response;
use serde::Deserialize;

use super::{
    CataloguePage, Check, OwnerOption, PartyKind, SERVICES_PER_PAGE, ServicePage, ServiceRow,
};
use crate::domain::{CheckKind, Language, PartyType, alphabetical};
use crate::ops::delegation;
use crate::ops::launches::{self, Service};
use crate::portal::visitor::{Visitor, page};
use crate::portal::{NavItem, PageError, Pager, power_name};
use crate::routes;

#[derive(Deserialize)]
pub struct CatalogueQuery {
    q: Option<String>,
    eier: Option<String>,
    side: Option<usize>,
}

/// `GET /tjenester`.
pub async fn catalogue(
    visitor: Visitor,
    Query(query): Query<CatalogueQuery>,
) -> Result<Response, PageError> {
    let language = visitor.around.language;
    let all = launches::catalogue(visitor.core()).await?;
    let text = query.q.unwrap_or_default();
    let owner = query.eier.unwrap_or_default();
    let mut hits: Vec<&Service> = all
        .iter()
        .filter(|service| owner.is_empty() || service.owner.code == owner)
        .filter(|service| is_hit(service, text.trim(), language))
        .collect();
    hits.sort_by_cached_key(|service| alphabetical(service.resource.title.get(language)));
    let last = hits.len().div_ceil(SERVICES_PER_PAGE).max(1);
    let current = query.side.unwrap_or(1).clamp(1, last);
    let services = hits
        .iter()
        .skip((current - 1) * SERVICES_PER_PAGE)
        .take(SERVICES_PER_PAGE)
        .map(|service| row(service, language))
        .collect();
    page(&CataloguePage {
        frame: visitor.frame(Some(NavItem::Services)).await?,
        owners: owners(&all, &owner, language),
        hits: hits.len(),
        services,
        pager: Pager::new(current, last, |number| {
            routes::services_page(&text, &owner, number)
        }),
        query: text,
    })
}

fn is_hit(service: &Service, text: &str, language: Language) -> bool {
    let wanted = text.to_lowercase();
    [
        &service.resource.title,
        &service.resource.description,
        &service.owner.name,
    ]
    .iter()
    .any(|words| words.get(language).to_lowercase().contains(&wanted))
}

fn row(service: &Service, language: Language) -> ServiceRow {
    ServiceRow {
        id: service.resource.id.clone(),
        title: service.resource.title.get(language).to_owned(),
        description: service.resource.description.get(language).to_owned(),
        owner: service.owner.name.get(language).to_owned(),
    }
}

fn owners(all: &[Service], chosen: &str, language: Language) -> Vec<OwnerOption> {
    let mut owners: Vec<OwnerOption> = Vec::new();
    for service in all {
        if owners.iter().all(|known| known.id != service.owner.code) {
            owners.push(OwnerOption {
                id: service.owner.code.clone(),
                name: service.owner.name.get(language).to_owned(),
                is_chosen: service.owner.code == chosen,
            });
        }
    }
    owners.sort_by_cached_key(|owner| alphabetical(&owner.name));
    owners
}

/// `GET /tjenester/{id}`.
pub async fn show(visitor: Visitor, Path(id): Path<String>) -> Result<Response, PageError> {
    let service = launches::find_service(visitor.core(), &id)
        .await?
        .ok_or(PageError::NotFound)?;
    let language = visitor.around.language;
    page(&ServicePage {
        frame: visitor.frame(Some(NavItem::Services)).await?,
        id,
        title: service.resource.title.get(language).to_owned(),
        owner: service.owner.name.get(language).to_owned(),
        description: service.resource.description.get(language).to_owned(),
        level: service.link.minimum_level,
        party_kinds: party_kinds(&service),
        powers: powers(&visitor, &service).await?,
        checks: service
            .link
            .checks
            .iter()
            .map(|check| shown_check(check.kind))
            .collect(),
        is_open: service.link.check_open(visitor.now).is_ok(),
    })
}

fn shown_check(kind: CheckKind) -> Check {
    match kind {
        CheckKind::UserEmailRegistered => Check::Email,
        CheckKind::MinimumAge { years } => Check::Age { years },
    }
}

/// Whom the service is for; nothing said means everybody.
pub(super) fn party_kinds(service: &Service) -> Vec<PartyKind> {
    let kinds = [
        (PartyType::PrivatePerson, PartyKind::Person),
        (PartyType::LegalEntityEnterprise, PartyKind::Organization),
        (PartyType::Company, PartyKind::Subunit),
    ];
    kinds
        .into_iter()
        .filter(|(party_type, _)| service.resource.is_available_for(*party_type))
        .map(|(_, kind)| kind)
        .collect()
}

/// The names of what gives access, each once.
async fn powers(visitor: &Visitor, service: &Service) -> Result<Vec<String>, PageError> {
    let mut names: Vec<String> = Vec::new();
    for urn in delegation::givers(visitor.core(), &service.resource.id).await? {
        if let Some(name) =
            power_name(&urn, visitor.around.language).filter(|name| !names.contains(name))
        {
            names.push(name);
        }
    }
    Ok(names)
}
