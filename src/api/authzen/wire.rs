//! The JSON of AuthZEN. Members that the standard does not name are ignored, and what there is not is left out.

use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::fault::Fault;
use super::verdict::Verdict;
use crate::api::decisions::wire::note;
use crate::engine::Outcome;
use crate::engine::multiple::MAX_DECISIONS;
use crate::engine::outcome::{Assignment, Obligation, StatusCode};
use crate::ops::access::Grounds;

pub type Members = Map<String, Json>;

/// A subject or a resource (§5.1, §5.2).
#[derive(Clone, Debug, Deserialize)]
pub struct EntityWire {
    #[serde(rename = "type")]
    pub kind: String,
    pub id: String,
    pub properties: Option<Members>,
}

/// A subject or a resource that is looked for: an `id` is ignored (§8).
#[derive(Clone, Debug, Deserialize)]
pub struct KindWire {
    #[serde(rename = "type")]
    pub kind: String,
    pub properties: Option<Members>,
}

/// An action (§5.3).
#[derive(Clone, Debug, Deserialize)]
pub struct ActionWire {
    pub name: String,
    pub properties: Option<Members>,
}

/// Which page of a search (§8).
#[derive(Clone, Debug, Default, Deserialize)]
pub struct PageWire {
    pub token: Option<String>,
    pub limit: Option<u64>,
}

/// What both endpoints of evaluations read.
pub enum Body {
    /// Without items the top level is the question.
    Single(Members),
    Batch(BatchWire),
}

pub struct BatchWire {
    pub semantics: Semantics,
    /// The top level, which holds what items leave out.
    pub defaults: Members,
    pub items: Vec<Json>,
}

/// When the answers to a batch end (§7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Semantics {
    #[default]
    ExecuteAll,
    DenyOnFirstDeny,
    PermitOnFirstPermit,
}

#[derive(Default, Deserialize)]
struct OptionsWire {
    evaluations_semantic: Option<Semantics>,
}

/// Takes an object out of another one; one that is `null` is not there.
pub fn optional<T: DeserializeOwned>(
    body: &mut Members,
    member: &'static str,
) -> Result<Option<T>, Fault> {
    let value = match body.remove(member) {
        None | Some(Json::Null) => return Ok(None),
        Some(value) => value,
    };
    if !value.is_object() {
        return Err(mistyped(member, "an object is expected"));
    }
    let read = serde_json::from_value(value);
    read.map(Some)
        .map_err(|problem| mistyped(member, problem.to_string()))
}

pub fn required<T: DeserializeOwned>(body: &mut Members, member: &'static str) -> Result<T, Fault> {
    optional(body, member)?.ok_or(Fault::Missing(member))
}

/// Reads the body of `/evaluations`.
pub fn read_batch(mut body: Members) -> Result<Body, Fault> {
    let items = match body.remove("evaluations") {
        None | Some(Json::Null) => Vec::new(),
        Some(Json::Array(items)) => items,
        Some(_) => return Err(mistyped("evaluations", "a list is expected")),
    };
    if items.is_empty() {
        return Ok(Body::Single(body));
    }
    if items.len() > MAX_DECISIONS {
        return Err(Fault::TooManyEvaluations);
    }
    let options: OptionsWire = optional(&mut body, "options")?.unwrap_or_default();
    Ok(Body::Batch(BatchWire {
        semantics: options.evaluations_semantic.unwrap_or_default(),
        defaults: body,
        items,
    }))
}

/// The reader's reason repeats what was sent, however long that is.
fn mistyped(member: &'static str, reason: impl AsRef<str>) -> Fault {
    Fault::Mistyped {
        member,
        reason: reason.as_ref().chars().take(200).collect(),
    }
}

/// A decision (§5.5).
#[derive(Debug, Serialize)]
pub struct DecisionWire {
    pub decision: bool,
    context: ContextWire,
}

/// The decisions of a batch, in its order (§7).
#[derive(Debug, Serialize)]
pub struct DecisionsWire {
    pub evaluations: Vec<DecisionWire>,
}

