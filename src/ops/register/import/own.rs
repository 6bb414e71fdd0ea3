//! The product's own format: one JSON object per line, described in `docs/register-import.md`.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::fault::Fault;
use super::fields;
use super::parsed::Parsed;
use crate::domain::{
    Extent, Organization, OrganizationDetails, PersonDetails, PersonStatus, PostalAddress,
    Protection, RegisterSource, Relation, Residence, RoleScope, Stated, StatedKind, StreetAddress,
};
use crate::reference::{Provider, Role, reference};

/// Reads a line of this `kind`.
pub fn parse(kind: &str, json: &[u8]) -> Result<Parsed, Fault> {
    match kind {
        "person" => serde_json::from_slice::<PersonLine>(json)?.check(),
        "organization" => serde_json::from_slice::<OrganizationLine>(json)?.check(),
        "role" => serde_json::from_slice::<RoleLine>(json)?.check(),
        "roles" => serde_json::from_slice::<RolesLine>(json)?.check(),
        _ => Err(Fault::Field {
            field: "type",
            problem: "is none of person, organization, role, roles",
        }),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PersonLine {
    #[serde(rename = "type")]
    _kind: IgnoredAny,
    national_id: String,
    date_of_birth: Option<String>,
    date_of_death: Option<String>,
    name: Option<String>,
    first_name: Option<String>,
    middle_name: Option<String>,
    last_name: Option<String>,
    short_name: Option<String>,
    status: Option<PersonStatus>,
    #[serde(default)]
    protection: Protection,
    address: Option<StreetLine>,
    mailing_address: Option<PostalLine>,
    email: Option<String>,
    mobile: Option<String>,
    #[serde(default)]
    reserved: bool,
    #[serde(default)]
    deleted: bool,
    deleted_at: Option<String>,
}

impl PersonLine {
    fn check(self) -> Result<Parsed, Fault> {
        let details = PersonDetails {
            first_name: fields::text("firstName", self.first_name)?.unwrap_or_default(),
            middle_name: fields::text("middleName", self.middle_name)?.unwrap_or_default(),
            last_name: fields::text("lastName", self.last_name)?.unwrap_or_default(),
            short_name: fields::text("shortName", self.short_name)?.unwrap_or_default(),
            status: self.status,
            residence: Residence::new(
                self.protection,
                self.address.map(StreetLine::check).transpose()?,
                self.mailing_address.map(PostalLine::check).transpose()?,
            ),
            email: fields::text("email", self.email)?,
            mobile: fields::text("mobile", self.mobile)?,
            is_reserved: self.reserved,
        };
        let name = self.name.or_else(|| full_name(&details));
        let deleted_at = fields::moment("deletedAt", self.deleted_at)?;
        let born = fields::day("dateOfBirth", self.date_of_birth)?;
        Ok(Parsed::party(Stated {
            name: fields::name("name", name)?,
            is_deleted: self.deleted || deleted_at.is_some(),
            deleted_at,
            kind: StatedKind::Person {
                national_id: fields::national_id("nationalId", &self.national_id)?,
                born: born.ok_or(Fault::Missing("dateOfBirth"))?,
                died: fields::day("dateOfDeath", self.date_of_death)?,
                details,
            },
        }))
    }
}

/// The parts of the name that there are.
fn full_name(details: &PersonDetails) -> Option<String> {
    let parts = [
        &details.first_name,
        &details.middle_name,
        &details.last_name,
    ];
    let there: Vec<&str> = parts
        .into_iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    (!there.is_empty()).then(|| there.join(" "))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct StreetLine {
    municipal_number: Option<String>,
    municipal_name: Option<String>,
    street_name: Option<String>,
    house_number: Option<String>,
    house_letter: Option<String>,
    postal_code: Option<String>,
    city: Option<String>,
}

impl StreetLine {
    fn check(self) -> Result<StreetAddress, Fault> {
        Ok(StreetAddress {
            municipal_number: fields::text("municipalNumber", self.municipal_number)?,
            municipal_name: fields::text("municipalName", self.municipal_name)?,
            street_name: fields::text("streetName", self.street_name)?,
            house_number: fields::text("houseNumber", self.house_number)?,
            house_letter: fields::text("houseLetter", self.house_letter)?,
            postal_code: fields::text("postalCode", self.postal_code)?,
            city: fields::text("city", self.city)?,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PostalLine {
    address: Option<String>,
    postal_code: Option<String>,
    city: Option<String>,
    country: Option<String>,
}

impl PostalLine {
    fn check(self) -> Result<PostalAddress, Fault> {
        Ok(PostalAddress {
            address: fields::text("address", self.address)?,
            postal_code: fields::text("postalCode", self.postal_code)?,
            city: fields::text("city", self.city)?,
            country: fields::country("country", self.country)?,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct OrganizationLine {
    #[serde(rename = "type")]
    _kind: IgnoredAny,
    organization_number: String,
    name: Option<String>,
    form: String,
    main_unit: Option<String>,
    #[serde(default)]
    source: RegisterSource,
    unit_status: Option<String>,
    #[serde(default)]
    bankrupt: bool,
    #[serde(default)]
    in_liquidation: bool,
    #[serde(default)]
    in_forced_liquidation: bool,
    #[serde(default)]
    deleted: bool,
    deleted_at: Option<String>,
    telephone: Option<String>,
    mobile: Option<String>,
    fax: Option<String>,
    email: Option<String>,
    internet: Option<String>,
    mailing_address: Option<PostalLine>,
    business_address: Option<PostalLine>,
    roles: Option<Vec<HeldRole>>,
}

impl OrganizationLine {
    fn check(self) -> Result<Parsed, Fault> {
        let number = fields::org_number("organizationNumber", &self.organization_number)?;
        let form = fields::form(&self.form)?;
        let deleted_at = fields::moment("deletedAt", self.deleted_at)?;
        let mut relations = Vec::new();
        if let Some(main) = &self.main_unit {
            if !Organization::is_subunit_form(&form) {
                return Err(Fault::NoSubunit);
            }
            relations.push(Relation::MainUnit {
                unit: number.clone(),
                main: fields::org_number("mainUnit", main)?,
            });
        }
        if let Some(roles) = self.roles {
            relations.push(Relation::Roles {
                at: crate::domain::PartyKey::Organization(number.clone()),
                scope: RoleScope::Entities,
                held: held(roles, RoleScope::Entities)?,
            });
        }
        let details = OrganizationDetails {
            source: self.source,
            unit_status: fields::text("unitStatus", self.unit_status)?,
            in_liquidation: self.in_liquidation,
            in_forced_liquidation: self.in_forced_liquidation,
            telephone: fields::text("telephone", self.telephone)?,
            mobile: fields::text("mobile", self.mobile)?,
            fax: fields::text("fax", self.fax)?,
            email: fields::text("email", self.email)?,
            internet: fields::text("internet", self.internet)?,
            mailing_address: self.mailing_address.map(PostalLine::check).transpose()?,
            business_address: self.business_address.map(PostalLine::check).transpose()?,
        };
        let party = Stated {
            name: fields::name("name", self.name)?,
            is_deleted: self.deleted || deleted_at.is_some(),
            deleted_at,
            kind: StatedKind::Organization {
                number,
                form,
                is_bankrupt: self.bankrupt,
                details,
                extent: Extent::Whole,
            },
        };
        Ok(Parsed {
            relations,
            ..Parsed::party(party)
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleLine {
    #[serde(rename = "type")]
    _kind: IgnoredAny,
    at: String,
    holder: String,
    role: String,
    #[serde(default)]
    ended: bool,
}

impl RoleLine {
    fn check(self) -> Result<Parsed, Fault> {
        let at = fields::key("at", &self.at)?;
        let holder = fields::key("holder", &self.holder)?;
        let role = external_role(&self.role)?.code.clone();
        Ok(Parsed::relation(match self.ended {
            true => Relation::Ended { at, holder, role },
            false => Relation::Role { at, holder, role },
        }))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RolesLine {
    #[serde(rename = "type")]
    _kind: IgnoredAny,
    at: String,
    #[serde(default)]
    source: RoleSource,
    roles: Vec<HeldRole>,
}

/// The registers that assign roles.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum RoleSource {
    #[default]
    Ccr,
    Cra,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HeldRole {
    role: String,
    holder: String,
}

impl RolesLine {
    fn check(self) -> Result<Parsed, Fault> {
        let scope = match self.source {
            RoleSource::Ccr => RoleScope::Entities,
            RoleSource::Cra => RoleScope::Guardians,
        };
        Ok(Parsed::relation(Relation::Roles {
            at: fields::key("at", &self.at)?,
            scope,
            held: held(self.roles, scope)?,
        }))
    }
}

type Held = Vec<(String, crate::domain::PartyKey)>;

fn held(roles: Vec<HeldRole>, scope: RoleScope) -> Result<Held, Fault> {
    let wanted = match scope {
        RoleScope::Guardians => Provider::Cra,
        RoleScope::Entities | RoleScope::EntitiesHeldByOrganizations => Provider::Ccr,
    };
    let one = |held: HeldRole| {
        let role = external_role(&held.role)?;
        if role.provider != wanted {
            return Err(Fault::Field {
                field: "role",
                problem: "is a role of another source than the list",
            });
        }
        Ok((role.code.clone(), fields::key("holder", &held.holder)?))
    };
    roles.into_iter().map(one).collect()
}

/// A role that registers assign. What a unit's main unit is, is no role here.
fn external_role(name: &str) -> Result<&'static Role, Fault> {
    match reference().external_role(name) {
        Some(role) if role.code.ends_with("hovedenhet") => Err(Fault::Field {
            field: "role",
            problem: "is said by \"mainUnit\" of the unit instead",
        }),
        Some(role) => Ok(role),
        None => Err(Fault::UnknownRole(fields::shortened(name))),
    }
}
