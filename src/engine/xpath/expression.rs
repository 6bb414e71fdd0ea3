//! What an expression is made of once it is read.

use super::axes::Axis;
use super::functions::Function;

pub(super) enum Expr {
    /// Operands of one level of precedence, from left to right. A list and not a tree, so that a long sum
    /// is not a deep one.
    Chain {
        first: Box<Expr>,
        rest: Vec<(Operator, Expr)>,
    },
    Negate(Box<Expr>),
    Literal(String),
    Number(f64),
    Call(Function, Vec<Expr>),
    Path(Path),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Plus,
    Minus,
    Times,
    Divide,
    Modulo,
    Union,
}

pub(super) struct Path {
    pub start: Start,
    pub steps: Vec<Step>,
}

/// Where a path begins.
pub(super) enum Start {
    Root,
    Context,
    /// The nodes that an expression gives, those that pass the predicates.
    Nodes {
        of: Box<Expr>,
        predicates: Vec<Expr>,
    },
}

pub(super) struct Step {
    pub axis: Axis,
    pub test: NodeTest,
    pub predicates: Vec<Expr>,
}

impl Step {
    pub fn any(axis: Axis) -> Self {
        Self {
            axis,
            test: NodeTest::Node,
            predicates: Vec::new(),
        }
    }

    /// Goes to the end of a path; after `//` both are one walk where that finds the same, which is where no
    /// predicate asks for a position.
    pub fn join(mut self, steps: &mut Vec<Step>) {
        let after_any = steps.last().is_some_and(|last| {
            last.axis == Axis::DescendantOrSelf
                && last.test == NodeTest::Node
                && last.predicates.is_empty()
        });
        if after_any && self.axis == Axis::Child && self.predicates.is_empty() {
            steps.pop();
            self.axis = Axis::Descendant;
        }
        steps.push(self);
    }
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum NodeTest {
    /// `*`
    AnyName,
    /// `prefix:*`, by its URI
    Namespace(String),
    Name {
        namespace: Option<String>,
        local: String,
    },
    Node,
    Text,
    Comment,
    /// With this target, or any
    Instruction(Option<String>),
}
