//! The settings that every command takes.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use fullmakt::config::{Config, ConfigFault, KeysSettings, LogFormat, Settings};

/// What every command takes, by flag or by environment variable.
#[derive(Args, Default)]
pub struct Options {
    /// The settings file [default: fullmakt.toml, if it is there]
    #[arg(global = true, long, env = "FULLMAKT_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// The address to listen on [default: 127.0.0.1:8080]
    #[arg(global = true, long, env = "FULLMAKT_LISTEN", value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// The address that browsers reach the server at [default: http://localhost and the port]
    #[arg(global = true, long, env = "FULLMAKT_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,
    /// sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME [default: sqlite:data/fullmakt.db]
    #[arg(
        global = true,
        long,
        env = "FULLMAKT_DATABASE_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    database_url: Option<String>,
    /// Whether the sandbox is on [default: true, unless a real ID-porten or Maskinporten is configured]
    #[arg(global = true, long, env = "FULLMAKT_SANDBOX", value_name = "BOOL")]
    sandbox: Option<bool>,
    /// Lets others than this machine reach the sandbox, where anybody can log in as anybody
    #[arg(
        global = true,
        long,
        env = "FULLMAKT_SANDBOX_PUBLIC",
        value_name = "BOOL"
    )]
    sandbox_public: Option<bool>,
    /// A file with the secret that seals the issuer's private keys; the secret itself may be in FULLMAKT_KEYS_SECRET
    #[arg(
        global = true,
        long,
        env = "FULLMAKT_KEYS_SECRET_FILE",
        value_name = "FILE"
    )]
    keys_secret_file: Option<PathBuf>,
    /// How log lines are written [default: text]
    #[arg(global = true, long, env = "FULLMAKT_LOG_FORMAT", value_enum)]
    log_format: Option<LogFormat>,
}

impl Options {
    /// The settings: the file's, overridden by the environment, overridden by flags.
    pub fn read(self) -> Result<Config, Vec<ConfigFault>> {
        let keys = self.keys();
        let file = Settings::read(self.config.as_deref()).map_err(|fault| vec![fault])?;
        file.overridden_by(Settings {
            listen: self.listen,
            public_url: self.public_url,
            database_url: self.database_url,
            sandbox: self.sandbox,
            sandbox_public: self.sandbox_public,
            log_format: self.log_format,
            keys: Some(keys),
            ..Settings::default()
        })
        .check()
    }
}

impl Options {
    /// A secret has no flag: others on the machine see the command line.
    fn keys(&self) -> KeysSettings {
        let secret = std::env::var("FULLMAKT_KEYS_SECRET").ok();
        KeysSettings {
            secret: secret.filter(|text| !text.is_empty()).map(Into::into),
            secret_file: self.keys_secret_file.clone(),
            ..KeysSettings::default()
        }
    }
}
