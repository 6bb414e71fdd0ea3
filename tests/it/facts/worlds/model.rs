//! The rules of rights over plain lists, with nested loops: see the documentation of `ops::facts`.

use std::collections::BTreeSet;

use fullmakt::domain::PartyId;
use fullmakt::ops::{Purpose, Subject};
use fullmakt::reference::reference;

use super::world::{Receiver, What, World};

const MAIN_ADMINISTRATOR: &str = "urn:altinn:accesspackage:hovedadministrator";

/// What somebody holds at a party, by the urns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    pub roles: BTreeSet<String>,
    pub packages: BTreeSet<String>,
    /// Resource and action.
    pub actions: BTreeSet<(String, String)>,
}

impl World {
    /// Whether the subject has to do with the party at all.
    pub fn is_any(&self, subject: Subject, party: PartyId) -> bool {
        self.is_himself(subject, party)
            || !self.roles_that_count(subject, party).is_empty()
            || !self.given(subject, party).is_empty()
            || !self.passed_on(subject, party).is_empty()
    }

    /// What the subject may do at the party, or pass on.
    pub fn rights(&self, subject: Subject, party: PartyId, purpose: Purpose) -> Rights {
        let mut rights = Rights::default();
        if self.is_himself(subject, party) {
            self.add_role(&mut rights, "privatperson", None, purpose);
        }
        for (role, at) in self.roles_that_count(subject, party) {
            self.add_role(&mut rights, &role, self.form(at).as_deref(), purpose);
        }
        for what in self.given(subject, party) {
            match what {
                // Main administrators do not appoint each other.
                What::Package(urn) if urn == MAIN_ADMINISTRATOR && purpose == Purpose::Delegate => {
                }
                What::Package(urn) => {
                    rights.packages.insert(urn);
                }
                What::Right(resource, action) => {
                    rights.actions.insert((resource, action));
                }
            }
        }
        match purpose {
            // An agent acts for the client, and passes nothing on.
            Purpose::Act => rights.packages.extend(self.passed_on(subject, party)),
            Purpose::Delegate => {
                let acting = self.rights(subject, party, Purpose::Act);
                if acting.packages.contains(MAIN_ADMINISTRATOR) {
                    let form = self.form(party);
                    self.add_role(&mut rights, "hovedadministrator", form.as_deref(), purpose);
                }
            }
        }
        rights
    }

    fn is_himself(&self, subject: Subject, party: PartyId) -> bool {
        subject == Subject::Party(party) && self.party(party).person.is_some()
    }

    /// The role under its own name and its older one, the roles that follow from it, and the packages.
    fn add_role(&self, rights: &mut Rights, code: &str, form: Option<&str>, purpose: Purpose) {
        if code == "rettighetshaver" || code == "agent" {
            return;
        }
        let role = reference().role(code).unwrap();
        for role in std::iter::once(role).chain(reference().roles_from(code)) {
            rights.roles.insert(role.urn.clone());
            rights.roles.extend(role.legacy_urn.clone());
        }
        for row in reference().role_packages(code) {
            let is_for_form = row.entity_variant.is_none() || row.entity_variant.as_deref() == form;
            let counts = match purpose {
                Purpose::Act => row.has_access,
                Purpose::Delegate => row.can_delegate,
            };
            if is_for_form && counts {
                rights.packages.insert(row.package.clone());
            }
        }
    }

    /// The organizations that the subject speaks for: where he has a key role himself. One hop.
    fn speaks_for(&self, subject: Subject) -> Vec<PartyId> {
        let mut organizations = Vec::new();
        for role in &self.roles {
            let is_key = reference().role(&role.role).unwrap().is_key_role;
            let is_municipality_among_others =
                role.role == "deltaker-delt-ansvar" && self.form(role.at).as_deref() == Some("IKS");
            if subject == Subject::Party(role.holder) && is_key && !is_municipality_among_others {
                organizations.push(role.at);
            }
        }
        organizations
    }

