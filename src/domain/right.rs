use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// The attribute that names a resource in a right.
pub const RESOURCE_ATTRIBUTE: &str = "urn:altinn:resource";
/// What every access package's urn begins with.
pub const PACKAGE_PREFIX: &str = "urn:altinn:accesspackage:";

/// One attribute of a right: `{"id": "urn:altinn:resource", "value": "some-resource"}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RightAttribute {
    pub id: String,
    pub value: String,
}

/// What a system needs, or what a request asks for: access to one resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Right {
    /// Kept as sent, but never compared: which actions follow is decided by what the approver may give.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub action: Option<String>,
    pub resource: Vec<RightAttribute>,
}

impl Right {
    /// The id of the resource, when the right names one in the only way that is accepted.
    pub fn resource_id(&self) -> Option<&str> {
        self.resource
            .iter()
            .find(|attribute| attribute.id == RESOURCE_ATTRIBUTE)
            .map(|attribute| attribute.value.as_str())
    }

    fn attributes(&self) -> BTreeSet<&RightAttribute> {
        self.resource.iter().collect()
    }

    /// True when both name the same resource; the action does not count.
    pub fn is_same_resource(&self, other: &Right) -> bool {
        self.attributes() == other.attributes()
    }
}

/// An access package, as systems and requests name it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PackageRef {
    pub urn: String,
}

/// True when every requested right is among the registered ones.
pub fn is_subset(requested: &[Right], registered: &[Right]) -> bool {
    requested.len() <= registered.len()
        && requested
            .iter()
            .all(|right| registered.iter().any(|other| right.is_same_resource(other)))
}
