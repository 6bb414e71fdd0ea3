//! What leaves an act: who, on whose behalf, what, and by which right.

use fullmakt::domain::{Act, ActKind, PartyId, SystemUserId};
use fullmakt::ops::activity_log::{Filter, LogEntry, View, verify};
use fullmakt::ops::system_users::{self, Change};
use fullmakt::ops::{Core, Person};
use serde_json::{Value, json};
use uuid::Uuid;

use super::scene::{LOG, lines};
use crate::owners::{LIV_ID, ODD_ID, Scene, new_owner};
use crate::portal::scene::act_for;
use crate::resources::{WRITE, described};
use crate::support::app::TestApp;
use crate::support::cast::{
    self, BAKERY, BAKERY_ID, KARI_ID, LINK_SERVICE, LIV, ODD, OPERATOR_ID, PLUMBER_ID, TAX_OWNER_ID,
};
use crate::support::database::kinds;
use crate::support::machine::{self, Answer};
use crate::support::stage::{KARI, Stage};

const MANAGER: &str = "urn:altinn:rolecode:admai";

/// The party's whole log as somebody sees who manages access there, oldest first.
async fn log(core: &Core, person: Person, party: Uuid) -> Vec<Act> {
    let view = View::of(core, person, PartyId(party))
        .await
        .unwrap()
        .unwrap();
    let (entries, _) = view
        .list(core, &Filter::default(), None, 1_000)
        .await
        .unwrap();
    let mut acts: Vec<Act> = entries
        .into_iter()
        .map(|LogEntry { act, .. }| act)
        .collect();
    acts.retain(|act| !matches!(act.kind, ActKind::LoggedIn | ActKind::LoggedOut));
    acts.reverse();
    acts
}

fn kinds_of(acts: &[Act]) -> Vec<ActKind> {
    acts.iter().map(|act| act.kind).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_managers_do_with_system_users_tells_the_right_that_it_rests_on() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let core = stage.core();
        let user = SystemUserId(stage.system_user().await);
        for change in [Change::Deactivate, Change::Activate, Change::Delete] {
            let bakery = PartyId(BAKERY_ID);
            let done = system_users::change(&core, KARI, bakery, user, change).await;
            done.unwrap().unwrap();
        }
        stage.ticket(LINK_SERVICE).await;
        let acts = log(&core, KARI, BAKERY_ID).await;
        let expected = [
            ActKind::RequestApproved,
            ActKind::SystemUserDeactivated,
            ActKind::SystemUserActivated,
            ActKind::SystemUserDeleted,
            ActKind::LaunchStarted,
        ];
        assert_eq!(kinds_of(&acts), expected, "{kind:?}");
        for act in &acts {
            assert_eq!((act.actor.0, act.party.0), (KARI_ID, BAKERY_ID));
            assert!(act.details.power.is_some(), "{kind:?}: {act:?}");
        }
        assert_eq!(acts[0].details.power.as_deref(), Some(MANAGER), "{kind:?}");
        assert_eq!(acts[4].details.resource.as_deref(), Some(LINK_SERVICE));
        verify(&core.db, &[]).await.unwrap().unwrap();
    }
}

/// The bakery is made a service owner, so that somebody who manages access there reads the log.
#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_changes_the_registry_is_put_down_as_its_organization() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let machine = app.machine(cast::TAX_OWNER_CLIENT);
        let token = machine.token(WRITE).await;
        let root = "/resourceregistry/api/v1/resource";
        let id = "dts-aktivitet";
        let answer = machine.post(root, &token, &described(id)).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        let answer = put(&app, &format!("{root}/{id}"), &token, &described(id)).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let upload = app.http().post(format!("{}{root}/{id}/policy", app.url));
        let policy = crate::resources::policy(id);
        let upload = crate::resources::upload_form(upload, "policyFile", policy.as_bytes());
        assert_eq!(
            upload.bearer_auth(&token).send().await.unwrap().status(),
            201
        );
        let lists = "/resourceregistry/api/v1/access-lists/dts/aktive";
        let token = machine
            .token("altinn:resourceregistry/accesslist.write")
            .await;
        let answer = put(&app, lists, &token, &json!({"name": "Aktive"})).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let members = format!("{lists}/members");
        let bakery = json!({"data": [format!("urn:altinn:organization:identifier-no:{BAKERY}")]});
        for _ in 0..2 {
            let answer = machine.post(&members, &token, &bakery).await;
            assert_eq!(answer.status, 200, "{}", answer.body);
        }
        let connection = format!("{lists}/resource-connections/{id}");
        let answer = put(
            &app,
            &connection,
            &token,
            &json!({"actionFilters": ["read"]}),
        )
        .await;
        assert_eq!(answer.status, 200, "{}", answer.body);

        let core = Core::new(app.db.clone(), fullmakt::world::World::default());
        let whose = fullmakt::store::activity::Whose::Party(PartyId(TAX_OWNER_ID));
        let all = fullmakt::store::activity::list(&core.db, whose, &everything()).await;
        let mut acts: Vec<Act> = all.unwrap().into_iter().map(|one| one.act).collect();
        acts.reverse();
        let expected = [
            ActKind::ResourceCreated,
            ActKind::ResourceChanged,
            ActKind::PolicyPublished,
            ActKind::ListCreated,
            ActKind::ListMembersAdded,
            ActKind::ListConnected,
        ];
        assert_eq!(kinds_of(&acts), expected, "{kind:?}");
        for act in &acts {
            assert_eq!(
                (act.actor.0, act.party.0),
                (TAX_OWNER_ID, TAX_OWNER_ID),
                "{act:?}"
            );
        }
        assert_eq!(acts[2].details.resource.as_deref(), Some(id));
        assert_eq!(
            acts[4].details.count,
            Some(1),
            "what changed nothing left no act"
        );
        assert_eq!(acts[4].details.list.as_deref(), Some("aktive"));
        assert_eq!(acts[5].details.actions, ["read"]);
    }
}

