//! The request as policies see it: what it says itself, without what only facts may say, plus the facts and
//! the time.

use time::OffsetDateTime;

use crate::domain::Timestamp;

use super::facts::{Facts, SubjectUrn};
use super::moment::Zoned;
use super::names;
use super::request::Request;
use super::value::Value;
use super::xacml::Designator;
use super::xpath::Content;

/// Attributes to evaluate a policy against; borrows everything but the time.
pub struct Context<'a> {
    categories: Vec<(&'a str, Vec<ContextAttribute<'a>>)>,
    contents: Vec<(&'a str, &'a Content)>,
    clock: Vec<(&'static str, Value)>,
}

/// One attribute and where it came from.
#[derive(Clone, Copy, Debug)]
pub struct ContextAttribute<'a> {
    pub id: &'a str,
    pub issuer: Option<&'a str>,
    pub value: &'a Value,
    pub origin: Origin,
}

/// Where an attribute came from: the request, by its place in its category, a fact, by its place in
/// [`Facts`], or the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Request(usize),
    Role(usize),
    Package(usize),
    Trait(usize),
    Clock,
}

impl<'a> Context<'a> {
    pub fn new(request: &'a Request, facts: &'a Facts, now: Timestamp) -> Self {
        let with_content = request.categories.iter().filter_map(|category| {
            let content = category.content.as_ref()?;
            Some((category.id.as_str(), content))
        });
        let mut context = Self {
            categories: Vec::with_capacity(request.categories.len() + 1),
            contents: with_content.collect(),
            clock: clock(request, now),
        };
        context.add_request(request);
        context.add_facts(facts);
        context
    }

    /// The content of a category (XACML 3.0 core, §5.45).
    pub fn content(&self, category: &str) -> Option<&'a Content> {
        let mut contents = self.contents.iter();
        contents
            .find(|known| known.0 == category)
            .map(|known| known.1)
    }

    /// The attributes that a designator names (XACML 3.0 core, §7.3.5).
    pub fn bag<'c>(
        &'c self,
        designator: &'c Designator,
    ) -> impl Iterator<Item = ContextAttribute<'c>> {
        self.in_category(&designator.category)
            .filter(|attribute| attribute.is_named_by(designator))
    }

    /// All attributes of a category.
    pub fn in_category<'c>(
        &'c self,
        category: &'c str,
    ) -> impl Iterator<Item = ContextAttribute<'c>> {
        let told = self
            .categories
            .iter()
            .filter(move |known| known.0 == category);
        let clock = self
            .clock
            .iter()
            .filter(move |_| category == names::ENVIRONMENT);
        let clock = clock.map(|(id, value)| ContextAttribute {
            id,
            issuer: None,
            value,
            origin: Origin::Clock,
        });
        told.flat_map(|known| known.1.iter().copied()).chain(clock)
    }

    fn add_request(&mut self, request: &'a Request) {
        for category in &request.categories {
            let is_subject = category.id.starts_with(names::SUBJECT_CATEGORIES);
            let attributes = category.attributes.iter().enumerate();
            let trusted = attributes.filter(|(_, attribute)| {
                !(is_subject && names::is_granted_by_facts(&attribute.id))
            });
            let seen = trusted.map(|(index, attribute)| ContextAttribute {
                id: &attribute.id,
                issuer: attribute.issuer.as_deref(),
                value: &attribute.value,
                origin: Origin::Request(index),
            });
            self.extend(&category.id, seen);
        }
    }

    fn add_facts(&mut self, facts: &'a Facts) {
        let roles = facts.roles.iter().enumerate();
        let roles = roles.map(|(index, fact)| known(&fact.role, Origin::Role(index)));
        let packages = facts.packages.iter().enumerate();
        let packages = packages.map(|(index, fact)| known(&fact.package, Origin::Package(index)));
        let traits = facts.traits.iter().enumerate();
        let traits = traits.map(|(index, urn)| known(urn, Origin::Trait(index)));
        self.extend(names::SUBJECT, roles.chain(packages).chain(traits));
    }

    fn extend(
        &mut self,
        category: &'a str,
        attributes: impl Iterator<Item = ContextAttribute<'a>>,
    ) {
        match self.categories.iter_mut().find(|known| known.0 == category) {
            Some(known) => known.1.extend(attributes),
            None => self.categories.push((category, attributes.collect())),
        }
    }
}

impl ContextAttribute<'_> {
    fn is_named_by(&self, designator: &Designator) -> bool {
        *self.id == *designator.attribute_id
            && self.value.data_type() == designator.data_type
            && (designator.issuer.is_none() || designator.issuer.as_deref() == self.issuer)
    }
}

/// The time as the three environment attributes that the standard asks for (XACML 3.0 core, §10.2.5). A request that
/// brings its own keeps it.
fn clock(request: &Request, now: Timestamp) -> Vec<(&'static str, Value)> {
    let now: OffsetDateTime = now.as_datetime();
    let moment = time::PrimitiveDateTime::new(now.date(), now.time());
    let mut clock = vec![
        (names::CURRENT_TIME, Value::Time(Zoned::utc(now.time()))),
        (names::CURRENT_DATE, Value::Date(Zoned::utc(now.date()))),
        (
            names::CURRENT_DATE_TIME,
            Value::DateTime(Zoned::utc(moment)),
        ),
    ];
    clock.retain(|(id, _)| request.values(names::ENVIRONMENT, id).next().is_none());
    clock
}

fn known(urn: &SubjectUrn, origin: Origin) -> ContextAttribute<'_> {
    ContextAttribute {
        id: urn.id(),
        issuer: None,
        value: urn.value(),
        origin,
    }
}
