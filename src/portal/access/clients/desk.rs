//! What the pages here have in common.

use axum::response::Response;
use http::StatusCode;

use super::refused::ClientsRefusedPage;
use crate::domain::{Language, Party, without_spaces};
use crate::ops::access::{self, CLIENT_ADMINISTRATION};
use crate::ops::clients::{Access, Client, Power, Refusal, powers};
use crate::portal::access::{SectionItem, SectionMenu};
use crate::portal::visitor::{PartyContext, page_with};
use crate::portal::{Frame, NavItem, PageError, PartyLabel, PowerList};

/// How many clients or agents one page shows.
pub const PER_PAGE: usize = 25;
/// How much of what is searched for is looked at, in characters.
const MAX_QUERY: usize = 100;

/// The frame of a page, and the section's menu.
pub async fn around(
    ctx: &PartyContext,
    item: SectionItem,
) -> Result<(Frame, SectionMenu), PageError> {
    let frame = ctx.frame(NavItem::Access).await?;
    let menu = SectionMenu::load(ctx, &frame, item).await?;
    Ok((frame, menu))
}

/// The answer to somebody who does not get through.
pub async fn refused(ctx: &PartyContext, refusal: Refusal) -> Result<Response, PageError> {
    match refusal {
        Refusal::LevelTooLow(level) => Err(ctx.signed.step_up(level)),
        Refusal::NoAccess => {
            let (core, person, party) = (ctx.core(), ctx.person(), ctx.party.id);
            let shortfall =
                access::shortfall(core, person, "read", CLIENT_ADMINISTRATION, party).await?;
            let powers = PowerList::of(&shortfall.powers(), ctx.signed.language());
            let (frame, menu) = around(ctx, SectionItem::Clients).await?;
            let page = ClientsRefusedPage {
                powers: powers.lines(frame.t),
                party: ctx.party.name.clone(),
                frame,
                menu,
            };
            page_with(StatusCode::FORBIDDEN, &page)
        }
        _ => Err(PageError::NotFound),
    }
}

/// A part of a list: those that are searched for, and of these one page.
pub struct Cut<T> {
    pub query: String,
    pub hits: usize,
    pub shown: Vec<T>,
    pub current: usize,
    pub last: usize,
}

/// Those of `all` that `query` finds, at page `number`, counted from 1.
pub fn cut<T>(
    all: impl IntoIterator<Item = T>,
    party: impl Fn(&T) -> &Party,
    query: Option<String>,
    number: Option<usize>,
) -> Cut<T> {
    let query: String = query.unwrap_or_default().chars().take(MAX_QUERY).collect();
    let wanted = Wanted::of(&query);
    let hits: Vec<T> = all
        .into_iter()
        .filter(|one| wanted.finds(party(one)))
        .collect();
    let count = hits.len();
    let last = count.div_ceil(PER_PAGE).max(1);
    let current = number.unwrap_or(1).clamp(1, last);
    let shown = hits
        .into_iter()
        .skip((current - 1) * PER_PAGE)
        .take(PER_PAGE);
    Cut {
        shown: shown.collect(),
        hits: count,
        query,
        current,
        last,
    }
}

/// What is searched for, as a name and as a number with whatever blanks.
pub struct Wanted {
    name: String,
    digits: String,
}

impl Wanted {
    pub fn of(query: &str) -> Self {
        let digits = without_spaces(query);
        let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
        Self {
            name: query.trim().to_lowercase(),
            digits: if is_number { digits } else { String::new() },
        }
    }

    pub fn finds(&self, party: &Party) -> bool {
        let number = party.organization().map(|one| one.number.as_str());
        party.name.to_lowercase().contains(&self.name)
            || (!self.digits.is_empty()
                && number.is_some_and(|number| number.contains(&self.digits)))
    }
}

/// The names of packages, each once however many roles give it.
pub fn words(access: &[Access], language: Language) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for power in powers(access) {
        let word = word(power, language);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

pub fn word(power: Power, language: Language) -> String {
    power.package.name.get(language).to_owned()
}

/// A client as a row of a list.
pub struct ClientRow {
    pub id: uuid::Uuid,
    pub party: PartyLabel,
    pub powers: Vec<String>,
}

impl ClientRow {
    pub fn of(client: &Client, language: Language) -> Self {
        Self {
            id: client.party.id.0,
            party: PartyLabel::of(&client.party, None),
            powers: words(&client.access, language),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Wanted;

    #[test]
    fn a_number_is_found_with_any_blanks_and_a_name_keeps_its_own() {
        assert_eq!(Wanted::of(" 313 725\u{a0}138 ").digits, "313725138");
        let name = Wanted::of(" Fjord Brød 2 ");
        assert_eq!(
            (name.name.as_str(), name.digits.as_str()),
            ("fjord brød 2", "")
        );
    }
}
