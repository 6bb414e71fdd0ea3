//! How one party comes to act for another: one test per rule.

use fullmakt::domain::Delegated;
use fullmakt::engine::facts::{PackageSource, RoleSource};
use fullmakt::engine::names;

use super::scene::{Scene, read};
use crate::support::database::kinds;
use crate::support::rows;

const MANAGER: (&str, &str) = (names::ROLE_CODE, "dagl");
const ACCOUNTANT: (&str, &str) = (names::ROLE_CODE, "regn");

#[tokio::test]
async fn a_key_role_reaches_what_the_organization_has_received_and_no_further() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        scene.readable_by(ACCOUNTANT).await;
        let (person, member) = (scene.person(1).await, scene.person(2).await);
        let firm = scene.organization(3, "AS").await;
        let owner = scene.organization(4, "AS").await;
        let client = scene.organization(5, "AS").await;
        scene.role(person, "daglig-leder", firm).await;
        scene.role(member, "styremedlem", firm).await;
        scene.role(firm, "regnskapsforer", client).await;
        assert!(scene.may(firm, client).await, "{kind:?}");
        assert!(scene.may(person, client).await, "{kind:?}");
        assert!(!scene.may(member, client).await, "no key role, {kind:?}");
        let above = scene.person(6).await;
        scene.role(above, "styreleder", owner).await;
        scene.role(owner, "komplementar", firm).await;
        assert!(scene.may(owner, client).await, "{kind:?}");
        assert!(!scene.may(above, client).await, "two hops, {kind:?}");
    }
}

#[tokio::test]
async fn a_participant_of_an_inter_municipal_company_does_not_speak_for_it() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        scene.readable_by(ACCOUNTANT).await;
        let (town, client) = (
            scene.organization(1, "KOMM").await,
            scene.organization(4, "AS").await,
        );
        for (serial, form, speaks) in [(3, "IKS", false), (5, "DA", true)] {
            let company = scene.organization(serial, form).await;
            scene.role(town, "deltaker-delt-ansvar", company).await;
            scene.role(company, "regnskapsforer", client).await;
            assert_eq!(scene.may(town, client).await, speaks, "{kind:?} {form}");
        }
    }
}

#[tokio::test]
async fn what_a_subunit_received_reaches_those_with_a_key_role_at_its_main_unit() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        scene.readable_by(MANAGER).await;
        let (person, firm) = (scene.person(1).await, scene.organization(3, "AS").await);
        let (unit, client) = (
            scene.subunit(4, firm).await,
            scene.organization(5, "AS").await,
        );
        let branch = scene.subunit(6, client).await;
        scene.role(person, "daglig-leder", firm).await;
        let delegation = scene.delegate(client, unit).await;
        for party in [client, branch] {
            assert!(scene.may(person, party).await, "{kind:?}");
            assert!(scene.may(unit, party).await, "{kind:?}");
            assert!(!scene.may(firm, party).await, "{kind:?}");
        }
        let facts = scene.prepared(&read(person, branch)).await.facts;
        let right = &facts.delegations[0];
        assert_eq!(right.delegation, delegation.0);
        assert_eq!(right.from_party, client.0);
        assert_eq!(right.received_by, unit.0);
        assert_eq!(
            (right.given_by, right.given_at),
            (rows::KARI.0, rows::moment())
        );
    }
}

#[tokio::test]
async fn what_a_subunit_gave_is_not_its_main_units() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        scene.readable_by(MANAGER).await;
        let (person, client) = (scene.person(1).await, scene.organization(3, "AS").await);
        let unit = scene.subunit(4, client).await;
        scene.delegate(unit, person).await;
        assert!(scene.may(person, unit).await, "{kind:?}");
        assert!(!scene.may(person, client).await, "{kind:?}");
    }
}

#[tokio::test]
async fn roles_follow_from_roles_also_through_a_key_role_and_at_a_subunit() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        scene.readable_by((names::ROLE_CODE, "a0239")).await;
        let (person, firm) = (scene.person(1).await, scene.organization(3, "AS").await);
        let client = scene.organization(4, "AS").await;
        let unit = scene.subunit(5, client).await;
        scene.role(person, "daglig-leder", firm).await;
        scene.role(firm, "regnskapsforer", client).await;
        assert!(scene.may(person, unit).await, "{kind:?}");
        let facts = scene.prepared(&read(person, unit)).await.facts;
        let mut roles = facts.roles.iter();
        let role = roles
            .find(|fact| fact.role.urn() == "urn:altinn:rolecode:a0239")
            .unwrap();
        assert_eq!(role.held_at, client.0, "{kind:?}");
        let RoleSource::RoleMap { from, through } = &role.through else {
            panic!("{role:?}");
        };
        assert_eq!(from.urn(), "urn:altinn:external-role:ccr:regnskapsforer");
        let expected = RoleSource::KeyRole {
            organization: firm.0,
            through: Box::new(RoleSource::MainUnit),
        };
        assert_eq!(**through, expected, "{kind:?}");
    }
}

