//! The engines behind one trait. Whatever can be made ready before a question comes, is.

mod cedar;
mod fullmakt;
mod index;
mod rego;
pub mod xacml;

use crate::rules::{RuleSet, Verdict};

/// An engine with the policies loaded and the questions built in its own types.
pub trait Engine: Send {
    /// Decides the question with this number.
    fn decide(&mut self, question: usize) -> Verdict;

    /// The same engine for one more thread, over the same policies.
    fn for_thread(&self) -> Box<dyn Engine>;
}

/// An engine with the name that the tables use.
pub struct Named {
    pub name: &'static str,
    pub engine: Box<dyn Engine>,
}

/// All engines over one rule set, ours first.
pub fn all(set: &RuleSet) -> Vec<Named> {
    let named = |name, engine| Named { name, engine };
    vec![
        named("fullmakt", fullmakt::load(set)),
        named(
            "hash index over interned numbers",
            index::Numbers::load(set),
        ),
        named("hash index over texts", index::Texts::load(set)),
        named("cedar, only the resource's policy", cedar::load_each(set)),
        named("cedar, all policies in one set", cedar::load_together(set)),
        named(
            "regorus bytecode, one list of rules",
            rego::load_bytecode(set, rego::LIST),
        ),
        named(
            "regorus bytecode, a list per resource",
            rego::load_bytecode(set, rego::RULES),
        ),
        named(
            "regorus bytecode, index in the data",
            rego::load_bytecode(set, rego::GRANTS),
        ),
        named(
            "regorus interpreter, one list of rules",
            rego::load_interpreter(set, rego::LIST),
        ),
        named(
            "regorus interpreter, index in the data",
            rego::load_interpreter(set, rego::GRANTS),
        ),
    ]
}

/// Asks every engine every question.
///
/// # Panics
/// When one decides otherwise than the rules say: what is not equal must not be compared.
pub fn check(set: &RuleSet, engines: &mut [Named]) {
    for Named { name, engine } in engines {
        for (number, question) in set.questions.iter().enumerate() {
            assert_eq!(
                engine.decide(number),
                question.expected,
                "{name}: {question:?}"
            );
        }
    }
}
