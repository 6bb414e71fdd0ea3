use askama::Template;

use super::resource_form::{kind_text, party_text};
use super::samples;
use super::table::{PolicyView, level_lines};
use crate::domain::{AccessListMode, Language, Resource};
use crate::portal::page::cast;
use crate::portal::rights::action_words;
use crate::portal::{Frame, Page};
use crate::routes;
use crate::store::access_lists::ListOfResource;

/// One resource: what it is, who may use it, and which lists it is for.
#[derive(Template)]
#[template(path = "registry/resource.html")]
pub struct ResourcePage {
    pub frame: Frame,
    pub owner: String,
    pub resource: Resource,
    /// `None` before the first.
    pub policy: Option<PolicyView>,
    pub lists: Vec<ListOfResource>,
    pub may_write: bool,
}

impl ResourcePage {
    fn title(&self) -> &str {
        self.resource.title.get(self.frame.language)
    }

    fn description(&self) -> &str {
        self.resource.description.get(self.frame.language)
    }

    fn kind(&self) -> &'static str {
        kind_text(self.resource.kind, &self.frame)
    }

    fn available(&self) -> String {
        let kinds = &self.resource.available_for;
        if kinds.is_empty() {
            return self.frame.t.registry_resource.for_all.to_owned();
        }
        let words: Vec<&str> = kinds
            .iter()
            .map(|kind| party_text(*kind, &self.frame))
            .collect();
        words.join(", ")
    }

    /// What a person gets who is given the resource, if it says so.
    fn right(&self) -> Option<&String> {
        let texts = &self.resource.details.right_description;
        texts.get(self.frame.language.tag())
    }

    fn yes_no(&self, yes: &bool) -> &'static str {
        let t = &self.frame.t.registry_resource;
        match yes {
            true => t.yes,
            false => t.no,
        }
    }

    /// One line for each contact point.
    fn contacts(&self) -> Vec<String> {
        let points = self.resource.details.contact_points.iter();
        let line = |point: &crate::domain::ContactPoint| {
            let parts = [
                &point.category,
                &point.email,
                &point.telephone,
                &point.contact_page,
            ];
            let parts: Vec<&str> = parts
                .into_iter()
                .flatten()
                .map(String::as_str)
                .filter(|part| !part.is_empty())
                .collect();
            parts.join(" · ")
        };
        points.map(line).filter(|line| !line.is_empty()).collect()
    }

    fn is_for_members(&self) -> bool {
        self.resource.access_list_mode == AccessListMode::Enabled
    }

    fn levels(&self, policy: &PolicyView) -> Vec<String> {
        level_lines(policy.levels, self.frame.t)
    }

    /// The actions that a list opens, in words.
    fn list_line(&self, list: &ListOfResource) -> String {
        match list.actions.is_empty() {
            true => self.frame.t.registry_resource.all_actions.to_owned(),
            false => action_words(&list.actions, self.frame.t),
        }
    }
}

impl Page for ResourcePage {
    fn name() -> &'static str {
        "registry-resource"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let resource = samples::resource();
        let page = |policy: Option<PolicyView>| Self {
            frame: cast::owner(language, &routes::registry_resource(&resource.id)),
            owner: "Havetaten".into(),
            resource: resource.clone(),
            policy,
            lists: Vec::new(),
            may_write: true,
        };
        let full = || page(Some(samples::policy(language)));
        let mut members = full();
        members.resource.access_list_mode = AccessListMode::Enabled;
        let locked = Self {
            resource: members.resource.clone(),
            ..full()
        };
        members.lists = samples::lists_of_resource();
        let beyond = PolicyView {
            beyond: samples::beyond(language),
            ..samples::policy(language)
        };
        let broken = PolicyView {
            broken: Some("line 3: <Rule>: no Effect".into()),
            xml: "<Policy>".into(),
            ..PolicyView::default()
        };
        let reading = Self {
            may_write: false,
            ..full()
        };
        vec![
            ("no-policy", page(None)),
            ("full", full()),
            ("members", members),
            ("locked", locked),
            ("beyond", page(Some(beyond))),
            ("broken", page(Some(broken))),
            ("reading", reading),
        ]
    }
}
