//! A question about several nodes of a content (multiple decision profile, §2.2): the path that selects them becomes
//! one path per node, in a request of its own.

use std::sync::Arc;

use super::{MAX_DECISIONS, Part, PartError};
use crate::engine::names;
use crate::engine::request::{Attribute, Request};
use crate::engine::value::{Value, XPathValue};
use crate::engine::xpath::{Budget, Content, NodeId, XPath, XPathError};

/// One request per combination of the nodes that the categories select; the request itself when none selects any.
pub(super) fn expand(request: Request, budget: &Budget) -> Vec<Part> {
    let mut requests = vec![request];
    for place in 0..requests.first().map_or(0, |one| one.categories.len()) {
        let selected = requests
            .first()
            .map(|request| selected(request, place, budget));
        let paths = match selected {
            Some(Ok(Some(paths))) => paths,
            Some(Err(error)) => return vec![Err(error)],
            Some(Ok(None)) | None => continue,
        };
        if paths.len().saturating_mul(requests.len()) > MAX_DECISIONS {
            return vec![Err(PartError::TooManyNodes)];
        }
        let with_each = |request: Request| {
            let paths = paths.iter();
            paths
                .map(|path| about(request.clone(), place, path))
                .collect::<Vec<_>>()
        };
        requests = requests.into_iter().flat_map(with_each).collect();
    }
    requests.into_iter().map(Ok).collect()
}

fn is_selector(attribute: &Attribute) -> bool {
    names::MULTIPLE_CONTENT_SELECTORS.contains(&attribute.id.as_str())
}

/// A path to each node that a category selects; `None` when it has no such selector.
fn selected(
    request: &Request,
    place: usize,
    budget: &Budget,
) -> Result<Option<Vec<Value>>, PartError> {
    let category = request.categories.get(place);
    let attributes = category.map_or(&[][..], |category| &category.attributes);
    let mut selectors = attributes.iter().filter(|one| is_selector(one));
    let selector = match (selectors.next(), selectors.next()) {
        (None, _) => return Ok(None),
        (Some(selector), None) => selector,
        (Some(_), Some(_)) => return Err(PartError::SeveralSelectors),
    };
    let Value::XPath(path) = &selector.value else {
        return Err(PartError::BadValue {
            attribute_id: selector.id.clone(),
            data_type: "xpathExpression",
        });
    };
    let mut categories = request.categories.iter();
    let looked_into = categories.find(|category| *category.id == *path.category);
    let content = looked_into.and_then(|category| category.content.as_ref());
    let content = content.ok_or(PartError::NothingSelected)?;
    paths(path, content, budget).map(Some)
}

fn paths(
    selector: &XPathValue,
    content: &Content,
    budget: &Budget,
) -> Result<Vec<Value>, PartError> {
    let refuse = |error: &XPathError| PartError::Selector(error.to_string());
    let path = selector.path.as_ref().map_err(refuse)?;
    let nodes = path.select_within(content, None, budget);
    let nodes = nodes.map_err(|error| refuse(&error))?;
    if nodes.is_empty() {
        return Err(PartError::NothingSelected);
    }
    if nodes.len() > MAX_DECISIONS {
        return Err(PartError::TooManyNodes);
    }
    let search = Search {
        selector: path,
        content,
        budget,
    };
    let mut paths = Vec::with_capacity(nodes.len());
    for (place, node) in nodes.into_iter().enumerate() {
        let path = search.path_to(place, node)?;
        paths.push(Value::XPath(Arc::new(XPathValue {
            category: selector.category.clone(),
            text: path.text().into(),
            path: Ok(path),
        })));
    }
    Ok(paths)
}

struct Search<'s> {
    selector: &'s XPath,
    content: &'s Content,
    budget: &'s Budget,
}

impl Search<'_> {
    /// The selector with a position after it where that finds this node alone, as people would write it; else the path
    /// from the document down.
    fn path_to(&self, place: usize, node: NodeId) -> Result<XPath, PartError> {
        let text = format!("{}[{}]", self.selector.text().trim(), place + 1);
        let prefixes = self.selector.namespaces().iter();
        let prefixes: Vec<_> = prefixes.map(|(prefix, uri)| (&**prefix, &**uri)).collect();
        if let Ok(path) = XPath::parse(&text, &prefixes)
            && path.select_within(self.content, None, self.budget) == Ok(vec![node])
        {
            return Ok(path);
        }
        let path = self.content.path_of(node);
        path.map_err(|error| PartError::Selector(error.to_string()))
    }
}

/// The request with this path in place of the selector.
fn about(mut request: Request, place: usize, path: &Value) -> Request {
    let Some(category) = request.categories.get_mut(place) else {
        return request;
    };
    for attribute in &mut Arc::make_mut(category).attributes {
        if is_selector(attribute) {
            names::CONTENT_SELECTOR.clone_into(&mut attribute.id);
            attribute.value = path.clone();
        }
    }
    request
}
