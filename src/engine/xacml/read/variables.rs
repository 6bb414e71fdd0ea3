//! `VariableDefinition`s, read in whatever order they refer to each other.

use std::cell::{Cell, RefCell};

use crate::engine::functions::Type;

use super::super::error::{PolicyError, PolicyProblem, shortened};
use super::super::model::Expression;
use super::super::xml::Element;
use super::expression;

/// How deep an expression may reach when its variables are put in their places. Reading and evaluating call themselves
/// once per step.
const MAX_HEIGHT: usize = 100;

/// The variables that an expression of one policy may refer to.
pub(super) struct Scope<'d> {
    variables: RefCell<Vec<Variable<'d>>>,
    /// How many expressions are being read, each for the one before.
    open: Cell<usize>,
}

struct Variable<'d> {
    id: &'d str,
    definition: Element<'d>,
    state: State,
}

enum State {
    Unread,
    Reading,
    Read {
        expression: Expression,
        height: usize,
    },
}

impl<'d> Scope<'d> {
    pub fn new(definitions: &[Element<'d>]) -> Result<Self, PolicyError> {
        let mut variables: Vec<Variable> = Vec::with_capacity(definitions.len());
        for definition in definitions {
            definition.allow_attributes(&["VariableId"])?;
            let id = definition.required("VariableId")?;
            if variables.iter().any(|known| known.id == id) {
                return Err(definition.error(PolicyProblem::RepeatedId(shortened(id))));
            }
            variables.push(Variable {
                id,
                definition: *definition,
                state: State::Unread,
            });
        }
        Ok(Self {
            variables: RefCell::new(variables),
            open: Cell::new(0),
        })
    }

    /// Reads an expression that may use the variables.
    pub fn read(&self, element: Element<'d>) -> Result<Expression, PolicyError> {
        let expression = expression::read(element, self)?;
        if self.height(&expression) > MAX_HEIGHT {
            return Err(element.error(PolicyProblem::TooDeep));
        }
        Ok(expression)
    }

    /// Reads a part of an expression, one step further in.
    pub fn step<T>(
        &self,
        element: Element<'d>,
        read: impl FnOnce() -> Result<T, PolicyError>,
    ) -> Result<T, PolicyError> {
        let open = self.open.get();
        if open >= MAX_HEIGHT {
            return Err(element.error(PolicyProblem::TooDeep));
        }
        self.open.set(open + 1);
        let result = read();
        self.open.set(open);
        result
    }

    /// What a `VariableReference` stands for (§5.24): the variable's place and type.
    pub fn refer(&self, reference: Element<'d>) -> Result<Expression, PolicyError> {
        reference.allow_attributes(&["VariableId"])?;
        reference.no_children()?;
        let id = reference.required("VariableId")?;
        let place = self
            .variables
            .borrow()
            .iter()
            .position(|known| known.id == id);
        let unknown = || reference.error(PolicyProblem::UnknownVariable(shortened(id)));
        let place = place.ok_or_else(unknown)?;
        let result = self.type_of(place, reference)?;
        Ok(Expression::Variable(place, result))
    }

    /// All definitions, used or not, in their order.
    pub fn finish(self) -> Result<Vec<Expression>, PolicyError> {
        let count = self.variables.borrow().len();
        for place in 0..count {
            let definition = self.variables.borrow().get(place).map(|one| one.definition);
            if let Some(definition) = definition {
                self.type_of(place, definition)?;
            }
        }
        let read = self.variables.into_inner().into_iter();
        Ok(read
            .filter_map(|variable| match variable.state {
                State::Read { expression, .. } => Some(expression),
                State::Unread | State::Reading => None,
            })
            .collect())
    }

    fn type_of(&self, place: usize, reference: Element<'d>) -> Result<Type, PolicyError> {
        let definition = {
            let mut variables = self.variables.borrow_mut();
            let Some(variable) = variables.get_mut(place) else {
                return Err(reference.error(PolicyProblem::UnknownVariable(String::new())));
            };
            match &variable.state {
                State::Read { expression, .. } => return Ok(expression.result()),
                State::Reading => {
                    let id = shortened(variable.id);
                    return Err(reference.error(PolicyProblem::VariableCycle(id)));
                }
                State::Unread => variable.state = State::Reading,
            }
            variable.definition
        };
        let expression = self.step(definition, || self.read(definition.only_child("Apply")?))?;
        let (result, height) = (expression.result(), self.height(&expression));
        if let Some(variable) = self.variables.borrow_mut().get_mut(place) {
            variable.state = State::Read { expression, height };
        }
        Ok(result)
    }

    /// How many steps deep its evaluation goes.
    fn height(&self, expression: &Expression) -> usize {
        match expression {
            Expression::Variable(place, _) => {
                let variables = self.variables.borrow();
                match variables.get(*place).map(|variable| &variable.state) {
                    Some(State::Read { height, .. }) => height + 1,
                    _ => 1,
                }
            }
            Expression::Apply(apply) => {
                let heights = apply.arguments.iter().map(|one| self.height(one));
                heights.max().unwrap_or(0) + 1
            }
            Expression::Literal(_) | Expression::Designator(_) | Expression::Selector(_) => 1,
        }
    }
}
