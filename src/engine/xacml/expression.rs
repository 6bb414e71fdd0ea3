//! Expressions against requests (XACML 3.0 core, §7.3, §7.8, §7.9).

use std::cell::OnceCell;

use crate::engine::functions::{FunctionError, Logic, Operand, all, any, check_count};
use crate::engine::query::Query;
use crate::engine::value::{DataType, Value, XPathValue};
use crate::engine::xpath::{Content, NodeId, NodeKind};

use super::model::{Apply, Callee, Designator, Expression, Selector, XPathFunction};
use super::problem::Problem;

/// What the expressions of one policy see: the question, and the policy's variables.
pub struct Scope<'e, 'a> {
    pub query: &'e Query<'a>,
    definitions: &'e [Expression],
    /// A variable is worked out once, however often it is used.
    values: Vec<OnceCell<Result<Operand, Problem>>>,
}

impl<'e, 'a> Scope<'e, 'a> {
    pub fn new(query: &'e Query<'a>, definitions: &'e [Expression]) -> Self {
        Self {
            query,
            definitions,
            values: definitions.iter().map(|_| OnceCell::new()).collect(),
        }
    }

    fn variable(&self, place: usize) -> Result<Operand, Problem> {
        match (self.definitions.get(place), self.values.get(place)) {
            (Some(definition), Some(value)) => {
                value.get_or_init(|| definition.evaluate(self)).clone()
            }
            _ => Err(Problem::processing("a variable has no definition")),
        }
    }
}

impl Expression {
    pub fn evaluate(&self, scope: &Scope) -> Result<Operand, Problem> {
        match self {
            Expression::Literal(value) => Ok(Operand::One(value.clone())),
            Expression::Designator(designator) => designator.bag(scope.query),
            Expression::Selector(selector) => selector.select(scope.query).map(Operand::Bag),
            Expression::Variable(place, _) => scope.variable(*place),
            Expression::Apply(apply) => apply.evaluate(scope),
        }
    }

    /// Evaluates an expression that was read as a boolean one.
    pub fn is_true(&self, scope: &Scope) -> Result<bool, Problem> {
        truth(&self.evaluate(scope)?)
    }
}

fn truth(operand: &Operand) -> Result<bool, Problem> {
    Ok(operand.as_boolean()?)
}

impl Apply {
    fn evaluate(&self, scope: &Scope) -> Result<Operand, Problem> {
        match &self.callee {
            Callee::Function(function) => match function.logic() {
                Some(logic) => self.lazily(logic, scope),
                None => noting_limits(function.apply(&self.operands(scope)?), scope),
            },
            Callee::Pattern(function, pattern) => {
                let value = self.argument(1)?.evaluate(scope)?;
                let is_match = function.apply_pattern(pattern, value.one()?)?;
                Ok(Operand::boolean(is_match))
            }
            Callee::HigherOrder(higher_order, function) => {
                noting_limits(higher_order.apply(*function, &self.operands(scope)?), scope)
            }
            Callee::XPath(function) => self.of_paths(*function, scope),
        }
    }

    fn operands(&self, scope: &Scope) -> Result<Vec<Operand>, Problem> {
        let arguments = self.arguments.iter();
        arguments.map(|argument| argument.evaluate(scope)).collect()
    }

    fn argument(&self, index: usize) -> Result<&Expression, Problem> {
        let found = self.arguments.get(index);
        found.ok_or_else(|| Problem::processing("a function has too few arguments"))
    }

    /// `and`, `or` and `n-of` look no further than they need to, and an error beside what decides them does not matter
    /// (A.3.5).
    fn lazily(&self, logic: Logic, scope: &Scope) -> Result<Operand, Problem> {
        let truths = |from: usize| {
            let arguments = self.arguments.iter().skip(from);
            arguments.map(|argument| argument.is_true(scope))
        };
        let truth = match logic {
            Logic::And => all(truths(0))?,
            Logic::Or => any(truths(0))?,
            Logic::NOf => {
                let needed = self.argument(0)?.evaluate(scope)?.as_integer()?;
                let given = self.arguments.len().saturating_sub(1);
                at_least(check_count(needed, given)?, truths(1))?
            }
        };
        Ok(Operand::boolean(truth))
    }

    fn of_paths(&self, function: XPathFunction, scope: &Scope) -> Result<Operand, Problem> {
        let first = Nodes::of(self.argument(0)?, scope)?;
        if function == XPathFunction::Count {
            let count = i64::try_from(first.found.len()).unwrap_or(i64::MAX);
            return Ok(Operand::One(Value::Integer(count)));
        }
        let second = Nodes::of(self.argument(1)?, scope)?;
        let truth = match function {
            XPathFunction::Equal => first.shares_one_with(&second),
            _ => first.holds_one_of(&second),
        };
        Ok(Operand::boolean(truth))
    }
}

