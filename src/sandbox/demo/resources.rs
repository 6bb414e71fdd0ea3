use super::clients::{OWNER_SCOPES, TAX_API};
use super::organizations::{TAX_OWNER, TRADE_OWNER};
use crate::domain::{
    AccessListMode, CheckKind, LinkService, LinkTarget, Localized, OrgNumber, PreCheck, Reference,
    ReferenceSource, ReferenceType, Resource, ResourceDetails, ResourceType, SecurityLevel,
    ServiceOwner, SubjectBinding,
};
use crate::ops::system_resources;
use crate::sandbox::paths;

pub const TAX_BASIS: &str = "dts-skattegrunnlag";
pub const PAYROLL: &str = "dts-lonnsrapport";
pub const VEHICLES: &str = "dts-motorvogn";
pub const QUOTAS: &str = "nod-fiskekvote";
pub const TAX_BASIS_API: &str = "dts-skattegrunnlag-api";
pub const OWNER_API: &str = "fullmakt-tjenesteeier-api";

pub const TAX_CODE: &str = "dts";
const TRADE_CODE: &str = "nod";
/// How long a ticket lives, in seconds.
const TICKET_SECONDS: u32 = 600;

/// The invented service owners.
pub fn owners() -> Option<[ServiceOwner; 2]> {
    Some([
        owner(
            TAX_CODE,
            OrgNumber::parse(TAX_OWNER.number)?,
            texts(
                TAX_OWNER.name,
                "Det tenkte skattekontoret",
                "The Imaginary Tax Office",
            ),
        ),
        owner(
            TRADE_CODE,
            OrgNumber::parse(TRADE_OWNER.number)?,
            texts(
                TRADE_OWNER.name,
                "Næringsoppsynet",
                "The Trade Inspectorate",
            ),
        ),
    ])
}

/// An owner whose scopes begin with its code.
fn owner(code: &str, number: OrgNumber, name: Localized) -> ServiceOwner {
    ServiceOwner {
        environments: vec!["tt02".to_owned()],
        scope_prefixes: vec![code.to_owned()],
        ..ServiceOwner::new(code, number, name)
    }
}

