use crate::assets;
use crate::domain::Language;
use crate::routes;
use crate::text::{Texts, fill, texts};

use super::party_label::PartyLabel;

/// What the layout around every page needs. It can be built without database or session.
#[derive(Clone)]
pub struct Frame {
    pub language: Language,
    pub t: &'static Texts,
    /// The name of the person who is logged in.
    pub person: Option<String>,
    /// The party that the person acts for.
    pub party: Option<PartyLabel>,
    /// Whether the band is shown which says that everything is invented.
    pub test_environment: bool,
    /// This page's own path with its query, to come back to.
    pub path: String,
    pub flash: Option<Flash>,
    /// Whether the person acts for the operator and may see its pages.
    pub operates: bool,
    /// The menu's entry for this page.
    pub active: Option<NavItem>,
    /// Whether the party is a service owner whose resources the person may see.
    pub administers: bool,
    /// The id under which this HTTP request is logged.
    pub reference: String,
    /// How much is left of the session, when somebody is logged in.
    pub session: Option<SessionLeft>,
}

/// How much is left of a session, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLeft {
    /// When nothing more is done in it.
    pub left: i64,
    /// Whatever is done in it.
    pub most: i64,
    /// How long before its end the person is warned.
    pub warning: i64,
    /// How long a session lives whatever is done in it, in minutes.
    pub whole: i64,
}

/// The entries of the main menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NavItem {
    Home,
    /// Who may do what for the party.
    Access,
    SystemUsers,
    Services,
    /// For those who administer a service owner's resources.
    Resources,
    Owners,
    Settings,
}

/// What was just done, told once on the next page.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Flash {
    PartyChosen { party: String },
    Paused { system: String },
    Activated { system: String },
    Deleted { system: String },
    ProfileSaved,
    ResourceCreated { resource: String },
    ResourceSaved { resource: String },
    PolicyPublished { resource: String },
    ForMembers { resource: String },
    ForAll { resource: String },
    ListCreated { list: String },
    ListSaved { list: String },
    ListDeleted { list: String },
    MemberChanged { member: String },
    MemberRemoved { member: String },
    ConnectionSaved { resource: String },
    ConnectionRemoved { resource: String },
    OwnerRegistered { owner: String },
    OwnerChanged { owner: String },
    AdministratorAdded { person: String },
    AdministratorRemoved { person: String },
    ScopeGranted { scope: String },
    ScopeWithdrawn { scope: String },
    UserAdded { user: String },
    UserRemoved { user: String },
    SessionEnded,
    PowerGiven { user: String, what: String },
    RightsGiven { user: String, what: String },
    PowerTaken { user: String, what: String },
    PowerLeft { what: String },
    AllLeft { party: String },
    RequestSent { party: String },
    RequestSentForSelf { party: String },
    RequestSentBefore { party: String },
    RequestApproved { who: String },
    RequestRejected { who: String },
    RequestWithdrawn,
    AgentAdded { person: String },
    AgentRemoved { person: String },
    ClientsGiven { person: String },
    ClientsTaken { person: String },
    ClientsLeft { party: String },
    ApiGiven { api: String },
    ApiWithdrawn { api: String },
    SupplierRemoved { supplier: String },
    ConsumerRemoved { consumer: String },
    OwnSystemCreated { system: String },
    OwnKeyAdded { system: String },
    OwnKeyRemoved { system: String },
    OwnKeyRemovedLater { system: String },
    OwnScopesChanged { system: String },
    OwnScopesLater { system: String },
    OwnSystemDeleted { system: String },
    OwnSystemDeletedLater { system: String },
    OwnDraftDiscarded { system: String },
}

