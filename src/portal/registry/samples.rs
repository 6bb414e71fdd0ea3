//! What the samples of these pages show.

use uuid::Uuid;

use super::ConnectionRow;
use super::connection_page::ActionChoice;
use super::policy_draft::PolicyDraft;
use super::table::{PolicyView, beyond_line};
use crate::domain::{
    AccessList, AccessListId, AccessListMode, Language, Localized, Member, OrgNumber, PartyId,
    Resource, ResourceDetails, ResourceType, SystemUserId,
};
use crate::ops::policy_impact::{Count, Impact, Rights, Side};
use crate::ops::policy_table::{
    Beyond, Levels, PolicyTable, RuleName, TableAction, TableSubject, WhyBeyond,
};
use crate::portal::page::cast;
use crate::portal::rights::action_word;
use crate::store::access_lists::ListOfResource;
use crate::store::reach::{GivenRight, ReachedPair};
use crate::text::texts;

pub fn resource() -> Resource {
    Resource {
        id: "hav-fiskekvote".into(),
        owner: "hav".into(),
        title: Localized::same("Søk om fiskekvote"),
        description: Localized::same("Søk om kvote og følg saken din."),
        kind: ResourceType::GenericAccessResource,
        is_delegable: true,
        is_visible: true,
        available_for: Vec::new(),
        access_list_mode: AccessListMode::Disabled,
        details: ResourceDetails::default(),
        version: 3,
    }
}

fn table() -> PolicyTable {
    let mut table = PolicyTable::default();
    table.levels.person = Some(3);
    for (urn, actions) in [
        ("urn:altinn:rolecode:dagl", "read write"),
        ("urn:altinn:rolecode:lede", "read"),
        ("urn:altinn:accesspackage:fiske", "read write"),
        ("urn:altinn:accesspackage:akvakultur", "read"),
        ("urn:altinn:org:hav", "read subscribe"),
    ] {
        for action in actions.split(' ').filter_map(TableAction::parse) {
            if let Some(subject) = TableSubject::parse(urn) {
                table.permit(subject, action);
            }
        }
    }
    table
}

pub fn policy(language: Language) -> PolicyView {
    PolicyView::of(
        "hav-fiskekvote",
        &table().to_xml("hav-fiskekvote"),
        language,
    )
}

pub fn draft() -> PolicyDraft {
    PolicyDraft::of(&table())
}

pub fn beyond(language: Language) -> Vec<String> {
    let t = texts(language);
    let rule = |number, why| Beyond {
        rule: Some(RuleName {
            number,
            id: "r".into(),
        }),
        why,
    };
    let parts = [
        rule(2, WhyBeyond::Condition),
        rule(4, WhyBeyond::Deny),
        Beyond {
            rule: None,
            why: WhyBeyond::Duties,
        },
    ];
    parts.iter().map(|part| beyond_line(part, t)).collect()
}

pub fn impact(is_large: bool) -> Impact {
    let pair = |subject: &str, party: &str| ReachedPair {
        subject: PartyId(Uuid::nil()),
        subject_name: subject.into(),
        party: PartyId(Uuid::nil()),
        party_name: party.into(),
        action: "read".into(),
    };
    let system = ReachedPair {
        subject: SystemUserId(Uuid::nil()),
        subject_name: "Regnskap 365".into(),
        party: PartyId(Uuid::nil()),
        party_name: "Fjordbrød Bakeri AS".into(),
        action: "read".into(),
    };
    let count = |subjects, parties| Count {
        subjects,
        parties,
        is_at_least: is_large,
    };
    Impact {
        lost: Side {
            people: count(if is_large { 38_214 } else { 2 }, 41_970),
            systems: count(1, 1),
            named_people: vec![
                pair("Solveig Nordby", "Fjordbrød Bakeri AS"),
                pair("Amir Hussain", "Havbruk Nord AS"),
            ],
            named_systems: vec![system],
        },
        gained: Side {
            people: count(1, 1),
            named_people: vec![pair("Kari Strand", "Kari Strand")],
            ..Side::default()
        },
        rights_lost: Rights {
            count: 1,
            named: vec![GivenRight {
                from: "Havbruk Nord AS".into(),
                to: "Amir Hussain".into(),
                action: "write".into(),
            }],
        },
        levels: (
            Levels {
                person: Some(3),
                organization: None,
            },
            Levels {
                person: Some(4),
                organization: Some(3),
            },
        ),
        ..Impact::default()
    }
}

pub fn lists_of_resource() -> Vec<ListOfResource> {
    let list = |name: &str, actions: &[&str]| ListOfResource {
        identifier: name.to_lowercase(),
        name: name.into(),
        actions: actions.iter().map(|action| (*action).to_owned()).collect(),
    };
    vec![list("Rederier", &[]), list("Kystlag", &["read"])]
}

pub fn list() -> AccessList {
    AccessList {
        id: AccessListId(cast::id(9)),
        owner: "hav".into(),
        identifier: "rederier".into(),
        name: "Rederier".into(),
        description: "Rederier med gyldig fartøytillatelse.".into(),
        version: 7,
        created_at: cast::at(),
        updated_at: cast::at(),
    }
}

pub fn members() -> Vec<Member> {
    let member = |name: &str, number: &str, ends: bool| {
        Some(Member {
            party: PartyId(cast::id(3)),
            number: 50_000_001,
            org_number: OrgNumber::parse(number)?,
            name: name.into(),
            since: cast::at(),
            expires_at: ends.then(cast::at),
        })
    };
    let members = [
        member("Fjordbrød Bakeri AS", "310501018", false),
        member("Rør og Fag AS", "310601004", true),
    ];
    members.into_iter().flatten().collect()
}

pub fn connections() -> Vec<ConnectionRow> {
    let row = |title: &str, actions: &[&str], is_for_members| ConnectionRow {
        resource: "hav-fiskekvote".into(),
        title: title.into(),
        actions: actions.iter().map(|action| (*action).to_owned()).collect(),
        is_for_members,
    };
    vec![
        row("Søk om fiskekvote", &[], false),
        row("Elektronisk fangstdagbok", &["read"], true),
    ]
}

pub fn action(action: &str, language: Language) -> ActionChoice {
    ActionChoice {
        word: action_word(action, texts(language)).to_owned(),
        is_chosen: action == "read",
        action: action.to_owned(),
    }
}
