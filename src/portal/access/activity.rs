//! `/accessmanagement/ui/aktivitetslogg`: the log of acts of the party that the person acts for.

use axum::extract::Query;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use time::Date;
use time::macros::format_description;
use uuid::Uuid;

use super::activity_csv;
use super::activity_kinds::ActGroup;
use super::activity_page::{ActivityPage, Choice, FilterFields, Line, Scope};
use super::activity_words::ActWords;
use super::{SectionItem, SectionMenu};
use crate::domain::{Party, PartyId, Timestamp};
use crate::ops::activity_log::{Filter, LogEntry, Names, Place, Sees, View};
use crate::portal::form::FieldError;
use crate::portal::visitor::{PartyContext, page_with};
use crate::portal::{NavItem, PageError};
use crate::routes;

/// How many acts one page shows.
const PER_PAGE: usize = 50;

/// What the address asks for. What it names that is not there, such as a kind, is as if it were not named.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct LogQuery {
    #[serde(default)]
    fra: String,
    #[serde(default)]
    til: String,
    #[serde(default)]
    hvem: String,
    #[serde(default)]
    hva: String,
    #[serde(default)]
    etter: String,
}

impl LogQuery {
    fn filter(&self, errors: &mut Vec<FieldError>, bad_date: &str, backwards: &str) -> Filter {
        let mut day = |field: &str, text: &str| match read_day(text) {
            Ok(day) => day,
            Err(()) => {
                errors.push(FieldError::new(field, bad_date));
                None
            }
        };
        let (from, to) = (day("fra", &self.fra), day("til", &self.til));
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            errors.push(FieldError::new("til", backwards));
        }
        Filter {
            from: from.map(Timestamp::start_of_day_in_norway),
            to: to
                .and_then(Date::next_day)
                .map(Timestamp::start_of_day_in_norway),
            who: self.who(),
            kinds: self.group().map(ActGroup::kinds),
        }
    }

    fn who(&self) -> Option<PartyId> {
        self.hvem.parse().ok().map(PartyId)
    }

    fn group(&self) -> Option<ActGroup> {
        ActGroup::parse(&self.hva)
    }

    /// The filter in an address; what is empty is left out.
    fn pairs(&self) -> Vec<(&'static str, &str)> {
        let pairs = [
            ("fra", self.fra.as_str()),
            ("til", &self.til),
            ("hvem", &self.hvem),
            ("hva", &self.hva),
        ];
        pairs
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .collect()
    }
}

/// As browsers send days, or as people write them.
fn read_day(text: &str) -> Result<Option<Date>, ()> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let sent = Date::parse(text, format_description!("[year]-[month]-[day]"));
    let written = || Date::parse(text, format_description!("[day].[month].[year]"));
    let day = sent.or_else(|_| written()).map_err(|_| ())?;
    (1..=9998)
        .contains(&day.year())
        .then_some(Some(day))
        .ok_or(())
}

/// Where a page begins, as its address says it.
fn place_text(place: Place) -> String {
    format!("{}~{}", place.at.rfc3339(), place.id)
}

fn read_place(text: &str) -> Option<Place> {
    let (at, id) = text.split_once('~')?;
    Some(Place {
        at: Timestamp::parse_rfc3339(at).ok()?,
        id: id.parse::<Uuid>().ok()?,
    })
}

