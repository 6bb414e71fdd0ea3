//! What the resource registry asks of a policy beyond the standard: rules about its own resource alone, in a form that can
//! be told as rights (specification of the registry, §1.4).

use std::fmt;

use super::names;
use super::rights::{MAX_COMBINATIONS, Topic};
use super::xacml::{AllOf, AnyOf, PlacedRule, PolicyTree, rule_line};

/// The resource that a policy has to be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guarded<'a> {
    pub id: &'a str,
    /// Owner's code and name, when it is an app's resource; rules may then name these instead of the id.
    pub app: Option<(&'a str, &'a str)>,
}

/// Why a policy is not one for the resource, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileFault {
    /// Line of the rule in the file, from 1.
    pub line: u32,
    pub rule: String,
    pub problem: ProfileProblem,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProfileProblem {
    OtherResource,
    NoResource,
    /// An `AnyOf` about several categories, or one that looks into content or asks for an issuer.
    MixedAnyOf,
    /// An alternative for the action that is not exactly one match.
    ActionNotSingle,
    TooManyCombinations,
}

impl fmt::Display for ProfileProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OtherResource => "Contains rules for a different registry resource",
            Self::NoResource => "Contains rules without reference to registry resource id",
            Self::MixedAnyOf => {
                "Each AnyOf of a rule must be about one category, by attribute designators without issuer"
            }
            Self::ActionNotSingle => "Each AllOf for an action must have exactly one match",
            Self::TooManyCombinations => {
                "The rules have more combinations of subject, resource and action than are read"
            }
        })
    }
}

impl PolicyTree {
    /// Checks that every rule is about the resource alone and can be told as rights. `xml` is what the policy was read
    /// from.
    ///
    /// # Errors
    /// The first rule that is not, and why.
    pub fn check_profile(&self, xml: &str, guarded: &Guarded<'_>) -> Result<(), ProfileFault> {
        let mut combinations = 0_usize;
        for (number, placed) in self.placed_rules().iter().enumerate() {
            combinations = combinations.saturating_add(placed.combinations());
            let checked = match placed.profile_problem(guarded) {
                None if combinations > MAX_COMBINATIONS => {
                    Some(ProfileProblem::TooManyCombinations)
                }
                other => other,
            };
            if let Some(problem) = checked {
                return Err(ProfileFault {
                    line: rule_line(xml, number),
                    rule: placed.rule.id.to_string(),
                    problem,
                });
            }
        }
        Ok(())
    }
}

impl PlacedRule<'_> {
    fn any_ofs(&self) -> impl Iterator<Item = &AnyOf> {
        let above = self.nodes.iter().flat_map(|node| &node.target().any_of);
        above.chain(&self.rule.target.any_of)
    }

    fn combinations(&self) -> usize {
        self.any_ofs().fold(1, |so_far, any_of| {
            so_far.saturating_mul(any_of.all_of.len())
        })
    }

    fn profile_problem(&self, guarded: &Guarded<'_>) -> Option<ProfileProblem> {
        if self.any_ofs().any(|any_of| any_of.topic().is_none()) {
            return Some(ProfileProblem::MixedAnyOf);
        }
        let about = |topic| move |any_of: &&AnyOf| any_of.topic() == Some(topic);
        let is_single = |all_of: &AllOf| all_of.matches.len() == 1;
        let mut actions = self.any_ofs().filter(about(Topic::Action));
        if !actions.all(|any_of| any_of.all_of.iter().all(is_single)) {
            return Some(ProfileProblem::ActionNotSingle);
        }
        let own = &self.rule.target.any_of;
        let resources: Vec<&AnyOf> = own.iter().filter(about(Topic::Resource)).collect();
        guarded.problem_of(&resources)
    }
}

impl Guarded<'_> {
    /// What is wrong with what a rule says about the resource.
    fn problem_of(&self, any_ofs: &[&AnyOf]) -> Option<ProfileProblem> {
        let names_app = |(org, app)| names_all(any_ofs, &[(names::ORG, org), (names::APP, app)]);
        let is_named =
            names_all(any_ofs, &[(names::RESOURCE_ID, self.id)]) || self.app.is_some_and(names_app);
        if self.names_another(any_ofs) {
            Some(ProfileProblem::OtherResource)
        } else if is_named {
            None
        } else {
            Some(ProfileProblem::NoResource)
        }
    }

    /// Whether any alternative is about another resource or app.
    fn names_another(&self, any_ofs: &[&AnyOf]) -> bool {
        let expected = |attribute: &str| match (attribute, self.app) {
            (names::RESOURCE_ID, _) => Some(self.id),
            (names::ORG, Some((org, _))) => Some(org),
            (names::APP, Some((_, app))) => Some(app),
            _ => None,
        };
        let names_resource =
            |attribute: &str| [names::RESOURCE_ID, names::ORG, names::APP].contains(&attribute);
        let mut matches = any_ofs.iter().flat_map(|any_of| any_of.matches());
        matches.any(|one| {
            one.designator().is_some_and(|named| {
                names_resource(&named.attribute_id)
                    && expected(&named.attribute_id) != Some(&*one.value.text())
            })
        })
    }
}

/// Whether each of these attributes has its value in every alternative of some `AnyOf`.
fn names_all(any_ofs: &[&AnyOf], wanted: &[(&str, &str)]) -> bool {
    let says = |all_of: &AllOf, (id, value): (&str, &str)| {
        all_of.matches.iter().any(|one| {
            one.designator()
                .is_some_and(|named| *named.attribute_id == *id && one.value.text() == value)
        })
    };
    wanted.iter().all(|attribute| {
        let always = |any_of: &&AnyOf| any_of.all_of.iter().all(|all_of| says(all_of, *attribute));
        any_ofs.iter().any(always)
    })
}
