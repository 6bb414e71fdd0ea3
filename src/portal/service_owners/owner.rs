use askama::Template;
use uuid::Uuid;

use crate::domain::{Language, OwnerFault, OwnerField, OwnerProblem, Timestamp, scope};
use crate::portal::page::cast;
use crate::portal::{Flash, Frame, NavItem, Page, PartyLabel};
use crate::routes;
use crate::text::{Part, Value, fill, numbers, owner_fault, say};

/// One service owner: who it is, who administers its resources, which scopes its clients may have.
#[derive(Template)]
#[template(path = "service_owners/owner.html")]
pub struct OwnerPage {
    pub frame: Frame,
    pub code: String,
    pub name: String,
    pub number: String,
    pub is_in_register: bool,
    pub homepage: Option<String>,
    pub logo: Option<String>,
    pub scope_prefixes: Vec<String>,
    pub environments: Vec<String>,
    pub administrators: Vec<AdministratorRow>,
    pub scopes: Vec<ScopeRow>,
    pub may_change: bool,
    pub adding: Adding,
}

pub struct AdministratorRow {
    pub id: Uuid,
    pub party: PartyLabel,
    pub since: Timestamp,
}

pub struct ScopeRow {
    pub scope: String,
    pub granted_at: Timestamp,
}

/// What was written in the fields of the page, when something is wrong with it. A national id is not shown again.
#[derive(Default)]
pub struct Adding {
    pub scope: String,
    pub faults: Vec<OwnerFault>,
}

impl OwnerPage {
    /// What a client in the owner's service would most likely need.
    const USUAL_SCOPES: [&'static str; 6] = [
        scope::SERVICE_OWNER,
        scope::AUTHORIZE,
        scope::RESOURCE_WRITE,
        scope::ACCESS_LIST_READ,
        scope::ACCESS_LIST_WRITE,
        scope::LINK_REDEEM,
    ];

    /// Those that are not granted yet.
    fn offered_scopes(&self) -> Vec<&'static str> {
        let is_new = |name: &&str| self.scopes.iter().all(|row| row.scope != *name);
        Self::USUAL_SCOPES.into_iter().filter(is_new).collect()
    }

    fn number_text(&self) -> String {
        numbers::organization(&self.number)
    }

    fn with_name(&self, text: &'static str) -> Vec<Part> {
        say(text, &[("owner", Value::Word(&self.name))])
    }

    fn words(&self, words: &[String]) -> String {
        match words {
            [] => self.frame.t.owner.none.to_owned(),
            words => words.join(", "),
        }
    }

    fn since(&self, row: &AdministratorRow) -> Vec<Part> {
        let date = [("date", Value::Date(row.since))];
        say(self.frame.t.owner.since, &date)
    }

    fn granted(&self, row: &ScopeRow) -> Vec<Part> {
        let date = [("date", Value::Date(row.granted_at))];
        say(self.frame.t.owner.granted_on, &date)
    }

    fn remove_label(&self, row: &AdministratorRow) -> String {
        let person = [("person", row.party.name.as_str())];
        fill(self.frame.t.owner.remove_person, &person)
    }

    fn withdraw_label(&self, row: &ScopeRow) -> String {
        let scope = [("scope", row.scope.as_str())];
        fill(self.frame.t.owner.withdraw_scope, &scope)
    }

    /// What is wrong, each with the id of its field.
    fn faults(&self) -> Vec<(&'static str, String)> {
        let faults = self.adding.faults.iter().map(|fault| {
            let field = match fault.field {
                OwnerField::Scope => "scope",
                _ => "national_id",
            };
            (field, owner_fault(self.frame.t, fault))
        });
        faults.collect()
    }

    fn fault_at(&self, field: &str) -> Option<String> {
        let mut faults = self.faults().into_iter();
        faults.find(|(at, _)| *at == field).map(|(_, text)| text)
    }
}

impl Page for OwnerPage {
    fn name() -> &'static str {
        "service-owners-owner"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let wrong = |field: OwnerField, problem, scope: &str| Self {
            adding: Adding {
                scope: scope.into(),
                faults: vec![field.with(problem)],
            },
            ..sample(language)
        };
        let bare = Self {
            homepage: None,
            logo: None,
            scope_prefixes: vec![],
            environments: vec![],
            administrators: vec![],
            scopes: vec![],
            ..sample(language)
        };
        let gone = Self {
            is_in_register: false,
            administrators: vec![],
            ..sample(language)
        };
        let read_only = Self {
            may_change: false,
            ..sample(language)
        };
        let mut granted = sample(language);
        granted.frame.flash = Some(Flash::ScopeGranted {
            scope: scope::AUTHORIZE.into(),
        });
        let unknown = OwnerProblem::NoSuchPerson { place: None };
        let taken = OwnerProblem::ScopeOfOwner {
            scope: "skn:kart.read".into(),
            code: "skn".into(),
        };
        vec![
            ("whole", sample(language)),
            ("granted", granted),
            ("bare", bare),
            ("gone", gone),
            ("read-only", read_only),
            (
                "unknown-person",
                wrong(OwnerField::Administrators, unknown, ""),
            ),
            (
                "wrong-scope",
                wrong(OwnerField::Scope, taken, "skn:kart.read"),
            ),
        ]
    }
}

fn sample(language: Language) -> OwnerPage {
    OwnerPage {
        frame: cast::operator(language, &routes::owner("hav"), NavItem::Owners),
        code: "hav".into(),
        name: "Havetaten".into(),
        number: "310904015".into(),
        is_in_register: true,
        homepage: Some("https://havetaten.example/".into()),
        logo: Some("https://havetaten.example/logo.svg".into()),
        scope_prefixes: vec!["hav".into()],
        environments: vec!["tt02".into(), "production".into()],
        administrators: vec![AdministratorRow {
            id: cast::id(3),
            party: cast::manager(),
            since: cast::at(),
        }],
        scopes: [scope::SERVICE_OWNER, scope::RESOURCE_WRITE]
            .map(|name| ScopeRow {
                scope: name.into(),
                granted_at: cast::at(),
            })
            .into(),
        may_change: true,
        adding: Adding::default(),
    }
}
