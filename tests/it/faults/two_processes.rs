//! Two real servers on one PostgreSQL: what is taken away through the one, the other does not permit any more.

use reqwest::Method;

use super::server::ServerProcess;
use crate::portal::scene::{Vendor, system_user};
use crate::support::browser::Browser;
use crate::support::cast::{self, BAKERY, KARI, TAX_BASIS};
use crate::support::database::{Kind, fresh, kinds};
use crate::support::machine::{Machine, OWNER_SCOPES, Question};

/// A service owner at one of the servers.
struct Owner {
    machine: Machine,
    token: String,
}

impl Owner {
    async fn at(server: &ServerProcess) -> Self {
        let machine = server.machine(cast::TAX_OWNER_CLIENT);
        let token = machine.token(OWNER_SCOPES).await;
        Self { machine, token }
    }

    async fn may_read(&self, user: &str) -> String {
        let question = Question {
            system_user: user,
            action: "read",
            resource: TAX_BASIS,
            business: BAKERY,
        };
        self.machine.decision(&self.token, question).await
    }
}

async fn press(kari: &mut Browser, path: &str) {
    let page = kari.send(Method::POST, path, Some(&[("x", "")])).await;
    assert_eq!(page.status, 303, "{path}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_revoked_at_one_server_is_not_permitted_by_the_other_any_more() {
    if !kinds().contains(&Kind::Postgres) {
        return;
    }
    let database = fresh(Kind::Postgres).await;
    let here = ServerProcess::start(&database.url);
    let there = ServerProcess::start(&database.url);
    let vendor = Vendor::on(here.machine(cast::VENDOR_CLIENT), &[TAX_BASIS]).await;
    let owners = [Owner::at(&there).await, Owner::at(&here).await];
    let mut kari = here.browser();
    kari.log_in(KARI, "/").await;

    for reference in ["1", "2", "3"] {
        let asked = vendor.ask_for(&[TAX_BASIS], BAKERY, reference).await;
        press(&mut kari, &asked.path("approve")).await;
        for owner in &owners {
            assert_eq!(owner.may_read(&asked.id).await, "Permit");
        }
        crate::portal::scene::act_for(&mut kari, &cast::BAKERY_ID.to_string()).await;
        for (change, expected) in [
            ("/deaktiver", "NotApplicable"),
            ("/aktiver", "Permit"),
            ("/slett", "NotApplicable"),
        ] {
            press(&mut kari, &system_user(&asked.id, change)).await;
            for owner in &owners {
                assert_eq!(owner.may_read(&asked.id).await, expected, "{change}");
            }
        }
    }
}
