//! From the elements of a request to the single questions in it (XACML multiple decision profile, §2.2 and §2.3).

use std::collections::HashMap;
use std::sync::Arc;

use super::{
    MAX_DECISIONS, OneOrMany, PartError, ReadCategory, ReferenceWire, WireError, shortened,
};
use crate::engine::request::{Category, Request};

/// Without references: every combination of the elements of each category is one request.
pub(super) fn by_repetition(
    categories: Vec<(Option<String>, ReadCategory)>,
) -> Result<Vec<Result<Request, PartError>>, WireError> {
    let mut by_id: Vec<(String, Vec<Arc<Category>>)> = Vec::new();
    for (_, category) in categories {
        let category = match category {
            Ok(category) => category,
            Err(error) => return Ok(vec![Err(error)]),
        };
        match by_id.iter_mut().find(|known| known.0 == category.id) {
            Some(known) => known.1.push(category),
            None => by_id.push((category.id.clone(), vec![category])),
        }
    }
    let mut requests = vec![Request::new()];
    for (_, alternatives) in by_id {
        if requests.len().saturating_mul(alternatives.len()) > MAX_DECISIONS {
            return Err(WireError::TooManyDecisions);
        }
        requests = requests
            .iter()
            .flat_map(|request| alternatives.iter().map(|one| with_category(request, one)))
            .collect();
    }
    Ok(requests.into_iter().map(Ok).collect())
}

fn with_category(request: &Request, category: &Arc<Category>) -> Request {
    let mut request = request.clone();
    request.categories.push(Arc::clone(category));
    request
}

/// Each reference names the categories of one request.
pub(super) fn by_reference(
    references: &[ReferenceWire],
    categories: Vec<(Option<String>, ReadCategory)>,
) -> Result<Vec<Result<Request, PartError>>, WireError> {
    if references.len() > MAX_DECISIONS {
        return Err(WireError::TooManyDecisions);
    }
    let mut by_reference_id: HashMap<String, Vec<ReadCategory>> = HashMap::new();
    for (id, category) in categories {
        if let Some(id) = id {
            by_reference_id.entry(id).or_default().push(category);
        }
    }
    let parts = references
        .iter()
        .map(|reference| reference.resolve(&by_reference_id));
    Ok(parts.collect())
}

impl ReferenceWire {
    fn resolve(
        &self,
        categories: &HashMap<String, Vec<ReadCategory>>,
    ) -> Result<Request, PartError> {
        let ids = match &self.referenceid {
            None => &[],
            Some(OneOrMany::One(id)) => std::slice::from_ref(id),
            Some(OneOrMany::Many(ids)) => ids.as_slice(),
        };
        let mut request = Request::new();
        for id in ids {
            match categories.get(id).map(Vec::as_slice) {
                None | Some([]) => return Err(PartError::UnknownReference(shortened(id))),
                Some([category]) => add(&mut request, id, category.clone()?)?,
                Some(_) => return Err(PartError::AmbiguousReference(shortened(id))),
            }
        }
        Ok(request)
    }
}

/// Two elements of one category in one request would mix two subjects or resources.
fn add(request: &mut Request, reference: &str, category: Arc<Category>) -> Result<(), PartError> {
    if request
        .categories
        .iter()
        .any(|known| known.id == category.id)
    {
        return Err(PartError::AmbiguousReference(shortened(reference)));
    }
    request.categories.push(category);
    Ok(())
}
