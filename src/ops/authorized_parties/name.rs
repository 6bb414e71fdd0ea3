use super::Subject;
use crate::domain::{NationalId, OrgNumber, Party, PartyId, SystemUserId};
use crate::ops::facts::PartyName;
use crate::ops::{Known, OpsError};

/// How somebody outside names a party or a system user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    Party(PartyId),
    Person(PartyId),
    Organization(PartyId),
    /// The numeric party id.
    Number(i64),
    /// The numeric user id of a person.
    UserNumber(i64),
    NationalId(NationalId),
    OrgNumber(OrgNumber),
    SystemUser(SystemUserId),
    /// Of a kind that is known but that nobody here has, or a number that nobody can have.
    Nobody,
}

impl Name {
    /// Whether this is what the party is called.
    pub fn fits(&self, party: &Party) -> bool {
        let (person, organization) = (party.person(), party.organization());
        match self {
            Self::Party(id) => *id == party.id,
            Self::Person(id) => person.is_some() && *id == party.id,
            Self::Organization(id) => organization.is_some() && *id == party.id,
            Self::Number(number) => *number == party.number,
            Self::UserNumber(number) => person.is_some_and(|one| one.user_number == *number),
            Self::NationalId(id) => person.is_some_and(|one| one.national_id == *id),
            Self::OrgNumber(number) => organization.is_some_and(|one| one.number == *number),
            Self::SystemUser(_) | Self::Nobody => false,
        }
    }

    /// Who is called so; None when nobody is. A system user is not looked up: whoever does not exist has been given nothing.
    pub async fn subject(&self, known: &Known<'_>) -> Result<Option<Subject>, OpsError> {
        let name = match self {
            Self::Party(id) | Self::Person(id) | Self::Organization(id) => PartyName::Id(*id),
            Self::Number(number) => PartyName::Number(*number),
            Self::UserNumber(number) => PartyName::UserNumber(*number),
            Self::NationalId(id) => PartyName::NationalId(id.clone()),
            Self::OrgNumber(number) => PartyName::OrgNumber(number.clone()),
            Self::SystemUser(user) => return Ok(Some(Subject::SystemUser(*user))),
            Self::Nobody => return Ok(None),
        };
        let party = known.party(name).await?;
        let party = party.filter(|party| self.fits(party));
        Ok(party.map(|party| Subject::Party(party.id)))
    }
}