/// A combining algorithm may pass over an error; what met a limit must be remembered, see `decide`.
fn noting_limits(
    result: Result<Operand, FunctionError>,
    scope: &Scope,
) -> Result<Operand, Problem> {
    if result.as_ref().is_err_and(FunctionError::is_limit) {
        scope.query.budget.exhaust();
    }
    Ok(result?)
}

/// Whether so many are true; else the first error.
fn at_least(
    needed: usize,
    mut truths: impl Iterator<Item = Result<bool, Problem>>,
) -> Result<bool, Problem> {
    let (mut found, mut problem) = (0, None);
    while found < needed {
        match truths.next() {
            None => return problem.map_or(Ok(false), Err),
            Some(Ok(truth)) => found += usize::from(truth),
            Some(Err(error)) => problem = problem.or(Some(error)),
        }
    }
    Ok(true)
}

/// The nodes that an xpath expression finds.
struct Nodes<'a> {
    content: Option<&'a Content>,
    found: Vec<NodeId>,
}

impl<'a> Nodes<'a> {
    fn of(argument: &Expression, scope: &Scope<'_, 'a>) -> Result<Self, Problem> {
        match argument.evaluate(scope)? {
            Operand::One(Value::XPath(path)) => Self::at(&path, scope.query),
            _ => Err(Problem::processing("not an xpath where one is needed")),
        }
    }

    fn at(path: &XPathValue, query: &Query<'a>) -> Result<Self, Problem> {
        let content = query.context().content(&path.category);
        let found = match content {
            Some(content) => path.select(content, &query.budget)?,
            None => Vec::new(),
        };
        Ok(Self { content, found })
    }

    /// `xpath-node-equal`: a node of the one is a node of the other (A.3.15).
    fn shares_one_with(&self, other: &Self) -> bool {
        self.is_of_same_content(other)
            && self
                .found
                .iter()
                .any(|node| other.found.binary_search(node).is_ok())
    }

    /// `xpath-node-match`: a node of the other is one of these, or an element or attribute below one (A.3.15).
    fn holds_one_of(&self, other: &Self) -> bool {
        let Some(content) = self.content.filter(|_| self.is_of_same_content(other)) else {
            return false;
        };
        let is_within =
            |node: &NodeId, above: &NodeId| content.is_same_or_descendant(*node, *above);
        let mut nodes = other.found.iter();
        nodes.any(|node| self.found.iter().any(|above| is_within(node, above)))
    }

    fn is_of_same_content(&self, other: &Self) -> bool {
        match (self.content, other.content) {
            (Some(one), Some(other)) => std::ptr::eq(one, other),
            _ => false,
        }
    }
}

impl Designator {
    /// All values that it names (§7.3.5).
    fn bag(&self, query: &Query) -> Result<Operand, Problem> {
        let found = query.context().bag(self);
        let values: Vec<Value> = found.map(|attribute| attribute.value.clone()).collect();
        if values.is_empty() && self.must_be_present {
            return Err(Problem::missing(self));
        }
        Ok(Operand::Bag(values))
    }
}

impl Selector {
    /// All values that it finds in the content (§7.3.7).
    pub fn select(&self, query: &Query) -> Result<Vec<Value>, Problem> {
        let values = match query.context().content(&self.category) {
            Some(content) => self.values_in(content, query)?,
            None => Vec::new(),
        };
        if values.is_empty() && self.must_be_present {
            return Err(Problem::missing_content(self));
        }
        Ok(values)
    }

    fn values_in(&self, content: &Content, query: &Query) -> Result<Vec<Value>, Problem> {
        let from = self.start(content, query)?;
        let nodes = self.path.select_within(content, from, &query.budget)?;
        let value = |node: NodeId| {
            if matches!(content.kind(node), NodeKind::Document | NodeKind::Element) {
                return Err(Problem::processing(
                    "a selector may find text, attributes, comments and processing instructions only",
                ));
            }
            let text = content.string_value(node);
            Value::parse(self.data_type, text)
                .ok_or_else(|| Problem::processing(self.data_type.misfit()))
        };
        nodes.into_iter().map(value).collect()
    }

    /// The node that the path starts from: the one that the context selector's attribute points at (§5.30).
    fn start(&self, content: &Content, query: &Query) -> Result<Option<NodeId>, Problem> {
        let Some(id) = &self.context_selector else {
            return Ok(None);
        };
        let mut attributes = query.context().in_category(&self.category);
        let path = attributes.find_map(|attribute| match attribute.value {
            Value::XPath(path) if attribute.id == &**id => Some(path),
            _ => None,
        });
        let Some(path) = path else {
            return Err(Problem::processing(format!(
                "no xpath attribute {id} to start from"
            )));
        };
        match path.select(content, &query.budget)?.as_slice() {
            [node] => Ok(Some(*node)),
            _ => Err(Problem::processing(format!(
                "the attribute {id} must find one node"
            ))),
        }
    }
}

impl DataType {
    fn misfit(self) -> String {
        format!("the content has a value that is no {}", self.short_name())
    }
}

#[cfg(test)]
mod tests;
