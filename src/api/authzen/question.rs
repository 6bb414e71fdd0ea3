//! From AuthZEN's subject, resource, action and context to the attributes that the engine knows.
//!
//! | in AuthZEN | attribute |
//! | --- | --- |
//! | `subject.type` `person` | `urn:altinn:person:uuid` |
//! | `subject.type` `user` | `urn:altinn:userid` |
//! | `subject.type` `organization` | `urn:altinn:organization:identifier-no` when the id is all digits, else `urn:altinn:organization:uuid` |
//! | `subject.type` `systemuser` | `urn:altinn:systemuser:uuid` |
//! | `resource.type` `resource` | `urn:altinn:resource` |
//! | another `resource.type` | `urn:altinn:resource` = the type, XACML's `resource-id` = the id: one thing of a kind |
//! | another `subject.type` | XACML's `subject-id` = the id, `type` = the type |
//! | a type that begins with `urn:` | the attribute of that name |
//! | `resource.properties.party` | the party acted for: `urn:altinn:organization:identifier-no` or `urn:altinn:party:uuid` |
//! | `resource.properties.instance` | `urn:altinn:resource:instance-id` |
//! | `action.name` | XACML's `action-id` |
//! | `subject.properties.level`, `context.level` | none: the security level of the subject's login |
//! | everything else in `properties` and `context` | the attribute that the key names, in the category of its place |
//!
//! Texts, numbers and truth values become values of their own type, lists of these several values; objects and nulls
//! mean nothing. What only facts may say (roles, packages) the engine puts aside, as from any caller.

use std::sync::Arc;

use serde_json::Value as Json;

use super::fault::{Fault, HIGHEST_LEVEL};
use super::verdict::Circumstances;
use super::wire::{self, ActionWire, EntityWire, KindWire, Members};
use crate::domain::OrgNumber;
use crate::engine::multiple::{MAX_NAME, MAX_VALUES};
use crate::engine::names;
use crate::engine::request::{Attribute, Category, Request};
use crate::engine::value::Value;
use uuid::Uuid;

/// The subject's types that stand for somebody in the register.
pub const PERSON: &str = "person";
pub const USER: &str = "user";
pub const ORGANIZATION: &str = "organization";
pub const SYSTEM_USER: &str = "systemuser";
/// The resource's type that stands for an entry of the resource registry.
pub const RESOURCE: &str = "resource";

/// One question for the engine.
pub struct Question {
    pub request: Request,
    pub circumstances: Circumstances,
}

/// What items of a batch share. Each is read once, however many items use it.
#[derive(Default)]
pub struct Defaults {
    subject: Option<Subject>,
    resource: Option<Arc<Category>>,
    action: Option<Arc<Category>>,
    context: Option<Context>,
}

/// Who asks for access, read.
#[derive(Clone)]
pub struct Subject {
    category: Arc<Category>,
    level: Option<u8>,
    is_organization: bool,
}

/// The circumstances, read.
#[derive(Clone)]
pub struct Context {
    category: Arc<Category>,
    level: Option<u8>,
}

impl Question {
    /// A question that stands alone.
    pub fn read(body: Members) -> Result<Self, Fault> {
        Defaults::default().complete(Json::Object(body))
    }

    /// From those parts that there are; a search lacks one.
    pub fn of(
        subject: Subject,
        resource: Option<Arc<Category>>,
        action: Option<Arc<Category>>,
        context: Option<Context>,
    ) -> Self {
        let level = context.as_ref().and_then(|context| context.level);
        let categories = [Some(subject.category), resource, action];
        let environment = context.map(|context| context.category);
        Self {
            circumstances: Circumstances {
                // Said twice, the lower one counts.
                level: level.into_iter().chain(subject.level).min(),
                is_organization: subject.is_organization,
            },
            request: Request {
                categories: categories
                    .into_iter()
                    .chain([environment])
                    .flatten()
                    .collect(),
                ..Request::default()
            },
        }
    }
}

