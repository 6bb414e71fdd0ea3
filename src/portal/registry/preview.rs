use askama::Template;

use super::samples;
use super::table::{PolicyView, level_lines};
use crate::domain::Language;
use crate::ops::policy_impact::{Count, Impact, Rights, Side};
use crate::portal::page::cast;
use crate::portal::rights::action_word;
use crate::portal::{Frame, Page};
use crate::routes;
use crate::text::fill;

/// What publishing a policy would change, before anything is changed.
#[derive(Template)]
#[template(path = "registry/preview.html")]
pub struct PreviewPage {
    pub frame: Frame,
    pub id: String,
    pub title: String,
    pub seen: String,
    /// The policy that would be published.
    pub policy: PolicyView,
    pub impact: Impact,
    /// What comes to the table and what goes, one line each.
    pub added: Vec<String>,
    pub removed: Vec<String>,
    /// Somebody else has published a policy since the work began.
    pub is_changed: bool,
}

/// One direction of the impact, in words.
pub struct SideView {
    pub figures: Vec<String>,
    pub named: Vec<String>,
    pub rights: Option<String>,
    pub named_rights: Vec<String>,
}

impl PreviewPage {
    fn heading(&self) -> String {
        let t = &self.frame.t.registry_impact;
        fill(t.heading, &[("resource", &self.title)])
    }

    fn lost(&self) -> Option<SideView> {
        let text = self.frame.t.registry_impact.rights_lost;
        self.side(&self.impact.lost, &self.impact.rights_lost, text)
    }

    fn gained(&self) -> Option<SideView> {
        let text = self.frame.t.registry_impact.rights_gained;
        self.side(&self.impact.gained, &self.impact.rights_gained, text)
    }

    /// Nothing when nobody is touched.
    fn side(&self, side: &Side, rights: &Rights, text: &str) -> Option<SideView> {
        let t = &self.frame.t.registry_impact;
        let people = self.figure(side.people, t.people);
        let systems = self.figure(side.systems, t.systems);
        let figures: Vec<String> = people.into_iter().chain(systems).collect();
        let rights_line =
            (rights.count > 0).then(|| fill(text, &[("count", &rights.count.to_string())]));
        if figures.is_empty() && rights_line.is_none() {
            return None;
        }
        let people = side
            .named_people
            .iter()
            .map(|pair| (&pair.subject_name, &pair.party_name));
        let systems = side
            .named_systems
            .iter()
            .map(|pair| (&pair.subject_name, &pair.party_name));
        let named = people
            .chain(systems)
            .map(|(subject, party)| match subject == party {
                true => fill(t.for_self, &[("subject", subject)]),
                false => fill(t.for_party, &[("subject", subject), ("party", party)]),
            });
        let right = |right: &crate::store::reach::GivenRight| {
            let action = action_word(&right.action, self.frame.t);
            let names = [
                ("from", &*right.from),
                ("to", &*right.to),
                ("action", action),
            ];
            fill(t.given_right, &names)
        };
        Some(SideView {
            figures,
            named: named.collect(),
            rights: rights_line,
            named_rights: rights.named.iter().map(right).collect(),
        })
    }

    fn figure(&self, count: Count, text: &str) -> Option<String> {
        let t = &self.frame.t.registry_impact;
        if count.subjects == 0 && !count.is_at_least {
            return None;
        }
        let number = |number: i64| match count.is_at_least {
            true => fill(t.at_least, &[("count", &number.to_string())]),
            false => number.to_string(),
        };
        let subjects = number(count.subjects);
        let parties = number(count.parties);
        Some(fill(
            text,
            &[("subjects", &subjects), ("parties", &parties)],
        ))
    }

    /// The levels before and after, if they differ.
    fn levels(&self) -> Option<String> {
        let (before, after) = self.impact.levels;
        if before == after {
            return None;
        }
        let words = |levels| level_lines(levels, self.frame.t).join(" ");
        let t = &self.frame.t.registry_impact;
        Some(fill(
            t.levels,
            &[("before", &words(before)), ("after", &words(after))],
        ))
    }
}

impl Page for PreviewPage {
    fn name() -> &'static str {
        "registry-preview"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |impact: Impact| Self {
            frame: cast::owner(language, &routes::registry_preview("hav-fiskekvote")),
            id: "hav-fiskekvote".into(),
            title: "Søk om fiskekvote".into(),
            seen: "none".into(),
            policy: samples::policy(language),
            impact,
            added: vec!["Fiske: lese".into()],
            removed: vec!["Styrets leder: lese".into()],
            is_changed: false,
        };
        let nothing = Self {
            added: Vec::new(),
            removed: Vec::new(),
            ..page(Impact::default())
        };
        let partial = Impact {
            is_partial: true,
            ..samples::impact(false)
        };
        let changed = Self {
            is_changed: true,
            ..page(samples::impact(false))
        };
        vec![
            ("some", page(samples::impact(false))),
            ("many", page(samples::impact(true))),
            ("nothing", nothing),
            ("partial", page(partial)),
            ("changed", changed),
        ]
    }
}
