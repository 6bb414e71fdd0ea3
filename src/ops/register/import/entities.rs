//! The files that Enhetsregisteret publishes (<https://data.brreg.no/enhetsregisteret/api/docs>): units, subunits, and
//! roles. Only what the register keeps is read; other fields come and go.

use serde::Deserialize;

use super::fault::Fault;
use super::fields;
use super::parsed::Parsed;
use crate::domain::{
    Extent, Organization, OrganizationDetails, PartyKey, PostalAddress, RegisterSource, Relation,
    RoleScope, Stated, StatedKind,
};
use crate::reference::{Provider, reference};

/// Reads a unit or subunit.
pub fn parse_unit(json: &[u8]) -> Result<Parsed, Fault> {
    serde_json::from_slice::<Unit>(json)?.check()
}

/// Reads the roles of a unit.
pub fn parse_roles(json: &[u8]) -> Result<Parsed, Fault> {
    serde_json::from_slice::<UnitRoles>(json)?.check()
}

#[derive(Deserialize)]
struct Code {
    kode: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Unit {
    organisasjonsnummer: String,
    navn: Option<String>,
    organisasjonsform: Code,
    overordnet_enhet: Option<String>,
    slettedato: Option<String>,
    #[serde(default)]
    konkurs: bool,
    #[serde(default)]
    under_avvikling: bool,
    #[serde(default)]
    under_tvangsavvikling_eller_tvangsopplosning: bool,
    telefon: Option<String>,
    mobil: Option<String>,
    epostadresse: Option<String>,
    hjemmeside: Option<String>,
    postadresse: Option<Address>,
    forretningsadresse: Option<Address>,
    /// Where a subunit is; it has no business address.
    beliggenhetsadresse: Option<Address>,
}

#[derive(Deserialize)]
struct Address {
    #[serde(default)]
    adresse: Vec<Option<String>>,
    postnummer: Option<String>,
    poststed: Option<String>,
    landkode: Option<String>,
}

impl Address {
    fn check(self) -> Result<PostalAddress, Fault> {
        let lines: Vec<String> = self.adresse.into_iter().flatten().collect();
        Ok(PostalAddress {
            address: fields::text("adresse", Some(lines.join(", ")))?,
            postal_code: fields::text("postnummer", self.postnummer)?,
            city: fields::text("poststed", self.poststed)?,
            country: fields::country("landkode", self.landkode)?,
        })
    }
}

impl Unit {
    fn check(self) -> Result<Parsed, Fault> {
        let number = fields::org_number("organisasjonsnummer", &self.organisasjonsnummer)?;
        let form = fields::form(&self.organisasjonsform.kode)?;
        let deleted_at = fields::moment("slettedato", self.slettedato)?;
        let business_address = self.forretningsadresse.or(self.beliggenhetsadresse);
        let details = OrganizationDetails {
            source: RegisterSource::Ccr,
            unit_status: None,
            in_liquidation: self.under_avvikling,
            in_forced_liquidation: self.under_tvangsavvikling_eller_tvangsopplosning,
            telephone: fields::text("telefon", self.telefon)?,
            mobile: fields::text("mobil", self.mobil)?,
            fax: None,
            email: fields::text("epostadresse", self.epostadresse)?,
            internet: fields::text("hjemmeside", self.hjemmeside)?,
            mailing_address: self.postadresse.map(Address::check).transpose()?,
            business_address: business_address.map(Address::check).transpose()?,
        };
        // Of other forms it is the public body above, which is no main unit.
        let main = self
            .overordnet_enhet
            .filter(|_| Organization::is_subunit_form(&form));
        let relations = match main {
            Some(main) => vec![Relation::MainUnit {
                unit: number.clone(),
                main: fields::org_number("overordnetEnhet", &main)?,
            }],
            None => Vec::new(),
        };
        let party = Stated {
            name: fields::name("navn", self.navn)?,
            is_deleted: deleted_at.is_some(),
            deleted_at,
            kind: StatedKind::Organization {
                number,
                form,
                is_bankrupt: self.konkurs,
                details,
                extent: Extent::Published,
            },
        };
        Ok(Parsed {
            relations,
            ..Parsed::party(party)
        })
    }
}

#[derive(Deserialize)]
struct UnitRoles {
    organisasjonsnummer: String,
    #[serde(default)]
    rollegrupper: Vec<RoleGroup>,
}

#[derive(Deserialize)]
struct RoleGroup {
    #[serde(default)]
    roller: Vec<PublishedRole>,
}

#[derive(Deserialize)]
struct PublishedRole {
    #[serde(rename = "type")]
    kind: Code,
    enhet: Option<HoldingUnit>,
    #[serde(default)]
    fratraadt: bool,
    #[serde(default)]
    avregistrert: bool,
}

#[derive(Deserialize)]
struct HoldingUnit {
    organisasjonsnummer: String,
}

impl UnitRoles {
    /// The roles that organizations have now. Those of persons are without a national id, so they are only counted.
    fn check(self) -> Result<Parsed, Fault> {
        let number = fields::org_number("organisasjonsnummer", &self.organisasjonsnummer)?;
        let current = self
            .rollegrupper
            .into_iter()
            .flat_map(|group| group.roller)
            .filter(|role| !role.fratraadt && !role.avregistrert);
        let (mut held, mut of_persons, mut unknown) = (Vec::new(), 0, Vec::new());
        for role in current {
            let known = reference()
                .external_role(&role.kind.kode)
                .filter(|role| role.provider == Provider::Ccr);
            match (role.enhet, known) {
                (None, _) => of_persons += 1,
                (Some(unit), Some(known)) => {
                    let holder =
                        fields::org_number("enhet.organisasjonsnummer", &unit.organisasjonsnummer)?;
                    held.push((known.code.clone(), PartyKey::Organization(holder)));
                }
                (Some(_), None) => unknown.push(fields::shortened(&role.kind.kode)),
            }
        }
        Ok(Parsed {
            roles_of_persons: of_persons,
            unknown_roles: unknown,
            ..Parsed::relation(Relation::Roles {
                at: PartyKey::Organization(number),
                scope: RoleScope::EntitiesHeldByOrganizations,
                held,
            })
        })
    }
}
