use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret as _, SecretString};
use uuid::Uuid;

use super::How;
use crate::domain::Language;
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page};
use crate::routes;
use crate::text::{Part, Value, say};
use crate::tokens::client_key::{NewKey, PublicKey};

/// The answer to the form that made a key, and the only page that ever shows it. The downloads are in the page itself, so
/// that no address leads to the key.
#[derive(Template)]
#[template(path = "own_systems/new_key.html")]
pub struct NewKeyPage {
    pub frame: Frame,
    pub id: Uuid,
    pub system: String,
    pub name_id: String,
    pub client_id: String,
    pub key: NewKey,
    pub how: How,
    /// The integration is new too.
    pub is_first: bool,
}

impl NewKeyPage {
    fn heading(&self) -> &'static str {
        match self.is_first {
            true => self.frame.t.own_systems.made_heading,
            false => self.frame.t.own_systems.added_heading,
        }
    }

    fn lead(&self) -> Vec<Part> {
        let system = Value::Name(&self.system);
        say(self.frame.t.own_systems.made_lead, &[("system", system)])
    }

    fn pem(&self) -> &str {
        self.key.private_pem.expose_secret()
    }

    fn pem_href(&self) -> String {
        let body = STANDARD.encode(self.pem());
        format!("data:application/x-pem-file;base64,{body}")
    }

    fn jwk_href(&self) -> String {
        let body = STANDARD.encode(self.key.private_jwk.expose_secret());
        format!("data:application/jwk+json;base64,{body}")
    }

    /// What the downloaded file is called.
    fn file(&self, ending: &str) -> String {
        let kid: String = self.key.public.kid.chars().take(8).collect();
        format!("{}-{kid}.{ending}", self.name_id)
    }
}

impl Page for NewKeyPage {
    fn name() -> &'static str {
        "own-systems-new-key"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let path = routes::own_system_summary(cast::id(1));
        let page = |is_first| Self {
            frame: cast::signed_in(language, &path, NavItem::SystemUsers),
            id: cast::id(1),
            system: "Bestillingsboka".into(),
            name_id: "313725138_bestillingsboka".into(),
            client_id: "0f5d7c1a-63b2-4a57-9c31-7b4fd5ad1f10".into(),
            key: NewKey {
                public: PublicKey {
                    kid: "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs".into(),
                    n: String::new(),
                    e: String::new(),
                },
                private_pem: SecretString::from("Her står nøkkelen\n".to_owned()),
                private_jwk: SecretString::from("{}".to_owned()),
            },
            how: How::sample(),
            is_first,
        };
        vec![("made", page(true)), ("added", page(false))]
    }
}
