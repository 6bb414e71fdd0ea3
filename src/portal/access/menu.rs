//! The menu of the section for access management: only what the person may open, asked of the engine.

use crate::domain::{AssignmentRole, PartyId};
use crate::ops::access::{
    ACCESS_MANAGEMENT, Access, CLIENT_ADMINISTRATION, Relation, SCOPE_DELEGATION,
};
use crate::portal::frame::MenuLink;
use crate::portal::visitor::PartyContext;
use crate::portal::{Frame, PageError};
use crate::{routes, store};

/// The pages of the section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionItem {
    Users,
    Received,
    Powers,
    Requests,
    Clients,
    MyClients,
    ScopeDelegations,
    Activity,
}

impl SectionItem {
    const ALL: [Self; 8] = [
        Self::Users,
        Self::Received,
        Self::Powers,
        Self::Requests,
        Self::Clients,
        Self::MyClients,
        Self::ScopeDelegations,
        Self::Activity,
    ];

    fn href(self) -> &'static str {
        match self {
            Self::Users => routes::USERS,
            Self::Received => routes::RECEIVED,
            Self::Powers => routes::POWERS,
            Self::Requests => routes::ACCESS_REQUESTS,
            Self::Clients => routes::CLIENTS,
            Self::MyClients => routes::MY_CLIENTS,
            Self::ScopeDelegations => routes::SCOPE_DELEGATIONS,
            Self::Activity => routes::ACTIVITY,
        }
    }

    fn label(self, frame: &Frame) -> &'static str {
        let t = &frame.t.section;
        match self {
            Self::Users => t.users,
            Self::Received => t.received,
            Self::Powers => t.powers,
            Self::Requests => t.requests,
            Self::Clients => t.clients,
            Self::MyClients => t.my_clients,
            Self::ScopeDelegations => t.scope_delegations,
            Self::Activity => t.activity,
        }
    }
}

/// What the person may do in the section.
#[derive(Clone, Copy, Debug, Default)]
struct Opens {
    /// `read` on access management: everybody's powers, and requests.
    access: bool,
    clients: bool,
    agent: bool,
    scopes: bool,
    /// Acts for itself, or for an organization.
    own: bool,
}

impl Opens {
    async fn of(context: &PartyContext) -> Result<Self, PageError> {
        let (core, person, party) = (context.core(), context.person(), &context.party);
        let Some(relation) = Relation::load(core, person, party.id).await? else {
            return Ok(Self::default());
        };
        let is_organization = party.organization().is_some();
        Ok(Self {
            access: may(&relation, ACCESS_MANAGEMENT).await?,
            clients: is_organization && may(&relation, CLIENT_ADMINISTRATION).await?,
            agent: is_agent(context, person.party).await?,
            scopes: is_organization && may(&relation, SCOPE_DELEGATION).await?,
            own: is_organization || party.id == person.party,
        })
    }

    fn opens(self, item: SectionItem) -> bool {
        match item {
            SectionItem::Users | SectionItem::Activity => true,
            SectionItem::Received => self.access && self.own,
            SectionItem::Powers | SectionItem::Requests => self.access,
            SectionItem::Clients => self.clients,
            SectionItem::MyClients => self.agent,
            SectionItem::ScopeDelegations => self.scopes,
        }
    }
}

/// Too low a level hides nothing: the page leads to a stronger login.
async fn may(relation: &Relation<'_>, resource: &str) -> Result<bool, PageError> {
    Ok(relation.may("read", resource).await? != Access::Refused)
}

async fn is_agent(context: &PartyContext, person: PartyId) -> Result<bool, PageError> {
    let db = &context.core().db;
    let agencies = store::assignments::list_to(db, person, AssignmentRole::Agent).await?;
    Ok(!agencies.is_empty())
}

/// The menu with the page that is shown marked.
pub struct SectionMenu {
    pub links: Vec<MenuLink>,
}

impl SectionMenu {
    pub async fn load(
        context: &PartyContext,
        frame: &Frame,
        active: SectionItem,
    ) -> Result<Self, PageError> {
        let opens = Opens::of(context).await?;
        Ok(Self::of(frame, active, |item| opens.opens(item)))
    }

    /// For samples: everything is open.
    pub fn sample(frame: &Frame, active: SectionItem) -> Self {
        Self::of(frame, active, |_| true)
    }

    fn of(frame: &Frame, active: SectionItem, opens: impl Fn(SectionItem) -> bool) -> Self {
        let links = SectionItem::ALL.into_iter().filter(|item| opens(*item));
        let links = links.map(|item| MenuLink {
            href: item.href(),
            label: item.label(frame),
            is_active: item == active,
        });
        Self {
            links: links.collect(),
        }
    }
}
