//! The scopes that a business's own system may be registered with: those of the portal that are for end users' systems,
//! those of service owners' APIs, and those that others have delegated to the business. None for service owners, for
//! operators or for administrators is among them, whatever an API says that it needs.

use crate::domain::{Localized, ServiceOwner, scope};
use crate::ops::system_resources::OWNER_CODE;
use crate::store;

use super::{Acting, OpsError};

/// A scope that can be chosen, with what it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferedScope {
    pub name: String,
    pub about: Localized,
    pub source: ScopeSource,
}

/// Where a scope comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScopeSource {
    /// It opens one of the portal's own APIs, or one of those beside it.
    Portal,
    /// It opens the API of this service owner, who decides at Maskinporten whether the business has access.
    Owner(Localized),
    /// This organization has delegated it to the business, which asks for it with `consumer_org`.
    Delegated(String),
}

/// The portal's scopes for end users' systems, each with what it lets a system do in bokmål, nynorsk and English.
const PORTAL: [(&str, [&str; 3]); 17] = [
    (
        scope::AUTHORIZED_PARTIES,
        [
            "Se hvem systemet kan handle på vegne av.",
            "Sjå kven systemet kan handle på vegner av.",
            "See whom the system can act for.",
        ],
    ),
    (
        "altinn:instances.read",
        [
            "Lese skjema og meldinger i tjenester.",
            "Lese skjema og meldingar i tenester.",
            "Read forms and messages in services.",
        ],
    ),
    (
        "altinn:instances.write",
        [
            "Fylle ut og sende inn skjema.",
            "Fylle ut og sende inn skjema.",
            "Fill in and submit forms.",
        ],
    ),
    (
        "altinn:correspondence.read",
        [
            "Lese meldinger som virksomheten har mottatt.",
            "Lese meldingar som verksemda har fått.",
            "Read messages that the business has received.",
        ],
    ),
    (
        "altinn:correspondence.write",
        ["Sende meldinger.", "Sende meldingar.", "Send messages."],
    ),
    (
        "digdir:dialogporten",
        [
            "Se og svare i dialoger med det offentlige.",
            "Sjå og svare i dialogar med det offentlege.",
            "See and answer dialogues with public agencies.",
        ],
    ),
    (
        "altinn:events.subscribe",
        [
            "Få beskjed når noe skjer, ved å abonnere på hendelser.",
            "Få beskjed når noko skjer, ved å abonnere på hendingar.",
            "Be told when something happens, by subscribing to events.",
        ],
    ),
    (
        "altinn:broker.read",
        [
            "Hente filer gjennom formidlingstjenesten.",
            "Hente filer gjennom formidlingstenesta.",
            "Fetch files through the broker service.",
        ],
    ),
    (
        "altinn:broker.write",
        [
            "Sende filer gjennom formidlingstjenesten.",
            "Sende filer gjennom formidlingstenesta.",
            "Send files through the broker service.",
        ],
    ),
    (
        scope::FROM_OTHERS_READ,
        [
            "Se fullmakter som virksomheten har fått fra andre.",
            "Sjå fullmakter som verksemda har fått frå andre.",
            "See powers that the business has been given by others.",
        ],
    ),
    (
        scope::TO_OTHERS_READ,
        [
            "Se fullmakter som virksomheten har gitt andre.",
            "Sjå fullmakter som verksemda har gitt andre.",
            "See powers that the business has given to others.",
        ],
    ),
    (
        scope::TO_OTHERS_WRITE,
        [
            "Gi andre fullmakter og trekke dem tilbake.",
            "Gje andre fullmakter og trekkje dei tilbake.",
            "Give powers to others and take them back.",
        ],
    ),
    (
        scope::ACCESS_REQUEST_READ,
        [
            "Se forespørsler om tilgang.",
            "Sjå førespurnader om tilgang.",
            "See requests for access.",
        ],
    ),
    (
        scope::ACCESS_REQUEST_WRITE,
        [
            "Be om tilgang, og svare når andre ber.",
            "Be om tilgang, og svare når andre ber.",
            "Ask for access, and answer when others ask.",
        ],
    ),
    (
        scope::CLIENTS_READ,
        [
            "Se klientene til virksomheten.",
            "Sjå klientane til verksemda.",
            "See the clients of the business.",
        ],
    ),
    (
        scope::CLIENTS_WRITE,
        [
            "Fordele klienter på ansatte og systemer.",
            "Fordele klientar på tilsette og system.",
            "Assign clients to employees and systems.",
        ],
    ),
    (
        scope::MY_CLIENTS_READ,
        [
            "Se hvilke klienter en ansatt arbeider for.",
            "Sjå kva klientar ein tilsett arbeider for.",
            "See which clients an employee works for.",
        ],
    ),
];

