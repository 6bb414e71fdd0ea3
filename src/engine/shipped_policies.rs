//! The policy files that come with the product and with its demo: each is read, is about its own resource, and
//! permits exactly what it should.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::facts::{Facts, PackageFact, PackageSource, RoleSource, SubjectUrn};
use super::names;
use super::testing::{now, role_fact};
use super::{Decision, PolicyTree, Request, decide};

const FOLDERS: [&str; 2] = ["src/reference/policies", "src/sandbox/demo/policies"];

/// A role or package urn, or `org=`, with the actions it has.
type Grant = (&'static str, &'static str);

/// Resource, level and grants.
const INTENDED: [(&str, u8, &[Grant]); 13] = [
    (
        "altinn_access_management",
        3,
        &[
            ("urn:altinn:rolecode:admai", "read write"),
            ("urn:altinn:rolecode:hadm", "read write"),
            ("urn:altinn:rolecode:bobel", "read write"),
            ("urn:altinn:accesspackage:tilgangsstyrer", "read write"),
            (
                "urn:altinn:accesspackage:innbygger-tilgangsstyring-privatperson",
                "read write",
            ),
            ("urn:altinn:accesspackage:hovedadministrator", "read write"),
        ],
    ),
    (
        "altinn_system_user_overview",
        3,
        &[
            ("urn:altinn:rolecode:admai", "read"),
            ("urn:altinn:rolecode:hadm", "read"),
            ("urn:altinn:rolecode:kladm", "read"),
        ],
    ),
    (
        "altinn_client_administration",
        3,
        &[
            ("urn:altinn:rolecode:kladm", "read write"),
            ("urn:altinn:rolecode:hadm", "read write"),
            ("urn:altinn:accesspackage:klientadministrator", "read write"),
            ("urn:altinn:accesspackage:hovedadministrator", "read write"),
        ],
    ),
    (
        "altinn_access_management_hovedadmin",
        3,
        &[
            ("urn:altinn:rolecode:hadm", "read"),
            ("urn:altinn:accesspackage:hovedadministrator", "read"),
        ],
    ),
    (
        "altinn_maskinporten_scope_delegation",
        3,
        &[
            ("urn:altinn:rolecode:apiadm", "read write"),
            ("urn:altinn:rolecode:apiadmnuf", "read write"),
            ("urn:altinn:rolecode:hadm", "read write"),
            (
                "urn:altinn:accesspackage:maskinporten-administrator",
                "read write",
            ),
            ("urn:altinn:accesspackage:hovedadministrator", "read write"),
        ],
    ),
    (
        "fullmakt_resource_administration",
        3,
        &[
            ("urn:altinn:rolecode:dagl", "read write"),
            ("urn:altinn:rolecode:hadm", "read write"),
        ],
    ),
    (
        "fullmakt_operation",
        3,
        &[
            ("urn:altinn:rolecode:dagl", "read write"),
            ("urn:altinn:rolecode:hadm", "read write"),
        ],
    ),
    (
        "dts-skattegrunnlag",
        3,
        &[
            ("urn:altinn:rolecode:dagl", "read"),
            ("urn:altinn:rolecode:lede", "read"),
            ("urn:altinn:external-role:ccr:daglig-leder", "read"),
            ("urn:altinn:accesspackage:skattegrunnlag", "read"),
            ("org=dts", "write"),
        ],
    ),
    (
        "dts-lonnsrapport",
        3,
        &[
            ("urn:altinn:rolecode:dagl", "read write"),
            ("urn:altinn:accesspackage:lonn", "read write"),
            ("urn:altinn:accesspackage:regnskapsforer-lonn", "read write"),
            ("urn:altinn:accesspackage:a-ordning", "write"),
        ],
    ),
    (
        "dts-skattegrunnlag-api",
        3,
        &[
            ("urn:altinn:rolecode:apiadm", "scopeaccess"),
            ("urn:altinn:rolecode:apiadmnuf", "scopeaccess"),
            (
                "urn:altinn:accesspackage:maskinporten-scopes",
                "scopeaccess",
            ),
        ],
    ),
    (
        "fullmakt-tjenesteeier-api",
        3,
        &[
            ("urn:altinn:rolecode:apiadm", "scopeaccess"),
            ("urn:altinn:rolecode:apiadmnuf", "scopeaccess"),
            (
                "urn:altinn:accesspackage:maskinporten-scopes",
                "scopeaccess",
            ),
        ],
    ),
    (
        "nod-fiskekvote",
        3,
        &[
            ("urn:altinn:rolecode:dagl", "read write"),
            ("urn:altinn:rolecode:lede", "read"),
            ("urn:altinn:accesspackage:akvakultur", "read"),
            ("urn:altinn:accesspackage:fiske", "read"),
        ],
    ),
    (
        "dts-motorvogn",
        4,
        &[
            ("urn:altinn:rolecode:dagl", "read"),
            ("urn:altinn:rolecode:lede", "read"),
            ("urn:altinn:accesspackage:kjoretoy", "read"),
        ],
    ),
];

fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let in_folder = |folder| fs::read_dir(root.join(folder)).unwrap();
    let entries = FOLDERS.into_iter().flat_map(in_folder);
    entries.map(|entry| entry.unwrap().path()).collect()
}

fn policy(resource: &str) -> PolicyTree {
    let name = format!("{resource}.xml");
    let file = files().into_iter().find(|path| path.ends_with(&name));
    PolicyTree::parse(&fs::read_to_string(file.expect(resource)).unwrap()).unwrap()
}

/// What a subject is known as: by its request when it is a service owner, else by a fact.
fn known_as(subject: &str) -> (Request, Facts) {
    let mut facts = Facts::default();
    if let Some(org) = subject.strip_prefix("org=") {
        return (Request::new().subject(names::ORG, org), facts);
    }
    let urn = SubjectUrn::parse(subject).unwrap();
    if urn.id() == names::ACCESS_PACKAGE {
        let role = SubjectUrn::parse("urn:altinn:rolecode:dagl").unwrap();
        let source = PackageSource::Role {
            role,
            held_at: uuid::Uuid::nil(),
            through: RoleSource::Direct,
        };
        let package = urn;
        facts.packages.push(PackageFact { package, source });
    } else {
        facts.roles.push(role_fact(subject));
    }
    (Request::new(), facts)
}

#[test]
fn every_file_is_a_policy_about_its_own_resource() {
    let names: BTreeSet<_> = files()
        .iter()
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    let intended: BTreeSet<_> = INTENDED
        .iter()
        .map(|(name, ..)| (*name).to_owned())
        .collect();
    assert_eq!(names, intended);
    for name in names {
        let policy = policy(&name);
        assert_eq!(
            *policy.identifier().id,
            format!("urn:altinn:resource:{name}")
        );
        for right in policy.rights() {
            assert_eq!(right.resource_id().as_deref(), Some(name.as_str()));
            assert_eq!(&*right.action.id, names::ACTION_ID);
        }
    }
}

#[test]
fn every_subject_has_its_actions_and_no_others() {
    let everybody: BTreeSet<&str> = INTENDED
        .iter()
        .flat_map(|(.., subjects)| subjects.iter().map(|(subject, _)| *subject))
        .chain(["urn:altinn:rolecode:priv", "org=other"])
        .collect();
    for (resource, level, subjects) in INTENDED {
        let policy = policy(resource);
        for subject in &everybody {
            let granted = subjects.iter().find(|(known, _)| known == subject);
            let granted = granted.map_or("", |(_, actions)| actions);
            for action in ["read", "write", "delete", "sign"] {
                let (request, facts) = known_as(subject);
                let request = request
                    .resource(names::RESOURCE_ID, resource)
                    .action(action);
                let outcome = decide(&policy, &request, &facts, now());
                let (decision, required) = if granted.split(' ').any(|one| one == action) {
                    (Decision::Permit, Some(level))
                } else {
                    (Decision::NotApplicable, None)
                };
                assert_eq!(outcome.decision, decision, "{subject} {action} {resource}");
                assert_eq!(outcome.required_level(false), required);
                let elsewhere = Request::new()
                    .resource(names::RESOURCE_ID, "other")
                    .action(action);
                let elsewhere = decide(&policy, &elsewhere, &facts, now());
                assert_eq!(elsewhere.decision, Decision::NotApplicable);
            }
        }
    }
}

#[test]
fn what_only_the_owner_may_do_cannot_be_delegated() {
    let delegable: Vec<_> = policy("dts-skattegrunnlag")
        .rights()
        .iter()
        .map(|right| (right.action.value.text().into_owned(), right.is_delegable()))
        .collect();
    assert_eq!(
        delegable,
        [("read".to_owned(), true), ("write".to_owned(), false)]
    );
}
