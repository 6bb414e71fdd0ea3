use fullmakt::config::{DecisionLogMode, DecisionLogSettings, Settings as AppSettings};
use fullmakt::db::{FromRow, Row, Run as _, Sql};
use fullmakt::domain::{
    Asked, AskedBy, Decision, LogText, LoggedBasis, LoggedSubject, OrgNumber, PartyId, Sampling,
    Surface, SystemUserId,
};
use fullmakt::jobs;
use fullmakt::ops::decision_log::{DecisionLog, Settings};
use fullmakt::ops::{Core, tickets};
use fullmakt::world::World;
use serde_json::json;

use super::*;
use crate::faults::server::program;
use crate::portal::scene::{OVERVIEW, at_the_bakery};
use crate::support::app::TestApp;
use crate::support::cast::{BAKERY, BAKERY_ID, KARI, KARI_ID, LINK_SERVICE, PLUMBER};
use crate::support::database::{Kind, fresh, kinds};
use crate::support::issuer::Issuer;
use crate::support::machine::OWNER_SCOPES;
use crate::support::stage::{AUTHORIZE, Stage};

const TAX_OWNER: &str = "310901008";

fn text(text: &str) -> Option<LogText> {
    Some(LogText::new(text))
}

fn owner(position: Option<u32>) -> Asked {
    Asked {
        by: AskedBy::Organization(OrgNumber::parse(TAX_OWNER).unwrap()),
        surface: Surface::Authorize,
        position,
    }
}

#[tokio::test]
async fn every_part_of_a_question_is_logged_with_who_what_and_why() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let user = stage.system_user().await;
        let session = "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d";
        let instance = "urn:altinn:instance-id:50020001/f0a10000-0000-4000-8000-0000000000aa";
        let body = json!({"Request": {
            "AccessSubject": [
                {"Id": "user", "Attribute": attributes(&[
                    (SYSTEM_USER, &user.to_string()), ("urn:altinn:sessionid", session)])},
                {"Id": "kari", "Attribute": attributes(&[(PERSON, KARI)])},
            ],
            "Action": [
                {"Id": "read", "Attribute": attributes(&[(ACTION, "read")])},
                {"Id": "sing", "Attribute": attributes(&[(ACTION, "sing")])},
            ],
            "Resource": [
                {"Id": "tax", "Attribute": attributes(&[
                    ("urn:altinn:resource", TAX_BASIS), (BUSINESS, BAKERY),
                    ("urn:altinn:resource:instance-id", instance)])},
                {"Id": "none", "Attribute": attributes(&[("urn:altinn:resource", "no-such")])},
            ],
            "MultiRequests": {"RequestReference": [
                {"ReferenceId": ["user", "read", "tax"]},
                {"ReferenceId": ["kari", "read", "tax"]},
                {"ReferenceId": ["user", "sing", "tax"]},
                {"ReferenceId": ["user", "read", "none"]},
                {"ReferenceId": ["nobody", "read", "tax"]},
            ]},
        }});
        let answer = stage.vendor.post(AUTHORIZE, &stage.tax_owner, &body).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let entries = entries_when(&stage.app.db, 5).await;
        let [given, by_role, other_action, no_resource, unread] = entries.as_slice() else {
            panic!("{entries:?}");
        };

        let request = answer.headers["x-request-id"].to_str().unwrap();
        for (position, entry) in (0..).zip(&entries) {
            assert_eq!(entry.asked, owner(Some(position)), "{kind:?}");
            assert_eq!(entry.request_id.as_deref(), Some(request));
            assert_eq!(entry.held_level, None);
            assert!(entry.micros < 30_000_000, "{}", entry.micros);
            let answered = &answer.body["response"][position as usize]["decision"];
            assert_eq!(entry.decision.name(), answered.as_str().unwrap());
        }

        assert_eq!(given.decision, Decision::Permit, "{kind:?}");
        assert_eq!(
            given.subject,
            Some(LoggedSubject::SystemUser(SystemUserId(user)))
        );
        assert_eq!(given.party, Some(PartyId(BAKERY_ID)));
        assert_eq!(given.resource, text(TAX_BASIS));
        assert_eq!(given.action, text("read"));
        assert_eq!(given.instance, text(instance));
        assert_eq!(given.session, text(session));
        assert_eq!(given.status, "ok");
        assert!(given.policy_version.is_some());
        assert!(given.micros > 0);
        let delegations =
            fullmakt::store::delegations::list_to_system_user(&stage.app.db, SystemUserId(user));
        let delegation = delegations.await.unwrap()[0].id.0;
        assert_eq!(given.basis, LoggedBasis::Delegation(delegation));

        assert_eq!(
            by_role.subject,
            Some(LoggedSubject::Party(PartyId(KARI_ID)))
        );
        assert!(matches!(&by_role.basis, LoggedBasis::Rule(id) if !id.is_empty()));
        assert_eq!(by_role.required_level, Some(3));

        assert_eq!(other_action.decision, Decision::NotApplicable);
        assert_eq!(other_action.basis, LoggedBasis::NoRule);

        assert_eq!(no_resource.decision, Decision::Indeterminate);
        assert_eq!(no_resource.status, "processing-error");
        assert_eq!(no_resource.basis, LoggedBasis::NotEvaluated);
        assert_eq!(no_resource.resource, text("no-such"));
        assert_eq!(no_resource.subject, given.subject);
        assert_eq!(no_resource.party, None);

        assert_eq!(unread.status, "syntax-error");
        assert_eq!((&unread.subject, &unread.resource), (&None, &None));
    }
}

