use super::organizations::{PLUMBER, TAX_OWNER, TRADE_OWNER, VENDOR};
use crate::domain::OrgNumber;
use crate::domain::scope;
use crate::store::sandbox_clients::SandboxClient;
use crate::tokens::{KeyError, SigningKey};

/// A client of the sandbox's Maskinporten whose key is published with the source.
pub struct DemoClient {
    pub client_id: &'static str,
    pub org_number: &'static str,
    pub scopes: &'static [&'static str],
    pub pem: &'static str,
}

/// What a vendor's client may ask for. The last one is a service owner's own scope, for what its API serves.
const VENDOR_SCOPES: &[&str] = &[
    scope::SYSTEM_WRITE,
    scope::REQUEST_WRITE,
    scope::REQUEST_READ,
    TAX_API,
];
/// What a service owner's client may ask for; the operator has granted the owners the same.
pub const OWNER_SCOPES: &[&str] = &[
    scope::AUTHORIZE,
    scope::LINK_REDEEM,
    scope::SERVICE_OWNER,
    scope::RESOURCE_READ,
    scope::RESOURCE_WRITE,
    scope::ACCESS_LIST_READ,
    scope::ACCESS_LIST_WRITE,
];
/// The scope of the invented tax office's API.
pub const TAX_API: &str = "dts:skattegrunnlag.read";

pub const VENDOR_CLIENT: DemoClient = DemoClient {
    client_id: "bedriftshjelp-regnskap123",
    org_number: VENDOR.number,
    scopes: VENDOR_SCOPES,
    pem: include_str!("../keys/bedriftshjelp-regnskap123.pem"),
};

/// The vendor's second client. No simulated site uses it: a script can register a system of its own with it.
pub const SCRIPT_CLIENT: DemoClient = DemoClient {
    client_id: "bedriftshjelp-lonn456",
    org_number: VENDOR.number,
    scopes: VENDOR_SCOPES,
    pem: include_str!("../keys/bedriftshjelp-lonn456.pem"),
};

pub const PLUMBER_CLIENT: DemoClient = DemoClient {
    client_id: "rorfag-egenutviklet",
    org_number: PLUMBER.number,
    scopes: VENDOR_SCOPES,
    pem: include_str!("../keys/rorfag-egenutviklet.pem"),
};

pub const TAX_CLIENT: DemoClient = DemoClient {
    client_id: "dts-tjenesteeier",
    org_number: TAX_OWNER.number,
    scopes: OWNER_SCOPES,
    pem: include_str!("../keys/dts-tjenesteeier.pem"),
};

pub const TRADE_CLIENT: DemoClient = DemoClient {
    client_id: "nod-tjenesteeier",
    org_number: TRADE_OWNER.number,
    scopes: OWNER_SCOPES,
    pem: include_str!("../keys/nod-tjenesteeier.pem"),
};

pub const ALL: [&DemoClient; 5] = [
    &VENDOR_CLIENT,
    &SCRIPT_CLIENT,
    &PLUMBER_CLIENT,
    &TAX_CLIENT,
    &TRADE_CLIENT,
];

pub fn find(client_id: &str) -> Option<&'static DemoClient> {
    ALL.into_iter().find(|client| client.client_id == client_id)
}

impl DemoClient {
    /// The published key; its id is the client's.
    pub fn key(&self) -> Result<SigningKey, KeyError> {
        SigningKey::from_pem(self.client_id, self.pem)
    }

    /// The registration, with the public half of the key. None when the organization number is wrong.
    pub fn registration(&self) -> Result<Option<SandboxClient>, KeyError> {
        let key = self.key()?;
        Ok(
            OrgNumber::parse(self.org_number).map(|org_number| SandboxClient {
                client_id: self.client_id.to_owned(),
                org_number,
                scopes: self.scopes.iter().map(|name| (*name).to_owned()).collect(),
                jwks: serde_json::json!({ "keys": [key.public()] }),
            }),
        )
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_published_key_can_be_read_and_registered() {
        for client in ALL {
            let registration = client.registration().unwrap().unwrap();
            let key = &registration.jwks["keys"][0];
            assert_eq!(key["kid"], client.client_id);
            assert!(key.get("d").is_none(), "only the public half is registered");
        }
    }
}
