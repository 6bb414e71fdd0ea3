use askama::Template;
use time::Duration;

use crate::domain::{Browser, Language, PartyId, SessionId};
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page};
use crate::routes;
use crate::store::sessions::OwnSession;
use crate::text::{dates, fill};

/// Where the person is logged in.
#[derive(Template)]
#[template(path = "sessions/own.html")]
pub struct OwnSessionsPage {
    pub frame: Frame,
    /// This browser's.
    pub here: SessionId,
    /// The last used first.
    pub sessions: Vec<OwnSession>,
}

impl OwnSessionsPage {
    /// This browser's first, then the others.
    fn in_order(&self) -> Vec<&OwnSession> {
        let (mut first, rest): (Vec<_>, Vec<_>) = self
            .sessions
            .iter()
            .partition(|session| self.is_here(session));
        first.extend(rest);
        first
    }

    fn is_here(&self, session: &OwnSession) -> bool {
        session.id == self.here
    }

    fn end_address(&self, session: &OwnSession) -> String {
        routes::own_session_end(session.id.0)
    }

    fn is_only_one(&self) -> bool {
        self.sessions.iter().all(|session| self.is_here(session))
    }

    fn browser(&self, session: &OwnSession) -> String {
        let t = &self.frame.t.own_sessions;
        match (session.browser.program, session.browser.system) {
            (Some(program), Some(system)) => {
                fill(t.browser_on, &[("browser", program), ("system", system)])
            }
            (Some(one), None) | (None, Some(one)) => one.to_owned(),
            (None, None) => t.unknown_browser.to_owned(),
        }
    }

    fn begun(&self, session: &OwnSession) -> String {
        let time = dates::moment(&session.began_at);
        fill(self.frame.t.own_sessions.begun, &[("time", &time)])
    }

    fn last_used(&self, session: &OwnSession) -> String {
        let time = dates::moment(&session.seen_at);
        fill(self.frame.t.own_sessions.last_used, &[("time", &time)])
    }

    /// Which one a button is about, for those who hear it alone.
    fn end_where(&self, session: &OwnSession) -> String {
        let (browser, time) = (self.browser(session), dates::moment(&session.began_at));
        let values = [("browser", browser.as_str()), ("time", &time)];
        fill(self.frame.t.own_sessions.end_where, &values)
    }
}

impl Page for OwnSessionsPage {
    fn name() -> &'static str {
        "sessions-own"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let session = |number: u8, agent: &str| OwnSession {
            hash: String::new(),
            id: SessionId(cast::id(number)),
            person: PartyId(cast::id(9)),
            browser: Browser::of_user_agent(agent),
            began_at: cast::at().minus(Duration::minutes(40 * i64::from(number))),
            seen_at: cast::at(),
        };
        let page = |sessions| Self {
            frame: cast::signed_in(language, routes::OWN_SESSIONS, NavItem::Settings),
            here: SessionId(cast::id(2)),
            sessions,
        };
        let here = || session(2, "Firefox/133 (Windows NT 10.0)");
        vec![
            ("one", page(vec![here()])),
            (
                "many",
                page(vec![
                    session(1, "Safari/604 (iPhone)"),
                    here(),
                    session(3, "curl"),
                ]),
            ),
        ]
    }
}