#[tokio::test]
async fn a_single_question_has_no_position_and_a_person_at_the_portal_asks_for_himself() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        stage
            .vendor
            .post(AUTHORIZE, &stage.tax_owner, &kari_reads(PLUMBER))
            .await;
        let entries = entries_when(&stage.app.db, 1).await;
        assert_eq!(entries[0].asked, owner(None), "{kind:?}");
        assert_eq!(entries[0].decision, Decision::NotApplicable);

        let mut kari = at_the_bakery(&stage.app, KARI).await;
        assert_eq!(kari.get(OVERVIEW).await.status, 200);
        // Before she chose the bakery, her own pages asked for herself.
        let entries = entries_about(&stage.app.db, PartyId(BAKERY_ID), 2).await;
        for entry in &entries {
            assert_eq!(
                entry.asked.by,
                AskedBy::Person(PartyId(KARI_ID)),
                "{kind:?}"
            );
            assert_eq!(entry.asked.surface, Surface::Portal);
            assert_eq!(entry.subject, Some(LoggedSubject::Party(PartyId(KARI_ID))));
            assert!(entry.held_level.is_some() && entry.request_id.is_some());
            assert!(entry.is_yes());
        }
    }
}

#[tokio::test]
async fn an_owner_who_redeems_a_ticket_is_the_one_who_asks() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let (_, key) = stage.ticket(LINK_SERVICE).await;
        let log = log_everything(&stage.app.db);
        let core = stage.core().logging_to(log.clone());
        let caller = OrgNumber::parse("310902004").unwrap();
        let redemption = tickets::Redemption {
            key: &key,
            caller: &caller,
            subject: None,
        };
        assert!(tickets::redeem(&core, redemption).await.unwrap().is_ok());
        log.close().await;
        let entries = entries(&stage.app.db).await;
        assert_eq!(entries.len(), 1, "{kind:?}: {entries:?}");
        assert_eq!(entries[0].asked.by, AskedBy::Organization(caller));
        assert_eq!(entries[0].asked.surface, Surface::LinkService);
        assert_eq!(
            entries[0].subject,
            Some(LoggedSubject::Party(PartyId(KARI_ID)))
        );
        assert_eq!(entries[0].request_id, None);
    }
}

fn log_everything(db: &Db) -> DecisionLog {
    let settings = Settings {
        sampling: Sampling::Full,
        queue: 100,
        keep: time::Duration::days(30),
    };
    DecisionLog::start(db.clone(), World::default(), settings)
}