/// What belongs to a decision. Its members are ours: the standard leaves them open.
#[derive(Debug, Default, Serialize)]
struct ContextWire {
    /// The engine's word; Permit beside `"decision": false` means that an obligation stands in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    xacml_decision: Option<&'static str>,
    /// The status code, when it is not `ok`.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason_admin: Option<ReasonWire>,
    #[serde(skip_serializing_if = "Option::is_none")]
    required_level: Option<u8>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    obligations: Vec<ObligationWire>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    advice: Vec<ObligationWire>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ErrorWire>,
}

/// A reason by language tag. The standard leaves the members of the context open (§5.5).
#[derive(Debug, Serialize)]
struct ReasonWire {
    en: String,
}

#[derive(Debug, Serialize)]
struct ErrorWire {
    status: u16,
    message: String,
}

#[derive(Debug, Serialize)]
struct ObligationWire {
    id: String,
    attributes: Vec<AssignmentWire>,
}

#[derive(Debug, Serialize)]
struct AssignmentWire {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<String>,
    value: String,
    data_type: &'static str,
}

impl DecisionWire {
    pub fn of(outcome: &Outcome, verdict: &Verdict) -> Self {
        let code = outcome.status.code;
        Self {
            decision: verdict.is_yes(),
            context: ContextWire {
                xacml_decision: Some(outcome.decision.name()),
                status: (code != StatusCode::Ok).then(|| code.urn()),
                reason: verdict.reason(outcome),
                reason_admin: None,
                required_level: verdict.required_level,
                obligations: ObligationWire::all(&outcome.obligations),
                advice: ObligationWire::all(&outcome.advice),
                error: None,
            },
        }
    }

    /// With the grounds in words, for those who run the service that asks.
    pub fn explained(mut self, grounds: &Grounds) -> Self {
        let en = match grounds {
            Grounds::Told(explanation) => explanation.to_string(),
            Grounds::OthersResource | Grounds::NotEvaluated => note(grounds).to_owned(),
        };
        self.context.reason_admin = Some(ReasonWire { en });
        self
    }

    /// The answer to an item that is no question (§7).
    pub fn failed(fault: &Fault) -> Self {
        let error = ErrorWire {
            status: 400,
            message: fault.to_string(),
        };
        Self {
            decision: false,
            context: ContextWire {
                error: Some(error),
                ..ContextWire::default()
            },
        }
    }
}

impl ObligationWire {
    fn all(obligations: &[Arc<Obligation>]) -> Vec<Self> {
        obligations.iter().map(|one| Self::of(one)).collect()
    }

    fn of(obligation: &Obligation) -> Self {
        let attributes = obligation.assignments.iter().map(AssignmentWire::of);
        Self {
            id: obligation.id.to_string(),
            attributes: attributes.collect(),
        }
    }
}

impl AssignmentWire {
    fn of(assignment: &Assignment) -> Self {
        Self {
            id: assignment.attribute_id.to_string(),
            category: assignment.category.as_deref().map(str::to_owned),
            value: assignment.value.text().into_owned(),
            data_type: assignment.value.data_type().uri(),
        }
    }
}

/// One page of what a search found (§8).
#[derive(Debug, Serialize)]
pub struct SearchWire<T> {
    pub results: Vec<T>,
    /// Left out when there is one page and none was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<PageAnswerWire>,
}

/// Where the next page is (§8).
#[derive(Debug, Serialize)]
pub struct PageAnswerWire {
    /// Empty on the last page.
    pub next_token: String,
    pub count: usize,
}

/// A subject or resource that was found.
#[derive(Debug, Serialize)]
pub struct FoundEntityWire {
    #[serde(rename = "type")]
    pub kind: String,
    pub id: String,
}

/// An action that was found.
#[derive(Debug, Serialize)]
pub struct FoundActionWire {
    pub name: String,
}

/// The configuration (§9). There are no capabilities to tell of.
#[derive(Debug, Serialize)]
pub struct MetadataWire {
    pub policy_decision_point: String,
    pub access_evaluation_endpoint: String,
    pub access_evaluations_endpoint: String,
    pub search_subject_endpoint: String,
    pub search_resource_endpoint: String,
    pub search_action_endpoint: String,
}