/// All that can be chosen, each once; three queries.
pub async fn offered(acting: &Acting<'_>) -> Result<Vec<OfferedScope>, OpsError> {
    let db = &acting.core.db;
    let mut offered: Vec<OfferedScope> = PORTAL.into_iter().map(of_portal).collect();
    let owners = store::service_owners::list(db).await?;
    for api in store::resources::list_apis(db).await? {
        let Some(owner) = owners.iter().find(|owner| owner.code == api.owner) else {
            continue;
        };
        let source = ScopeSource::Owner(owner.name.clone());
        add(&mut offered, owner, &api, source);
    }
    let delegated = store::scope_delegations::list_of_supplier(db, acting.party().id).await?;
    for api in delegated {
        let Some(owner) = owners.iter().find(|one| one.code == api.resource.owner) else {
            continue;
        };
        let source = ScopeSource::Delegated(api.consumer.name.clone());
        add(&mut offered, owner, &api.resource, source);
    }
    Ok(offered)
}

fn of_portal((name, [nb, nn, en]): (&str, [&str; 3])) -> OfferedScope {
    OfferedScope {
        name: name.to_owned(),
        about: Localized {
            nb: nb.to_owned(),
            nn: nn.to_owned(),
            en: en.to_owned(),
        },
        source: ScopeSource::Portal,
    }
}

/// Adds the scopes of an API. Only those that its owner owns: an owner could write somebody else's into its API, and a
/// reader would take them for the owner's. The portal's own APIs stand in the list above.
fn add(
    offered: &mut Vec<OfferedScope>,
    owner: &ServiceOwner,
    api: &crate::domain::Resource,
    source: ScopeSource,
) {
    for name in api.scopes() {
        let is_own = owner.code != OWNER_CODE && owner.has_scope(name) && !is_portals(name);
        let is_own = is_own && is_plain(name);
        if is_own && offered.iter().all(|one| one.name != name) {
            offered.push(OfferedScope {
                name: name.to_owned(),
                about: api.title.clone(),
                source: source.clone(),
            });
        }
    }
}

/// Signs that stand for nothing else where a scope is shown to be copied: in a script, or in JSON.
fn is_plain(name: &str) -> bool {
    let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || b":/._-".contains(&byte);
    name.len() <= 200 && name.bytes().all(is_sign)
}

/// What the portal and its neighbours give themselves: nobody else's API opens by these.
fn is_portals(name: &str) -> bool {
    [
        "altinn:",
        "digdir:",
        "idporten:",
        "maskinporten:",
        "fullmakt:",
    ]
    .iter()
    .any(|prefix| name.starts_with(prefix))
}

/// Whether each of these can be chosen.
pub async fn are_offered(acting: &Acting<'_>, names: &[String]) -> Result<bool, OpsError> {
    let offered = offered(acting).await?;
    Ok(names
        .iter()
        .all(|name| offered.iter().any(|one| one.name == *name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_for_operators_service_owners_or_administrators_is_offered() {
        for (name, _) in PORTAL {
            for word in [
                "admin",
                "internal",
                "serviceowner",
                "serviceprovider",
                "resourceregistry",
                "systemregister",
                "maskinporten",
                "authorize.",
                "portal",
                "idporten",
            ] {
                assert!(!name.contains(word), "{name}");
            }
        }
        assert!(is_portals("altinn:resourceregistry/resource.admin"));
        assert!(!is_portals("dts:skattegrunnlag.read"));
    }
}
