//! How often somebody may call: refused by HTTP, and only there where it is limited.

mod addresses;
mod areas;
mod neutral;
mod pages;
mod tokens;

use fullmakt::domain::scope::PARTY_LOOKUP;
use reqwest::{RequestBuilder, StatusCode};

use crate::support::app::TestApp;
use crate::support::cast::BAKERY;
use crate::support::database::Kind;
use crate::support::issuer::Issuer;
use crate::support::machine::{Answer, answer};

/// A look-up that costs a machine one of its calls.
const ORGANIZATION: &str = "/register/api/v1/organizations/310501018";

/// A server with limits, and calls to it.
struct Limited {
    app: TestApp,
    issuer: Issuer,
}

impl Limited {
    async fn start(kind: Kind, limits: &str) -> Self {
        let app = TestApp::start_limited(kind, limits).await;
        let issuer = Issuer::of(&app).await;
        Self { app, issuer }
    }

    /// A look-up by an organization.
    fn look_up(&self, org: &str) -> RequestBuilder {
        assert!(ORGANIZATION.ends_with(BAKERY));
        let url = format!("{}{ORGANIZATION}", self.app.url);
        let token = self.issuer.token(org, PARTY_LOOKUP);
        self.app.http().get(url).bearer_auth(token)
    }

    async fn looks_up(&self, org: &str) -> StatusCode {
        send(self.look_up(org)).await.status
    }

    /// The same, forwarded for an address by a proxy, or by somebody who says so.
    async fn looks_up_from(&self, org: &str, forwarded: &str) -> StatusCode {
        let request = self.look_up(org).header("x-forwarded-for", forwarded);
        send(request).await.status
    }
}

async fn send(request: RequestBuilder) -> Answer {
    answer(request.send().await.unwrap()).await
}

/// How long the answer says to wait, in seconds.
fn wait(answer: &Answer) -> u64 {
    answer.headers["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap()
}
