//! A server with a log to look at.

use fullmakt::domain::{Act, ActDetails, ActId, ActKind, PartyId, Timestamp};
use fullmakt::store::acts;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::portal::scene::act_for;
use crate::support::app::TestApp;
use crate::support::browser::{Browser, Page};
use crate::support::cast::{BAKERY_ID, KARI_ID};
use crate::support::database::Kind;

pub const LOG: &str = "/accessmanagement/ui/aktivitetslogg";
pub const PACKAGE: &str = "urn:altinn:accesspackage:lonn";

pub struct Scene {
    pub app: TestApp,
}

impl Scene {
    pub async fn start(kind: Kind) -> Self {
        Self {
            app: TestApp::start(kind).await,
        }
    }

    pub async fn add(&self, these: &[Act]) {
        let mut tx = self.app.db.write().await.unwrap();
        for act in these {
            acts::insert(&mut tx, act).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    /// Somebody who acts for a party.
    pub async fn acting(&self, national_id: &str, party: Uuid) -> Browser {
        let mut browser = self.app.browser_of(national_id).await;
        act_for(&mut browser, &party.to_string()).await;
        browser
    }
}

/// What Kari did for the bakery at a moment.
pub fn act(at: OffsetDateTime, kind: ActKind, details: ActDetails) -> Act {
    Act {
        id: ActId(Uuid::now_v7()),
        at: Timestamp::from_datetime(at),
        actor: PartyId(KARI_ID),
        party: PartyId(BAKERY_ID),
        kind,
        object: KARI_ID,
        details,
    }
}

/// The text of each line, without tags.
pub fn lines(page: &Page) -> Vec<String> {
    let items = page.body.split("<time class=\"log-time\"").skip(1);
    items
        .map(|item| {
            let item = item.split("</li>").next().unwrap();
            let text: String = item
                .split('<')
                .map(|piece| piece.split_once('>').map_or("", |(_, text)| text))
                .collect();
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        })
        .collect()
}

/// The address of the link with these words, as a browser reads it.
pub fn link(page: &Page, words: &str) -> Option<String> {
    let before = page.body.split(&format!(">{words}<")).next()?;
    if before.len() == page.body.len() {
        return None;
    }
    let href = before.rsplit("href=\"").next()?.split('"').next()?;
    Some(href.replace("&#38;", "&").replace("&amp;", "&"))
}
