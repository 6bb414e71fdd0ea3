//! Finding packages by words.

use axum::extract::State;
use axum::response::Response;

use super::answer::{Kept, list};
use super::opened::Opened;
use super::query::{self, Pairs, flag};
use super::wire::{FieldWire, HitWire, PackageWire, WordWire};
use crate::api::language::InLanguage;
use crate::api::parts::QueryOf;
use crate::api::problem::Problem;
use crate::api::resources::catalogue::Entry;
use crate::app::App;
use crate::domain::Language;
use crate::reference::{AccessPackage, EntityType, reference};

/// The longest term, in characters.
const MAX_TERM: usize = 200;
/// The most owners that may be named.
const MAX_OWNERS: usize = 100;

/// `GET …/search?term=…&resourceProviderCode=…&searchInResources=…&typeName=…`: the best hits first; all packages
/// without a term.
pub async fn search(
    State(app): State<App>,
    QueryOf(pairs): QueryOf<Pairs>,
    InLanguage(language): InLanguage,
) -> Result<Response, Problem> {
    let wanted = Wanted::read(&pairs, language)?;
    let packages = reference().packages();
    let packages: Vec<&AccessPackage> = packages.filter(|one| wanted.is_of_type(one)).collect();
    let (mut hits, kept) = match wanted.looks_at_resources() {
        true => (
            wanted.hits_with_resources(&app, &packages).await?,
            Kept::AMinute,
        ),
        false => (wanted.hits(&packages), Kept::AnHour),
    };
    hits.sort_by(|one, other| other.score.total_cmp(&one.score));
    Ok(list(&hits, language, kept))
}

/// What is looked for.
struct Wanted {
    /// In lower case; all of them must be found.
    words: Vec<String>,
    /// The codes of owners, in lower case; one of them must have a resource.
    owners: Vec<String>,
    in_resources: bool,
    entity_type: Option<EntityType>,
    language: Language,
}

impl Wanted {
    fn read(pairs: &Pairs, language: Language) -> Result<Self, Problem> {
        Ok(Self {
            words: words(query::first(pairs, "term").unwrap_or_default())?,
            owners: owners(pairs)?,
            in_resources: flag(pairs, "searchInResources")?,
            entity_type: query::first(pairs, "typeName")
                .map(entity_type)
                .transpose()?,
            language,
        })
    }

    fn is_of_type(&self, package: &AccessPackage) -> bool {
        self.entity_type
            .is_none_or(|wanted| package.entity_type == wanted)
    }

    fn looks_at_resources(&self) -> bool {
        self.in_resources || !self.owners.is_empty()
    }

    fn hits(&self, packages: &[&'static AccessPackage]) -> Vec<HitWire> {
        let hit = |package: &&'static AccessPackage| {
            self.hit(package, &[], PackageWire::with_area(package, self.language))
        };
        packages.iter().filter_map(hit).collect()
    }

    async fn hits_with_resources(
        &self,
        app: &App,
        packages: &[&'static AccessPackage],
    ) -> Result<Vec<HitWire>, Problem> {
        let urns: Vec<String> = packages.iter().map(|package| package.urn.clone()).collect();
        let opened = Opened::to(app, &urns).await?;
        let hit = |package: &&'static AccessPackage| {
            let urn = package.urn.as_str();
            let entries = opened.entries([urn]);
            if !self.is_of_owner(&entries) {
                return None;
            }
            let searched: &[&Entry] = if self.in_resources { &entries } else { &[] };
            let resources = opened.resources([urn], self.language);
            let object = PackageWire::with_area(package, self.language).with_resources(resources);
            self.hit(package, searched, object)
        };
        Ok(packages.iter().filter_map(hit).collect())
    }

    fn is_of_owner(&self, entries: &[&Entry]) -> bool {
        let is_wanted = |entry: &&Entry| self.owners.contains(&entry.owner.code.to_lowercase());
        self.owners.is_empty() || entries.iter().any(is_wanted)
    }

