//! Settings: `fullmakt.toml`, overridden by `FULLMAKT_…` environment variables, overridden by flags. Unknown keys are
//! refused and every fault is told at once.

mod decision_log;
mod decisions;
mod exchange;
mod goto_hosts;
mod keys;
mod limits;
mod maskinporten;
mod maskinporten_admin;
mod operator;
mod provider;
mod security;
mod session;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::domain::{OrgNumber, SessionLimits};

pub use decision_log::{DecisionLogConfig, DecisionLogSettings, Mode as DecisionLogMode};
pub use decisions::DecisionsConfig;
pub use exchange::ExchangeConfig;
pub use keys::{KeysConfig, KeysSettings};
pub use limits::{ClientRateSettings, LimitsConfig, LimitsSettings, Rate, RateSettings};
pub use maskinporten::MaskinportenConfig;
pub use maskinporten_admin::MaskinportenAdminConfig;
pub use operator::OperatorConfig;
pub use provider::{ClientAuthentication, ProviderConfig};
pub use security::SecurityConfig;
pub use session::SessionSettings;

/// Everything that can be set, with what it is when nobody sets it.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the server listens.
    pub listen: SocketAddr,
    /// The address that browsers and other systems reach it at, without a slash at the end.
    pub public_url: String,
    pub database_url: String,
    /// None when a real ID-porten and Maskinporten are configured.
    pub sandbox: Option<SandboxConfig>,
    /// Where people log in, unless they choose one of `identity_providers`.
    pub id_porten: Option<ProviderConfig>,
    pub identity_providers: Vec<ProviderConfig>,
    /// Hosts that a login may lead on to, besides this portal.
    pub goto_hosts: Vec<String>,
    pub maskinporten: Option<MaskinportenConfig>,
    /// None when the portal registers no clients at the real Maskinporten; the sandbox has a registry of its own.
    pub maskinporten_admin: Option<MaskinportenAdminConfig>,
    pub decisions: DecisionsConfig,
    /// None when nobody operates through the portal; the sandbox has an operator of its own then.
    pub operator: Option<OrgNumber>,
    /// None when nobody has said where weaknesses are told.
    pub security: Option<SecurityConfig>,
    pub log_format: LogFormat,
    pub decision_log: DecisionLogConfig,
    pub keys: KeysConfig,
    pub exchange: ExchangeConfig,
    pub session: SessionLimits,
    pub limits: LimitsConfig,
}

/// The embedded stand-ins for the outside world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SandboxConfig {
    /// Said in so many words that others than this machine may reach the sandbox.
    pub is_public: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    #[default]
    Text,
    Json,
}

/// What the file, the environment or the flags may say. Every part may be left out.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub listen: Option<SocketAddr>,
    pub public_url: Option<String>,
    pub database_url: Option<String>,
    pub sandbox: Option<bool>,
    pub sandbox_public: Option<bool>,
    pub log_format: Option<LogFormat>,
    pub idporten: Option<ProviderConfig>,
    pub identity_provider: Option<Vec<ProviderConfig>>,
    pub goto_hosts: Option<Vec<String>>,
    pub maskinporten: Option<MaskinportenConfig>,
    pub maskinporten_admin: Option<MaskinportenAdminConfig>,
    pub decision_log: Option<DecisionLogSettings>,
    pub decisions: Option<DecisionsConfig>,
    pub operator: Option<OperatorConfig>,
    pub security: Option<SecurityConfig>,
    pub keys: Option<KeysSettings>,
    pub exchange: Option<ExchangeConfig>,
    pub session: Option<SessionSettings>,
    pub limits: Option<LimitsSettings>,
}

/// A setting that cannot be used, in words for whoever runs the server.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{setting}: {problem}")]
pub struct ConfigFault {
    pub setting: String,
    pub problem: String,
}

impl ConfigFault {
    fn new(setting: &str, problem: impl Into<String>) -> Self {
        Self {
            setting: setting.to_owned(),
            problem: problem.into(),
        }
    }
}

impl ConfigFault {
    /// A setting that must be there.
    pub fn missing(setting: &str) -> Self {
        Self::new(setting, "is missing")
    }
}

const DEFAULT_LISTEN: ([u8; 4], u16) = ([127, 0, 0, 1], 8080);
const DEFAULT_DATABASE: &str = "sqlite:data/fullmakt.db";