impl Defaults {
    pub fn read(mut body: Members) -> Result<Self, Fault> {
        let subject: Option<EntityWire> = wire::optional(&mut body, "subject")?;
        let resource: Option<EntityWire> = wire::optional(&mut body, "resource")?;
        let action: Option<ActionWire> = wire::optional(&mut body, "action")?;
        let context: Option<Members> = wire::optional(&mut body, "context")?;
        Ok(Self {
            subject: subject.map(self::subject).transpose()?,
            resource: resource.map(self::resource).transpose()?,
            action: action.map(self::action).transpose()?,
            context: context.map(self::context).transpose()?,
        })
    }

    /// An item's own parts replace those of the top level as a whole (§7).
    pub fn complete(&self, item: Json) -> Result<Question, Fault> {
        let Json::Object(item) = item else {
            return Err(Fault::Mistyped {
                member: "evaluation",
                reason: "an object is expected".to_owned(),
            });
        };
        let own = Self::read(item)?;
        let subject = own.subject.or_else(|| self.subject.clone());
        let resource = own.resource.or_else(|| self.resource.clone());
        let action = own.action.or_else(|| self.action.clone());
        Ok(Question::of(
            subject.ok_or(Fault::Missing("subject"))?,
            Some(resource.ok_or(Fault::Missing("resource"))?),
            Some(action.ok_or(Fault::Missing("action"))?),
            own.context.or_else(|| self.context.clone()),
        ))
    }
}

pub fn subject(wire: EntityWire) -> Result<Subject, Fault> {
    let mut attributes = Attributes::default();
    match wire.kind.as_str() {
        PERSON => attributes.add_text(names::PERSON_UUID, &wire.id)?,
        USER => attributes.add_text(names::USER_ID, &wire.id)?,
        SYSTEM_USER => attributes.add_text(names::SYSTEM_USER_UUID, &wire.id)?,
        ORGANIZATION if is_digits(&wire.id) => {
            attributes.add_text(names::ORGANIZATION_NUMBER, &wire.id)?;
        }
        ORGANIZATION => attributes.add_text(names::ORGANIZATION_UUID, &wire.id)?,
        kind if is_urn(kind) => attributes.add_text(kind, &wire.id)?,
        kind => {
            attributes.add_text(names::SUBJECT_ID, &wire.id)?;
            attributes.add_text("type", kind)?;
        }
    }
    subject_of(attributes, &wire.kind, wire.properties)
}

/// A subject that is looked for: only what is said about it.
pub fn unknown_subject(wire: KindWire) -> Result<Subject, Fault> {
    subject_of(Attributes::default(), &wire.kind, wire.properties)
}

fn subject_of(
    mut attributes: Attributes,
    kind: &str,
    properties: Option<Members>,
) -> Result<Subject, Fault> {
    let mut properties = properties.unwrap_or_default();
    let level = take_level(&mut properties)?;
    attributes.add_all(properties)?;
    Ok(Subject {
        category: attributes.category(names::SUBJECT),
        level,
        is_organization: kind == ORGANIZATION,
    })
}

pub fn resource(wire: EntityWire) -> Result<Arc<Category>, Fault> {
    let mut attributes = Attributes::default();
    match wire.kind.as_str() {
        RESOURCE => attributes.add_text(names::RESOURCE_ID, &wire.id)?,
        kind if is_urn(kind) => attributes.add_text(kind, &wire.id)?,
        kind => {
            attributes.add_text(names::RESOURCE_ID, kind)?;
            attributes.add_text(names::ITEM_ID, &wire.id)?;
        }
    }
    resource_of(attributes, wire.properties)
}

/// A resource that is looked for: only what is said about it.
pub fn unknown_resource(wire: KindWire) -> Result<Arc<Category>, Fault> {
    resource_of(Attributes::default(), wire.properties)
}