impl Flash {
    pub fn text(&self, t: &Texts) -> String {
        match self {
            Flash::PartyChosen { party } => fill(t.flash.party_chosen, &[("party", party)]),
            Flash::Paused { system } => fill(t.flash.paused, &[("system", system)]),
            Flash::Activated { system } => fill(t.flash.activated, &[("system", system)]),
            Flash::Deleted { system } => fill(t.flash.deleted, &[("system", system)]),
            Flash::ProfileSaved => t.profile.saved.to_owned(),
            Flash::ResourceCreated { resource } => {
                fill(t.registry_done.created, &[("resource", resource)])
            }
            Flash::ResourceSaved { resource } => {
                fill(t.registry_done.saved, &[("resource", resource)])
            }
            Flash::PolicyPublished { resource } => {
                fill(t.registry_done.published, &[("resource", resource)])
            }
            Flash::ForMembers { resource } => {
                fill(t.registry_done.for_members, &[("resource", resource)])
            }
            Flash::ForAll { resource } => fill(t.registry_done.for_all, &[("resource", resource)]),
            Flash::ListCreated { list } => fill(t.registry_done.list_created, &[("list", list)]),
            Flash::ListSaved { list } => fill(t.registry_done.list_saved, &[("list", list)]),
            Flash::ListDeleted { list } => fill(t.registry_done.list_deleted, &[("list", list)]),
            Flash::MemberChanged { member } => {
                fill(t.registry_done.member_changed, &[("member", member)])
            }
            Flash::MemberRemoved { member } => {
                fill(t.registry_done.member_removed, &[("member", member)])
            }
            Flash::ConnectionSaved { resource } => {
                fill(t.registry_done.connected, &[("resource", resource)])
            }
            Flash::ConnectionRemoved { resource } => {
                fill(t.registry_done.disconnected, &[("resource", resource)])
            }
            Flash::OwnerRegistered { owner } => fill(t.flash.owner_registered, &[("owner", owner)]),
            Flash::OwnerChanged { owner } => fill(t.flash.owner_changed, &[("owner", owner)]),
            Flash::AdministratorAdded { person } => {
                fill(t.flash.administrator_added, &[("person", person)])
            }
            Flash::AdministratorRemoved { person } => {
                fill(t.flash.administrator_removed, &[("person", person)])
            }
            Flash::ScopeGranted { scope } => fill(t.flash.scope_granted, &[("scope", scope)]),
            Flash::ScopeWithdrawn { scope } => fill(t.flash.scope_withdrawn, &[("scope", scope)]),
            Flash::RequestSent { party } => fill(t.asks_done.sent, &[("party", party)]),
            Flash::RequestSentForSelf { party } => {
                fill(t.asks_done.sent_for_me, &[("party", party)])
            }
            Flash::RequestSentBefore { party } => {
                fill(t.asks_done.sent_before, &[("party", party)])
            }
            Flash::RequestApproved { who } => fill(t.asks_done.approved, &[("who", who)]),
            Flash::RequestRejected { who } => fill(t.asks_done.rejected, &[("who", who)]),
            Flash::RequestWithdrawn => t.asks_done.withdrawn.to_owned(),
            Flash::AgentAdded { person } => fill(t.client_steps.added, &[("person", person)]),
            Flash::AgentRemoved { person } => fill(t.client_steps.removed, &[("person", person)]),
            Flash::ClientsGiven { person } => fill(t.client_steps.gave, &[("person", person)]),
            Flash::ClientsTaken { person } => fill(t.client_steps.took, &[("person", person)]),
            Flash::ClientsLeft { party } => fill(t.my_clients.left, &[("party", party)]),
            Flash::ApiGiven { api } => fill(t.scopes.done_given, &[("api", api)]),
            Flash::ApiWithdrawn { api } => fill(t.scopes.done_withdrawn, &[("api", api)]),
            Flash::SupplierRemoved { supplier } => {
                fill(t.scopes.done_supplier_removed, &[("supplier", supplier)])
            }
            Flash::ConsumerRemoved { consumer } => {
                fill(t.scopes.done_consumer_removed, &[("consumer", consumer)])
            }
            Flash::OwnSystemCreated { system } => {
                fill(t.own_systems.done_created, &[("system", system)])
            }
            Flash::OwnKeyAdded { system } => fill(t.own_systems.done_key, &[("system", system)]),
            Flash::OwnKeyRemoved { system } => {
                fill(t.own_systems.done_key_removed, &[("system", system)])
            }
            Flash::OwnKeyRemovedLater { system } => {
                fill(t.own_systems.done_key_removed_later, &[("system", system)])
            }
            Flash::OwnScopesChanged { system } => {
                fill(t.own_systems.done_scopes, &[("system", system)])
            }
            Flash::OwnScopesLater { system } => {
                fill(t.own_systems.done_scopes_later, &[("system", system)])
            }
            Flash::OwnSystemDeleted { system } => {
                fill(t.own_systems.done_deleted, &[("system", system)])
            }
            Flash::OwnSystemDeletedLater { system } => {
                fill(t.own_systems.done_deleted_later, &[("system", system)])
            }
            Flash::OwnDraftDiscarded { system } => {
                fill(t.own_systems.done_discarded, &[("system", system)])
            }
            Flash::UserAdded { user } => fill(t.powers_done.user_added, &[("user", user)]),
            Flash::SessionEnded => t.own_sessions.ended.to_owned(),
            Flash::UserRemoved { user } => fill(t.powers_done.user_removed, &[("user", user)]),
            Flash::PowerGiven { user, what } => fill(
                t.powers_done.package_given,
                &[("user", user), ("what", what)],
            ),
            Flash::RightsGiven { user, what } => fill(
                t.powers_done.rights_given,
                &[("user", user), ("what", what)],
            ),
            Flash::PowerTaken { user, what } => {
                fill(t.powers_done.taken, &[("user", user), ("what", what)])
            }
            Flash::PowerLeft { what } => fill(t.powers_done.left, &[("what", what)]),
            Flash::AllLeft { party } => fill(t.powers_done.all_left, &[("party", party)]),
        }
    }
}