    /// The roles by which the subject acts for the party, and where they are held.
    fn roles_that_count(&self, subject: Subject, party: PartyId) -> Vec<(String, PartyId)> {
        let mut found = Vec::new();
        for role in &self.roles {
            let is_his = subject == Subject::Party(role.holder)
                || self.speaks_for(subject).contains(&role.holder);
            let is_no_access = role.role == "supplier" || role.role == "appstyrt-rettighetshaver";
            let is_here = role.at == party || Some(role.at) == self.parent(party);
            let is_for_proprietor = ["regnskapsforer", "revisor"].contains(&role.role.as_str())
                && self.is_living_proprietor(party, role.at);
            if is_his && !is_no_access && (is_here || is_for_proprietor) {
                found.push((role.role.clone(), role.at));
            }
        }
        found
    }

    /// Whether the business is a sole proprietorship of this party, and both are still there.
    fn is_living_proprietor(&self, party: PartyId, business: PartyId) -> bool {
        let mut is_owner = false;
        for role in &self.roles {
            if role.holder == party && role.at == business && role.role == "innehaver" {
                is_owner = true;
            }
        }
        let (owner, business) = (self.party(party), self.party(business));
        is_owner
            && business.form.as_deref() == Some("ENK")
            && !business.is_deleted
            && !owner.is_deleted
            && owner.person.is_none_or(|person| !person.is_dead)
    }

    /// What the party, or its main unit, has given to the subject, to an organization that he speaks for, or to a subunit
    /// of that.
    fn given(&self, subject: Subject, party: PartyId) -> Vec<What> {
        let speaks_for = self.speaks_for(subject);
        let mut found = Vec::new();
        for given in &self.delegations {
            let reaches = match (given.to, subject) {
                (Receiver::Party(to), Subject::Party(holder)) => {
                    let main = self.parent(to);
                    to == holder
                        || speaks_for.contains(&to)
                        || main.is_some_and(|main| speaks_for.contains(&main))
                }
                (Receiver::SystemUser(to), Subject::SystemUser(user)) => {
                    to == user && self.is_active(user)
                }
                _ => false,
            };
            let is_from = given.from == party || Some(given.from) == self.parent(party);
            if reaches && is_from && !given.is_revoked {
                found.push(given.what.clone());
            }
        }
        found
    }

    /// The packages that an organization has passed on to the subject as its agent, as far as it still holds them.
    fn passed_on(&self, subject: Subject, party: PartyId) -> Vec<String> {
        let mut found = Vec::new();
        for given in &self.client_delegations {
            let reaches = match (given.to, subject) {
                (Receiver::Party(to), Subject::Party(holder)) => to == holder,
                (Receiver::SystemUser(to), Subject::SystemUser(user)) => {
                    to == user && self.is_active(user)
                }
                _ => false,
            };
            let is_from = given.client == party || Some(given.client) == self.parent(party);
            let mut is_held = false;
            for role in &self.roles {
                let is_of_via = role.holder == given.via && role.at == given.client;
                if is_of_via && role.role == given.role && opens(&role.role, &given.package) {
                    is_held = true;
                }
            }
            for direct in &self.delegations {
                if given.role == "rettighetshaver"
                    && direct.from == given.client
                    && direct.to == Receiver::Party(given.via)
                    && direct.what == What::Package(given.package.clone())
                    && !direct.is_revoked
                {
                    is_held = true;
                }
            }
            if reaches
                && is_from
                && is_held
                && !given.is_revoked
                && !self.party(given.via).is_deleted
            {
                found.push(given.package.clone());
            }
        }
        found
    }
}

/// Whether a role lets its holder use a package, at organizations of some form; what is given to right holders is not
/// the role's to say.
fn opens(role: &str, package: &str) -> bool {
    let mut rows = reference().role_packages(role);
    role == "rettighetshaver" || rows.any(|row| row.package == package && row.has_access)
}
