use super::{Day, NationalId, OrgNumber, PartyId, PartyKey};

/// Somebody who can act or be acted for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    pub id: PartyId,
    /// The numeric party id that the APIs write as `partyId`.
    pub number: i64,
    pub name: String,
    pub kind: PartyKind,
    pub is_deleted: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartyKind {
    Person(Person),
    Organization(Organization),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub national_id: NationalId,
    pub born: Day,
    /// The day of death, as far as the register knows; never read off the number.
    pub died: Option<Day>,
    /// The numeric user id that the APIs write as `userId`.
    pub user_number: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    pub number: OrgNumber,
    /// The form in the register of legal entities: `AS`, `ENK`, `BEDR` …
    pub form: String,
    /// The main unit, when this is a subunit.
    pub parent: Option<PartyId>,
    pub is_bankrupt: bool,
}

impl PartyKind {
    /// The name in the register.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::Organization(_) => "organization",
        }
    }
}

impl Organization {
    /// Whether an organization of this form is part of another, its main unit.
    pub fn is_subunit_form(form: &str) -> bool {
        matches!(form, "BEDR" | "AAFY")
    }
}

impl Party {
    /// The number that registers know it by.
    pub fn key(&self) -> PartyKey {
        match &self.kind {
            PartyKind::Person(person) => PartyKey::Person(person.national_id.clone()),
            PartyKind::Organization(organization) => {
                PartyKey::Organization(organization.number.clone())
            }
        }
    }

    /// The number of an organization or a subunit.
    pub fn org_number(&self) -> Option<&OrgNumber> {
        self.organization().map(|organization| &organization.number)
    }

    pub fn organization(&self) -> Option<&Organization> {
        match &self.kind {
            PartyKind::Organization(organization) => Some(organization),
            PartyKind::Person(_) => None,
        }
    }

    pub fn person(&self) -> Option<&Person> {
        match &self.kind {
            PartyKind::Person(person) => Some(person),
            PartyKind::Organization(_) => None,
        }
    }

    pub fn parent(&self) -> Option<PartyId> {
        self.organization()
            .and_then(|organization| organization.parent)
    }

    /// What the party is, in the words that a link service limits itself by.
    pub fn available_type(&self) -> PartyType {
        match &self.kind {
            PartyKind::Person(_) => PartyType::PrivatePerson,
            PartyKind::Organization(organization) => match organization.form.as_str() {
                "KBO" => PartyType::BankruptcyEstate,
                "BEDR" | "AAFY" | "ADOS" => PartyType::Company,
                _ => PartyType::LegalEntityEnterprise,
            },
        }
    }
}

/// The kinds of party that a resource may be meant for (`availableForType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum PartyType {
    PrivatePerson,
    /// An organization other than a subunit or an estate.
    LegalEntityEnterprise,
    /// A subunit.
    Company,
    BankruptcyEstate,
    /// Somebody who made an account without a national id; no party here is one.
    SelfRegisteredUser,
}

impl PartyType {
    pub const ALL: [PartyType; 5] = [
        Self::PrivatePerson,
        Self::LegalEntityEnterprise,
        Self::Company,
        Self::BankruptcyEstate,
        Self::SelfRegisteredUser,
    ];

    /// Its name in the registry's JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PrivatePerson => "PrivatePerson",
            Self::LegalEntityEnterprise => "LegalEntityEnterprise",
            Self::Company => "Company",
            Self::BankruptcyEstate => "BankruptcyEstate",
            Self::SelfRegisteredUser => "SelfRegisteredUser",
        }
    }
}
