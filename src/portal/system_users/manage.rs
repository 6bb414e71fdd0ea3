//! `/accessmanagement/ui/systemuser/…`: looking at a business's system users and changing them.

use axum::extract::{Path, Query};
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    Act, ActKind, Content, DeactivatePage, DeletePage, DetailPage, OverviewPage, PendingRow, Row,
    Status,
};
use crate::domain::{self, Delegated, Delegation, Language, SystemUser, SystemUserId};
use crate::ops::access::{self, SYSTEM_USER_OVERVIEW};
use crate::ops::system_users::{self, Change, Detail, Overview, Refusal, SystemUserRow};
use crate::portal::visitor::{PartyContext, page, redirect};
use crate::portal::{
    Flash, NavItem, PackageRight, PageError, PowerList, Rights, ServiceRight, SystemLabel,
    approvers,
};
use crate::reference::reference;
use crate::{routes, store};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OverviewQuery {
    created_id: Option<Uuid>,
}

/// `GET …/systemuser/overview`.
pub async fn overview(
    ctx: PartyContext,
    Query(query): Query<OverviewQuery>,
) -> Result<Response, PageError> {
    let content = if ctx.party.organization().is_none() {
        Content::NotABusiness
    } else {
        match system_users::overview(ctx.core(), ctx.person(), ctx.party.id).await? {
            Ok(overview) => lists(&overview, query.created_id, ctx.signed.language()),
            Err(Refusal::LevelTooLow(level)) => return Err(ctx.signed.step_up(level)),
            Err(_) => no_access(&ctx).await?,
        }
    };
    page(&OverviewPage {
        frame: ctx.frame(NavItem::SystemUsers).await?,
        party: ctx.party.name.clone(),
        content,
    })
}

async fn no_access(ctx: &PartyContext) -> Result<Content, PageError> {
    let language = ctx.signed.language();
    let roles = approvers(&ctx.party, language);
    let (core, person, party) = (ctx.core(), ctx.person(), ctx.party.id);
    let shortfall = access::shortfall(core, person, "read", SYSTEM_USER_OVERVIEW, party).await?;
    let also = PowerList::of(&shortfall.powers(), language).without(&roles);
    Ok(Content::NoAccess { roles, also })
}

fn lists(overview: &Overview, created: Option<Uuid>, language: Language) -> Content {
    let pending = overview.pending.iter().map(|row| PendingRow {
        id: row.request.id.0,
        system: row.system.name.get(language).to_owned(),
        vendor: row.vendor.clone(),
        created: row.request.created_at,
    });
    let own = overview.users.iter().map(|row| Row {
        id: row.user.id.0,
        title: row.user.title.clone(),
        vendor: row.vendor.clone(),
        created: row.user.created_at,
        status: status(&row.user),
        is_new: created == Some(row.user.id.0),
    });
    Content::Lists {
        pending: pending.collect(),
        own: own.collect(),
    }
}

fn status(user: &SystemUser) -> Status {
    if user.is_active {
        Status::Active
    } else {
        Status::Paused
    }
}

/// `GET …/systemuser/{id}`.
pub async fn detail(ctx: PartyContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let detail = load(&ctx, id).await?;
    let language = ctx.signed.language();
    let SystemUserRow {
        user,
        system,
        vendor,
    } = &detail.row;
    page(&DetailPage {
        frame: ctx.frame(NavItem::SystemUsers).await?,
        id,
        title: user.title.clone(),
        party: ctx.party.name.clone(),
        system: SystemLabel {
            name: system.name.get(language).to_owned(),
            description: system.description.get(language).to_owned(),
            vendor: vendor.clone(),
            vendor_number: system.vendor.to_string(),
        },
        status: status(user),
        created: user.created_at,
        created_by: detail
            .created_by
            .as_ref()
            .map(|party| party.name.clone())
            .unwrap_or_default(),
        rights: rights(&ctx, &detail.delegations).await?,
        may_manage: detail.may_change,
        log: log(&detail),
    })
}

async fn load(ctx: &PartyContext, id: Uuid) -> Result<Detail, PageError> {
    system_users::detail(ctx.core(), ctx.person(), ctx.party.id, SystemUserId(id))
        .await?
        .map_err(|refusal| refused(ctx, refusal))
}

/// Another party's system user does not exist; neither does one that the person may not see.
fn refused(ctx: &PartyContext, refusal: Refusal) -> PageError {
    match refusal {
        Refusal::LevelTooLow(level) => ctx.signed.step_up(level),
        Refusal::NotFound | Refusal::NoAccess | Refusal::AlreadyDone => PageError::NotFound,
    }
}

