//! A question about a resource and what lies below it (multiple decision profile, §2.1).

use std::sync::Arc;

use super::{Hierarchy, Part, PartError, shortened};
use crate::engine::names;
use crate::engine::request::{Attribute, Category, Request};
use crate::engine::value::Value;

/// One request per resource in the scope that the request names; the request itself when it names none.
pub(super) fn expand(request: Request, hierarchy: &Hierarchy) -> Vec<Part> {
    match resources(&request, hierarchy) {
        Ok(None) => vec![Ok(request)],
        Ok(Some(ids)) => ids.iter().map(|id| Ok(about(&request, id))).collect(),
        Err(error) => vec![Err(error)],
    }
}

fn resources<'h>(
    request: &'h Request,
    hierarchy: &'h Hierarchy,
) -> Result<Option<Vec<&'h str>>, PartError> {
    let scopes = request.values(names::RESOURCE, names::RESOURCE_SCOPE);
    let scopes: Vec<&str> = scopes.filter_map(Value::as_text).collect();
    let below = match scopes.as_slice() {
        [] | ["Immediate"] => return Ok(None),
        ["Children"] => Hierarchy::children,
        ["Descendants"] => Hierarchy::descendants,
        other => return Err(PartError::BadScope(shortened(&other.join(", ")))),
    };
    let ids = request.values(names::RESOURCE, names::XACML_RESOURCE_ID);
    let ids: Vec<&str> = ids.filter_map(Value::as_text).collect();
    let [id] = ids.as_slice() else {
        return Err(PartError::BadScope(scopes.join(", ")));
    };
    let below = below(hierarchy, id).ok_or_else(|| PartError::NoHierarchy(shortened(id)))?;
    Ok(Some([*id].into_iter().chain(below).collect()))
}

/// The request for this resource alone.
fn about(request: &Request, id: &str) -> Request {
    let mut request = request.clone();
    let resource = request
        .categories
        .iter_mut()
        .find(|category| category.id == names::RESOURCE);
    if let Some(resource) = resource {
        narrow(Arc::make_mut(resource), id);
    }
    request
}

fn narrow(resource: &mut Category, id: &str) {
    let is_scope = |attribute: &Attribute| attribute.id == names::RESOURCE_SCOPE;
    resource.attributes.retain(|attribute| !is_scope(attribute));
    for attribute in &mut resource.attributes {
        if attribute.id == names::XACML_RESOURCE_ID
            && let Some(named) = Value::parse(attribute.value.data_type(), id)
        {
            attribute.value = named;
        }
    }
}
