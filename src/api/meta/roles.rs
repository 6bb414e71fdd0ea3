//! Roles, what they give, and the forms of organizations.

use axum::extract::State;
use axum::response::Response;
use uuid::Uuid;

use super::answer::{Kept, list, one, unknown};
use super::opened::Opened;
use super::query::{self, Pairs, flag};
use super::wire::{PackageWire, RoleWire, SubtypeWire};
use crate::api::language::InLanguage;
use crate::api::parts::{PathOf, QueryOf};
use crate::api::problem::Problem;
use crate::app::App;
use crate::domain::Language;
use crate::reference::{AccessPackage, OrgForm, Role, RolePackage, reference};

/// `GET …/roles`
pub async fn list_all(InLanguage(language): InLanguage) -> Response {
    let roles = reference().roles().map(|role| RoleWire::of(role, language));
    list(&roles.collect::<Vec<_>>(), language, Kept::AnHour)
}

/// `GET …/roles/{id}`
pub async fn show(
    PathOf(id): PathOf<Uuid>,
    InLanguage(language): InLanguage,
) -> Result<Response, Problem> {
    let role = reference().role_by_id(id).ok_or_else(|| unknown("role"))?;
    Ok(one(&RoleWire::of(role, language), language, Kept::AnHour))
}

/// `GET …/roles/packages?role=…&variant=…&includeResources=…`
pub async fn packages_of_named(
    State(app): State<App>,
    QueryOf(pairs): QueryOf<Pairs>,
    InLanguage(language): InLanguage,
) -> Result<Response, Problem> {
    let asked = Asked::read(query::role(&pairs)?, &pairs)?;
    asked
        .packages(&app, flag(&pairs, "includeResources")?, language)
        .await
}

/// `GET …/roles/{id}/packages?variant=…&includeResources=…`
pub async fn packages(
    State(app): State<App>,
    PathOf(id): PathOf<Uuid>,
    QueryOf(pairs): QueryOf<Pairs>,
    InLanguage(language): InLanguage,
) -> Result<Response, Problem> {
    let asked = Asked::read(reference().role_by_id(id), &pairs)?;
    asked
        .packages(&app, flag(&pairs, "includeResources")?, language)
        .await
}

/// `GET …/roles/resources?role=…&variant=…&includePackageResources=…`
pub async fn resources_of_named(
    State(app): State<App>,
    QueryOf(pairs): QueryOf<Pairs>,
    InLanguage(language): InLanguage,
) -> Result<Response, Problem> {
    let asked = Asked::read(query::role(&pairs)?, &pairs)?;
    asked
        .resources(&app, flag(&pairs, "includePackageResources")?, language)
        .await
}

/// `GET …/roles/{id}/resources?variant=…&includePackageResources=…`
pub async fn resources(
    State(app): State<App>,
    PathOf(id): PathOf<Uuid>,
    QueryOf(pairs): QueryOf<Pairs>,
    InLanguage(language): InLanguage,
) -> Result<Response, Problem> {
    let asked = Asked::read(reference().role_by_id(id), &pairs)?;
    asked
        .resources(&app, flag(&pairs, "includePackageResources")?, language)
        .await
}

/// `GET …/types/organization/subtypes`
pub async fn org_forms(InLanguage(language): InLanguage) -> Response {
    let forms = reference()
        .org_forms()
        .map(|form| SubtypeWire::of(form, language));
    list(&forms.collect::<Vec<_>>(), language, Kept::AnHour)
}

/// A role as it is held at organizations of one form, or of any. Without a role nothing is found.
struct Asked {
    role: Option<&'static Role>,
    form: Option<&'static OrgForm>,
}

impl Asked {
    fn read(role: Option<&'static Role>, pairs: &Pairs) -> Result<Self, Problem> {
        let form = query::variant(pairs)?;
        Ok(Self { role, form })
    }

    async fn packages(
        &self,
        app: &App,
        with_resources: bool,
        language: Language,
    ) -> Result<Response, Problem> {
        let given = self.given();
        let bare = given
            .iter()
            .map(|package| PackageWire::with_area(package, language));
        if !with_resources {
            return Ok(list(&bare.collect::<Vec<_>>(), language, Kept::AnHour));
        }
        let urns: Vec<String> = given.iter().map(|package| package.urn.clone()).collect();
        let opened = Opened::to(app, &urns).await?;
        let of = |urn: &String| opened.resources([urn.as_str()], language);
        let whole = bare
            .zip(&urns)
            .map(|(package, urn)| package.with_resources(of(urn)));
        Ok(list(&whole.collect::<Vec<_>>(), language, Kept::AMinute))
    }

    async fn resources(
        &self,
        app: &App,
        with_packages: bool,
        language: Language,
    ) -> Result<Response, Problem> {
        let own = self.role.iter().flat_map(|role| role.urns());
        let mut subjects: Vec<String> = own.map(str::to_owned).collect();
        if with_packages {
            subjects.extend(self.given().iter().map(|package| package.urn.clone()));
        }
        let opened = Opened::to(app, &subjects).await?;
        let resources = opened.resources(subjects.iter().map(String::as_str), language);
        Ok(list(&resources, language, Kept::AMinute))
    }

    /// The packages that the role gives, for use or to be passed on; each once.
    fn given(&self) -> Vec<&'static AccessPackage> {
        let rows = self
            .role
            .iter()
            .flat_map(|role| reference().role_packages(&role.code));
        let rows = rows.filter(|row| self.is_at_form(row));
        let mut packages: Vec<&AccessPackage> = Vec::new();
        for package in rows.filter_map(|row| reference().package(&row.package)) {
            if !packages.iter().any(|known| known.urn == package.urn) {
                packages.push(package);
            }
        }
        packages
    }

    fn is_at_form(&self, row: &RolePackage) -> bool {
        match (&row.entity_variant, self.form) {
            (Some(needed), Some(form)) => *needed == form.code,
            _ => true,
        }
    }
}