impl Settings {
    /// Reads the file; one that is not there says nothing, unless it was asked for by name.
    pub fn read(path: Option<&Path>) -> Result<Self, ConfigFault> {
        let default = PathBuf::from("fullmakt.toml");
        let file = path.unwrap_or(&default);
        if path.is_none() && !file.exists() {
            return Ok(Self::default());
        }
        let name = file.display().to_string();
        let text = std::fs::read_to_string(file)
            .map_err(|problem| ConfigFault::new(&name, problem.to_string()))?;
        toml::from_str(&text).map_err(|problem| ConfigFault::new(&name, problem.to_string()))
    }

    /// These settings, with those of `over` wherever it has them.
    pub fn overridden_by(self, over: Settings) -> Self {
        Self {
            listen: over.listen.or(self.listen),
            public_url: over.public_url.or(self.public_url),
            database_url: over.database_url.or(self.database_url),
            sandbox: over.sandbox.or(self.sandbox),
            sandbox_public: over.sandbox_public.or(self.sandbox_public),
            log_format: over.log_format.or(self.log_format),
            idporten: over.idporten.or(self.idporten),
            identity_provider: over.identity_provider.or(self.identity_provider),
            goto_hosts: over.goto_hosts.or(self.goto_hosts),
            maskinporten: over.maskinporten.or(self.maskinporten),
            maskinporten_admin: over.maskinporten_admin.or(self.maskinporten_admin),
            decision_log: over.decision_log.or(self.decision_log),
            decisions: over.decisions.or(self.decisions),
            operator: over.operator.or(self.operator),
            security: over.security.or(self.security),
            exchange: over.exchange.or(self.exchange),
            keys: Some(self.keys.unwrap_or_default().overridden_by(over.keys)),
            session: over.session.or(self.session),
            limits: over.limits.or(self.limits),
        }
    }

    /// Makes the settings whole, or tells everything that is wrong with them.
    pub fn check(self) -> Result<Config, Vec<ConfigFault>> {
        let listen = self
            .listen
            .unwrap_or_else(|| SocketAddr::from(DEFAULT_LISTEN));
        let public_url = self
            .public_url
            .clone()
            .unwrap_or_else(|| default_public_url(listen));
        let mut faults = check_public_url(&public_url);
        let database_url = self
            .database_url
            .clone()
            .unwrap_or_else(|| DEFAULT_DATABASE.to_owned());
        faults.extend(check_database_url(&database_url));
        let sandbox = self.check_sandbox(listen, &public_url, &mut faults);
        let identity_providers = self.identity_provider.clone().unwrap_or_default();
        faults.extend(provider::check_all(
            self.idporten.as_ref(),
            &identity_providers,
        ));
        let goto_hosts = goto_hosts::check(self.goto_hosts.as_deref().unwrap_or_default());
        let goto_hosts = goto_hosts.unwrap_or_else(|bad| {
            faults.extend(bad);
            Vec::new()
        });
        if let Some(admin) = &self.maskinporten_admin {
            faults.extend(admin.check());
        }
        let decisions = self.decisions.clone().unwrap_or_default();
        faults.extend(decisions.check());
        faults.extend(self.security.iter().flat_map(SecurityConfig::check));
        let operator = self
            .operator
            .as_ref()
            .map(OperatorConfig::check)
            .transpose();
        let operator = operator.unwrap_or_else(|fault| {
            faults.push(fault);
            None
        });
        let keys = self.keys.clone().unwrap_or_default();
        let keys = keys.check(sandbox.is_none());
        let session = self.session.clone().unwrap_or_default().check();
        let session = session.unwrap_or_else(|found| {
            faults.extend(found);
            SessionLimits::default()
        });
        let limits = self.limits.clone().unwrap_or_default().check();
        let limits = limits.unwrap_or_else(|problems| {
            faults.extend(problems);
            LimitsConfig::default()
        });
        let decision_log = self.decision_log.clone().unwrap_or_default().check();
        let (keys, decision_log) = match (keys, decision_log) {
            (Ok(keys), Ok(decision_log)) if faults.is_empty() => (keys, decision_log),
            (keys, decision_log) => {
                faults.extend(keys.err().unwrap_or_default());
                faults.extend(decision_log.err().unwrap_or_default());
                return Err(faults);
            }
        };
        Ok(Config {
            listen,
            public_url: public_url.trim_end_matches('/').to_owned(),
            database_url,
            sandbox,
            id_porten: self.idporten,
            identity_providers,
            goto_hosts,
            maskinporten: self.maskinporten,
            maskinporten_admin: self.maskinporten_admin,
            decisions,
            operator,
            security: self.security,
            log_format: self.log_format.unwrap_or_default(),
            decision_log,
            keys,
            exchange: self.exchange.unwrap_or_default(),
            session,
            limits,
        })
    }

