//! Acts in words: one sentence for each, and the right that it rested on.

use uuid::Uuid;

use crate::domain::{Act, ActKind, Language};
use crate::ops::activity_log::Names;
use crate::portal::power_name;
use crate::portal::rights::action_words;
use crate::reference::reference;
use crate::text::{Acts, Part, Texts, Value, fill, say, texts};

/// What stands before the id of a resource in a power.
const RESOURCE: &str = "urn:altinn:resource:";

/// What acts are told with.
#[derive(Clone, Copy)]
pub struct ActWords<'a> {
    pub names: &'a Names,
    pub language: Language,
}

impl ActWords<'_> {
    fn t(&self) -> &'static Texts {
        texts(self.language)
    }

    /// What was done, with names marked.
    pub fn sentence(&self, act: &Act) -> Vec<Part> {
        let (details, gone) = (&act.details, &self.t().activity);
        let other = details.counterpart.unwrap_or(act.object);
        let (actor, other) = (self.party(act.actor.0), self.other(other));
        let object = self.party(act.object);
        let client = self.party(details.client.map(|client| client.0).unwrap_or_default());
        let resource = self.resource(details.resource.as_deref());
        let package = self.package(details.package.as_deref());
        let what = match details.package {
            Some(_) => &package,
            None => &resource,
        };
        let system = self.names.systems.get(&act.object);
        let count = details.count.unwrap_or_default().to_string();
        let named = |text: &'static str, found: Option<&'_ String>| -> String {
            found.cloned().unwrap_or_else(|| text.to_owned())
        };
        let system = named(gone.gone_system, system);
        let list = named(gone.gone_list, details.list.as_ref());
        let scope = named(gone.unknown_scope, details.scope.as_ref());
        let actions = self.actions(act);
        let key = details.key.as_deref().unwrap_or_default();
        say(
            template(act, &self.t().acts),
            &[
                ("actor", Value::Name(&actor)),
                ("other", Value::Name(&other)),
                ("object", Value::Name(&object)),
                ("client", Value::Name(&client)),
                ("resource", Value::Name(&resource)),
                ("service", Value::Name(&resource)),
                ("package", Value::Name(&package)),
                ("what", Value::Name(what)),
                ("system", Value::Name(&system)),
                ("list", Value::Name(&list)),
                ("scope", Value::Name(&scope)),
                ("key", Value::Name(key)),
                ("count", Value::Word(&count)),
                ("actions", Value::Word(&actions)),
            ],
        )
    }

    /// The same as plain text.
    pub fn plain(&self, act: &Act) -> String {
        let texts = self.sentence(act).into_iter().map(|part| match part {
            Part::Plain(text) | Part::Name(text) => text,
            Part::Date(at) => crate::text::dates::date(&at),
        });
        texts.collect()
    }

    pub fn party(&self, id: Uuid) -> String {
        let found = self.names.parties.get(&id);
        found.map_or_else(|| self.t().activity.gone_party.to_owned(), Clone::clone)
    }

    /// A party or a system user.
    pub fn other(&self, id: Uuid) -> String {
        match self.names.systems.get(&id) {
            Some(title) => title.clone(),
            None => self.party(id),
        }
    }

    pub fn resource(&self, id: Option<&str>) -> String {
        let Some(id) = id else {
            return self.t().activity.gone_service.to_owned();
        };
        match self.names.resources.get(id) {
            Some(title) => title.get(self.language).to_owned(),
            None => fill(self.t().activity.gone_resource, &[("id", id)]),
        }
    }

    pub fn package(&self, urn: Option<&str>) -> String {
        let package = urn.and_then(|urn| reference().package(urn));
        package.map_or_else(
            || self.t().activity.gone_package.to_owned(),
            |package| package.name.get(self.language).to_owned(),
        )
    }

    /// The actions in words; none named means all.
    pub fn actions(&self, act: &Act) -> String {
        match act.details.actions.as_slice() {
            [] => self.t().activity.all_actions.to_owned(),
            actions => action_words(actions, self.t()),
        }
    }

    /// The role, access package or power to use a resource that the act rested on, if that was put down.
    pub fn power(&self, act: &Act) -> Option<String> {
        let urn = act.details.power.as_deref()?;
        let t = &self.t().activity;
        if let Some(id) = urn.strip_prefix(RESOURCE) {
            let name = self.resource(Some(id));
            return Some(fill(t.power_resource, &[("name", &name)]));
        }
        let is_package = reference().package(urn).is_some();
        let name = power_name(urn, self.language).unwrap_or_else(|| urn.to_owned());
        let text = match is_package {
            true => t.power_package,
            false => t.power_role,
        };
        Some(fill(text, &[("name", &name)]))
    }
}

