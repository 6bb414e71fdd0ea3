//! `/accessmanagement/ui/poa-overview[/access-package/{what}]`: the packages, and who has each of them.

use axum::extract::{Path, Query};
use axum::response::Response;

use super::context::{self, Stop, answer, frame, has_buttons, hidden};
use super::lines::by_area;
use super::looking::ListQuery;
use super::overview_pages::PackageCount;
use super::rows::{UserRow, page_of};
use super::{PackagePage, PowersPage};
use crate::ops::connections::{Direction, packages_for};
use crate::ops::powers::{self, Holder, Holders, services};
use crate::portal::access::SectionItem;
use crate::portal::visitor::{PartyContext, page};
use crate::portal::{PageError, Pager};
use crate::reference::AccessPackage;
use crate::routes;

/// `GET …/poa-overview`.
pub async fn powers(
    ctx: PartyContext,
    Query(query): Query<ListQuery>,
) -> Result<Response, PageError> {
    answer(try_powers(&ctx, &query).await)
}

async fn try_powers(ctx: &PartyContext, query: &ListQuery) -> Result<Response, Stop> {
    let holders = holders(ctx).await?;
    let language = ctx.signed.language();
    let text = query.text();
    let wanted = text.to_lowercase();
    let packages = packages_for(&ctx.party).filter(|package| {
        let words = [&package.name, &package.description];
        words
            .iter()
            .any(|one| one.get(language).to_lowercase().contains(&wanted))
    });
    let lines = packages.map(|package| {
        let count = holders.all.iter().filter(|one| has(one, package)).count();
        let line = PackageCount {
            code: package.code.clone(),
            name: package.name.get(language).to_owned(),
            count,
        };
        (package, line)
    });
    let areas = by_area(lines.collect(), language);
    let (frame, menu) = frame(ctx, SectionItem::Powers).await?;
    Ok(page(&PowersPage {
        frame,
        menu,
        party: ctx.party.name.clone(),
        query: text,
        areas,
    })?)
}

/// Everybody, and a person who acts for himself too: what he sees himself does not go unseen.
async fn holders(ctx: &PartyContext) -> Result<Holders, Stop> {
    let (core, person, party) = (ctx.core(), ctx.person(), ctx.party.id);
    let mut holders = match powers::list(core, person, party).await? {
        Ok(holders) => holders,
        Err(unseen) => return Err(hidden(ctx, unseen, SectionItem::Powers).await?),
    };
    if person.party == party
        && let Ok(own) = powers::show(core, person, party, party).await?
    {
        holders.all.insert(0, own.holder);
    }
    Ok(holders)
}

fn has(holder: &Holder, package: &AccessPackage) -> bool {
    let mut packages = holder.facts.packages.iter();
    packages.any(|fact| fact.package.urn() == package.urn)
}

/// `GET …/poa-overview/access-package/{what}`.
pub async fn package(
    ctx: PartyContext,
    Path(code): Path<String>,
    Query(query): Query<ListQuery>,
) -> Result<Response, PageError> {
    answer(try_package(&ctx, &code, &query).await)
}

async fn try_package(ctx: &PartyContext, code: &str, query: &ListQuery) -> Result<Response, Stop> {
    let holders = holders(ctx).await?;
    let package = context::package(code)?;
    let language = ctx.signed.language();
    let those = holders.all.iter().filter(|one| has(one, package));
    let rows: Vec<UserRow> = those
        .map(|one| UserRow::of(one, &ctx.party, language))
        .collect();
    let hits = rows.len();
    let (rows, current, last) = page_of(rows, query.side);
    let services = services::opened_by(ctx.core(), package, language).await?;
    let titles = services
        .iter()
        .map(|one| one.title.get(language).to_owned());
    let (frame, menu) = frame(ctx, SectionItem::Powers).await?;
    Ok(page(&PackagePage {
        frame,
        menu,
        party: ctx.party.name.clone(),
        code: code.to_owned(),
        name: package.name.get(language).to_owned(),
        about: package.description.get(language).to_owned(),
        services: titles.collect(),
        hits,
        rows,
        pager: Pager::new(current, last, |number| {
            routes::powers_package_page(code, number)
        }),
        may_give: package.is_assignable && has_buttons(ctx, Direction::ToOthers).await?,
    })?)
}
