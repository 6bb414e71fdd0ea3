use serde::Deserialize;

/// Whose tokens the APIs accept.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaskinportenConfig {
    /// The issuer as tokens name it, with a slash at the end, such as `https://maskinporten.no/`.
    pub issuer: String,
}
