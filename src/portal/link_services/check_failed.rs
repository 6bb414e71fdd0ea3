use askama::Template;
use uuid::Uuid;

use crate::domain::Language;
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page, WayOn};
use crate::routes;
use crate::text::{Part, Texts, Value, fill, say};

/// What must be in place before a service can start, each with its remedy.
#[derive(Template)]
#[template(path = "link_services/check_failed.html")]
pub struct CheckFailedPage {
    pub frame: Frame,
    /// The launch's id.
    pub id: Uuid,
    /// The resource's id.
    pub resource: String,
    pub service: String,
    pub owner: String,
    pub party: String,
    pub failed: Vec<FailedCheck>,
}

#[derive(Clone, Copy)]
pub enum FailedCheck {
    /// The person has no e-mail address on the profile.
    Email,
    Age {
        years: u8,
    },
}

impl FailedCheck {
    pub fn heading(&self, t: &Texts) -> &'static str {
        match self {
            FailedCheck::Email => t.launch.check_email,
            FailedCheck::Age { .. } => t.launch.check_age,
        }
    }
}

impl CheckFailedPage {
    fn lead(&self) -> Vec<Part> {
        let values = [
            ("service", Value::Name(&self.service)),
            ("party", Value::Name(&self.party)),
        ];
        say(self.frame.t.launch.check_lead, &values)
    }

    fn check_text(&self, check: &FailedCheck) -> String {
        let t = &self.frame.t.launch;
        match check {
            FailedCheck::Email => fill(t.check_email_text, &[("owner", &self.owner)]),
            FailedCheck::Age { years } => fill(t.check_age_text, &[("years", &years.to_string())]),
        }
    }

    /// What puts things right comes first: trying again before that is in vain.
    fn ways_on(&self) -> Vec<WayOn> {
        let t = self.frame.t;
        let retry = WayOn {
            href: routes::launch(self.id),
            label: t.launch.retry,
        };
        let cancel = WayOn {
            href: routes::SERVICES.to_owned(),
            label: t.common.cancel,
        };
        let remedies = self.failed.iter().map(|check| self.remedy(check));
        remedies.chain([retry, cancel]).collect()
    }

    /// Where the person can put it right, to come back here afterwards.
    fn remedy(&self, check: &FailedCheck) -> WayOn {
        let t = &self.frame.t.launch;
        match check {
            FailedCheck::Email => WayOn {
                href: routes::settings(&routes::launch(self.id)),
                label: t.check_email_remedy,
            },
            FailedCheck::Age { .. } => WayOn {
                href: routes::link(&self.resource),
                label: t.check_age_remedy,
            },
        }
    }
}

impl Page for CheckFailedPage {
    fn name() -> &'static str {
        "link-services-check-failed"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |failed| Self {
            frame: cast::signed_in(language, &routes::launch(cast::id(7)), NavItem::Services),
            id: cast::id(7),
            resource: "fiskekvote".into(),
            service: "Søk om fiskekvote".into(),
            owner: "Havetaten".into(),
            party: cast::bakery().name,
            failed,
        };
        let all = vec![FailedCheck::Email, FailedCheck::Age { years: 18 }];
        vec![
            ("email", page(vec![FailedCheck::Email])),
            ("all", page(all)),
        ]
    }
}