    /// None unless all words are found.
    fn hit(
        &self,
        package: &AccessPackage,
        resources: &[&Entry],
        object: PackageWire,
    ) -> Option<HitWire> {
        let texts = self.texts(package, resources);
        let is_found = |word: &String| {
            let mut texts = texts.iter();
            texts.any(|text| {
                text.value
                    .split_whitespace()
                    .any(|own| likeness(&plain(own), word) > 0.0)
            })
        };
        if !self.words.iter().all(is_found) {
            return None;
        }
        let fields: Vec<FieldWire> = texts.iter().filter_map(|text| self.field(text)).collect();
        let score = fields.iter().fold(0.0, |sum, field| sum + field.score);
        Some(HitWire {
            object,
            score,
            fields,
        })
    }

    fn texts<'t>(&self, package: &'t AccessPackage, resources: &[&'t Entry]) -> Vec<Searched<'t>> {
        let language = self.language;
        let area = reference().area(&package.area);
        let mut texts = vec![
            Searched::new("name", package.name.get(language), 3.0),
            Searched::new("description", package.description.get(language), 1.0),
        ];
        texts.extend(area.map(|area| Searched::new("area.name", area.name.get(language), 1.0)));
        texts.extend(
            resources.iter().map(|entry| {
                Searched::new("resources.name", entry.resource.title.get(language), 1.0)
            }),
        );
        texts
    }

    /// What was found in a text; None when nothing was.
    fn field(&self, text: &Searched<'_>) -> Option<FieldWire> {
        let words: Vec<WordWire> = text
            .value
            .split_whitespace()
            .map(|own| self.word(own))
            .collect();
        let score: f64 = words.iter().map(|word| word.score).sum();
        (score > 0.0).then(|| FieldWire {
            field: text.field,
            value: text.value.to_owned(),
            score: score * text.weight,
            words,
        })
    }

    fn word(&self, own: &str) -> WordWire {
        let lower = own.to_lowercase();
        let likest = self.words.iter().map(|word| likeness(&plain(own), word));
        let score = likest.fold(0.0, f64::max);
        WordWire {
            content: own.to_owned(),
            lowercase_content: lower,
            is_match: score > 0.0,
            score,
        }
    }
}

/// The words of a term.
fn words(term: &str) -> Result<Vec<String>, Problem> {
    if term.chars().count() > MAX_TERM {
        return Err(Problem::unreadable(format!(
            "term must be at most {MAX_TERM} characters"
        )));
    }
    let words = term.split_whitespace().map(plain);
    let words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
    if words.is_empty() && !term.trim().is_empty() {
        return Err(Problem::unreadable("term must have letters or digits"));
    }
    Ok(words)
}

fn owners(pairs: &Pairs) -> Result<Vec<String>, Problem> {
    let owners = query::all(pairs, "resourceProviderCode").map(str::to_lowercase);
    let owners: Vec<String> = owners.collect();
    if owners.len() > MAX_OWNERS {
        return Err(Problem::unreadable(format!(
            "resourceProviderCode must be sent at most {MAX_OWNERS} times"
        )));
    }
    Ok(owners)
}

/// A text that is searched, and how much it counts.
struct Searched<'t> {
    field: &'static str,
    value: &'t str,
    weight: f64,
}

impl<'t> Searched<'t> {
    fn new(field: &'static str, value: &'t str, weight: f64) -> Self {
        Self {
            field,
            value,
            weight,
        }
    }
}

/// A word in lower case, without commas and the like around it.
fn plain(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase()
}

/// How well a word of a text fits one that is looked for: the same, its beginning, or inside of it.
fn likeness(own: &str, wanted: &str) -> f64 {
    /// Shorter than this, a word is inside of nearly every other.
    const SHORTEST_INSIDE: usize = 3;
    if own == wanted {
        1.0
    } else if own.starts_with(wanted) {
        0.75
    } else if wanted.chars().count() >= SHORTEST_INSIDE && own.contains(wanted) {
        0.5
    } else {
        0.0
    }
}

/// The type of parties by its name in any language.
fn entity_type(name: &str) -> Result<EntityType, Problem> {
    let types = [EntityType::Organization, EntityType::Person];
    let is_called = |one: &EntityType| {
        let named = reference().entity_type(*one);
        named.is_some_and(|named| {
            let mut names = Language::ALL
                .iter()
                .map(|language| named.name.get(*language));
            names.any(|own| own.eq_ignore_ascii_case(name))
        })
    };
    let found = types.into_iter().find(is_called);
    found.ok_or_else(|| Problem::unreadable("typeName must be Organisasjon or Person"))
}
