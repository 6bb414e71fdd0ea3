use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::{
    Element, Hierarchy, MAX_CATEGORIES, MAX_DECISIONS, MAX_RETURNED_BYTES, Part, PartError, Parts,
    Question, SplitError, scope, selector, shortened,
};
use crate::engine::request::{Attribute, Category, Request};
use crate::engine::xpath::Budget;

impl Question {
    /// The single requests that are asked: by reference, or by repeated categories, and by scope (multiple decision
    /// profile, §2). `hierarchy` is what is known of resources that lie below others.
    ///
    /// # Errors
    /// What makes the whole question unusable. What is wrong with one part only is in that part.
    pub fn split(self, hierarchy: &Hierarchy) -> Result<Parts, SplitError> {
        if self.distinct_categories() > MAX_CATEGORIES {
            return Err(SplitError::TooManyCategories);
        }
        let parts = if self.references.is_empty() {
            by_repetition(self.elements)?
        } else {
            by_reference(&self.references, self.elements)?
        };
        let mut requests = expanded(parts, hierarchy)?;
        if returned_bytes(&requests) > MAX_RETURNED_BYTES {
            return Err(SplitError::TooMuchToReturn);
        }
        for request in requests.iter_mut().flatten() {
            request.return_policy_ids = self.return_policy_ids;
        }
        Ok(Parts {
            requests,
            is_combined: self.combined_decision,
        })
    }

    fn distinct_categories(&self) -> usize {
        let read = self.elements.iter().flat_map(|one| &one.category);
        let ids: HashSet<&str> = read.map(|category| category.id.as_str()).collect();
        ids.len()
    }
}

/// Without references: every combination of the elements of each category is one request.
fn by_repetition(elements: Vec<Element>) -> Result<Vec<Part>, SplitError> {
    let mut by_category: Vec<Vec<Arc<Category>>> = Vec::new();
    for element in elements {
        let category = match element.category {
            Ok(category) => category,
            Err(error) => return Ok(vec![Err(error)]),
        };
        let same = |known: &Vec<Arc<Category>>| known.iter().all(|one| one.id == category.id);
        match by_category.iter_mut().find(|known| same(known)) {
            Some(known) => known.push(category),
            None => by_category.push(vec![category]),
        }
    }
    let mut requests = vec![Request::new()];
    for alternatives in by_category {
        if requests.len().saturating_mul(alternatives.len()) > MAX_DECISIONS {
            return Err(SplitError::TooManyDecisions);
        }
        requests = with_each(requests, alternatives);
    }
    Ok(requests.into_iter().map(Ok).collect())
}

fn with_each(requests: Vec<Request>, alternatives: Vec<Arc<Category>>) -> Vec<Request> {
    let with = |mut request: Request, category: &Arc<Category>| {
        request.categories.push(Arc::clone(category));
        request
    };
    let requests = requests.into_iter();
    match alternatives.as_slice() {
        [only] => requests.map(|request| with(request, only)).collect(),
        several => requests
            .flat_map(|request| several.iter().map(move |one| with(request.clone(), one)))
            .collect(),
    }
}

/// Each reference names the elements of one request.
fn by_reference(
    references: &[Vec<String>],
    elements: Vec<Element>,
) -> Result<Vec<Part>, SplitError> {
    if references.len() > MAX_DECISIONS {
        return Err(SplitError::TooManyDecisions);
    }
    let mut by_id: ById = HashMap::new();
    for element in elements {
        if let Some(id) = element.id {
            by_id.entry(id).or_default().push(element.category);
        }
    }
    let parts = references
        .iter()
        .map(|reference| resolve(reference, &by_id));
    Ok(parts.collect())
}

type ById = HashMap<String, Vec<Result<Arc<Category>, PartError>>>;

fn resolve(reference: &[String], categories: &ById) -> Part {
    let mut request = Request::new();
    for id in reference {
        match categories.get(id).map(Vec::as_slice) {
            None | Some([]) => return Err(PartError::UnknownReference(shortened(id))),
            Some([category]) => add(&mut request, id, category.clone()?)?,
            Some(_) => return Err(PartError::AmbiguousReference(shortened(id))),
        }
    }
    Ok(request)
}

/// Two elements of one category in one request would mix two subjects or resources.
fn add(request: &mut Request, reference: &str, category: Arc<Category>) -> Result<(), PartError> {
    let mut known = request.categories.iter();
    if known.any(|known| known.id == category.id) {
        return Err(PartError::AmbiguousReference(shortened(reference)));
    }
    request.categories.push(category);
    Ok(())
}

fn expanded(parts: Vec<Part>, hierarchy: &Hierarchy) -> Result<Vec<Part>, SplitError> {
    let mut all = Vec::with_capacity(parts.len());
    // One for all parts: a thousand references to one costly selector must not cost a thousand times as much.
    let budget = Budget::default();
    for part in parts {
        match part {
            Ok(request) => {
                for scoped in scope::expand(request, hierarchy) {
                    match scoped {
                        Ok(request) => all.extend(selector::expand(request, &budget)),
                        Err(error) => all.push(Err(error)),
                    }
                }
            }
            Err(error) => all.push(Err(error)),
        }
        if all.len() > MAX_DECISIONS {
            return Err(SplitError::TooManyDecisions);
        }
    }
    Ok(all)
}

fn returned_bytes(parts: &[Part]) -> usize {
    let requests = parts.iter().flatten();
    let categories = requests.flat_map(|request| &request.categories);
    categories.map(|category| category_bytes(category)).sum()
}

/// What the answer repeats of a category, with the names around each value.
fn category_bytes(category: &Category) -> usize {
    const FRAME: usize = 100;
    let attributes = category.attributes.iter();
    let wanted = attributes.filter(|attribute| attribute.include_in_result);
    let issuer = |attribute: &Attribute| attribute.issuer.as_ref().map_or(0, String::len);
    let bytes: usize = wanted
        .map(|one| FRAME + one.id.len() + one.value.text().len() + issuer(one))
        .sum();
    match bytes {
        0 => 0,
        some => some + category.id.len(),
    }
}
