//! The names in a request, taken apart.

use uuid::Uuid;

use super::super::super::facts::PartyName;
use super::single;
use crate::domain::{NationalId, OrgNumber, Party, PartyId};
use crate::engine::{Request, names};

/// Everything that says who somebody is, most telling first.
pub const PARTY_ATTRIBUTES: [&str; 8] = [
    names::PARTY_UUID,
    names::PERSON_UUID,
    names::ORGANIZATION_UUID,
    names::PARTY_ID,
    names::USER_ID,
    names::PERSON_NUMBER,
    names::ORGANIZATION_NUMBER,
    names::ORGANIZATION_NUMBER_OLD,
];

/// What the id of an app's resource begins with: `app_{org}_{app}`.
const APP_PREFIX: &str = "app_";
/// What the general form of an app's instance begins with.
const INSTANCE_PREFIX: &str = "urn:altinn:instance-id:";

/// How a party with this attribute is found; None when the value is not of the attribute's form.
pub fn party_name(attribute: &str, value: &str) -> Option<PartyName> {
    match attribute {
        names::PARTY_ID => value.parse().ok().map(PartyName::Number),
        names::USER_ID => value.parse().ok().map(PartyName::UserNumber),
        names::PERSON_NUMBER => NationalId::parse(value).map(PartyName::NationalId),
        names::ORGANIZATION_NUMBER | names::ORGANIZATION_NUMBER_OLD => {
            OrgNumber::parse(value).map(PartyName::OrgNumber)
        }
        _ => Uuid::try_parse(value)
            .ok()
            .map(|id| PartyName::Id(PartyId(id))),
    }
}

/// A person is not found by an organization's uuid, nor the reverse.
pub fn is_of_kind(attribute: &str, party: &Party) -> bool {
    match attribute {
        names::PERSON_UUID => party.person().is_some(),
        names::ORGANIZATION_UUID => party.organization().is_some(),
        _ => true,
    }
}

/// What a request says about the resource, in both spellings.
pub struct Named {
    id: Option<String>,
    pub app: Option<App>,
    /// `{party number}/{uuid}`.
    pub instance: Option<String>,
    has_instance: bool,
}

/// An app by its owner's code and its name.
#[derive(Debug, PartialEq, Eq)]
pub struct App {
    pub org: String,
    pub name: String,
}

impl App {
    /// Takes a resource id apart, if it is an app's.
    pub fn of_resource(id: &str) -> Option<Self> {
        let (org, name) = id.strip_prefix(APP_PREFIX)?.split_once('_')?;
        (!org.is_empty() && !name.is_empty()).then(|| Self {
            org: org.to_owned(),
            name: name.to_owned(),
        })
    }

    pub fn resource_id(&self) -> String {
        format!("{APP_PREFIX}{}_{}", self.org, self.name)
    }
}

impl Named {
    /// # Errors
    /// In words for the caller, when the names contradict each other.
    pub fn read(request: &Request) -> Result<Self, String> {
        let of = |id| single(request, names::RESOURCE, id);
        let id = of(names::RESOURCE_ID)?;
        let (short, general) = (of(names::INSTANCE_ID)?, of(names::RESOURCE_INSTANCE_ID)?);
        Ok(Self {
            has_instance: short.is_some() || general.is_some(),
            app: app(id.as_deref(), of(names::ORG)?, of(names::APP)?)?,
            instance: instance(short, general)?,
            id,
        })
    }

    pub fn resource_id(&self) -> Option<String> {
        let of_app = || self.app.as_ref().map(App::resource_id);
        self.id.clone().or_else(of_app)
    }

    /// Whether it is a resource as such: no app, and no instance of any kind.
    pub fn is_plain(&self) -> bool {
        self.app.is_none() && !self.has_instance
    }

    /// The instance in its general form.
    pub fn instance_urn(&self) -> Option<String> {
        let instance = self.instance.as_ref()?;
        Some(format!("{INSTANCE_PREFIX}{instance}"))
    }

    /// The number of the party that the app instance belongs to, when its id says it.
    pub fn instance_party(&self) -> Option<i64> {
        let (party, id) = self.instance.as_ref()?.split_once('/')?;
        Uuid::try_parse(id).ok()?;
        party.parse().ok()
    }
}

/// An app is named by its resource id, by owner and name, or by both, which must agree. An owner alone names none.
fn app(id: Option<&str>, org: Option<String>, name: Option<String>) -> Result<Option<App>, String> {
    let of_id = id.and_then(App::of_resource);
    let agrees = |app: &App| {
        org.as_ref().is_none_or(|org| *org == app.org)
            && name.as_ref().is_none_or(|name| *name == app.name)
    };
    match (of_id, id) {
        (Some(app), _) if agrees(&app) => Ok(Some(app)),
        (Some(_), _) => Err("the request names two different resources".to_owned()),
        (None, Some(_)) if name.is_some() => {
            Err("the request names two different resources".to_owned())
        }
        (None, Some(_)) => Ok(None),
        (None, None) => Ok(org.zip(name).map(|(org, name)| App { org, name })),
    }
}

/// An app's instance in its short form, from either form; both must agree. Instances of other kinds have no short form.
fn instance(short: Option<String>, general: Option<String>) -> Result<Option<String>, String> {
    let of_general = general
        .as_ref()
        .map(|urn| urn.strip_prefix(INSTANCE_PREFIX).map(str::to_owned));
    match (short, of_general) {
        (short, None) => Ok(short),
        (None, Some(of_general)) => Ok(of_general),
        (Some(short), Some(Some(of_general))) if short == of_general => Ok(Some(short)),
        (Some(_), Some(_)) => Err("the request names two different instances".to_owned()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn an_apps_resource_id_is_taken_apart_and_put_together() {
        for (id, org, name) in [
            ("app_ttd_apps-test", "ttd", "apps-test"),
            ("app_ttd_a1-100:2", "ttd", "a1-100:2"),
            ("app_ttd_two_parts", "ttd", "two_parts"),
        ] {
            let app = App::of_resource(id).unwrap();
            assert_eq!((app.org.as_str(), app.name.as_str()), (org, name));
            assert_eq!(app.resource_id(), id);
        }
        for other in [
            "dts-skattegrunnlag",
            "app_ttd",
            "app__x",
            "app_ttd_",
            "APP_a_b",
        ] {
            assert_eq!(App::of_resource(other), None, "{other}");
        }
    }

    #[test]
    fn an_instance_tells_its_party_when_it_is_one_of_an_app() {
        let party = |instance: &str| {
            let request = Request::new().resource(names::INSTANCE_ID, instance);
            Named::read(&request).unwrap().instance_party()
        };
        let id = "f0a10000-0000-4000-8000-000000020001";
        assert_eq!(party(&format!("50020001/{id}")), Some(50_020_001));
        for other in [id, "50020001/x", "x/y", "50020001"] {
            assert_eq!(party(other), None, "{other}");
        }
    }
}