fn resource_of(
    mut attributes: Attributes,
    properties: Option<Members>,
) -> Result<Arc<Category>, Fault> {
    let mut properties = properties.unwrap_or_default();
    match properties.remove("party") {
        None | Some(Json::Null) => {}
        Some(Json::String(party)) => attributes.add_text(party_attribute(&party)?, &party)?,
        Some(_) => return Err(Fault::BadParty),
    }
    match properties.remove("instance") {
        None | Some(Json::Null) => {}
        Some(Json::String(instance)) => attributes.add_text(names::RESOURCE_INSTANCE, &instance)?,
        Some(_) => return Err(Fault::BadInstance),
    }
    attributes.add_all(properties)?;
    Ok(attributes.category(names::RESOURCE))
}

fn party_attribute(party: &str) -> Result<&'static str, Fault> {
    if OrgNumber::parse(party).is_some() {
        Ok(names::ORGANIZATION_NUMBER)
    } else if Uuid::try_parse(party).is_ok() {
        Ok(names::PARTY_UUID)
    } else {
        Err(Fault::BadParty)
    }
}

pub fn action(wire: ActionWire) -> Result<Arc<Category>, Fault> {
    let mut attributes = Attributes::default();
    attributes.add_text(names::ACTION_ID, &wire.name)?;
    attributes.add_all(wire.properties.unwrap_or_default())?;
    Ok(attributes.category(names::ACTION))
}

pub fn context(mut members: Members) -> Result<Context, Fault> {
    let level = take_level(&mut members)?;
    let mut attributes = Attributes::default();
    attributes.add_all(members)?;
    Ok(Context {
        category: attributes.category(names::ENVIRONMENT),
        level,
    })
}

fn take_level(members: &mut Members) -> Result<Option<u8>, Fault> {
    let level = match members.remove("level") {
        None | Some(Json::Null) => return Ok(None),
        Some(level) => level.as_u64().and_then(|level| u8::try_from(level).ok()),
    };
    match level {
        Some(level) if level <= HIGHEST_LEVEL => Ok(Some(level)),
        _ => Err(Fault::BadLevel),
    }
}

fn is_urn(kind: &str) -> bool {
    kind.starts_with("urn:")
}

fn is_digits(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())
}

/// The attributes of one category, within the limits.
#[derive(Default)]
struct Attributes(Vec<Attribute>);

impl Attributes {
    fn add_all(&mut self, members: Members) -> Result<(), Fault> {
        for (key, value) in members {
            match value {
                Json::Array(values) => {
                    for value in values {
                        self.add_scalar(&key, value)?;
                    }
                }
                value => self.add_scalar(&key, value)?,
            }
        }
        Ok(())
    }

    fn add_scalar(&mut self, key: &str, value: Json) -> Result<(), Fault> {
        let value = match value {
            Json::String(text) => return self.add_text(key, &text),
            Json::Bool(truth) => Value::Boolean(truth),
            Json::Number(number) => match (number.as_i64(), number.as_f64()) {
                (Some(integer), _) => Value::Integer(integer),
                (None, Some(double)) if number.is_f64() => Value::Double(double),
                _ => return Err(Fault::BadNumber(key.chars().take(120).collect())),
            },
            Json::Null | Json::Array(_) | Json::Object(_) => return Ok(()),
        };
        self.add(key, value)
    }

    fn add_text(&mut self, key: &str, text: &str) -> Result<(), Fault> {
        if text.contains('\0') {
            return Err(Fault::Nul);
        }
        self.add(key, Value::string(text))
    }

    fn add(&mut self, key: &str, value: Value) -> Result<(), Fault> {
        if key.len() > MAX_NAME {
            return Err(Fault::NameTooLong);
        }
        if self.0.len() >= MAX_VALUES {
            return Err(Fault::TooManyValues);
        }
        self.0.push(Attribute::new(key, value));
        Ok(())
    }

    fn category(self, id: &str) -> Arc<Category> {
        Arc::new(Category {
            id: id.to_owned(),
            attributes: self.0,
            content: None,
        })
    }
}