async fn put(app: &TestApp, path: &str, token: &str, body: &Value) -> Answer {
    let request = app
        .http()
        .put(format!("{}{path}", app.url))
        .bearer_auth(token)
        .json(body);
    machine::answer(request.send().await.unwrap()).await
}

fn everything() -> fullmakt::store::activity::Wanted<'static> {
    use fullmakt::domain::Timestamp;
    fullmakt::store::activity::Wanted {
        from: Timestamp::MIN,
        to: Timestamp::MAX,
        kinds: &ActKind::ALL,
        after: fullmakt::store::activity::Place {
            at: Timestamp::MAX,
            id: Uuid::max(),
        },
        limit: 100,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_changes_a_resource_at_the_portal_is_named_with_his_right() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut liv = app.browser_of(LIV).await;
        act_for(&mut liv, &TAX_OWNER_ID.to_string()).await;
        let page = liv
            .post(
                "/tjenesteeier/ny-liste",
                &[
                    ("identifier", "aktive"),
                    ("name", "Aktive"),
                    ("description", ""),
                ],
            )
            .await;
        assert_eq!(page.status, 200, "{}", page.body);
        let whose = fullmakt::store::activity::Whose::Party(PartyId(TAX_OWNER_ID));
        let acts = fullmakt::store::activity::list(&app.db, whose, &everything())
            .await
            .unwrap();
        assert_eq!(acts.len(), 1, "{kind:?}");
        let act = &acts[0].act;
        assert_eq!((act.kind, act.actor.0), (ActKind::ListCreated, LIV_ID));
        let power = act.details.power.as_deref();
        assert_eq!(
            power,
            Some("urn:altinn:resource:fullmakt_resource_administration")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_operator_does_stands_in_both_logs() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        scene.register(new_owner()).await.unwrap();
        let app = &scene.stage.app;
        let mut odd = app.browser_of(ODD).await;
        act_for(&mut odd, &OPERATOR_ID.to_string()).await;
        let said = lines(&odd.get(LOG).await);
        let own: Vec<&String> = said
            .iter()
            .filter(|line| line.contains("som tjenesteeier"))
            .collect();
        assert_eq!(own.len(), 1, "{kind:?}: {said:?}");
        assert!(own[0].contains("På vegne av"), "{said:?}");
        // At the owner itself, by whoever manages access there.
        let plumber = crate::support::cast::PER;
        let mut per = app.browser_of(plumber).await;
        act_for(&mut per, &PLUMBER_ID.to_string()).await;
        let said = lines(&per.get(LOG).await);
        assert!(
            said.iter().any(|line| line.contains("som tjenesteeier")),
            "{kind:?}: {said:?}"
        );
        let whose = fullmakt::store::activity::Whose::Party(PartyId(PLUMBER_ID));
        let acts = fullmakt::store::activity::list(&app.db, whose, &everything())
            .await
            .unwrap();
        assert_eq!(acts[0].act.actor.0, ODD_ID);
        let power = acts[0].act.details.power.as_deref();
        assert_eq!(
            power,
            Some("urn:altinn:resource:fullmakt_operation"),
            "{kind:?}"
        );
    }
}
