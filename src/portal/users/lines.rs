//! What somebody has, line by line: packages by area, single services, roles.

use crate::domain::{Language, Resource};
use crate::ops::powers::Powers;
use crate::portal::page::cast;
use crate::portal::rights::action_words;
use crate::reference::{AccessPackage, reference};
use crate::routes;
use crate::text::{Part, Texts, Value, fill, say};

use super::sources::{Teller, Told};
use super::user_page::Side;

/// Packages about one subject.
pub struct Area<T> {
    pub name: String,
    pub lines: Vec<T>,
}

/// An access package that somebody has.
#[derive(Clone)]
pub struct PackageLine {
    pub code: String,
    pub name: String,
    pub source: Vec<Part>,
    pub end: End,
    /// Just given.
    pub is_new: bool,
}

/// A service on which single rights were given.
#[derive(Clone)]
pub struct ServiceLine {
    pub id: String,
    pub title: String,
    pub actions: Vec<String>,
    pub source: Vec<Part>,
    pub end: End,
    pub is_new: bool,
}

/// How somebody loses something that he has.
#[derive(Clone)]
pub enum End {
    /// By a page that asks first.
    At(String),
    /// Not here, and why.
    Not(String),
    /// Not by the one who looks.
    Unsaid,
}

impl ServiceLine {
    /// "Kan lese og signere".
    pub fn actions_line(&self, t: &Texts) -> String {
        let words = action_words(&self.actions, t);
        fill(t.rights.may, &[("actions", &words)])
    }
}

/// Whether anything of the lines can be ended by who looks.
pub fn any_ends(packages: &[Area<PackageLine>], services: &[ServiceLine]) -> bool {
    let mut packages = packages.iter().flat_map(|area| &area.lines);
    packages.any(|line| matches!(line.end, End::At(_)))
        || services.iter().any(|line| matches!(line.end, End::At(_)))
}

/// Sorts packages below their areas; both by name.
pub fn by_area<T>(
    lines: Vec<(&AccessPackage, T)>,
    language: Language,
) -> Vec<Area<T>> {
    let mut areas: Vec<Area<(String, T)>> = Vec::new();
    for (package, line) in lines {
        let area = reference().area(&package.area);
        let area = area.map_or("", |area| area.name.get(language));
        let line = (package.name.get(language).to_owned(), line);
        match areas.iter_mut().find(|known| known.name == area) {
            Some(known) => known.lines.push(line),
            None => areas.push(Area {
                name: area.to_owned(),
                lines: vec![line],
            }),
        }
    }
    areas.sort_by_cached_key(|area| crate::domain::alphabetical(&area.name));
    areas
        .into_iter()
        .map(|mut area| {
            area.lines
                .sort_by_cached_key(|(name, _)| crate::domain::alphabetical(name));
            Area {
                name: area.name,
                lines: area.lines.into_iter().map(|(_, line)| line).collect(),
            }
        })
        .collect()
}

/// The packages that somebody has, with `new` marked.
pub fn packages(
    powers: &Powers,
    teller: &Teller<'_>,
    side: Side,
    new: Option<&str>,
) -> Vec<Area<PackageLine>> {
    let facts = powers.holder.facts.packages.iter();
    let lines = facts.filter_map(|fact| {
        let package = reference().package(&fact.package.urn())?;
        let told = teller.package(&fact.source);
        let line = PackageLine {
            code: package.code.clone(),
            name: package.name.get(teller.language).to_owned(),
            end: end(&told, side, |id| match side {
                Side::Received => routes::leave_package(id, &package.code),
                _ => routes::take_package(id, &package.code),
            }, powers),
            source: told.source,
            is_new: new == Some(&package.code),
        };
        Some((package, line))
    });
    by_area(lines.collect(), teller.language)
}

/// The services on which somebody has single rights.
pub fn services(
    powers: &Powers,
    teller: &Teller<'_>,
    side: Side,
    resources: &[Resource],
    new: Option<&str>,
) -> Vec<ServiceLine> {
    let lines = resources.iter().filter_map(|resource| {
        let rights = powers.holder.facts.delegations.iter();
        let rights: Vec<_> = rights.filter(|one| one.resource_id == resource.id).collect();
        let told: Vec<Told> = rights.iter().map(|right| teller.right(right)).collect();
        // Part of it may come from elsewhere; what can be taken back is told first.
        let at = told.iter().position(|one| one.fixed.is_none()).unwrap_or(0);
        let told = told.into_iter().nth(at)?;
        let mut actions: Vec<String> = rights.iter().map(|one| one.action.clone()).collect();
        actions.sort();
        actions.dedup();
        Some(ServiceLine {
            id: resource.id.clone(),
            title: resource.title.get(teller.language).to_owned(),
            actions,
            end: end(&told, side, |id| match side {
                Side::Received => routes::leave_service(id, &resource.id),
                _ => routes::take_service(id, &resource.id),
            }, powers),
            source: told.source,
            is_new: new == Some(&resource.id),
        })
    });
    lines.collect()
}

fn end(
    told: &Told,
    side: Side,
    href: impl Fn(uuid::Uuid) -> String,
    powers: &Powers,
) -> End {
    let other = match side {
        Side::Received => powers.at.id,
        _ => powers.holder.party.id,
    };
    match (&told.fixed, side) {
        (Some(why), _) => End::Not(why.clone()),
        (None, Side::Given { may_change: false }) => End::Unsaid,
        (None, _) => End::At(href(other.0)),
    }
}

/// The registered roles of the holder, in words.
pub fn roles(powers: &Powers, teller: &Teller<'_>) -> Vec<String> {
    let roles = powers.holder.roles().into_iter();
    let words = roles.map(|one| {
        let name = one.role.name.get(teller.language);
        teller.role(name, one.held_at, one.through)
    });
    words.collect()
}

/// For page samples: one package that was given and can be taken back, one that follows from a role.
pub fn sample_packages(
    language: Language,
    t: &Texts,
    new: Option<&str>,
) -> Vec<Area<PackageLine>> {
    let given = [
        ("person", Value::Word("Solveig Nordby")),
        ("date", Value::Date(cast::at())),
    ];
    let line = |code: &str, source: Vec<Part>, end: End| {
        let package = reference().packages().find(|one| one.code == code)?;
        let line = PackageLine {
            code: code.to_owned(),
            name: package.name.get(language).to_owned(),
            source,
            end,
            is_new: new == Some(code),
        };
        Some((package, line))
    };
    let role = [("role", Value::Word("Styremedlem"))];
    let lines = [
        line(
            "ordinaer-post-til-virksomheten",
            say(t.user.given, &given),
            End::At(routes::take_package(cast::id(2), "ordinaer-post-til-virksomheten")),
        ),
        line(
            "lonn",
            say(t.user.given, &given),
            End::At(routes::take_package(cast::id(2), "lonn")),
        ),
        line(
            "skatt-naering",
            say(t.user.by_role, &role),
            End::Not(t.user.fixed_role.to_owned()),
        ),
    ];
    by_area(lines.into_iter().flatten().collect(), language)
}

/// For page samples.
pub fn sample_services(language: Language, t: &Texts) -> Vec<ServiceLine> {
    let given = [
        ("person", Value::Word("Solveig Nordby")),
        ("date", Value::Date(cast::at())),
    ];
    vec![ServiceLine {
        id: "hav-mva".into(),
        title: cast::vat(language).title,
        actions: vec!["read".into(), "sign".into()],
        source: say(t.user.given, &given),
        end: End::At(routes::take_service(cast::id(2), "hav-mva")),
        is_new: false,
    }]
}
