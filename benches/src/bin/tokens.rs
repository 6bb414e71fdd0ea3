//! How fast tokens are verified and exchanged, beside the bare operations of the crypto library on the same tokens.
//!
//! Every token is seen once, so nothing is remembered. Both sides run by turns in one thread; what counts is the processor
//! time of the whole process, the database's threads included, and of the rounds the best.

use std::time::Duration;

use anyhow::Context as _;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    KeyPair as _, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair,
};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use fullmakt::app::{App, Server};
use fullmakt::config::Settings;
use fullmakt::ops::exchange::{Exchange, Provider};
use fullmakt::store;
use fullmakt::tokens::SigningKey;
use fullmakt::world::World;
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};
use tokio::sync::watch;

/// How many tokens a round has, and how many rounds there are.
const TOKENS: usize = 2_000;
const ROUNDS: usize = 7;
const QUICK_ROUNDS: usize = 2;

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let is_quick = std::env::args().any(|argument| argument == "--quick");
    let rounds = if is_quick { QUICK_ROUNDS } else { ROUNDS };
    let bench = Bench::start().await?;
    let verify = bench.verify(rounds).await?;
    let exchange = bench.exchange(rounds).await?;
    println!("| | bare operations per second | ours per second | ratio |");
    println!("| --- | --- | --- | --- |");
    verify.tell("verify a token (RSA verify)");
    exchange.tell("exchange a token (RSA verify and sign)");
    Ok(())
}

struct Bench {
    app: App,
    issuer: SigningKey,
    bare: RsaKeyPair,
    public: ParsedPublicKey,
    address: String,
    _stop: watch::Sender<bool>,
    _folder: tempfile::TempDir,
}

/// Seconds per token, of each side.
struct Measured {
    bare: f64,
    ours: f64,
}

impl Measured {
    fn tell(&self, what: &str) {
        println!(
            "| {what} | {:.0} | {:.0} | {:.0} % |",
            1.0 / self.bare,
            1.0 / self.ours,
            100.0 * self.bare / self.ours
        );
    }
}

impl Bench {
    /// A server with the sandbox, whose Maskinporten signs the tokens.
    async fn start() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let settings = Settings {
            listen: Some("127.0.0.1:0".parse()?),
            database_url: Some(format!("sqlite:{}/bench.db", folder.path().display())),
            ..Settings::default()
        };
        let config = settings.check().map_err(|faults| anyhow::anyhow!("{faults:?}"))?;
        let server = Server::bind(config, World::default()).await?;
        let app = server.app().clone();
        let (stop, told) = watch::channel(false);
        tokio::spawn(async move { server.run(told).await });
        let key = store::keys::find(&app.core().db, "sandbox-maskinporten")
            .await?
            .context("the sandbox's key")?;
        let bare = RsaKeyPair::from_pkcs8(&der(&key.private_pem)?)?;
        let public = ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, bare.public_key().as_ref())?;
        Ok(Self {
            address: format!("{}/sandbox/maskinporten/", app.config().public_url),
            issuer: SigningKey::from_pem(&key.key_id, &key.private_pem)?,
            app,
            bare,
            public,
            _stop: stop,
            _folder: folder,
        })
    }

    /// Tokens as a service owner's machine brings them; no two are alike.
    fn tokens(&self) -> anyhow::Result<Vec<String>> {
        let one = |number: usize| Ok(self.issuer.sign(&self.claims(number))?);
        (0..TOKENS).map(one).collect()
    }

    fn claims(&self, number: usize) -> Value {
        let now = World::default().now().unix_seconds();
        json!({
            "iss": self.address,
            "aud": "unspecified",
            "client_amr": "private_key_jwt",
            "client_id": "a1b2c3d4-0000-4000-8000-a1b2c3d4e5f6",
            "consumer": {"authority": "iso6523-actorid-upis", "ID": "0192:310901008"},
            "scope": "altinn:serviceowner altinn:authorization/authorize altinn:resourceregistry/resource.write",
            "token_type": "Bearer",
            "iat": now,
            "exp": now + 600,
            "jti": format!("{number}-{}", World::default().random_id()),
        })
    }

    async fn verify(&self, rounds: usize) -> anyhow::Result<Measured> {
        let bare = |token: &str| self.bare_verify(token);
        let ours = async |token: &str| {
            self.app.verifier().verify(token).await?;
            anyhow::Ok(())
        };
        self.measure(rounds, bare, ours).await
    }

    async fn exchange(&self, rounds: usize) -> anyhow::Result<Measured> {
        let bare = |token: &str| {
            self.bare_verify(token)?;
            let mut signature = vec![0; self.bare.public_modulus_len()];
            let random = SystemRandom::new();
            let text = token.as_bytes();
            self.bare.sign(&RSA_PKCS1_SHA256, &random, text, &mut signature)?;
            Ok(())
        };
        let exchange = Exchange {
            core: self.app.core(),
            verifier: self.app.verifier(),
            own: self.app.own_issuer(),
            partner_scopes: &[],
        };
        let ours = async |token: &str| {
            let prepared = exchange.prepare(Provider::Maskinporten, token, false).await??;
            exchange.sign(&prepared).await?;
            anyhow::Ok(())
        };
        self.measure(rounds, bare, ours).await
    }

    fn bare_verify(&self, token: &str) -> anyhow::Result<()> {
        let (signed, signature) = token.rsplit_once('.').context("a token")?;
        let signature = URL_SAFE_NO_PAD.decode(signature)?;
        Ok(self.public.verify_sig(signed.as_bytes(), &signature)?)
    }

    async fn measure(
        &self,
        rounds: usize,
        bare: impl Fn(&str) -> anyhow::Result<()>,
        ours: impl AsyncFn(&str) -> anyhow::Result<()>,
    ) -> anyhow::Result<Measured> {
        let (mut bares, mut all_ours) = (Vec::new(), Vec::new());
        // The first token makes the issuer's keys known.
        for token in self.tokens()?.iter().take(1) {
            ours(token).await?;
        }
        for _ in 0..rounds {
            let tokens = self.tokens()?;
            let start = processor();
            tokens.iter().try_for_each(|token| bare(token))?;
            bares.push(processor().saturating_sub(start));
            let start = processor();
            for token in &tokens {
                ours(token).await?;
            }
            all_ours.push(processor().saturating_sub(start));
        }
        Ok(Measured {
            bare: best(&bares),
            ours: best(&all_ours),
        })
    }
}

/// The processor time that the process has used.
fn processor() -> Duration {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), now.tv_nsec.unsigned_abs() as u32)
}

/// Seconds per token in the shortest round.
fn best(rounds: &[Duration]) -> f64 {
    let shortest = rounds.iter().min().copied().unwrap_or_default();
    shortest.as_secs_f64() / TOKENS as f64
}

/// What stands between the lines of a PEM (RFC 7468).
fn der(pem: &str) -> anyhow::Result<Vec<u8>> {
    let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    Ok(STANDARD.decode(body)?)
}