/// One row of the table as text, all columns; read past the types that mask what they read.
struct Raw(String);

impl FromRow for Raw {
    fn from_row(row: &Row) -> Result<Self, fullmakt::db::DbError> {
        row.get("line").map(Raw)
    }
}

async fn raw(kind: Kind, db: &Db) -> Vec<Raw> {
    let sql = match kind {
        Kind::Postgres => "select decision_log::text as line from decision_log".to_owned(),
        Kind::Sqlite => {
            let columns = "select 'coalesce(iif(typeof(' || name || ') = ''blob'', hex(' || name || '), ' || name || '), '''')' as line
                 from pragma_table_info('decision_log')";
            let columns: Vec<Raw> = db.all(Sql::same(columns), &[]).await.unwrap();
            let columns: Vec<String> = columns.into_iter().map(|column| column.0).collect();
            assert!(columns.len() > 20);
            format!(
                "select {} as line from decision_log",
                columns.join(" || '|' || ")
            )
        }
    };
    // Statements are static; this one is made up at run time.
    db.all(Sql::same(sql.leak()), &[]).await.unwrap()
}

#[tokio::test]
async fn no_personal_number_stands_in_any_column_of_any_row() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let people = [
            KARI,
            cast::OLA,
            cast::PER,
            cast::NORA,
            cast::JONAS,
            cast::GRETE,
        ];
        for person in people {
            let everywhere = question(
                &[
                    (PERSON, person),
                    ("urn:altinn:sessionid", person),
                    ("urn:altinn:org", person),
                ],
                person,
                &[
                    ("urn:altinn:resource", person),
                    (PERSON, person),
                    (
                        "urn:altinn:resource:instance-id",
                        &format!("urn:x:{person}/1"),
                    ),
                    ("urn:altinn:instance-id", person),
                ],
            );
            let own = question(
                &[(PERSON, person), ("urn:altinn:sessionid", person)],
                "read",
                &[
                    ("urn:altinn:resource", TAX_BASIS),
                    (PERSON, person),
                    ("urn:altinn:resource:instance-id", &format!("a{person}b")),
                ],
            );
            for body in [everywhere, own] {
                let answer = stage.vendor.post(AUTHORIZE, &stage.tax_owner, &body).await;
                assert_eq!(answer.status, 200, "{}", answer.body);
            }
        }
        let mut kari = at_the_bakery(&stage.app, KARI).await;
        kari.get(OVERVIEW).await;
        entries_when(&stage.app.db, 2 * people.len() + 2).await;

        let rows = raw(kind, &stage.app.db).await;
        assert!(rows.iter().any(|row| row.0.contains("***********")));
        assert!(rows.iter().any(|row| row.0.contains(&KARI_ID.to_string())));
        for row in &rows {
            for person in people {
                assert!(!row.0.contains(person), "{kind:?}: {}", row.0);
            }
        }
    }
}

