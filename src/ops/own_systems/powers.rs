//! What the system user may be given: services and access packages that the person may pass on, checked when they are
//! chosen and again when they are given.

use crate::domain::{
    Language, MAX_POWERS, PackageRef, RESOURCE_ATTRIBUTE, Resource, ResourceType, Right,
    RightAttribute, alphabetical,
};
use crate::ops::access::Relation;
use crate::ops::delegation::{self, PackageCheck, RightCheck};
use crate::reference::{AccessPackage, EntityType, reference};
use crate::store;

use super::{Acting, OpsError};

/// How many services a search shows; whoever does not find his among them writes more.
const MOST_HITS: usize = 30;

/// What somebody has chosen: resources by id, packages by urn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Powers {
    pub resources: Vec<String>,
    pub packages: Vec<String>,
}

/// The same with the answer whether the person may give it.
pub struct Checked {
    pub rights: Vec<RightCheck>,
    pub packages: Vec<PackageCheck>,
    wanted: usize,
}

/// What can be chosen, found by words.
pub struct Offer {
    pub services: Vec<RightCheck>,
    pub packages: Vec<PackageCheck>,
}

impl Powers {
    pub fn is_empty(&self) -> bool {
        self.resources.is_empty() && self.packages.is_empty()
    }

    pub fn rights(&self) -> Vec<Right> {
        let rights = self.resources.iter().map(|id| Right {
            action: None,
            resource: vec![RightAttribute {
                id: RESOURCE_ATTRIBUTE.to_owned(),
                value: id.clone(),
            }],
        });
        rights.collect()
    }

    pub fn package_refs(&self) -> Vec<PackageRef> {
        let refs = self.packages.iter().cloned().map(|urn| PackageRef { urn });
        refs.collect()
    }
}

impl Checked {
    /// Whether something cannot be given, or is not there any more.
    pub fn lacks_something(&self) -> bool {
        self.wanted > MAX_POWERS
            || self.rights.len() + self.packages.len() != self.wanted
            || self.rights.iter().any(|check| check.problem.is_some())
            || self.packages.iter().any(|check| check.problem.is_some())
    }
}

/// Checks what was chosen.
pub async fn check(acting: &Acting<'_>, powers: &Powers) -> Result<Checked, OpsError> {
    check_for(&acting.relation, powers).await
}

pub(super) async fn check_for(
    relation: &Relation<'_>,
    powers: &Powers,
) -> Result<Checked, OpsError> {
    Ok(Checked {
        rights: delegation::check_rights(relation, &powers.rights()).await?,
        packages: delegation::check_packages(relation, &powers.package_refs()),
        wanted: powers.resources.len() + powers.packages.len(),
    })
}

/// The services and packages that fit the words, by name, those that can be given first; and what has been chosen already,
/// whether it fits or not. Three queries.
pub async fn offer(
    acting: &Acting<'_>,
    chosen: &Powers,
    (text, language): (&str, Language),
) -> Result<Offer, OpsError> {
    let wanted = text.to_lowercase();
    let mut services = store::resources::list_visible(&acting.core.db).await?;
    services.retain(is_for_systems);
    services.sort_by_cached_key(|one| alphabetical(one.title.get(language)));
    let hits = services.iter().filter(|one| is_hit(one, &wanted));
    let hits = hits.take(MOST_HITS).map(|one| one.id.clone());
    let mut resources = chosen.resources.clone();
    for id in hits {
        if !resources.contains(&id) {
            resources.push(id);
        }
    }
    let packages = reference().packages();
    let packages = packages.filter(|one| {
        let is_wanted = one.is_assignable && one.entity_type == EntityType::Organization;
        chosen.packages.contains(&one.urn) || (is_wanted && is_package_hit(one, &wanted))
    });
    let powers = Powers {
        resources,
        packages: packages.map(|one| one.urn.clone()).collect(),
    };
    let mut checked = check(acting, &powers).await?;
    checked.rights.sort_by_cached_key(|check| {
        let title = alphabetical(check.resource.title.get(language));
        (check.problem.is_some(), title)
    });
    checked.packages.sort_by_cached_key(|check| {
        let name = alphabetical(check.package.name.get(language));
        (check.problem.is_some(), name)
    });
    Ok(Offer {
        services: checked.rights,
        packages: checked.packages,
    })
}

fn is_for_systems(resource: &Resource) -> bool {
    resource.is_delegable
        && !matches!(
            resource.kind,
            ResourceType::Systemresource | ResourceType::MaskinportenSchema
        )
}

fn is_hit(resource: &Resource, wanted: &str) -> bool {
    [&resource.title, &resource.description]
        .iter()
        .flat_map(|words| [&words.nb, &words.nn, &words.en])
        .any(|words| words.to_lowercase().contains(wanted))
}

fn is_package_hit(package: &AccessPackage, wanted: &str) -> bool {
    [&package.name, &package.description]
        .iter()
        .flat_map(|words| [&words.nb, &words.nn, &words.en])
        .any(|words| words.to_lowercase().contains(wanted))
}
