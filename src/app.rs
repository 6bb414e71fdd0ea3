//! The application: everything a request may need, made once, and the router over it.

mod health;
mod layers;
mod server;

use std::sync::Arc;

use axum::Router;
use metrics_exporter_prometheus::PrometheusHandle;
use secrecy::ExposeSecret;

use crate::api::decisions::SubscriptionKeys;
use crate::api::resources::catalogue::Catalogue;
use crate::config::{Config, ConfigFault, DecisionLogConfig, ProviderConfig};
use crate::db::{Db, DbError};
use crate::domain::{Localized, OrgNumber};
use crate::ops::{Core, DecisionLog, OpsError, decision_log, resources, system_resources};
use crate::sandbox::{Sandbox, SandboxError};
use crate::tokens::id_porten::{DEFAULT_KEY, Levels, LoginClient, Providers};
use crate::tokens::{LogoutTokens, TrustedIssuer, Verifier, http_client};
use crate::world::World;
use crate::{api, portal, routes, telemetry};

pub use server::{ServeError, Server};

/// The application. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

struct Parts {
    config: Config,
    core: Core,
    verifier: Verifier,
    subscription_keys: SubscriptionKeys,
    catalogue: Catalogue,
    providers: Providers,
    logout_tokens: LogoutTokens,
    sandbox: Option<Sandbox>,
    metrics: PrometheusHandle,
}

/// Why the application could not be made.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("the database cannot be used: {0}")]
    Db(#[from] DbError),
    #[error(transparent)]
    Ops(#[from] OpsError),
    #[error("the sandbox cannot start: {0}")]
    Sandbox(#[from] SandboxError),
    #[error("{0}")]
    Config(#[from] ConfigFault),
    #[error("the HTTP client cannot be made: {0}")]
    Http(#[from] reqwest::Error),
    #[error("counting cannot start: {0}")]
    Metrics(#[from] metrics_exporter_prometheus::BuildError),
}

impl App {
    /// Opens the database, brings it up to date, and starts the sandbox if it is on.
    pub async fn start(config: Config, world: World) -> Result<Self, StartError> {
        let db = Db::connect(&config.database_url).await?;
        db.migrate().await?;
        system_resources::ensure(&db, world.now()).await?;
        let http = http_client()?;
        let sandbox = match config.sandbox {
            Some(_) => Some(Sandbox::start(&db, &world, http.clone(), &config.public_url).await?),
            None => None,
        };
        let verifier = Verifier::new(
            http.clone(),
            world.clone(),
            trusted_issuers(&config),
            (&config.public_url, db.clone()),
        );
        let providers = providers(&config, sandbox.as_ref(), (&http, &world))?;
        let core = Core::new(db.clone(), world.clone());
        resources::index_all(&core).await?;
        Ok(Self(Arc::new(Parts {
            logout_tokens: LogoutTokens::new(&providers, &http, &world),
            providers,
            core: core
                .operated_by(operator(&config))
                .logging_to(DecisionLog::start(
                    db,
                    world,
                    decision_log_settings(&config.decision_log),
                )),
            verifier,
            subscription_keys: subscription_keys(&config),
            catalogue: Catalogue::default(),
            sandbox,
            metrics: telemetry::start_metrics()?,
            config,
        })))
    }

    pub fn config(&self) -> &Config {
        &self.0.config
    }

    pub fn core(&self) -> &Core {
        &self.0.core
    }

    pub fn verifier(&self) -> &Verifier {
        &self.0.verifier
    }

    pub fn subscription_keys(&self) -> &SubscriptionKeys {
        &self.0.subscription_keys
    }

    /// All descriptions of the resource registry.
    pub fn catalogue(&self) -> &Catalogue {
        &self.0.catalogue
    }

    /// Where people log in.
    pub fn providers(&self) -> &Providers {
        &self.0.providers
    }

    /// What providers say when somebody has logged out there.
    pub fn logout_tokens(&self) -> &LogoutTokens {
        &self.0.logout_tokens
    }

    pub fn sandbox(&self) -> Option<&Sandbox> {
        self.0.sandbox.as_ref()
    }

    pub fn metrics(&self) -> &PrometheusHandle {
        &self.0.metrics
    }

    /// Every route of the product, with what lies around them all.
    pub fn router(&self) -> Router {
        let own = api::router()
            .merge(portal::router(self))
            .merge(health::router())
            .with_state(self.clone());
        let all = match self.sandbox() {
            Some(sandbox) => own.merge(sandbox.router()),
            None => own,
        };
        layers::around(all, self)
    }
}

fn decision_log_settings(config: &DecisionLogConfig) -> decision_log::Settings {
    decision_log::Settings {
        sampling: config.sampling,
        queue: config.queue,
        keep: time::Duration::days(i64::from(config.keep_days)),
    }
}

fn operator(config: &Config) -> Option<OrgNumber> {
    let demo = || config.sandbox.and_then(|_| Sandbox::operator());
    config.operator.clone().or_else(demo)
}

fn trusted_issuers(config: &Config) -> Vec<TrustedIssuer> {
    let mut issuers: Vec<TrustedIssuer> = config
        .maskinporten
        .iter()
        .map(|maskinporten| TrustedIssuer::authorization_server(&maskinporten.issuer))
        .collect();
    if config.sandbox.is_some() {
        issuers.extend(Sandbox::trusted_issuers(&config.public_url));
    }
    issuers
}

fn subscription_keys(config: &Config) -> SubscriptionKeys {
    let configured = config.decisions.subscription_keys.iter();
    let configured = configured.map(|key| key.expose_secret());
    let published = config.sandbox.map(|_| Sandbox::SUBSCRIPTION_KEY);
    SubscriptionKeys::of(configured.chain(published))
}

/// The default provider, and those that are configured beside it.
fn providers(
    config: &Config,
    sandbox: Option<&Sandbox>,
    (http, world): (&reqwest::Client, &World),
) -> Result<Providers, ConfigFault> {
    let default = match (sandbox, &config.id_porten) {
        (Some(sandbox), _) => sandbox.login_client(),
        (None, Some(settings)) => LoginClient {
            redirect_uri: config.url(routes::LOGIN_CALLBACK),
            ..login_client(config, settings, DEFAULT_KEY)?
        },
        (None, None) => return Err(ConfigFault::missing("idporten")),
    };
    let others = config.identity_providers.iter().map(|settings| {
        let key = settings.key.as_deref().unwrap_or_default();
        login_client(config, settings, key)
    });
    let others = others.collect::<Result<Vec<_>, _>>()?;
    Ok(Providers::new(default, others, http, world))
}

fn login_client(
    config: &Config,
    settings: &ProviderConfig,
    key: &str,
) -> Result<LoginClient, ConfigFault> {
    let id_porten = || Localized::same("ID-porten");
    Ok(LoginClient {
        key: key.to_owned(),
        name: settings.name.clone().unwrap_or_else(id_porten),
        issuer: settings.issuer.clone(),
        client_id: settings.client_id.clone(),
        authentication: settings.authentication(key)?,
        scopes: settings.more_scopes(),
        levels: Levels::with_own(settings.levels()),
        require_synthetic_pid: settings.require_synthetic_pid,
        redirect_uri: config.url(&routes::login_callback_of(key)),
        logout_return: config.url(routes::LOGOUT_RETURN),
    })
}
