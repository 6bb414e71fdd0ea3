//! `regorus`, interpreted and as bytecode (its RVM). Policies are data, as is usual in Rego; one rule reads them.

use std::sync::Arc;

use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::program::Program;
use regorus::rvm::vm::RegoVM;
use regorus::{CompiledPolicy, Value};
use serde_json::{Map, json};

use super::Engine;
use crate::rules::{RuleSet, Verdict};

/// All rules in one list, as one writes them down.
pub const LIST: &str = r#"package bench
import rego.v1
default level := 0
level := rule.level if {
    some rule in data.rules
    rule.resource == input.resource
    rule.action == input.action
    some subject in input.subjects
    rule.subjects[subject]
}
"#;

/// The rules of each resource in a list of their own.
pub const RULES: &str = r#"package bench
import rego.v1
default level := 0
level := policy.level if {
    policy := data.policies[input.resource]
    some rule in policy.rules
    rule.action == input.action
    some subject in input.subjects
    rule.subjects[subject]
}
"#;

/// By hand what our index does: the fastest form that we know of.
pub const GRANTS: &str = r#"package bench
import rego.v1
default level := 0
level := data.policies[input.resource].level if {
    granted := data.grants[input.resource][input.action]
    some subject in input.subjects
    granted[subject]
}
"#;

const ENTRY: &str = "data.bench.level";

pub fn load_bytecode(set: &RuleSet, module: &str) -> Box<dyn Engine> {
    let policy = compiled(set, module);
    let program =
        Compiler::compile_from_policy(&policy, &[ENTRY]).expect("our own Rego becomes bytecode");
    Box::new(Bytecode::new(program, data(set), inputs(set)))
}

pub fn load_interpreter(set: &RuleSet, module: &str) -> Box<dyn Engine> {
    let mut engine = engine(set, module);
    engine
        .eval_rule(ENTRY.to_owned())
        .expect("prepares the rule");
    Box::new(Interpreter {
        engine,
        inputs: inputs(set),
    })
}

struct Bytecode {
    program: Arc<Program>,
    data: Value,
    inputs: Arc<Vec<Value>>,
    machine: RegoVM,
}

impl Bytecode {
    fn new(program: Arc<Program>, data: Value, inputs: Arc<Vec<Value>>) -> Self {
        let mut machine = RegoVM::new();
        // The default suits one small policy; 3,000 in one list need more.
        machine.set_max_instructions(usize::MAX);
        machine.load_program(Arc::clone(&program));
        machine
            .set_data(data.clone())
            .expect("data that no rule writes");
        Self {
            program,
            data,
            inputs,
            machine,
        }
    }
}

impl Engine for Bytecode {
    fn decide(&mut self, question: usize) -> Verdict {
        self.machine.set_input(self.inputs[question].clone());
        verdict(&self.machine.execute().expect("the rule can be evaluated"))
    }

    fn for_thread(&self) -> Box<dyn Engine> {
        let (program, inputs) = (Arc::clone(&self.program), Arc::clone(&self.inputs));
        Box::new(Self::new(program, self.data.clone(), inputs))
    }
}

struct Interpreter {
    engine: regorus::Engine,
    inputs: Arc<Vec<Value>>,
}

impl Engine for Interpreter {
    fn decide(&mut self, question: usize) -> Verdict {
        self.engine.set_input(self.inputs[question].clone());
        let level = self.engine.eval_rule(ENTRY.to_owned());
        verdict(&level.expect("the rule can be evaluated"))
    }

    fn for_thread(&self) -> Box<dyn Engine> {
        let (engine, inputs) = (self.engine.clone(), Arc::clone(&self.inputs));
        Box::new(Self { engine, inputs })
    }
}

fn engine(set: &RuleSet, module: &str) -> regorus::Engine {
    let mut engine = regorus::Engine::new();
    engine
        .add_policy("bench.rego".to_owned(), module.to_owned())
        .expect("our own Rego is readable");
    engine
        .add_data(data(set))
        .expect("an object without conflicts");
    engine
}

fn compiled(set: &RuleSet, module: &str) -> CompiledPolicy {
    let compiled = engine(set, module).compile_with_entrypoint(&ENTRY.into());
    compiled.expect("our own Rego compiles")
}

/// The same rules in each of the three forms.
fn data(set: &RuleSet) -> Value {
    let (mut all, mut policies, mut grants) = (Vec::new(), Map::new(), Map::new());
    for policy in &set.policies {
        let mut rules = Vec::new();
        let mut actions = Map::new();
        for rule in &policy.rules {
            let subjects: Map<_, _> = rule
                .subjects
                .iter()
                .map(|urn| (urn.clone(), json!(true)))
                .collect();
            let granted = actions.entry(rule.action).or_insert_with(|| json!({}));
            if let Some(granted) = granted.as_object_mut() {
                granted.extend(subjects.clone());
            }
            let rule = json!({"resource": policy.resource, "action": rule.action,
                "subjects": subjects, "level": policy.level});
            all.push(rule.clone());
            rules.push(rule);
        }
        let id = &policy.resource;
        policies.insert(id.clone(), json!({"level": policy.level, "rules": rules}));
        grants.insert(id.clone(), actions.into());
    }
    json!({"rules": all, "policies": policies, "grants": grants}).into()
}

fn inputs(set: &RuleSet) -> Arc<Vec<Value>> {
    let questions = set.questions.iter();
    let inputs = questions.map(|one| {
        json!({"resource": one.resource, "action": one.action, "subjects": one.held}).into()
    });
    Arc::new(inputs.collect())
}

fn verdict(level: &Value) -> Verdict {
    match level.as_u8() {
        Ok(0) | Err(_) => Verdict::No,
        Ok(level) => Verdict::Permit(level),
    }
}
