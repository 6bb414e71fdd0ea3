//! A database that is gone.

use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::portal::scene::{OVERVIEW, SETTINGS, Vendor, assert_error_page, at_the_bakery};
use crate::support::app::TestApp;
use crate::support::cast::{self, KARI, LINK_SERVICE, TAX_BASIS};
use crate::support::database::{Kind, kinds};
use crate::support::environment::postgres_url;
use crate::support::machine::{OWNER_SCOPES, Question};

const BUSY: &str = "Tjenesten er opptatt akkurat nå";

#[tokio::test(flavor = "multi_thread")]
async fn without_its_database_every_page_and_api_says_so_and_can_be_asked_about() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let vendor = Vendor::new(&app).await;
        let asked = vendor.ask().await;
        let owner = app.machine(cast::TAX_OWNER_CLIENT);
        let owner_token = owner.token(OWNER_SCOPES).await;
        let mut kari = at_the_bakery(&app, KARI).await;
        let mut anonymous = app.browser();
        app.db.close().await;

        for path in [
            "/",
            "/aktorvalg",
            SETTINGS,
            OVERVIEW,
            asked.confirm_url.as_str(),
            "/tjenester",
            &format!("/link/{LINK_SERVICE}"),
        ] {
            assert_error_page(&kari.get(path).await, 503, BUSY);
        }
        let page = kari.post(&asked.path("approve"), &[("x", "")]).await;
        assert_error_page(&page, 503, BUSY);
        let login = "/authentication/api/v1/authentication";
        assert_error_page(&anonymous.get(login).await, 503, BUSY);

        let path = format!(
            "/authentication/api/v1/systemuser/request/vendor/{}",
            asked.id
        );
        let question = Question {
            system_user: &asked.id,
            action: "read",
            resource: TAX_BASIS,
            business: cast::BAKERY,
        };
        let answers = [
            vendor.machine.get(&path, &vendor.token).await,
            vendor.send(&[TAX_BASIS], cast::BAKERY, "2").await,
            owner
                .post(
                    "/authorization/api/v1/authorize",
                    &owner_token,
                    &question.body(),
                )
                .await,
        ];
        for answer in answers {
            assert_eq!(answer.status, 503, "{}", answer.body);
            assert_eq!(answer.headers["content-type"], "application/problem+json");
            assert_eq!(answer.body["status"], 503);
            let text = answer.body.to_string();
            assert!(!text.contains("sqlx") && !text.contains("pool"), "{text}");
        }
        assert_eq!(anonymous.get("/health/ready").await.status, 503);
        assert_eq!(anonymous.get("/health/live").await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_the_database_cuts_are_made_anew() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = app.browser_of(KARI).await;
        cut_connections(kind, &app.database_url()).await;
        for _ in 0..12 {
            assert_eq!(kari.get(SETTINGS).await.status, 200);
        }
        assert_eq!(kari.get("/health/ready").await.status, 200);
    }
}

/// Ends every connection to this database; a file has none that could be ended from outside.
async fn cut_connections(kind: Kind, database_url: &str) {
    if kind == Kind::Sqlite {
        return;
    }
    let name = database_url.rsplit('/').next().unwrap();
    let sql = format!(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}' and pid <> pg_backend_pid()"
    );
    let mut connection = PgConnection::connect(&postgres_url().unwrap())
        .await
        .unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&mut connection)
        .await
        .unwrap();
}
