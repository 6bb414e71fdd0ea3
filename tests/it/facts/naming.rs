//! The ways to name who and what a question is about, and the names that follow from each other.

use fullmakt::domain::PartyId;
use fullmakt::engine::{Request, names};

use super::scene::{Match, RESOURCE, Scene, org_number};
use crate::support::cast;
use crate::support::database::kinds;

const ME: Match<'_> = ("urn:altinn:org", "dts");
const APP: &str = "app_dts_skjema";

/// The service owner `dts` reads.
fn read(resource: &[Match<'_>]) -> Request {
    let request = Request::new().subject(ME.0, ME.1).action("read");
    resource
        .iter()
        .fold(request, |request, (id, value)| request.resource(id, value))
}

#[tokio::test]
async fn a_service_owner_is_named_by_its_code() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        scene.readable_by(ME).await;
        let id = (names::RESOURCE_ID, RESOURCE);
        assert_eq!(scene.decision(&read(&[id])).await, "Permit", "{kind:?}");
        let bakery = (names::ORGANIZATION_NUMBER, cast::BAKERY);
        assert_eq!(scene.decision(&read(&[id, bakery])).await, "Permit");
        let other = Request::new()
            .subject(ME.0, "nod")
            .resource(id.0, id.1)
            .action("read");
        assert_eq!(scene.decision(&other).await, "NotApplicable", "{kind:?}");
    }
}

#[tokio::test]
async fn an_app_is_named_by_its_resource_or_by_owner_and_name_and_policies_use_either() {
    for kind in kinds() {
        let by_parts = Scene::start(kind).await;
        let parts = [(names::ORG, "dts"), (names::APP, "skjema")];
        by_parts.resource(APP, ME, &parts).await;
        let by_id = Scene::start(kind).await;
        let id = (names::RESOURCE_ID, APP);
        by_id.resource(APP, ME, &[id]).await;
        for scene in [by_parts, by_id] {
            for resource in [vec![id], parts.to_vec(), vec![id, parts[0], parts[1]]] {
                let decided = scene.decision(&read(&resource)).await;
                assert_eq!(decided, "Permit", "{kind:?} {resource:?}");
            }
            for contradiction in [
                vec![id, (names::APP, "annet")],
                vec![id, (names::ORG, "nod")],
                vec![
                    (names::RESOURCE_ID, cast::TAX_BASIS),
                    (names::APP, "skjema"),
                ],
            ] {
                let problem = scene.problem(&read(&contradiction)).await;
                assert_eq!(problem, "the request names two different resources");
            }
            let problem = scene.problem(&read(&[(names::ORG, "dts")])).await;
            assert_eq!(problem, "the request names no urn:altinn:resource");
        }
    }
}

#[tokio::test]
async fn an_instance_has_two_forms_and_tells_its_party() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let short = format!("50020001/{}", cast::KARI_ID);
        let general = format!("urn:altinn:instance-id:{short}");
        let id = (names::RESOURCE_ID, APP);
        scene
            .resource(APP, ME, &[(names::RESOURCE_INSTANCE_ID, &general)])
            .await;
        scene
            .resource("app_dts_kort", ME, &[(names::INSTANCE_ID, &short)])
            .await;
        for resource in [APP, "app_dts_kort"] {
            for instance in [
                (names::INSTANCE_ID, short.as_str()),
                (names::RESOURCE_INSTANCE_ID, general.as_str()),
            ] {
                let request = read(&[(names::RESOURCE_ID, resource), instance]);
                assert_eq!(scene.decision(&request).await, "Permit", "{instance:?}");
                let party = scene.prepared(&request).await.party.unwrap();
                assert_eq!(party.id, PartyId(cast::BAKERY_ID), "{kind:?}");
            }
        }
        for (more, problem) in [
            (
                vec![
                    (names::INSTANCE_ID, short.as_str()),
                    (names::RESOURCE_INSTANCE_ID, "urn:altinn:instance-id:1/2"),
                ],
                "the request names two different instances",
            ),
            (
                vec![
                    (names::INSTANCE_ID, short.as_str()),
                    (names::ORGANIZATION_NUMBER, cast::PLUMBER),
                ],
                "the instance belongs to another party than the request names",
            ),
            (
                vec![(names::INSTANCE_ID, "7/f0a10000-0000-4000-8000-000000020001")],
                "the register has no party with the number in the urn:altinn:instance-id of the request",
            ),
        ] {
            let resource = [vec![id], more].concat();
            assert_eq!(scene.problem(&read(&resource)).await, problem, "{kind:?}");
        }
        let letter = read(&[
            (names::RESOURCE_ID, cast::TAX_BASIS),
            (
                names::RESOURCE_INSTANCE_ID,
                "urn:altinn:correspondence-id:7",
            ),
        ]);
        assert!(scene.prepared(&letter).await.party.is_none(), "{kind:?}");
    }
}