#[tokio::test]
async fn a_package_tells_the_role_it_follows_from_and_goes_by_the_form_where_that_is_held() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let package = "forretningsforer-eiendom";
        scene.readable_by((names::ACCESS_PACKAGE, package)).await;
        let person = scene.person(1).await;
        for (serial, form, has) in [(3, "BRL", true), (5, "AS", false)] {
            let client = scene.organization(serial, form).await;
            let unit = scene.subunit(serial + 10, client).await;
            scene.role(person, "forretningsforer", client).await;
            for party in [client, unit] {
                assert_eq!(scene.may(person, party).await, has, "{kind:?} {form}");
            }
            if has {
                let facts = scene.prepared(&read(person, unit)).await.facts;
                let mut packages = facts.packages.iter();
                let found = packages.find(|fact| fact.package.urn().ends_with(package));
                let PackageSource::Role {
                    role,
                    held_at,
                    through,
                } = &found.unwrap().source
                else {
                    panic!("{found:?}");
                };
                assert!(role.urn().ends_with(":forretningsforer"));
                assert_eq!((*held_at, through), (client.0, &RoleSource::MainUnit));
            }
        }
    }
}

#[tokio::test]
async fn suppliers_have_no_access_and_frames_are_no_roles() {
    for kind in kinds() {
        for (role, is_related) in [
            ("supplier", false),
            ("appstyrt-rettighetshaver", false),
            ("rettighetshaver", true),
            ("agent", true),
        ] {
            let scene = Scene::start(kind).await;
            scene.readable_by((names::ROLE, role)).await;
            let (person, client) = (scene.person(1).await, scene.organization(3, "AS").await);
            scene.role(person, role, client).await;
            assert!(!scene.may(person, client).await, "{kind:?} {role}");
            let person = fullmakt::ops::Person {
                party: person,
                level: fullmakt::domain::SecurityLevel::High,
            };
            let related = fullmakt::ops::access::may_represent(&scene.core, person, client).await;
            assert_eq!(related.unwrap(), is_related, "{kind:?} {role}");
        }
    }
}

#[tokio::test]
async fn a_package_that_was_given_counts_and_tells_who_gave_it() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        scene
            .readable_by((names::ACCESS_PACKAGE, "skattegrunnlag"))
            .await;
        let (person, firm) = (scene.person(1).await, scene.organization(3, "AS").await);
        let client = scene.organization(4, "AS").await;
        scene.role(person, "daglig-leder", firm).await;
        let urn = "urn:altinn:accesspackage:skattegrunnlag".to_owned();
        let given = Delegated::Package { urn };
        let delegation = scene.give(client, firm, given).await;
        assert!(scene.may(person, client).await, "{kind:?}");
        let facts = scene.prepared(&read(person, client)).await.facts;
        let PackageSource::Assigned(grant) = &facts.packages[0].source else {
            panic!("{:?}", facts.packages[0]);
        };
        assert_eq!(grant.delegation, delegation.0);
        assert_eq!((grant.from_party, grant.received_by), (client.0, firm.0));
        assert_eq!(
            (grant.given_by, grant.given_at),
            (rows::KARI.0, rows::moment())
        );
    }
}

#[tokio::test]
async fn a_guardian_has_the_packages_of_his_mandate() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let package = "vergemal-bank-representasjon-dagligbank";
        scene.readable_by((names::ACCESS_PACKAGE, package)).await;
        let (guardian, ward) = (scene.person(1).await, scene.person(2).await);
        assert!(!scene.may(guardian, ward).await, "{kind:?}");
        scene
            .role(guardian, "bank-representasjon-dagligbank", ward)
            .await;
        assert!(scene.may(guardian, ward).await, "{kind:?}");
        assert!(!scene.may(ward, guardian).await, "{kind:?}");
    }
}

#[tokio::test]
async fn the_accountant_of_a_sole_proprietorship_reaches_the_proprietor() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        scene.readable_by(ACCOUNTANT).await;
        let (owner, grete) = (scene.person(1).await, scene.person(2).await);
        let (shop, firm) = (
            scene.organization(3, "ENK").await,
            scene.organization(4, "AS").await,
        );
        scene.role(owner, "innehaver", shop).await;
        scene.role(firm, "regnskapsforer", shop).await;
        scene.role(grete, "daglig-leder", firm).await;
        assert!(scene.may(firm, owner).await, "{kind:?}");
        assert!(scene.may(grete, owner).await, "{kind:?}");
        let facts = scene.prepared(&read(grete, owner)).await.facts;
        let expected = RoleSource::KeyRole {
            organization: firm.0,
            through: Box::new(RoleSource::SoleProprietor),
        };
        assert_eq!(facts.roles[0].through, expected);
        assert_eq!(facts.roles[0].held_at, shop.0);
        for (gone, back) in [
            (
                "update party set is_deleted = true where org_form = 'ENK'",
                "update party set is_deleted = false where org_form = 'ENK'",
            ),
            (
                "update party set org_form = 'AS' where org_form = 'ENK'",
                "update party set org_form = 'ENK' where name = 'Part 3'",
            ),
            (
                "update party set is_deleted = true where name = 'Part 1'",
                "update party set is_deleted = false where name = 'Part 1'",
            ),
            (
                "update role_assignment set role = 'kontaktperson' where role = 'regnskapsforer'",
                "update role_assignment set role = 'regnskapsforer' where role = 'kontaktperson'",
            ),
        ] {
            scene.run(gone).await;
            assert!(!scene.may(firm, owner).await, "{kind:?} {gone}");
            scene.run(back).await;
            assert!(scene.may(firm, owner).await, "{kind:?} {back}");
        }
    }
}

#[tokio::test]
async fn nobody_acts_for_a_deleted_party() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        scene.readable_by(MANAGER).await;
        let (person, firm) = (scene.person(1).await, scene.organization(3, "AS").await);
        scene.role(person, "daglig-leder", firm).await;
        assert!(scene.may(person, firm).await, "{kind:?}");
        scene
            .run("update party set is_deleted = true where org_form = 'AS'")
            .await;
        assert!(!scene.may(person, firm).await, "{kind:?}");
    }
}
