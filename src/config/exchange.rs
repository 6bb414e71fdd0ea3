use serde::Deserialize;

/// Which persons' tokens can be exchanged for ours.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExchangeConfig {
    /// Scopes that an ID-porten token may have in place of one that begins with `altinn:`; compared exactly.
    pub partner_scopes: Vec<String>,
}

impl Default for ExchangeConfig {
    /// The reference's own partners.
    fn default() -> Self {
        let names = [
            "skatteetaten:formueinntekt/skattemelding",
            "skatteetaten:mvameldinginnsending",
            "skatteetaten:mvameldingvalidering",
        ];
        Self {
            partner_scopes: names.map(str::to_owned).to_vec(),
        }
    }
}
