//! From tokens to an expression (XPath 1.0, §2 and §3).

use std::collections::{BTreeMap, VecDeque};

use super::expression::{Expr, NodeTest, Operator, Path, Start, Step};
use super::functions::Function;
use super::lexer::{Placed, Token, tokens};
use super::{XPath, XPathError, axes::Axis};

/// How many brackets, predicates and calls may stand within each other.
const MAX_NESTING: usize = 32;

/// Binary operators, loosest first.
const LEVELS: [&[Operator]; 6] = [
    &[Operator::Or],
    &[Operator::And],
    &[Operator::Equal, Operator::NotEqual],
    &[
        Operator::Less,
        Operator::LessOrEqual,
        Operator::Greater,
        Operator::GreaterOrEqual,
    ],
    &[Operator::Plus, Operator::Minus],
    &[Operator::Times, Operator::Divide, Operator::Modulo],
];

type Namespaces = Vec<(String, String)>;

/// Reads the whole text; answers also which namespaces it uses.
pub(super) fn expression(
    text: &str,
    namespaces: &[(&str, &str)],
) -> Result<(Expr, Namespaces), XPathError> {
    if text.len() > XPath::MAX_BYTES {
        return Err(XPathError::TooLong);
    }
    let mut parser = Parser {
        tokens: tokens(text)?.into(),
        end: text.len(),
        declared: namespaces,
        used: BTreeMap::new(),
        nesting: 0,
    };
    let expression = parser.whole()?;
    Ok((expression, parser.used.into_iter().collect()))
}

struct Parser<'t> {
    tokens: VecDeque<Placed>,
    end: usize,
    declared: &'t [(&'t str, &'t str)],
    used: BTreeMap<String, String>,
    nesting: usize,
}

