//! Looking persons up at servers that are killed.

use reqwest::StatusCode;

use super::server::ServerProcess;
use crate::support::cast::NORA;
use crate::support::database::{fresh, kinds};

/// Somebody who is logged in at a server.
pub struct Seeker {
    http: reqwest::Client,
    url: String,
    pub token: String,
}

impl Seeker {
    pub async fn at(server: &ServerProcess) -> Self {
        let http = fullmakt::tokens::http_client().unwrap();
        let url = server.url.clone();
        let generator = format!(
            "{url}/sandbox/tokens/api/GetPersonalToken?env=x&scopes=altinn:portal/enduser&userId=20010001"
        );
        let request = http.get(generator).basic_auth("x", Some("x"));
        let token = request.send().await.unwrap().text().await.unwrap();
        Self { http, url, token }
    }

    pub async fn look_up(&self, number: &str, surname: &str) -> StatusCode {
        let request = self
            .http
            .get(format!("{}/register/api/v1/persons", self.url));
        let request = request
            .bearer_auth(&self.token)
            .header("X-Ai-NationalIdentityNumber", number)
            .header("X-Ai-LastName", surname);
        request.send().await.unwrap().status()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_killed_forgets_no_wrong_guess() {
    for kind in kinds() {
        let database = fresh(kind).await;
        for guesses in [6, 4] {
            let server = ServerProcess::start(&database.url);
            let seeker = Seeker::at(&server).await;
            assert_eq!(seeker.look_up(NORA, "Postløs").await, 200, "{kind:?}");
            for _ in 0..guesses {
                assert_eq!(seeker.look_up(NORA, "Galt").await, 404, "{kind:?}");
            }
            server.kill();
        }
        let server = ServerProcess::start(&database.url);
        let seeker = Seeker::at(&server).await;
        assert_eq!(seeker.look_up(NORA, "Postløs").await, 429, "{kind:?}");
    }
}