    fn check_sandbox(
        &self,
        listen: SocketAddr,
        public_url: &str,
        faults: &mut Vec<ConfigFault>,
    ) -> Option<SandboxConfig> {
        let has_real = self.idporten.is_some() || self.maskinporten.is_some();
        let is_public = self.sandbox_public.unwrap_or(false);
        let wanted = self.sandbox.unwrap_or(!has_real);
        if wanted && has_real {
            faults.push(ConfigFault::new(
                "sandbox",
                "cannot be on while [idporten] or [maskinporten] is configured; take one of them away",
            ));
        }
        if !wanted && (self.idporten.is_none() || self.maskinporten.is_none()) {
            faults.push(ConfigFault::new(
                "idporten, maskinporten",
                "both are needed when the sandbox is off: nobody could log in or get a token",
            ));
        }
        if wanted && !is_public {
            faults.extend(opening(listen, public_url));
        }
        wanted.then_some(SandboxConfig { is_public })
    }
}

/// What would let others than this machine reach the sandbox: an open address, or a proxy before a closed one.
fn opening(listen: SocketAddr, public_url: &str) -> Option<ConfigFault> {
    let fault = |problem: String| ConfigFault::new("sandbox", problem);
    if !listen.ip().is_loopback() {
        return Some(fault(format!(
            "anybody can log in as anybody in the sandbox, so it does not listen on {listen}; \
             listen on 127.0.0.1, or say sandbox_public = true if that is what you want"
        )));
    }
    let url = url::Url::parse(public_url).ok()?;
    let is_local = match url.host()? {
        url::Host::Domain(name) => name == "localhost" || name.ends_with(".localhost"),
        url::Host::Ipv4(address) => address.is_loopback(),
        url::Host::Ipv6(address) => address.is_loopback(),
    };
    (!is_local).then(|| {
        fault(format!(
            "anybody can log in as anybody in the sandbox, so it is not served at {public_url}; \
             configure [idporten] and [maskinporten], or say sandbox_public = true if that is what you want"
        ))
    })
}

fn default_public_url(listen: SocketAddr) -> String {
    if listen.ip().is_loopback() || listen.ip().is_unspecified() {
        format!("http://localhost:{}", listen.port())
    } else {
        format!("http://{listen}")
    }
}

fn check_database_url(text: &str) -> Option<ConfigFault> {
    let has_path = |rest: &str| !rest.trim_start_matches('/').is_empty();
    let is_good = text.strip_prefix("sqlite:").is_some_and(has_path)
        || text.strip_prefix("postgres://").is_some_and(has_path)
        || text.strip_prefix("postgresql://").is_some_and(has_path);
    (!is_good).then(|| {
        ConfigFault::new(
            "database_url",
            "must be sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME",
        )
    })
}

fn check_public_url(text: &str) -> Vec<ConfigFault> {
    let fault = |problem: &str| vec![ConfigFault::new("public_url", problem)];
    match url::Url::parse(text) {
        Err(problem) => fault(&problem.to_string()),
        Ok(url) if !matches!(url.scheme(), "http" | "https") => {
            fault("must start with https:// or http://")
        }
        Ok(url) if url.path() != "/" || url.query().is_some() || url.fragment().is_some() => {
            fault("must be scheme and host only; the product cannot live below a path")
        }
        Ok(_) => Vec::new(),
    }
}

impl Config {
    /// These settings for a server that got `address`: with port 0 the system chooses the port, and the public address
    /// follows, unless it was set.
    pub fn listening_on(mut self, address: SocketAddr) -> Self {
        if self.public_url == default_public_url(self.listen) {
            self.public_url = default_public_url(address);
        }
        self.listen = address;
        self
    }

    /// The absolute address of `path` on this server.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }

    /// Over https, cookies are marked `Secure` and browsers are told to stay there.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

#[cfg(test)]
mod tests;