/// Single rights gathered by service, and packages.
async fn rights(ctx: &PartyContext, delegations: &[Delegation]) -> Result<Rights, PageError> {
    let language = ctx.signed.language();
    let mut ids: Vec<String> = Vec::new();
    let mut packages = Vec::new();
    for delegation in delegations {
        match &delegation.what {
            Delegated::Action { resource, .. } if !ids.contains(resource) => {
                ids.push(resource.clone())
            }
            Delegated::Action { .. } => {}
            Delegated::Package { urn } => packages.extend(package_right(urn, language)),
        }
    }
    let db = &ctx.core().db;
    let owners = store::service_owners::list(db).await?;
    let services = store::resources::list(db, &ids)
        .await?
        .into_iter()
        .map(|resource| {
            let owner = owners.iter().find(|owner| owner.code == resource.owner);
            ServiceRight {
                title: resource.title.get(language).to_owned(),
                owner: owner
                    .map(|owner| owner.name.get(language).to_owned())
                    .unwrap_or_default(),
                actions: actions_on(&resource.id, delegations),
                missing: None,
            }
        });
    Ok(Rights {
        services: services.collect(),
        packages,
    })
}

fn actions_on(resource: &str, delegations: &[Delegation]) -> Vec<String> {
    delegations
        .iter()
        .filter_map(|delegation| match &delegation.what {
            Delegated::Action {
                resource: on,
                action,
            } if on == resource => Some(action.clone()),
            Delegated::Action { .. } | Delegated::Package { .. } => None,
        })
        .collect()
}

fn package_right(urn: &str, language: Language) -> Option<PackageRight> {
    let package = reference().package(urn)?;
    let area = reference().area(&package.area);
    Some(PackageRight {
        name: package.name.get(language).to_owned(),
        description: area
            .map(|area| area.name.get(language).to_owned())
            .unwrap_or_default(),
        missing: None,
    })
}

fn log(detail: &Detail) -> Vec<Act> {
    detail
        .acts
        .iter()
        .filter_map(|(act, actor)| {
            let what = match act.kind {
                domain::ActKind::RequestApproved => ActKind::Approved,
                domain::ActKind::OwnSystemCreated => ActKind::Made,
                domain::ActKind::SystemUserDeactivated => ActKind::Paused,
                domain::ActKind::SystemUserActivated => ActKind::Activated,
                _ => return None,
            };
            Some(Act {
                what,
                who: actor
                    .as_ref()
                    .map(|party| party.name.clone())
                    .unwrap_or_default(),
                at: act.at,
            })
        })
        .collect()
}

/// `GET …/systemuser/{id}/deaktiver`: asks first.
pub async fn ask_deactivate(
    ctx: PartyContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let detail = load_to_change(&ctx, id).await?;
    page(&DeactivatePage {
        frame: ctx.frame(NavItem::SystemUsers).await?,
        id,
        title: detail.row.user.title,
        party: ctx.party.name.clone(),
    })
}

/// `GET …/systemuser/{id}/slett`: asks first.
pub async fn ask_delete(ctx: PartyContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let detail = load_to_change(&ctx, id).await?;
    page(&DeletePage {
        frame: ctx.frame(NavItem::SystemUsers).await?,
        id,
        title: detail.row.user.title,
        party: ctx.party.name.clone(),
    })
}

async fn load_to_change(ctx: &PartyContext, id: Uuid) -> Result<Detail, PageError> {
    let detail = load(ctx, id).await?;
    if detail.may_change {
        Ok(detail)
    } else {
        Err(PageError::Forbidden)
    }
}

/// `POST …/systemuser/{id}/deaktiver`.
pub async fn deactivate(ctx: PartyContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let system = change(&ctx, id, Change::Deactivate).await?;
    ctx.signed.flash(&Flash::Paused { system }).await?;
    Ok(redirect(&routes::system_user(id)))
}

/// `POST …/systemuser/{id}/aktiver`.
pub async fn activate(ctx: PartyContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let system = change(&ctx, id, Change::Activate).await?;
    ctx.signed.flash(&Flash::Activated { system }).await?;
    Ok(redirect(&routes::system_user(id)))
}

/// `POST …/systemuser/{id}/slett`.
pub async fn delete(ctx: PartyContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let system = change(&ctx, id, Change::Delete).await?;
    ctx.signed.flash(&Flash::Deleted { system }).await?;
    Ok(redirect(routes::SYSTEM_USERS))
}

/// Makes the change; one that somebody made already is as good as made. Answers the title.
async fn change(ctx: &PartyContext, id: Uuid, change: Change) -> Result<String, PageError> {
    let title = load_to_change(ctx, id).await?.row.user.title;
    match system_users::change(
        ctx.core(),
        ctx.person(),
        ctx.party.id,
        SystemUserId(id),
        change,
    )
    .await?
    {
        Ok(()) | Err(Refusal::AlreadyDone) => Ok(title),
        Err(refusal) => Err(refused(ctx, refusal)),
    }
}