/// `GET …/aktivitetslogg`.
pub async fn show(ctx: PartyContext, Query(query): Query<LogQuery>) -> Result<Response, PageError> {
    let t = &ctx.signed.words().activity;
    let view = view(&ctx).await?;
    let mut errors = Vec::new();
    let filter = query.filter(&mut errors, t.bad_date, t.backwards);
    let after = read_place(&query.etter);
    let (entries, next) = match errors.is_empty() {
        true => view.list(ctx.core(), &filter, after, PER_PAGE).await?,
        false => (Vec::new(), None),
    };
    let status = match errors.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let names = Names::of(ctx.core(), &entries).await?;
    let frame = ctx.frame(NavItem::Access).await?;
    let older = next.map(place_text);
    let page = ActivityPage {
        menu: SectionMenu::load(&ctx, &frame, SectionItem::Activity).await?,
        party: ctx.party.name.clone(),
        scope: scope(&ctx, view.sees),
        filter: fields(&query, &view.actors(ctx.core()).await?, &ctx),
        errors,
        lines: lines(&ctx, &entries, &names),
        older: older.map(|place| {
            let mut pairs = query.pairs();
            pairs.push(("etter", &place));
            routes::activity(&pairs)
        }),
        newest: after.map(|_| routes::activity(&query.pairs())),
        file: routes::activity_file(&query.pairs()),
        frame,
    };
    page_with(status, &page)
}

/// `GET …/aktivitetslogg/csv`: what the filter lets through, all of it.
pub async fn file(ctx: PartyContext, Query(query): Query<LogQuery>) -> Result<Response, PageError> {
    let mut errors = Vec::new();
    let filter = query.filter(&mut errors, "", "");
    if !errors.is_empty() {
        return Err(PageError::Unreadable(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let view = view(&ctx).await?;
    Ok(activity_csv::answer(&ctx, view, filter))
}

async fn view(ctx: &PartyContext) -> Result<View, PageError> {
    let view = View::of(ctx.core(), ctx.person(), ctx.party.id).await?;
    view.ok_or(PageError::NotFound)
}

fn scope(ctx: &PartyContext, sees: Sees) -> Scope {
    match sees {
        Sees::All if ctx.party.id == ctx.person().party => Scope::Person,
        Sees::All => Scope::All,
        Sees::Own => Scope::Own,
        Sees::AllAt(level) => Scope::OwnUntil {
            step_up: routes::step_up(routes::ACTIVITY, level.number()),
        },
    }
}

fn fields(query: &LogQuery, actors: &[Party], ctx: &PartyContext) -> FilterFields {
    let (t, group) = (ctx.signed.words(), query.group());
    let actors = actors.iter().map(|party| Choice {
        value: party.id.to_string(),
        label: party.name.clone(),
        is_chosen: query.who() == Some(party.id),
    });
    let groups = ActGroup::ALL.map(|one| Choice {
        value: one.word().to_owned(),
        label: one.label(t).to_owned(),
        is_chosen: group == Some(one),
    });
    FilterFields {
        from: query.fra.clone(),
        to: query.til.clone(),
        actors: actors.collect(),
        groups: groups.to_vec(),
    }
}

fn lines(ctx: &PartyContext, entries: &[LogEntry], names: &Names) -> Vec<Line> {
    let words = ActWords {
        names,
        language: ctx.signed.language(),
    };
    let lines = entries.iter().map(|LogEntry { act, .. }| Line {
        at: act.at,
        sentence: words.sentence(act),
        party: (act.party != ctx.party.id).then(|| words.party(act.party.0)),
        power: words.power(act),
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_browsers_send_it_and_as_people_write_it() {
        let day = time::macros::date!(2026 - 12 - 31);
        for text in ["2026-12-31", "31.12.2026", " 31.12.2026 "] {
            assert_eq!(read_day(text), Ok(Some(day)), "{text}");
        }
        assert_eq!(read_day(""), Ok(None));
        for text in [
            "i går",
            "31.13.2026",
            "2026-02-30",
            "9999-12-31",
            "0000-01-01",
            "-5000-01-01",
        ] {
            assert_eq!(read_day(text), Err(()), "{text}");
        }
    }

    #[test]
    fn a_place_comes_back_from_its_address_to_the_microsecond() {
        let at = time::macros::datetime!(2026-03-29 00:59:59.123450 UTC);
        let place = Place {
            at: Timestamp::from_datetime(at),
            id: Uuid::from_u128(7),
        };
        assert_eq!(read_place(&place_text(place)), Some(place));
        assert_eq!(read_place("2026~7"), None);
    }
}