fn template(act: &Act, t: &Acts) -> &'static str {
    match act.kind {
        ActKind::RightHolderRemoved if act.details.is_given_up => t.right_holder_left,
        ActKind::PackageRevoked if act.details.is_given_up => t.package_left,
        ActKind::RightsRevoked if act.details.is_given_up => t.rights_left,
        ActKind::SupplierRemoved if act.details.is_given_up => t.supplier_left,
        ActKind::ScopesRevoked if act.details.is_given_up => t.scopes_left,
        ActKind::AgentRemoved if act.details.is_given_up => t.agent_left,
        ActKind::ClientPackageRevoked if act.details.is_given_up => t.client_package_left,
        ActKind::RequestApproved => t.request_approved,
        ActKind::RequestRejected => t.request_rejected,
        ActKind::RequestEscalated => t.request_escalated,
        ActKind::SystemUserDeactivated => t.system_user_deactivated,
        ActKind::SystemUserActivated => t.system_user_activated,
        ActKind::SystemUserDeleted => t.system_user_deleted,
        ActKind::LaunchStarted => t.launch_started,
        ActKind::EmailChanged => t.email_changed,
        ActKind::ServiceOwnerRegistered => t.service_owner_registered,
        ActKind::ServiceOwnerChanged => t.service_owner_changed,
        ActKind::AdministratorAdded => t.administrator_added,
        ActKind::AdministratorRemoved => t.administrator_removed,
        ActKind::ScopeGranted => t.scope_granted,
        ActKind::ScopeWithdrawn => t.scope_withdrawn,
        ActKind::RightHolderAdded => t.right_holder_added,
        ActKind::RightHolderRemoved => t.right_holder_removed,
        ActKind::PackageGiven => t.package_given,
        ActKind::PackageRevoked => t.package_revoked,
        ActKind::RightsGiven => t.rights_given,
        ActKind::RightsRevoked => t.rights_revoked,
        ActKind::AgentAdded => t.agent_added,
        ActKind::AgentRemoved => t.agent_removed,
        ActKind::ClientPackageGiven => t.client_package_given,
        ActKind::ClientPackageRevoked => t.client_package_revoked,
        ActKind::AccessRequested => t.access_requested,
        ActKind::AccessRequestApproved => t.access_request_approved,
        ActKind::AccessRequestRejected => t.access_request_rejected,
        ActKind::AccessRequestWithdrawn => t.access_request_withdrawn,
        ActKind::SupplierAdded => t.supplier_added,
        ActKind::SupplierRemoved => t.supplier_removed,
        ActKind::ScopesGiven => t.scopes_given,
        ActKind::ScopesRevoked => t.scopes_revoked,
        ActKind::PolicyPublished => t.policy_published,
        ActKind::ResourceCreated => t.resource_created,
        ActKind::ResourceChanged => t.resource_changed,
        ActKind::ResourceDeleted => t.resource_deleted,
        ActKind::ResourceLimited => t.resource_limited,
        ActKind::ResourceOpened => t.resource_opened,
        ActKind::ListCreated => t.list_created,
        ActKind::ListChanged => t.list_changed,
        ActKind::ListDeleted => t.list_deleted,
        ActKind::ListMembersAdded => t.list_members_added,
        ActKind::ListMembersRemoved => t.list_members_removed,
        ActKind::ListConnected => t.list_connected,
        ActKind::ListDisconnected => t.list_disconnected,
        ActKind::LoggedIn => t.logged_in,
        ActKind::LoggedOut => t.logged_out,
        ActKind::OwnSystemCreated => t.own_system_created,
        ActKind::OwnKeyAdded => t.own_key_added,
        ActKind::OwnKeyRemoved => t.own_key_removed,
        ActKind::OwnScopesChanged => t.own_scopes_changed,
        ActKind::OwnSystemDeleted => t.own_system_deleted,
        ActKind::SessionsEnded => t.sessions_ended,
    }
}