/// One entry of the main menu, ready to print.
pub struct MenuLink {
    pub href: &'static str,
    pub label: &'static str,
    pub is_active: bool,
}

impl Frame {
    /// The frame for somebody who is not logged in; the other fields are public, to be set.
    pub fn new(language: Language, path: &str) -> Self {
        Self {
            language,
            t: texts(language),
            person: None,
            party: None,
            test_environment: false,
            path: path.to_owned(),
            flash: None,
            operates: false,
            active: None,
            administers: false,
            reference: String::new(),
            session: None,
        }
    }

    pub fn asset(&self, name: &str) -> String {
        assets::asset_url(name)
    }

    /// Every language with its own name.
    pub fn languages(&self) -> [(Language, &'static str); 3] {
        [
            (Language::Nb, "Bokmål"),
            (Language::Nn, "Nynorsk"),
            (Language::En, "English"),
        ]
    }

    pub fn menu(&self) -> Vec<MenuLink> {
        let link = |item, href, label| MenuLink {
            href,
            label,
            is_active: self.active == Some(item),
        };
        let t = &self.t.common;
        let mut links = vec![
            link(NavItem::Home, routes::LANDING, t.menu_home),
            link(NavItem::Access, routes::USERS, t.menu_access),
            link(
                NavItem::SystemUsers,
                routes::SYSTEM_USERS,
                t.menu_system_users,
            ),
            link(NavItem::Services, routes::SERVICES, t.menu_services),
        ];
        if self.administers {
            links.push(link(NavItem::Resources, routes::REGISTRY, t.menu_resources));
        }
        if self.operates {
            links.push(link(NavItem::Owners, routes::OWNERS, t.menu_owners));
        }
        links.push(link(NavItem::Settings, routes::SETTINGS, t.menu_settings));
        links
    }

    /// How long a session lives at most, in words.
    pub fn session_whole(&self, session: &SessionLeft) -> String {
        let t = &self.t.session_end;
        match session.whole % 60 {
            0 if session.whole > 60 => {
                fill(t.hours, &[("count", &(session.whole / 60).to_string())])
            }
            _ => fill(t.minutes, &[("count", &session.whole.to_string())]),
        }
    }

    /// The login, and back here; from a login that failed, the same login.
    pub fn login_href(&self) -> String {
        match self.path.starts_with(routes::LOGIN) {
            true => self.path.clone(),
            false => routes::login(&self.path),
        }
    }

    /// The choice of party, and back here; from the choice itself, the same page.
    pub fn switch_href(&self) -> String {
        match self.path.starts_with(routes::PARTIES) {
            true => self.path.clone(),
            false => routes::parties(&self.path),
        }
    }
}
