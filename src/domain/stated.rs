use super::{
    Day, Details, NationalId, OrgNumber, Organization, OrganizationDetails, Party, PartyId,
    PartyKind, Person, PersonDetails, Registered, Timestamp,
};

/// The number that a register knows a party by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PartyKey {
    Person(NationalId),
    Organization(OrgNumber),
}

impl PartyKey {
    /// Reads an organization number or a national id; they differ in length.
    pub fn parse(text: &str) -> Option<Self> {
        let organization = OrgNumber::parse(text).map(Self::Organization);
        organization.or_else(|| NationalId::parse(text).map(Self::Person))
    }
}

/// What a source says of a party: the whole of it, so that what is left out is not so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    pub name: String,
    pub is_deleted: bool,
    pub deleted_at: Option<Timestamp>,
    pub kind: StatedKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatedKind {
    Person {
        national_id: NationalId,
        born: Day,
        died: Option<Day>,
        details: PersonDetails,
    },
    /// Which main unit it belongs to is a [`Relation`].
    Organization {
        number: OrgNumber,
        form: String,
        is_bankrupt: bool,
        details: OrganizationDetails,
        extent: Extent,
    },
}

/// How much a source knows of organizations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    Whole,
    /// What Enhetsregisteret publishes, without fax numbers and letters of status.
    Published,
}

/// What the register gives to a party that it did not know.
#[derive(Clone, Copy, Debug)]
pub struct NewParty {
    pub id: PartyId,
    pub number: i64,
    /// For persons.
    pub user_number: i64,
    pub version: i64,
    pub now: Timestamp,
}

impl Stated {
    pub fn key(&self) -> PartyKey {
        match &self.kind {
            StatedKind::Person { national_id, .. } => PartyKey::Person(national_id.clone()),
            StatedKind::Organization { number, .. } => PartyKey::Organization(number.clone()),
        }
    }

    pub fn is_person(&self) -> bool {
        matches!(self.kind, StatedKind::Person { .. })
    }

    /// The party as the register enters it.
    pub fn into_new(self, new: NewParty) -> Registered {
        let (kind, details) = parts(self.kind, new.user_number, None);
        Registered {
            party: Party {
                id: new.id,
                number: new.number,
                name: self.name,
                kind,
                is_deleted: self.is_deleted,
            },
            deleted_at: self.deleted_at,
            details,
            created_at: new.now,
            modified_at: new.now,
            version: new.version,
        }
    }

    /// What becomes of a known party; equal to `known` when nothing changes. The moment and number of the change are
    /// not set here. The party must be the one that [`Stated::key`] names.
    pub fn applied_to(self, known: &Registered) -> Registered {
        let user_number = known.party.person().map_or(0, |person| person.user_number);
        let (kind, details) = parts(self.kind, user_number, Some(known));
        Registered {
            party: Party {
                name: self.name,
                kind,
                is_deleted: self.is_deleted,
                ..known.party
            },
            deleted_at: self.deleted_at,
            details,
            ..*known
        }
    }
}

fn parts(stated: StatedKind, user_number: i64, known: Option<&Registered>) -> (PartyKind, Details) {
    match stated {
        StatedKind::Person {
            national_id,
            born,
            died,
            details,
        } => {
            let person = Person {
                national_id,
                born,
                died,
                user_number,
            };
            (PartyKind::Person(person), Details::Person(details))
        }
        StatedKind::Organization {
            number,
            form,
            is_bankrupt,
            details,
            extent,
        } => {
            let organization = Organization {
                number,
                parent: known
                    .and_then(|known| known.party.parent())
                    .filter(|_| Organization::is_subunit_form(&form)),
                form,
                is_bankrupt,
            };
            let details = match extent {
                Extent::Whole => details,
                Extent::Published => with_unpublished(details, known),
            };
            (
                PartyKind::Organization(organization),
                Details::Organization(details),
            )
        }
    }
}

/// What the published register does not tell stays as it is.
fn with_unpublished(
    published: OrganizationDetails,
    known: Option<&Registered>,
) -> OrganizationDetails {
    match known.map(|known| &known.details) {
        Some(Details::Organization(known)) => OrganizationDetails {
            fax: known.fax.clone(),
            unit_status: known.unit_status.clone(),
            ..published
        },
        _ => published,
    }
}

/// What a source says of two parties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relation {
    /// `unit` is part of `main`.
    MainUnit { unit: OrgNumber, main: OrgNumber },
    /// `holder` has `role` at `at`.
    Role {
        at: PartyKey,
        holder: PartyKey,
        role: String,
    },
    /// `holder` no longer has `role` at `at`.
    Ended {
        at: PartyKey,
        holder: PartyKey,
        role: String,
    },
    /// These and no others, of the roles in `scope`, are held at `at`.
    Roles {
        at: PartyKey,
        scope: RoleScope,
        held: Vec<(String, PartyKey)>,
    },
}

/// Which roles a full list of roles speaks of; others stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleScope {
    /// Those of Enhetsregisteret.
    Entities,
    /// Those of Enhetsregisteret that organizations have; what persons have is not published.
    EntitiesHeldByOrganizations,
    /// Those of guardians.
    Guardians,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn stated(form: &str) -> Stated {
        Stated {
            name: "Nøkkelvik Bakeri AS".to_owned(),
            is_deleted: false,
            deleted_at: None,
            kind: StatedKind::Organization {
                number: OrgNumber::parse("310501018").unwrap(),
                form: form.to_owned(),
                is_bankrupt: false,
                details: OrganizationDetails::default(),
                extent: Extent::Published,
            },
        }
    }

    fn known(form: &str, parent: Option<PartyId>) -> Registered {
        let mut known = stated(form).into_new(NewParty {
            id: PartyId(uuid::Uuid::from_u128(1)),
            number: 7,
            user_number: 0,
            version: 3,
            now: Timestamp::parse_rfc3339("2026-01-01T00:00:00Z").unwrap(),
        });
        if let PartyKind::Organization(organization) = &mut known.party.kind {
            organization.parent = parent;
        }
        known
    }

    #[test]
    fn the_same_again_changes_nothing() {
        let known = known("AS", None);
        assert_eq!(stated("AS").applied_to(&known), known);
    }

    #[test]
    fn what_is_not_published_stays() {
        let mut known = known("AS", None);
        if let Details::Organization(details) = &mut known.details {
            details.fax = Some("22222222".to_owned());
            details.unit_status = Some("N".to_owned());
        }
        assert_eq!(stated("AS").applied_to(&known), known);
    }

    #[test]
    fn a_unit_that_is_no_longer_a_subunit_leaves_its_main_unit() {
        let main = Some(PartyId(uuid::Uuid::from_u128(9)));
        let known = known("BEDR", main);
        assert_eq!(stated("BEDR").applied_to(&known).party.parent(), main);
        assert_eq!(stated("AS").applied_to(&known).party.parent(), None);
    }

    #[test]
    fn a_key_is_read_by_its_length() {
        assert!(matches!(
            PartyKey::parse("310501018"),
            Some(PartyKey::Organization(_))
        ));
        assert!(matches!(
            PartyKey::parse("12847421027"),
            Some(PartyKey::Person(_))
        ));
        for bad in ["", "310501019", "12847421028", "1234567890"] {
            assert_eq!(PartyKey::parse(bad), None, "{bad}");
        }
    }
}
