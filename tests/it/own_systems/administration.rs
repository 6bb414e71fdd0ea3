//! Every way in which the administration API may answer, and what comes of it.

use fullmakt::domain::OwnSystemState;
use fullmakt::ops::own_systems::{Refusal, create, mend};
use fullmakt::tokens::client_administration::{AdministrationError as E, Registration};
use fullmakt::world::World;
use serde_json::Value;

use super::scene::{Scene, administration};
use super::stub::{Fault, Step, Stub};
use super::{TAX_SCOPE, claims};
use crate::support::cast;
use crate::support::database::{Kind, kinds};

#[tokio::test(flavor = "multi_thread")]
async fn a_client_is_registered_as_the_description_says() {
    let scene = Scene::new(Kind::Sqlite).await;
    let active = scene.active().await;
    let client = scene.stub.client();
    let body = &client.body;
    assert_eq!(body["integration_type"], "maskinporten");
    assert_eq!(body["client_orgno"], cast::BAKERY);
    assert_eq!(body["scopes"][0], TAX_SCOPE);
    assert_eq!(
        body["grant_types"][0],
        "urn:ietf:params:oauth:grant-type:jwt-bearer"
    );
    assert_eq!(body["token_endpoint_auth_method"], "private_key_jwt");
    assert_eq!(client.keys, [active.keys[0].kid.clone()]);
    assert_eq!(
        active.client_id,
        scene.stub.clients().keys().next().cloned()
    );

    let sent = scene.stub.assertions().pop().unwrap();
    let fields: Vec<(String, String)> = url::form_urlencoded::parse(sent.as_bytes())
        .into_owned()
        .collect();
    let grant: Value = claims(&fields[1].1);
    assert_eq!(grant["iss"], "fullmakt");
    assert_eq!(grant["aud"], format!("{}/", scene.stub.url));
    assert_eq!(grant["scope"], "idporten:dcr.write idporten:dcr.supplier");
    assert!(grant["exp"].as_i64().unwrap() - grant["iat"].as_i64().unwrap() <= 120);
    assert_eq!(
        scene.stub.count(Step::Token),
        1,
        "one token serves several calls"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn each_bad_answer_has_its_outcome_and_leaves_no_client() {
    for kind in kinds() {
        for (step, fault, expected) in [
            (
                Step::Token,
                Fault::Status(400),
                Refusal::Refused(E::NotReached),
            ),
            (
                Step::Token,
                Fault::Status(503),
                Refusal::Refused(E::NotReached),
            ),
            (Step::Token, Fault::Garbage, Refusal::Refused(E::NotReached)),
            (
                Step::Create,
                Fault::Status(400),
                Refusal::Refused(E::Refused),
            ),
            (
                Step::Create,
                Fault::Status(401),
                Refusal::Refused(E::NotAllowed),
            ),
            (
                Step::Create,
                Fault::Status(403),
                Refusal::Refused(E::NotAllowed),
            ),
            (
                Step::Create,
                Fault::Status(409),
                Refusal::Refused(E::Refused),
            ),
            (
                Step::Create,
                Fault::Status(429),
                Refusal::Refused(E::TooMany),
            ),
            (Step::Create, Fault::Status(500), Refusal::Unclear),
            (Step::Create, Fault::Status(302), Refusal::Unclear),
            (Step::Create, Fault::Garbage, Refusal::Unclear),
            (Step::Create, Fault::CutOff, Refusal::Unclear),
            (Step::Create, Fault::TooLong, Refusal::Unclear),
            (Step::Keys, Fault::Status(400), Refusal::Refused(E::Refused)),
            (Step::Keys, Fault::Status(429), Refusal::Refused(E::TooMany)),
            (Step::Keys, Fault::Status(502), Refusal::Unclear),
        ] {
            let scene = Scene::new(kind).await;
            let id = scene.draft("Bestillingsboka").await;
            scene.stub.fail(step, fault);
            let kari = scene.kari().await;
            let refusal = create(&kari, id).await.unwrap().err().unwrap();
            assert_eq!(refusal, expected, "{kind:?} {step:?} {fault:?}");
            scene.stub.mend();
            let is_unclear = step == Step::Create && refusal == Refusal::Unclear;
            let state = scene.stored(id).await.unwrap().state;
            let wanted = match is_unclear {
                true => OwnSystemState::Creating,
                false => OwnSystemState::Draft,
            };
            assert_eq!(state, wanted, "{step:?} {fault:?}");
            scene.later().await;
            assert!(scene.stub.clients().is_empty(), "{step:?} {fault:?}");
            assert_eq!(scene.stored(id).await.unwrap().state, OwnSystemState::Draft);
            assert_eq!(scene.live().await, (0, 0));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_job_goes_on_trying_while_maskinporten_is_away() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        let id = scene.draft("Bestillingsboka").await;
        scene.stub.fail(Step::Create, Fault::CutOff);
        let kari = scene.kari().await;
        assert!(create(&kari, id).await.unwrap().is_err());
        for tries in 1..=3 {
            scene.stub.fail(Step::Delete, Fault::Status(503));
            let mended = scene.later().await;
            assert_eq!((mended.done, mended.left), (0, 1), "{kind:?}");
            assert_eq!(scene.stored(id).await.unwrap().tries, tries);
            let at_once = mend::mend(&scene.core).await.unwrap();
            assert_eq!(
                at_once,
                mend::Mended::default(),
                "it waits between its tries"
            );
            scene.core.world.advance(time::Duration::minutes(10));
        }
        scene.stub.mend();
        assert_eq!(scene.later().await.done, 1);
        assert!(scene.stub.clients().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_is_not_waited_for_and_not_taken_for_an_answer() {
    let stub = Stub::start().await;
    let client = administration(&stub, &World::default());
    stub.fail(Step::List, Fault::Hang { done: false });
    let found = client.find(uuid::Uuid::new_v4()).await;
    assert_eq!(found.unwrap_err(), E::Unclear);
    let registration = Registration {
        id: uuid::Uuid::new_v4(),
        organization: fullmakt::domain::OrgNumber::parse(cast::BAKERY).unwrap(),
        name: "x".to_owned(),
        description: "y".to_owned(),
        scopes: Vec::new(),
    };
    stub.mend();
    let id = client.create(&registration).await.unwrap();
    assert_eq!(
        client.find(registration.id).await.unwrap(),
        std::slice::from_ref(&id)
    );
    assert!(client.find(uuid::Uuid::new_v4()).await.unwrap().is_empty());
    for _ in 0..2 {
        client.delete(&id).await.unwrap();
    }
    assert_eq!(client.update(&id, &registration).await, Err(E::Unknown));
    stub.fail(Step::Update, Fault::Status(401));
    assert_eq!(client.update(&id, &registration).await, Err(E::NotAllowed));
    assert_eq!(stub.count(Step::Token), 1);
    stub.mend();
    client.find(registration.id).await.unwrap();
    assert_eq!(
        stub.count(Step::Token),
        2,
        "a token that is refused is not used again"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_nothing_listens_for_is_not_reached() {
    let stub = Stub::absent();
    let client = administration(&stub, &World::default());
    let found = client.find(uuid::Uuid::new_v4()).await;
    assert_eq!(found.unwrap_err(), E::NotReached);
}
