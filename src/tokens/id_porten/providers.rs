use super::{IdentityProvider, LoginClient};
use crate::world::World;

/// What the default provider is called in the settings.
pub const DEFAULT_KEY: &str = "idporten";

/// The identity providers that people log in at. There is always one: the default.
pub struct Providers {
    default: IdentityProvider,
    others: Vec<IdentityProvider>,
}

impl Providers {
    pub fn new(
        default: LoginClient,
        others: Vec<LoginClient>,
        http: &reqwest::Client,
        world: &World,
    ) -> Self {
        let provider = |client| IdentityProvider::new(client, http.clone(), world.clone());
        Self {
            default: provider(default),
            others: others.into_iter().map(provider).collect(),
        }
    }

    /// Where people log in unless another provider is named.
    pub fn default_one(&self) -> &IdentityProvider {
        &self.default
    }

    /// The provider with this issuer, or with this key in the settings.
    pub fn find(&self, issuer_or_key: &str) -> Option<&IdentityProvider> {
        self.by_issuer(issuer_or_key)
            .or_else(|| self.by_key(issuer_or_key))
    }

    /// The provider with this key in the settings.
    pub fn by_key(&self, key: &str) -> Option<&IdentityProvider> {
        self.iter().find(|provider| provider.key() == key)
    }

    /// The provider with exactly this issuer, as its tokens and sessions name it.
    pub fn by_issuer(&self, issuer: &str) -> Option<&IdentityProvider> {
        self.iter().find(|provider| provider.issuer() == issuer)
    }

    pub fn iter(&self) -> impl Iterator<Item = &IdentityProvider> {
        std::iter::once(&self.default).chain(&self.others)
    }
}
