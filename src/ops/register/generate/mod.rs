//! An invented population in the import format. Which numbers, names and roles there are depends on the seed alone.

mod chance;
mod lines;
mod numbers;
mod organizations;
mod persons;
mod words;

use std::io::{self, Write};

use chance::Chance;
use lines::Line;
use numbers::{Births, OrgNumbers};

/// How large a population is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Population {
    pub persons: u32,
    /// Main units and subunits.
    pub organizations: u32,
    pub seed: u64,
}

/// Writes the lines of a population: persons first, then each organization with its roles.
///
/// # Errors
/// When `to` does not take them.
pub fn write(population: Population, to: &mut impl Write) -> io::Result<()> {
    let mut chance = Chance::new(population.seed);
    let births = Births::new(&mut chance).take(population.persons as usize);
    let numbers = OrgNumbers::new(&mut chance).take(population.organizations as usize);
    let mut pen = Pen { to };
    let adults = persons::write(births, &mut chance, &mut pen)?;
    organizations::write(numbers.collect(), &adults, &mut chance, &mut pen)
}

/// Writes lines.
struct Pen<'a, W> {
    to: &'a mut W,
}

impl<W: Write> Pen<'_, W> {
    fn line(&mut self, line: &Line<'_>) -> io::Result<()> {
        serde_json::to_writer(&mut *self.to, line)?;
        self.to.write_all(b"\n")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn lines(seed: u64) -> Vec<serde_json::Value> {
        let mut text = Vec::new();
        let population = Population {
            persons: 2_000,
            organizations: 1_000,
            seed,
        };
        write(population, &mut text).unwrap();
        let text = String::from_utf8(text).unwrap();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    fn of<'a>(
        lines: &'a [serde_json::Value],
        field: &str,
        value: &str,
    ) -> Vec<&'a serde_json::Value> {
        lines.iter().filter(|line| line[field] == value).collect()
    }

    #[test]
    fn there_are_as_many_as_wanted_and_of_every_kind() {
        let lines = lines(1);
        assert_eq!(of(&lines, "type", "person").len(), 2_000);
        assert_eq!(of(&lines, "type", "organization").len(), 1_000);
        for form in [
            "AS", "ENK", "FLI", "BEDR", "AAFY", "BRL", "NUF", "DA", "KBO",
        ] {
            assert!(!of(&lines, "form", form).is_empty(), "{form}");
        }
        for role in [
            "DAGL", "LEDE", "MEDL", "INNH", "KNUF", "REGN", "REVI", "BOBE", "FFØR",
        ] {
            assert!(!of(&lines, "role", role).is_empty(), "{role}");
        }
        assert!(lines.iter().any(|line| line["bankrupt"] == true));
        assert!(lines.iter().any(|line| !line["deletedAt"].is_null()));
        assert!(lines.iter().any(|line| !line["dateOfDeath"].is_null()));
        assert!(
            lines
                .iter()
                .any(|line| line["protection"] == "strengtFortrolig")
        );
    }

    #[test]
    fn the_same_seed_gives_the_same_and_another_gives_others() {
        assert_eq!(lines(1), lines(1));
        assert_ne!(lines(1), lines(2));
    }

    #[test]
    fn nobody_has_a_role_twice_at_one_party() {
        let lines = lines(5);
        let mut roles: Vec<String> = of(&lines, "type", "role")
            .iter()
            .map(ToString::to_string)
            .collect();
        let all = roles.len();
        roles.sort();
        roles.dedup();
        assert_eq!(roles.len(), all);
    }

    #[test]
    fn a_population_may_lack_persons_or_organizations() {
        for (persons, organizations) in [(0, 0), (0, 50), (50, 0), (1, 1)] {
            let population = Population {
                persons,
                organizations,
                seed: 1,
            };
            write(population, &mut Vec::new()).unwrap();
        }
    }
}
