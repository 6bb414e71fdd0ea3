//! Decisions without a server: requests against policy files, as `fullmakt authorize` makes them.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::question::{self, Syntax, Unreadable};
use super::wire::{self, JsonError, profile};
use super::xml::{self, XmlError};
use crate::domain::Timestamp;
use crate::engine::Outcome;
use crate::engine::multiple::Hierarchy;
use crate::engine::outcome::StatusCode;
use crate::engine::request::Request;
use crate::engine::roots::Roots;
use crate::engine::xacml::xml::{self as element, Element};
use crate::engine::xacml::{PolicyError, PolicyFile, PolicyProblem, PolicyTree};

/// A file that was read: what messages call it, and what it holds.
pub struct File {
    pub name: String,
    pub content: Vec<u8>,
}

/// A file that cannot be read or is no XACML at all, so there is nothing to decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unusable {
    pub file: String,
    pub problem: String,
}

impl std::error::Error for Unusable {}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.problem)
    }
}

/// Policies and what they do not say themselves.
pub struct Offline {
    roots: Roots,
    /// What lies below what, for requests with a scope: as the names of those resources tell that the policies name.
    hierarchy: Hierarchy,
    pub now: Timestamp,
}

impl Offline {
    /// Reads policies: the first is a root, and so is every other that none of them refers to. One with an error in it
    /// is taken, and Indeterminate when it is needed.
    ///
    /// # Errors
    /// A file that is no policy or policy set of XACML 3.0.
    pub fn new(policies: &[File], now: Timestamp) -> Result<Self, Unusable> {
        let files: Result<Vec<_>, _> = policies.iter().map(read_policy).collect();
        let files = files?;
        Ok(Self {
            hierarchy: Hierarchy::by_names(&resources(&files)),
            roots: Roots::among(&files),
            now,
        })
    }

    /// The results for a request in either syntax. A request with an error in it is one Indeterminate result.
    ///
    /// # Errors
    /// A file that is no request of XACML.
    pub fn decide(&self, request: &File) -> Result<Vec<Outcome>, Unusable> {
        self.results(request, |request| self.roots.decide(request, self.now))
    }

    /// The results, and why they are what they are.
    ///
    /// # Errors
    /// A file that is no request of XACML.
    pub fn explain(&self, request: &File) -> Result<(Vec<Outcome>, String), Unusable> {
        let mut text = String::new();
        let results = self.results(request, |request| {
            let (outcome, why) = self.roots.explain(request, self.now);
            text.push_str(&why);
            outcome
        })?;
        Ok((results, text))
    }

    fn results(
        &self,
        request: &File,
        mut decide: impl FnMut(&Request) -> Outcome,
    ) -> Result<Vec<Outcome>, Unusable> {
        let syntax = syntax_of(&request.content);
        let parts = match question::read(syntax, &request.content, &self.hierarchy) {
            Ok(parts) => parts,
            Err(unreadable) if is_request(&unreadable, &request.content) => {
                let message = format!("{}: {unreadable}", request.name);
                return Ok(vec![Outcome::failed(StatusCode::SyntaxError, message)]);
            }
            Err(unreadable) => return Err(request.refused(unreadable)),
        };
        let outcomes = parts.requests.iter().map(|part| match part {
            Ok(request) => decide(request),
            Err(problem) => problem.outcome(),
        });
        Ok(parts.results(outcomes.collect()))
    }
}

fn resources(files: &[(String, PolicyFile)]) -> Vec<String> {
    let named = files.iter().map(|(_, file)| match file {
        PolicyFile::Good(tree) => tree.named_resources(),
        PolicyFile::Broken { .. } => Vec::new(),
    });
    named.flatten().collect()
}

/// What is asked on the command line.
pub struct Inquiry {
    pub policies: Vec<PathBuf>,
    pub request: PathBuf,
    /// How the response is written; as the request is, when nothing is said.
    pub format: Option<Syntax>,
    pub now: Timestamp,
    /// Whether the reasons are wanted too.
    pub explain: bool,
}

/// What is answered there.
pub struct Answer {
    pub response: String,
    /// In English words, a line or more per decision; empty when not asked for.
    pub explanation: String,
}

impl Inquiry {
    /// Reads the files and decides.
    ///
    /// # Errors
    /// A file that cannot be read or is no XACML.
    pub fn answer(&self) -> Result<Answer, Unusable> {
        let policies: Result<Vec<_>, _> =
            self.policies.iter().map(|path| File::read(path)).collect();
        let request = File::read(&self.request)?;
        let offline = Offline::new(&policies?, self.now)?;
        let (results, explanation) = if self.explain {
            offline.explain(&request)?
        } else {
            (offline.decide(&request)?, String::new())
        };
        let syntax = self.format.unwrap_or_else(|| syntax_of(&request.content));
        Ok(Answer {
            response: written(&results, syntax),
            explanation,
        })
    }
}

/// The response as text that ends with a line end, in the standard's own spelling of either syntax.
pub fn written(outcomes: &[Outcome], syntax: Syntax) -> String {
    let text = match syntax {
        Syntax::Json => {
            serde_json::to_string_pretty(&profile::response(outcomes)).unwrap_or_default()
        }
        Syntax::Xml => {
            let response = xml::response(outcomes);
            format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{response}")
        }
    };
    text + "\n"
}

/// What begins with a brace is JSON, whatever the file is called.
pub fn syntax_of(content: &[u8]) -> Syntax {
    let first = content.iter().find(|byte| !byte.is_ascii_whitespace());
    match first {
        Some(b'{' | b'[') => Syntax::Json,
        _ => Syntax::Xml,
    }
}

fn read_policy(file: &File) -> Result<(String, PolicyFile), Unusable> {
    let text =
        xml::decode(&file.content).ok_or_else(|| file.refused("neither UTF-8 nor UTF-16"))?;
    let policy = match PolicyTree::parse(&text) {
        Ok(tree) => PolicyFile::Good(tree),
        Err(error) => PolicyFile::Broken {
            id: policy_id(&text).map_err(|error| file.refused(error))?,
            error: Arc::new(error),
        },
    };
    Ok((file.name.clone(), policy))
}

/// The id of something that is at least a policy or policy set from outside.
fn policy_id(text: &str) -> Result<Option<Arc<str>>, PolicyError> {
    let document = element::parse(text)?;
    let root = Element::root(&document)?;
    let id = match root.name() {
        "Policy" => root.optional("PolicyId"),
        "PolicySet" => root.optional("PolicySetId"),
        _ => return Err(root.error(PolicyProblem::UnexpectedElement)),
    };
    Ok(id.map(Into::into))
}

/// Whether it is at least a request from outside.
fn is_request(unreadable: &Unreadable, content: &[u8]) -> bool {
    match unreadable {
        Unreadable::Json(JsonError::NotJson(_)) | Unreadable::Xml(XmlError::NotText) => false,
        Unreadable::Xml(XmlError::NotRequest(_)) => false,
        Unreadable::Json(JsonError::Shape(_)) => wire::has_request(content),
        Unreadable::Xml(XmlError::Invalid(_)) | Unreadable::Split(_) => true,
    }
}

impl File {
    /// Reads a file.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn read(path: &Path) -> Result<Self, Unusable> {
        let mut file = Self {
            name: path.display().to_string(),
            content: Vec::new(),
        };
        file.content = std::fs::read(path).map_err(|problem| file.refused(problem))?;
        Ok(file)
    }

    fn refused(&self, problem: impl fmt::Display) -> Unusable {
        Unusable {
            file: self.name.clone(),
            problem: problem.to_string(),
        }
    }
}
