//! Rows for service owners.

use super::{Consumer, Needs, Row, rows};
use crate::api::problem::{self, Problem};
use crate::domain::scope;
use crate::routes::*;
use http::Method;

const GET: Method = Method::GET;
const POST: Method = Method::POST;
const PUT: Method = Method::PUT;
const PATCH: Method = Method::PATCH;
const DELETE: Method = Method::DELETE;

/// Scopes that may read anybody's access lists, and those that may write them: whoever may look into all lists to decide
/// does not write in them.
const ANY_LIST_READ: &[&str] = &[scope::RESOURCE_ADMIN, scope::ACCESS_LIST_DECISIONS];
const ANY_LIST_WRITE: &[&str] = &[scope::RESOURCE_ADMIN];

rows! { ROWS:
    /// Service owners that manage their resources.
    ResourceWrite = Row::new(&[scope::RESOURCE_WRITE, scope::RESOURCE_ADMIN], &[
        (POST, API_RESOURCES),
        (PUT, API_RESOURCE),
        (DELETE, API_RESOURCE),
        (POST, API_RESOURCE_POLICY),
        (PUT, API_RESOURCE_POLICY),
    ]).of(Consumer::OwnerOf { what: "the resource", except: &[scope::RESOURCE_ADMIN] });
    /// Those who may see access lists.
    AccessListRead = Row::new(
        &[scope::ACCESS_LIST_READ, scope::ACCESS_LIST_WRITE, scope::RESOURCE_ADMIN, scope::ACCESS_LIST_DECISIONS],
        &[
            (GET, API_LISTS),
            (GET, API_LIST),
            (GET, API_LIST_MEMBERS),
            (GET, API_LIST_CONNECTIONS),
        ],
    ).of(Consumer::OwnerOf { what: "the access lists", except: ANY_LIST_READ });
    /// Service owners that manage their access lists.
    AccessListWrite = Row::new(&[scope::ACCESS_LIST_WRITE, scope::RESOURCE_ADMIN], &[
        (PUT, API_LIST),
        (PATCH, API_LIST),
        (DELETE, API_LIST),
        (PUT, API_LIST_MEMBERS),
        (POST, API_LIST_MEMBERS),
        (DELETE, API_LIST_MEMBERS),
        (PUT, API_LIST_CONNECTION),
        (DELETE, API_LIST_CONNECTION),
    ]).of(Consumer::OwnerOf { what: "the access lists", except: ANY_LIST_WRITE });
    /// Service owners that ask whom others may act for.
    PartiesOf = Row::new(&[scope::AUTHORIZED_PARTIES_OWNER, scope::AUTHORIZED_PARTIES_ADMIN], &[
        (POST, AUTHORIZED_PARTIES_OWNER),
        (POST, AUTHORIZED_PARTIES_OWNER_ALIAS),
    ]).of(Consumer::ServiceOwner { except: &[scope::AUTHORIZED_PARTIES_ADMIN] });
    /// Service owners that follow the requests that they have drafted. Whoever may write may read.
    OwnerRequestRead = Row::new(&[scope::OWNER_REQUEST_READ, scope::OWNER_REQUEST_WRITE], &[
        (GET, API_DRAFT_STATUS),
        (GET, API_DRAFT_URNS),
    ]).of(Consumer::ServiceOwner { except: &[] });
    /// Service owners that draft requests for others.
    OwnerRequestWrite = Row::new(&[scope::OWNER_REQUEST_WRITE], &[
        (POST, API_DRAFTS),
        (POST, API_DRAFT_RESOURCE),
        (POST, API_DRAFT_PACKAGE),
        (PUT, API_DRAFT_WITHDRAW),
    ]).of(Consumer::ServiceOwner { except: &[] });
    /// Service owners that give their customers' packages to others.
    OwnerPackageWrite = Row::new(&[scope::OWNER_PACKAGE_WRITE], &[
        (POST, API_OWNER_PACKAGES),
        (POST, API_OWNER_PACKAGES_REVOKE),
    ]).of(Consumer::OwnerOf { what: "a grant of this scope in the operator's register", except: &[] });
}

/// Service owners that redeem tickets. Its refusal has a code of its own.
pub struct Redeem;

pub(super) const REDEEM: Row = Row::new(
    &[scope::LINK_REDEEM, scope::SERVICE_OWNER],
    &[(POST, API_REDEEM)],
)
.of(Consumer::OwnerOf {
    what: "the link service, or one that it lets redeem its tickets",
    except: &[],
})
.by(" Service owners that redeem tickets.");

impl Needs for Redeem {
    const ROW: Row = REDEEM;

    fn refusal() -> Problem {
        Problem::of(problem::NO_SCOPE)
    }
}

/// The scopes with which access lists may be anybody's.
pub const fn beyond_own(row: Row) -> &'static [&'static str] {
    match row.consumer {
        Consumer::OwnerOf { except, .. } | Consumer::ServiceOwner { except } => except,
        Consumer::Anybody => &[],
    }
}