impl Parser<'_> {
    fn whole(&mut self) -> Result<Expr, XPathError> {
        let expression = self.binary(&LEVELS)?;
        match self.tokens.front() {
            None => Ok(expression),
            Some(_) => self.refuse(),
        }
    }

    fn peek(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(ahead).map(|(_, token)| token)
    }

    /// Takes the next token if it is this one.
    fn take(&mut self, token: &Token) -> bool {
        let found = self.peek(0) == Some(token);
        if found {
            self.tokens.pop_front();
        }
        found
    }

    fn expect(&mut self, token: &Token) -> Result<(), XPathError> {
        if self.take(token) {
            Ok(())
        } else {
            self.refuse()
        }
    }

    fn take_operator(&mut self, among: &[Operator]) -> Option<Operator> {
        match self.peek(0) {
            Some(Token::Operator(operator)) if among.contains(operator) => {
                let operator = *operator;
                self.tokens.pop_front();
                Some(operator)
            }
            _ => None,
        }
    }

    fn refuse<T>(&self) -> Result<T, XPathError> {
        let at = self.tokens.front().map_or(self.end, |(at, _)| *at);
        Err(XPathError::Syntax(at))
    }

    /// Reads a part that may hold a whole expression again.
    fn nested<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, XPathError>,
    ) -> Result<T, XPathError> {
        if self.nesting == MAX_NESTING {
            return Err(XPathError::TooDeep);
        }
        self.nesting += 1;
        let part = read(self)?;
        self.nesting -= 1;
        Ok(part)
    }

    fn binary(&mut self, levels: &[&[Operator]]) -> Result<Expr, XPathError> {
        match levels.split_first() {
            None => self.negation(),
            Some((operators, tighter)) => self.chain(operators, |parser| parser.binary(tighter)),
        }
    }

    fn negation(&mut self) -> Result<Expr, XPathError> {
        let mut signs = 0_usize;
        while self.take_operator(&[Operator::Minus]).is_some() {
            signs += 1;
        }
        let mut expression = self.chain(&[Operator::Union], Self::path)?;
        // Two signs make a number of what was none; more of them change nothing.
        let needed = if signs > 2 { 2 - signs % 2 } else { signs };
        for _ in 0..needed {
            expression = Expr::Negate(Box::new(expression));
        }
        Ok(expression)
    }

    fn chain(
        &mut self,
        operators: &[Operator],
        operand: impl Fn(&mut Self) -> Result<Expr, XPathError>,
    ) -> Result<Expr, XPathError> {
        let first = operand(self)?;
        let mut rest = Vec::new();
        while let Some(operator) = self.take_operator(operators) {
            rest.push((operator, operand(self)?));
        }
        Ok(if rest.is_empty() {
            first
        } else {
            Expr::Chain {
                first: Box::new(first),
                rest,
            }
        })
    }

    fn path(&mut self) -> Result<Expr, XPathError> {
        if let Some(primary) = self.primary()? {
            return self.filtered(primary);
        }
        let mut steps = Vec::new();
        let start = if self.take(&Token::DoubleSlash) {
            steps.push(Step::any(Axis::DescendantOrSelf));
            self.relative(&mut steps)?;
            Start::Root
        } else if self.take(&Token::Slash) {
            if self.peek(0).is_some_and(begins_step) {
                self.relative(&mut steps)?;
            }
            Start::Root
        } else {
            self.relative(&mut steps)?;
            Start::Context
        };
        Ok(Expr::Path(Path { start, steps }))
    }

    /// A primary expression, its predicates and what is sought from there.
    fn filtered(&mut self, primary: Expr) -> Result<Expr, XPathError> {
        let predicates = self.predicates()?;
        let mut steps = Vec::new();
        if self.take(&Token::DoubleSlash) {
            steps.push(Step::any(Axis::DescendantOrSelf));
            self.relative(&mut steps)?;
        } else if self.take(&Token::Slash) {
            self.relative(&mut steps)?;
        }
        if predicates.is_empty() && steps.is_empty() {
            return Ok(primary);
        }
        let start = Start::Nodes {
            of: Box::new(primary),
            predicates,
        };
        Ok(Expr::Path(Path { start, steps }))
    }

    /// What is neither a path nor an operator; `None` where a path begins.
    fn primary(&mut self) -> Result<Option<Expr>, XPathError> {
        let found = match self.peek(0) {
            Some(Token::Literal(text)) => Expr::Literal(text.clone()),
            Some(Token::Number(number)) => Expr::Number(*number),
            Some(Token::Dollar) => return Err(self.variable()),
            Some(Token::Open) => {
                self.tokens.pop_front();
                let inner = self.nested(|parser| parser.binary(&LEVELS))?;
                self.expect(&Token::Close)?;
                return Ok(Some(inner));
            }
            Some(Token::Name { prefix, local }) if self.peek(1) == Some(&Token::Open) => {
                if prefix.is_none() && is_node_type(local) {
                    return Ok(None);
                }
                let name = qualified(prefix.as_deref(), local);
                return self.call(name).map(Some);
            }
            _ => return Ok(None),
        };
        self.tokens.pop_front();
        Ok(Some(found))
    }

    fn variable(&self) -> XPathError {
        match self.peek(1) {
            Some(Token::Name { prefix, local }) => {
                XPathError::Variable(qualified(prefix.as_deref(), local))
            }
            _ => XPathError::Syntax(self.tokens.front().map_or(self.end, |(at, _)| *at)),
        }
    }

    fn call(&mut self, name: String) -> Result<Expr, XPathError> {
        let function = Function::named(&name).ok_or(XPathError::UnknownFunction(name))?;
        self.tokens.pop_front();
        self.expect(&Token::Open)?;
        let mut arguments = Vec::new();
        if !self.take(&Token::Close) {
            arguments.push(self.nested(|parser| parser.binary(&LEVELS))?);
            while self.take(&Token::Comma) {
                arguments.push(self.nested(|parser| parser.binary(&LEVELS))?);
            }
            self.expect(&Token::Close)?;
        }
        function.check_count(arguments.len())?;
        Ok(Expr::Call(function, arguments))
    }

    fn relative(&mut self, steps: &mut Vec<Step>) -> Result<(), XPathError> {
        loop {
            let step = self.step()?;
            step.join(steps);
            if self.take(&Token::DoubleSlash) {
                steps.push(Step::any(Axis::DescendantOrSelf));
            } else if !self.take(&Token::Slash) {
                return Ok(());
            }
        }
    }

    fn step(&mut self) -> Result<Step, XPathError> {
        if self.take(&Token::Dot) {
            return Ok(Step::any(Axis::Itself));
        }
        if self.take(&Token::DoubleDot) {
            return Ok(Step::any(Axis::Parent));
        }
        Ok(Step {
            axis: self.axis()?,
            test: self.node_test()?,
            predicates: self.predicates()?,
        })
    }

    fn axis(&mut self) -> Result<Axis, XPathError> {
        if self.take(&Token::At) {
            return Ok(Axis::Attribute);
        }
        if self.peek(1) != Some(&Token::DoubleColon) {
            return Ok(Axis::Child);
        }
        let named = match self.peek(0) {
            Some(Token::Name {
                prefix: None,
                local,
            }) => Axis::named(local),
            _ => None,
        };
        match named {
            Some(axis) => {
                self.tokens.drain(..2);
                Ok(axis)
            }
            None => self.refuse(),
        }
    }

    fn node_test(&mut self) -> Result<NodeTest, XPathError> {
        let test = match self.peek(0) {
            Some(Token::Star) => NodeTest::AnyName,
            Some(Token::PrefixStar(prefix)) => {
                let prefix = prefix.clone();
                NodeTest::Namespace(self.namespace(&prefix)?)
            }
            Some(Token::Name { prefix, local }) => {
                let (prefix, local) = (prefix.clone(), local.clone());
                if self.peek(1) == Some(&Token::Open) {
                    return self.node_type();
                }
                let namespace = prefix.map(|prefix| self.namespace(&prefix)).transpose()?;
                NodeTest::Name { namespace, local }
            }
            _ => return self.refuse(),
        };
        self.tokens.pop_front();
        Ok(test)
    }

    /// `node()`, `text()`, `comment()` or `processing-instruction()`.
    fn node_type(&mut self) -> Result<NodeTest, XPathError> {
        let mut test = match self.peek(0) {
            Some(Token::Name {
                prefix: None,
                local,
            }) => match local.as_str() {
                "node" => NodeTest::Node,
                "text" => NodeTest::Text,
                "comment" => NodeTest::Comment,
                "processing-instruction" => NodeTest::Instruction(None),
                _ => return self.refuse(),
            },
            _ => return self.refuse(),
        };
        self.tokens.drain(..2);
        if let (NodeTest::Instruction(target), Some(Token::Literal(name))) =
            (&mut test, self.peek(0))
        {
            *target = Some(name.clone());
            self.tokens.pop_front();
        }
        self.expect(&Token::Close)?;
        Ok(test)
    }

    fn predicates(&mut self) -> Result<Vec<Expr>, XPathError> {
        let mut predicates = Vec::new();
        while self.take(&Token::OpenBracket) {
            predicates.push(self.nested(|parser| parser.binary(&LEVELS))?);
            self.expect(&Token::CloseBracket)?;
        }
        Ok(predicates)
    }

    /// The URI of a prefix, noted as used.
    fn namespace(&mut self, prefix: &str) -> Result<String, XPathError> {
        const XML: (&str, &str) = ("xml", super::content::XML_NAMESPACE);
        let declared = self.declared.iter().chain([&XML]);
        match declared.rev().find(|(known, _)| *known == prefix) {
            Some((_, uri)) => {
                let uri = (*uri).to_owned();
                self.used.insert(prefix.to_owned(), uri.clone());
                Ok(uri)
            }
            None => Err(XPathError::UnknownPrefix(prefix.to_owned())),
        }
    }
}

fn begins_step(token: &Token) -> bool {
    matches!(
        token,
        Token::Dot
            | Token::DoubleDot
            | Token::At
            | Token::Star
            | Token::PrefixStar(_)
            | Token::Name { .. }
    )
}

fn is_node_type(name: &str) -> bool {
    ["node", "text", "comment", "processing-instruction"].contains(&name)
}

fn qualified(prefix: Option<&str>, local: &str) -> String {
    match prefix {
        Some(prefix) => format!("{prefix}:{local}"),
        None => local.to_owned(),
    }
}
