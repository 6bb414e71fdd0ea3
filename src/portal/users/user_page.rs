use askama::Template;
use uuid::Uuid;

use super::lines::{self, Area, End, PackageLine, ServiceLine};
use super::rows::counted;
use crate::domain::{Language, Timestamp};
use crate::portal::access::{SectionItem, SectionMenu};
use crate::portal::page::cast;
use crate::portal::{Flash, Frame, NavItem, Page, PartyLabel};
use crate::reference::reference;
use crate::routes;
use crate::text::{Part, Value, fill, say};

/// What one party can do for another, and where each power comes from: a user of the party that one acts for, or that
/// party itself at another one.
#[derive(Template)]
#[template(path = "users/user.html")]
pub struct UserPage {
    pub frame: Frame,
    pub menu: SectionMenu,
    pub side: Side,
    /// The other one than the party that is acted for.
    pub id: Uuid,
    pub other: PartyLabel,
    /// The name of the one who has the powers, and of the one they are exercised for.
    pub holder: String,
    pub party: String,
    /// Whether the person who looks is the one who has them.
    pub is_own: bool,
    pub let_in: Option<Timestamp>,
    pub roles: Vec<String>,
    pub packages: Vec<Area<PackageLine>>,
    pub services: Vec<ServiceLine>,
}

/// From which side one looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What the party has given, or its users have by their roles.
    Given { may_change: bool },
    /// What the party has at another one.
    Received,
}

impl UserPage {
    fn is_received(&self) -> bool {
        self.side == Side::Received
    }

    fn may_give(&self) -> bool {
        self.side == Side::Given { may_change: true } && !self.is_own
    }

    /// Whether there is something to take back all at once.
    fn may_remove(&self) -> bool {
        let may_change = self.side != Side::Given { may_change: false };
        may_change && (self.let_in.is_some() || lines::any_ends(&self.packages, &self.services))
    }

    fn lead(&self) -> Vec<Part> {
        let (user, received) = (&self.frame.t.user, &self.frame.t.received);
        let text = match (self.is_received(), self.is_own) {
            (false, false) => user.lead,
            (false, true) => user.lead_own,
            (true, false) => received.from_lead,
            (true, true) => received.from_lead_own,
        };
        self.say(text)
    }

    fn say(&self, text: &'static str) -> Vec<Part> {
        let values = [
            ("user", Value::Name(&self.holder)),
            ("party", Value::Name(&self.party)),
        ];
        say(text, &values)
    }

    fn words(&self, text: &'static str) -> String {
        let values = [
            ("user", self.holder.as_str()),
            ("party", self.party.as_str()),
        ];
        fill(text, &values)
    }

    fn let_in_line(&self, at: &Timestamp) -> Vec<Part> {
        say(self.frame.t.user.let_in, &[("date", Value::Date(*at))])
    }

    fn is_empty(&self) -> bool {
        self.packages.is_empty() && self.services.is_empty()
    }

    fn none(&self) -> String {
        match self.is_own {
            true => self.words(self.frame.t.user.none_own),
            false => self.words(self.frame.t.user.none),
        }
    }

    /// The area of what was just given is open from the start; so are all when they are few.
    fn is_open(&self, area: &Area<PackageLine>) -> bool {
        let lines = self.packages.iter().map(|area| area.lines.len());
        lines.sum::<usize>() <= 12 || area.lines.iter().any(|line| line.is_new)
    }

    fn area_count(&self, area: &Area<PackageLine>) -> String {
        let t = &self.frame.t.user;
        counted(area.lines.len(), t.area_one, t.area_many).unwrap_or_default()
    }

    fn package_count(&self) -> usize {
        self.packages.iter().map(|area| area.lines.len()).sum()
    }

    fn end_label(&self, what: &str) -> String {
        let t = &self.frame.t.user;
        let text = if self.is_received() { t.leave_what } else { t.take_what };
        fill(text, &[("what", what)])
    }

    fn end_word(&self) -> &'static str {
        let t = &self.frame.t.user;
        if self.is_received() { t.leave } else { t.take }
    }

    fn way_back(&self) -> (&'static str, &'static str) {
        let t = self.frame.t;
        match self.side {
            Side::Received => (routes::RECEIVED, t.received.heading),
            Side::Given { .. } => (routes::USERS, t.users.heading),
        }
    }

    fn remove_texts(&self) -> (String, String, &'static str, String) {
        let t = self.frame.t;
        match self.side {
            Side::Received => (
                self.words(t.received.leave_heading),
                self.words(t.received.leave_text),
                t.received.leave_all,
                routes::leave(self.id),
            ),
            Side::Given { .. } => (
                self.words(t.user.remove_heading),
                self.words(t.user.remove_text),
                t.user.remove,
                routes::user_remove(self.id),
            ),
        }
    }

    /// Why nothing can be taken, for who could take if there was something.
    fn kept(&self) -> Vec<String> {
        let t = self.frame.t;
        match self.side {
            Side::Given { may_change: true } if !self.is_own => {
                vec![self.words(t.user.cannot_remove)]
            }
            Side::Given { .. } => vec![],
            Side::Received => [
                t.received.cannot_leave,
                t.received.cannot_leave_role,
                t.received.cannot_leave_agent,
                t.received.cannot_leave_through,
            ]
            .map(str::to_owned)
            .into(),
        }
    }
}

impl Page for UserPage {
    fn name() -> &'static str {
        "users-user"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |side| sample(language, side);
        let given = || page(Side::Given { may_change: true });
        let package = "ordinaer-post-til-virksomheten";
        let mut new = given();
        new.packages = lines::sample_packages(language, new.frame.t, Some(package));
        new.frame.flash = Some(Flash::PowerGiven {
            user: new.holder.clone(),
            what: "Ordinær post til virksomheten".into(),
        });
        let empty = Self {
            packages: vec![],
            services: vec![],
            ..given()
        };
        let mut by_role = given();
        let manager = reference().role("daglig-leder");
        by_role.roles = manager
            .map(|role| role.name.get(language).to_owned())
            .into_iter()
            .collect();
        by_role.let_in = None;
        by_role.services = vec![];
        for line in by_role.packages.iter_mut().flat_map(|area| &mut area.lines) {
            line.end = End::Not(by_role.frame.t.user.fixed_role.to_owned());
        }
        let own = Self {
            is_own: true,
            other: cast::manager(),
            holder: cast::manager().name,
            ..page(Side::Given { may_change: false })
        };
        vec![
            ("some", given()),
            ("just-given", new),
            ("empty", empty),
            ("by-role", by_role),
            ("own", own),
            ("received", page(Side::Received)),
        ]
    }
}

fn sample(language: Language, side: Side) -> UserPage {
    let ola = PartyLabel {
        name: "Ola Deigmann".into(),
        ..cast::manager()
    };
    let is_received = side == Side::Received;
    let (item, path) = match is_received {
        true => (SectionItem::Received, routes::received_from(cast::id(2))),
        false => (SectionItem::Users, routes::user(cast::id(2))),
    };
    let frame = cast::signed_in(language, &path, NavItem::Access);
    UserPage {
        menu: SectionMenu::sample(&frame, item),
        side,
        id: cast::id(2),
        other: if is_received { cast::bakery() } else { ola.clone() },
        holder: ola.name,
        party: cast::bakery().name,
        is_own: false,
        let_in: Some(cast::at()),
        roles: vec![],
        packages: lines::sample_packages(language, frame.t, None),
        services: lines::sample_services(language, frame.t),
        frame,
    }
}
