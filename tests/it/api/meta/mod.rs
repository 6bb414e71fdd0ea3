//! What everybody is told about packages, roles and forms of organizations.

mod hostile;
mod packages;
mod roles;
mod search;

use serde_json::Value;

use crate::resources::{Registry, answer};
use crate::support::database::Kind;
use crate::support::machine::Answer;

const PACKAGES: &str = "/accessmanagement/api/v1/meta/info/accesspackages";
const ROLES: &str = "/accessmanagement/api/v1/meta/info/roles";
const ORG_FORMS: &str = "/accessmanagement/api/v1/meta/types/organization/subtypes";

/// The tax base: a package that a resource of the sandbox is opened by.
const TAX_BASE_ID: &str = "4c859601-9b2b-4662-af39-846f4117ad7a";
/// An area without packages.
const EMPTY_AREA: &str = "accesspackage:area:vergemal";

/// A server whose registry can be changed, and nobody in particular who asks.
struct Meta {
    registry: Registry,
}

impl Meta {
    async fn open(kind: Kind) -> Self {
        Self {
            registry: Registry::start(kind).await,
        }
    }

    async fn get(&self, path: &str) -> Answer {
        self.get_in("", path).await
    }

    /// With an `Accept-Language`, unless it is empty.
    async fn get_in(&self, languages: &str, path: &str) -> Answer {
        let app = &self.registry.stage.app;
        let request = app.http().get(format!("{}{path}", app.url));
        answer(match languages {
            "" => request,
            languages => request.header("accept-language", languages),
        })
        .await
    }

    /// What must be answered with 200.
    async fn body(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path} {}", answer.body);
        answer.body
    }

    fn wire(&self, answer: &Answer) -> String {
        self.registry.stage.wire(answer)
    }
}

/// The members of this name in a list.
fn each<'v>(list: &'v Value, name: &str) -> Vec<&'v str> {
    let items = list.as_array().unwrap().iter();
    items.map(|item| item[name].as_str().unwrap()).collect()
}
