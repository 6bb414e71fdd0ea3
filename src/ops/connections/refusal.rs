use crate::domain::SecurityLevel;

/// Why something was not given, taken or shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The person may not manage access here.
    NoAccess,
    /// He could with a stronger login.
    LevelTooLow(SecurityLevel),
    UnknownParty,
    /// Nobody gives himself anything.
    OwnParty,
    /// The organization is deleted in the register.
    DeletedUnit,
    /// The person is dead, under age, or under the protection of an address that nobody may know. The three are not told
    /// apart, so that nobody learns which one it is.
    CannotReceive,
    /// No person has this number and surname.
    NoSuchPerson,
    /// Too many wrong guesses.
    TooManyLookups {
        seconds: i64,
    },
    /// A person whom one has nothing to do with is named by number and surname.
    PersonNeeded,
    /// The other one has to be let in before anything is given.
    MissingConnection,
    UnknownPackage,
    /// The package is for persons' powers and the party an organization, or the reverse.
    PackageKind,
    /// Nobody is given this package: it comes with a role.
    NotAssignable,
    /// Not given to somebody of this kind.
    NotAssignableToRecipient,
    /// The person does not hold the package in a way that lets him pass it on.
    LacksPackage,
    /// Only those who have it by a role appoint main administrators.
    MainAdministration,
    UnknownResource,
    /// The owner does not let it be given to others.
    NotDelegable,
    /// It is given to suppliers as a scope.
    IsApiScope,
    /// The party is on none of the lists of those who may use it.
    NotOnAccessList,
    NoRightKey,
    /// The resource's policy has no right with one of the keys.
    UnknownRightKey,
    /// Rights to the same action that the policy lists several of are given together or not at all.
    IncompleteRights,
    /// The person may not pass on these rights, by their keys.
    LacksRights(Vec<String>),
    /// Something is left that would be lost.
    StillHolds(Left),
    UnknownRole,
    /// A role that the register assigns.
    RoleNotRevocable,
}

/// What somebody holds that has to be taken first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// Access packages by their urns.
    pub packages: Vec<String>,
    /// Resources by their ids.
    pub resources: Vec<String>,
    /// How many powers were passed on to agents.
    pub passed_on: i64,
}

impl Refusal {
    /// The code of the documented table; none for what is answered by a status alone.
    pub fn code(&self) -> Option<&'static str> {
        Some(match self {
            Self::NoAccess | Self::LevelTooLow(_) => return None,
            Self::UnknownParty => "AM.VLD-00006",
            Self::OwnParty => "AM.VLD-00009",
            Self::DeletedUnit | Self::CannotReceive | Self::NotAssignableToRecipient => {
                "AM.VLD-00028"
            }
            Self::NoSuchPerson => "AM.VLD-00034",
            Self::TooManyLookups { .. } => "AM-00026",
            Self::PersonNeeded => "AM-00024",
            Self::MissingConnection => "AM-00022",
            Self::UnknownPackage => "AM.VLD-00011",
            Self::PackageKind => "AM-00041",
            Self::NotAssignable => "AM.VLD-00048",
            Self::LacksPackage | Self::MainAdministration => "AM.VLD-00026",
            Self::UnknownResource => "AM-00027",
            Self::NotDelegable | Self::IsApiScope | Self::NotOnAccessList => "AM-00042",
            Self::NoRightKey => "AM-00033",
            Self::UnknownRightKey | Self::IncompleteRights => "AM-00036",
            Self::LacksRights(_) => "AM-00028",
            Self::StillHolds(_) => "AM.VLD-00010",
            Self::UnknownRole => "AM-00039",
            Self::RoleNotRevocable => "AM-00040",
        })
    }
}