async fn start_with(kind: Kind, log: DecisionLogSettings) -> (TestApp, String) {
    let database = fresh(kind).await;
    let settings = AppSettings {
        listen: Some("127.0.0.1:0".parse().unwrap()),
        database_url: Some(database.url.clone()),
        decision_log: Some(log),
        ..AppSettings::default()
    };
    let app = TestApp::start_with(settings, database).await;
    let token = Issuer::of(&app).await.token(TAX_OWNER, OWNER_SCOPES);
    (app, token)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sample_holds_every_no_and_an_empty_one_no_permit() {
    for kind in kinds() {
        let sampled = DecisionLogSettings {
            mode: Some(DecisionLogMode::Sampled),
            permit_sample: Some(0.0),
            ..DecisionLogSettings::default()
        };
        let (app, token) = start_with(kind, sampled).await;
        let machine = app.machine(cast::TAX_OWNER_CLIENT);
        let unknown = question(&[(PERSON, KARI)], "read", &[("urn:altinn:resource", "no")]);
        for body in [
            kari_reads(BAKERY),
            kari_reads(PLUMBER),
            unknown,
            kari_reads(BAKERY),
        ] {
            machine.post(AUTHORIZE, &token, &body).await;
        }
        let db = Db::connect(&app.database_url()).await.unwrap();
        entries_when(&db, 2).await;
        // All of one batch is written at once, so nothing is still on its way after the stop.
        let database = app.stop_keeping_database().await;
        let decisions: Vec<Decision> = entries(&db)
            .await
            .iter()
            .map(|entry| entry.decision)
            .collect();
        let expected = [Decision::NotApplicable, Decision::Indeterminate];
        assert_eq!(decisions, expected, "{kind:?}");
        db.close().await;
        drop(database);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_is_off_stays_empty() {
    let off = DecisionLogSettings {
        mode: Some(DecisionLogMode::Off),
        ..DecisionLogSettings::default()
    };
    let (app, token) = start_with(Kind::Sqlite, off).await;
    let machine = app.machine(cast::TAX_OWNER_CLIENT);
    machine.post(AUTHORIZE, &token, &kari_reads(PLUMBER)).await;
    let db = Db::connect(&app.database_url()).await.unwrap();
    let database = app.stop_keeping_database().await;
    assert_eq!(entries(&db).await, []);
    db.close().await;
    drop(database);
}

#[tokio::test]
async fn entries_are_removed_when_they_are_older_than_they_are_to_be_kept() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        stage
            .vendor
            .post(AUTHORIZE, &stage.tax_owner, &kari_reads(BAKERY))
            .await;
        entries_when(&stage.app.db, 1).await;
        let world = World::default();
        let log = log_everything(&stage.app.db);
        let core = Core::new(stage.app.db.clone(), world.clone()).logging_to(log);
        world.advance(time::Duration::days(29));
        jobs::sweep(&core).await.unwrap();
        assert_eq!(entries(&stage.app.db).await.len(), 1, "{kind:?}");
        world.advance(time::Duration::days(2));
        jobs::sweep(&core).await.unwrap();
        assert_eq!(entries(&stage.app.db).await.len(), 0, "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_reads_the_log_on_the_command_line() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        for business in [BAKERY, PLUMBER] {
            let body = kari_reads(business);
            stage.vendor.post(AUTHORIZE, &stage.tax_owner, &body).await;
        }
        entries_when(&stage.app.db, 2).await;
        let folder = tempfile::tempdir().unwrap();
        let url = stage.app.database_url();
        let bakery = BAKERY_ID.to_string();
        let said = |arguments: &[&str]| {
            let fixed = ["decisions", "--database-url", &url];
            let output = program(&folder, &[&fixed, arguments].concat())
                .output()
                .unwrap();
            assert!(output.status.success(), "{output:?}");
            String::from_utf8(output.stdout).unwrap()
        };
        let table = said(&["--party", &bakery]);
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines.len(), 2, "{kind:?}\n{table}");
        assert!(lines[0].starts_with("TIME"), "{table}");
        for word in [
            &*KARI_ID.to_string(),
            &*bakery,
            TAX_BASIS,
            "Permit",
            TAX_OWNER,
        ] {
            assert!(lines[1].contains(word), "{word}: {table}");
        }
        let json = said(&["--resource", TAX_BASIS, "--format", "json", "--since", "5m"]);
        let decisions: Vec<Value> = json
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap()["decision"].clone())
            .collect();
        assert_eq!(decisions, ["NotApplicable", "Permit"], "newest first");
        assert_eq!(
            said(&["--limit", "1", "--format", "json"]).lines().count(),
            1
        );
        let both = [
            "--party",
            &bakery,
            "--resource",
            "no-such",
            "--format",
            "json",
        ];
        assert_eq!(said(&both), "");
        let wrong = program(&folder, &["decisions", "--since", "yesterday"]).output();
        assert_eq!(wrong.unwrap().status.code(), Some(2));
    }
}
