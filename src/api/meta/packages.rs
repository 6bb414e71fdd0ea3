//! Packages, and what they are sorted under.

use axum::extract::State;
use axum::response::Response;
use uuid::Uuid;

use super::answer::{Kept, list, one, unknown};
use super::opened::Opened;
use super::wire::{AreaWire, GroupWire, PackageWire, ResourceWire};
use crate::api::language::InLanguage;
use crate::api::parts::PathOf;
use crate::api::problem::Problem;
use crate::app::App;
use crate::domain::Language;
use crate::reference::{AccessPackage, PackageArea, PackageGroup, reference};

/// `GET …/export`: everything, groups first.
pub async fn export(InLanguage(language): InLanguage) -> Response {
    let whole = |group: &'static PackageGroup| {
        let areas = areas_of(group.id).map(|area| {
            let packages = packages_of(area).map(|package| PackageWire::of(package, language));
            AreaWire::of(area, language).with_packages(packages.collect())
        });
        GroupWire::of(group, language).with_areas(areas.collect())
    };
    let groups: Vec<GroupWire> = reference().groups().map(whole).collect();
    list(&groups, language, Kept::AnHour)
}

/// `GET …/group/`
pub async fn groups(InLanguage(language): InLanguage) -> Response {
    let groups = reference()
        .groups()
        .map(|group| GroupWire::of(group, language));
    list(&groups.collect::<Vec<_>>(), language, Kept::AnHour)
}

/// `GET …/group/{id}`
pub async fn group(
    PathOf(id): PathOf<Uuid>,
    InLanguage(language): InLanguage,
) -> Result<Response, Problem> {
    let group = reference().group(id).ok_or_else(|| unknown("group"))?;
    let areas = areas_of(id).map(|area| AreaWire::of(area, language));
    let group = GroupWire::of(group, language).with_areas(areas.collect());
    Ok(one(&group, language, Kept::AnHour))
}

/// `GET …/group/{id}/areas`
pub async fn areas(PathOf(id): PathOf<Uuid>, InLanguage(language): InLanguage) -> Response {
    let areas = areas_of(id).map(|area| AreaWire::of(area, language).with_group(language, id));
    list(&areas.collect::<Vec<_>>(), language, Kept::AnHour)
}

/// `GET …/area/{id}`
pub async fn area(
    PathOf(id): PathOf<Uuid>,
    InLanguage(language): InLanguage,
) -> Result<Response, Problem> {
    let area = reference().area_by_id(id).ok_or_else(|| unknown("area"))?;
    let packages = packages_of(area).map(|package| PackageWire::of(package, language));
    let area = AreaWire::of(area, language)
        .with_group(language, area.group)
        .with_packages(packages.collect());
    Ok(one(&area, language, Kept::AnHour))
}

/// `GET …/area/{id}/packages`
pub async fn packages(PathOf(id): PathOf<Uuid>, InLanguage(language): InLanguage) -> Response {
    let area = reference().area_by_id(id).into_iter();
    let packages = area
        .flat_map(packages_of)
        .map(|package| PackageWire::with_area(package, language));
    list(&packages.collect::<Vec<_>>(), language, Kept::AnHour)
}

/// `GET …/package/{id}`
pub async fn package(
    State(app): State<App>,
    PathOf(id): PathOf<Uuid>,
    InLanguage(language): InLanguage,
) -> Result<Response, Problem> {
    let found = reference().package_by_id(id);
    let package = found.ok_or_else(|| unknown("package"))?;
    show(&app, package, language).await
}

/// `GET …/package/urn/{name}`: by its urn, or its code.
pub async fn package_named(
    State(app): State<App>,
    PathOf(name): PathOf<String>,
    InLanguage(language): InLanguage,
) -> Result<Response, Problem> {
    let found = reference().package_named(&name);
    let package = found.ok_or_else(|| unknown("package"))?;
    show(&app, package, language).await
}

async fn show(
    app: &App,
    package: &'static AccessPackage,
    language: Language,
) -> Result<Response, Problem> {
    let resources = resources_of(app, package, language).await?;
    let package = PackageWire::with_area(package, language).with_resources(resources);
    Ok(one(&package, language, Kept::AMinute))
}

/// `GET …/package/{id}/resources`
pub async fn resources(
    State(app): State<App>,
    PathOf(id): PathOf<Uuid>,
    InLanguage(language): InLanguage,
) -> Result<Response, Problem> {
    let resources = match reference().package_by_id(id) {
        Some(package) => resources_of(&app, package, language).await?,
        None => Vec::new(),
    };
    Ok(list(&resources, language, Kept::AMinute))
}

async fn resources_of(
    app: &App,
    package: &'static AccessPackage,
    language: Language,
) -> Result<Vec<ResourceWire>, Problem> {
    let opened = Opened::to(app, std::slice::from_ref(&package.urn)).await?;
    Ok(opened.resources([package.urn.as_str()], language))
}

fn areas_of(group: Uuid) -> impl Iterator<Item = &'static PackageArea> {
    let areas = reference().areas();
    areas.filter(move |area| area.group == group)
}

fn packages_of(area: &'static PackageArea) -> impl Iterator<Item = &'static AccessPackage> {
    let packages = reference().packages();
    packages.filter(|package| package.area == area.urn)
}