/// Their resources with the policies; the last two are the catalogue entries of the link services.
pub fn resources() -> [(Resource, &'static str); 4] {
    [
        (
            Resource {
                title: texts("Skattegrunnlag", "Skattegrunnlag", "Tax basis"),
                description: texts(
                    "Grunnlaget for skatten til virksomheten, slik skattekontoret har det.",
                    "Grunnlaget for skatten til verksemda, slik skattekontoret har det.",
                    "The basis for the business's tax, as the tax office has it.",
                ),
                ..resource(TAX_BASIS, TAX_CODE)
            },
            include_str!("policies/dts-skattegrunnlag.xml"),
        ),
        (
            Resource {
                title: texts("Lønnsrapport", "Lønsrapport", "Payroll report"),
                description: texts(
                    "Rapport om lønn og trekk for de ansatte.",
                    "Rapport om løn og trekk for dei tilsette.",
                    "Report on the employees' pay and deductions.",
                ),
                ..resource(PAYROLL, TAX_CODE)
            },
            include_str!("policies/dts-lonnsrapport.xml"),
        ),
        (
            Resource {
                title: texts("Mine kjøretøy", "Mine køyretøy", "My vehicles"),
                description: texts(
                    "Se og betal avgift for virksomhetens kjøretøy.",
                    "Sjå og betal avgift for køyretøya til verksemda.",
                    "See the business's vehicles and pay their duties.",
                ),
                ..resource(VEHICLES, TAX_CODE)
            },
            include_str!("policies/dts-motorvogn.xml"),
        ),
        (
            Resource {
                title: texts(
                    "Fiskekvoter på nett",
                    "Fiskekvotar på nett",
                    "Fishing quotas online",
                ),
                description: texts(
                    "Se og fordel virksomhetens fiskekvoter.",
                    "Sjå og fordel fiskekvotane til verksemda.",
                    "See and share out the business's fishing quotas.",
                ),
                ..resource(QUOTAS, TRADE_CODE)
            },
            include_str!("policies/nod-fiskekvote.xml"),
        ),
    ]
}

/// The APIs whose scopes can be handed to suppliers: one of an owner's for everybody, and ours for service owners.
pub fn apis() -> [(Resource, &'static str); 2] {
    [
        (
            Resource {
                title: texts("Skattegrunnlag API", "Skattegrunnlag API", "Tax basis API"),
                description: texts(
                    "Henter grunnlaget for skatten til virksomheten, for systemer.",
                    "Hentar grunnlaget for skatten til verksemda, for system.",
                    "Fetches the basis for the business's tax, for systems.",
                ),
                ..api(TAX_BASIS_API, TAX_CODE, &[TAX_API])
            },
            include_str!("policies/dts-skattegrunnlag-api.xml"),
        ),
        (
            Resource {
                title: texts(
                    "Fullmakt tjenesteeier-API",
                    "Fullmakt tenesteeigar-API",
                    "Fullmakt Serviceowner API",
                ),
                description: texts(
                    "Tjenesteeieres egne kall til portalen: beslutninger, ressurser, tilgangslister og nøkler.",
                    "Kalla tenesteeigarar gjer til portalen sjølve: avgjerder, ressursar, tilgangslister og nøklar.",
                    "Service owners' own calls to the portal: decisions, resources, access lists and tickets.",
                ),
                ..api(OWNER_API, system_resources::OWNER_CODE, OWNER_SCOPES)
            },
            include_str!("policies/fullmakt-tjenesteeier-api.xml"),
        ),
    ]
}

fn api(id: &str, owner: &str, scopes: &[&str]) -> Resource {
    let references = scopes.iter().map(|scope| Reference {
        source: ReferenceSource::ExternalPlatform,
        kind: ReferenceType::MaskinportenScope,
        value: (*scope).to_owned(),
    });
    Resource {
        kind: ResourceType::MaskinportenSchema,
        details: ResourceDetails {
            references: references.collect(),
            ..details()
        },
        ..resource(id, owner)
    }
}

/// The link services, which lead to the simulated owners' sites.
pub fn link_services(public_url: &str) -> [LinkService; 2] {
    [
        LinkService {
            checks: vec![PreCheck {
                id: "epost".to_owned(),
                kind: CheckKind::UserEmailRegistered,
            }],
            ..link_service(QUOTAS, SecurityLevel::Substantial, public_url)
        },
        link_service(VEHICLES, SecurityLevel::High, public_url),
    ]
}

fn resource(id: &str, owner: &str) -> Resource {
    Resource {
        id: id.to_owned(),
        owner: owner.to_owned(),
        title: Localized::default(),
        description: Localized::default(),
        kind: ResourceType::GenericAccessResource,
        is_delegable: true,
        is_visible: true,
        available_for: Vec::new(),
        access_list_mode: AccessListMode::Disabled,
        details: details(),
        version: 1,
    }
}

/// Where to get help, and what the rights are.
fn details() -> ResourceDetails {
    let rights = texts(
        "Gir tilgang til tjenesten.",
        "Gir tilgang til tenesta.",
        "Gives access to the service.",
    );
    ResourceDetails {
        status: Some("Active".to_owned()),
        right_description: [("nb", rights.nb), ("nn", rights.nn), ("en", rights.en)]
            .map(|(language, text)| (language.to_owned(), text))
            .into(),
        ..ResourceDetails::default()
    }
}

fn link_service(resource: &str, minimum_level: SecurityLevel, public_url: &str) -> LinkService {
    LinkService {
        resource: resource.to_owned(),
        target: LinkTarget {
            url: format!("{public_url}{}", paths::owner(resource)),
            key_parameter: "tempKey".to_owned(),
            key_seconds: TICKET_SECONDS,
        },
        action: "read".to_owned(),
        minimum_level,
        // The simulated owners have no login of their own to compare with.
        subject_binding: SubjectBinding::Optional,
        redeemers: Vec::new(),
        checks: Vec::new(),
        valid_from: None,
        valid_to: None,
    }
}

fn texts(nb: &str, nn: &str, en: &str) -> Localized {
    Localized {
        nb: nb.to_owned(),
        nn: nn.to_owned(),
        en: en.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_resource_belongs_to_an_owner_of_the_cast() {
        let codes: Vec<String> = owners()
            .into_iter()
            .flatten()
            .map(|owner| owner.code)
            .collect();
        assert_eq!(codes.len(), 2);
        assert!(
            resources()
                .iter()
                .all(|(resource, _)| codes.contains(&resource.owner))
        );
    }

    #[test]
    fn every_policy_is_about_its_own_resource() {
        for (resource, policy) in resources().into_iter().chain(apis()) {
            let id = format!("PolicyId=\"urn:altinn:resource:{}\"", resource.id);
            assert!(policy.contains(&id), "{}", resource.id);
        }
    }
}