#[tokio::test]
async fn what_follows_from_the_subjects_name_counts_too() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let organization = scene.organization(1, "AS").await;
        let number = org_number(1);
        let id = organization.to_string();
        scene
            .readable_by((names::ORGANIZATION_NUMBER, number.as_str()))
            .await;
        for subject in [
            (names::ORGANIZATION_NUMBER, number.as_str()),
            (names::ORGANIZATION_NUMBER_OLD, number.as_str()),
            (names::ORGANIZATION_UUID, &id),
            (names::PARTY_ID, "50990001"),
        ] {
            let request = Request::new()
                .subject(subject.0, subject.1)
                .resource(names::RESOURCE_ID, RESOURCE)
                .action("read");
            let decided = scene.decision(&request).await;
            assert_eq!(decided, "Permit", "{kind:?} {subject:?}");
        }
    }
}

#[tokio::test]
async fn a_national_id_is_never_added() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let request = Request::new()
            .subject(names::USER_ID, "20010001")
            .resource(names::RESOURCE_ID, cast::TAX_BASIS)
            .resource(names::PARTY_ID, "50010001")
            .action("read");
        let prepared = scene.prepared(&request).await.request;
        let names_of = |category: &str| -> Vec<String> {
            let category = prepared.categories.iter().find(|one| one.id == category);
            let attributes = category.unwrap().attributes.iter();
            attributes.map(|attribute| attribute.id.clone()).collect()
        };
        let person = [
            names::USER_ID,
            names::PARTY_ID,
            names::PARTY_UUID,
            names::PERSON_UUID,
        ];
        assert_eq!(names_of(names::SUBJECT), person, "{kind:?}");
        let resource = [names::RESOURCE_ID, names::PARTY_ID, names::PARTY_UUID];
        assert_eq!(names_of(names::RESOURCE), resource, "{kind:?}");
        assert!(!format!("{prepared:?}").contains(cast::KARI));
    }
}

#[tokio::test]
async fn a_subject_that_cannot_be_is_told_so() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let (kari, bakery) = (cast::KARI_ID.to_string(), cast::BAKERY_ID.to_string());
        for (subject, problem) in [
            (
                vec![(names::ENTERPRISE_USER_UUID, kari.as_str())],
                "enterprise users are not supported",
            ),
            (
                vec![(names::SYSTEM_USER_UUID, &kari), ME],
                "a system user must be the only subject",
            ),
            (
                vec![(names::PERSON_UUID, &bakery)],
                "the register has no party with the urn:altinn:person:uuid of the request",
            ),
            (
                vec![(names::ORGANIZATION_UUID, &kari)],
                "the register has no party with the urn:altinn:organization:uuid of the request",
            ),
            (
                vec![
                    (names::USER_ID, "20010001"),
                    (names::ORGANIZATION_NUMBER, cast::BAKERY),
                ],
                "the request names two different parties in one category",
            ),
        ] {
            let request = Request::new()
                .resource(names::RESOURCE_ID, cast::TAX_BASIS)
                .action("read");
            let request = subject
                .iter()
                .fold(request, |request, (id, value)| request.subject(id, value));
            assert_eq!(scene.problem(&request).await, problem, "{kind:?}");
        }
    }
}
