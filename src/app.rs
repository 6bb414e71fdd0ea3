//! The application: everything a request may need, made once, and the router over it.

mod health;
mod layers;
mod security_txt;
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
use crate::limits::Limits;
use crate::ops::own_systems::ClientRegistry;
use crate::ops::{Core, DecisionLog, OpsError, decision_log, resources, system_resources};
use crate::sandbox::{Sandbox, SandboxError};
use crate::tokens::client_administration::ClientAdministration;
use crate::tokens::id_porten::{DEFAULT_KEY, Levels, LoginClient, Providers};
use crate::tokens::own::{OwnIssuer, Sealer};
use crate::tokens::{KeyError, TrustedIssuer, Verifier, http_client};
use crate::world::World;
use crate::{api, portal, routes, telemetry};

pub use server::{ServeError, Server};

/// The application. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

struct Parts {
    config: Config,
    core: Core,
    own_issuer: OwnIssuer,
    verifier: Verifier,
    subscription_keys: SubscriptionKeys,
    catalogue: Catalogue,
    providers: Providers,
    sandbox: Option<Sandbox>,
    limits: Limits,
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
    #[error("the issuer's keys cannot be used: {0}")]
    Keys(#[from] KeyError),
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
        let address = config.url(routes::OPENID_ISSUER);
        let own_issuer = OwnIssuer::start(&address, (&db, &world), sealer(&config)?).await?;
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
        )
        .with_own(own_issuer.clone());
        let providers = providers(&config, sandbox.as_ref(), (&http, &world))?;
        let registry = client_registry(&config, (&http, &world), &db)?;
        let core = Core::new(db.clone(), world.clone());
        let limits = Limits::new(&config.limits, &world);
        resources::index_all(&core).await?;
        Ok(Self(Arc::new(Parts {
            providers,
            core: core
                .operated_by(operator(&config))
                .registering_at(registry)
                .logging_to(DecisionLog::start(
                    db,
                    world,
                    decision_log_settings(&config.decision_log),
                )),
            own_issuer,
            verifier,
            subscription_keys: subscription_keys(&config),
            catalogue: Catalogue::default(),
            sandbox,
            limits,
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

    /// What signs the tokens that we issue.
    pub fn own_issuer(&self) -> &OwnIssuer {
        &self.0.own_issuer
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

    /// The Maskinporten that the clients are of which businesses make here, with a slash at the end; none when none are made.
    pub fn client_issuer(&self) -> Option<String> {
        let config = &self.0.config;
        let real = config.maskinporten_admin.as_ref();
        real.map(|admin| admin.issuer.clone()).or_else(|| {
            let sandbox = config.sandbox.map(|_| config.url(""));
            sandbox.map(|url| Sandbox::maskinporten_issuer(&url))
        })
    }

    pub fn sandbox(&self) -> Option<&Sandbox> {
        self.0.sandbox.as_ref()
    }

    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    pub fn metrics(&self) -> &PrometheusHandle {
        &self.0.metrics
    }

    /// Every route of the product, with what lies around them all.
    pub fn router(&self) -> Router {
        let own = api::router(self.limits())
            .merge(portal::router(self))
            .merge(health::router())
            .with_state(self.clone());
        let all = match self.sandbox() {
            Some(sandbox) => own.merge(sandbox.router(self.limits())),
            None => own,
        };
        layers::around(all, self)
    }
}

/// What seals the issuer's private keys, as configured.
pub fn sealer(config: &Config) -> Result<Sealer, KeyError> {
    let keys = &config.keys;
    Ok(Sealer::new(keys.secret.as_ref(), &keys.old_secrets)?)
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
        .map(|maskinporten| TrustedIssuer::maskinporten(&maskinporten.issuer))
        .collect();
    let id_porten = config.id_porten.iter();
    issuers.extend(id_porten.map(|settings| TrustedIssuer::id_porten(&settings.issuer)));
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

/// The real one when it is configured, otherwise the sandbox's, if there is one.
fn client_registry(
    config: &Config,
    (http, world): (&reqwest::Client, &World),
    db: &Db,
) -> Result<Option<ClientRegistry>, ConfigFault> {
    let Some(settings) = &config.maskinporten_admin else {
        return Ok(config.sandbox.map(|_| ClientRegistry::Sandbox(db.clone())));
    };
    let real = ClientAdministration::new(settings.clone(), http.clone(), world.clone())?;
    Ok(Some(ClientRegistry::Maskinporten(Arc::new(real))))
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
