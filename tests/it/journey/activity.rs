//! A manager reads the activity log, narrows it down, and turns its pages.

use fullmakt::domain::{Act, ActDetails, ActId, ActKind, PartyId, SystemUserId};
use fullmakt::store::acts;
use time::Duration;
use time::macros::datetime;
use uuid::{Uuid, uuid};

use super::visit::Visit;
use crate::activity_log::scene::{LOG, PACKAGE, act};
use crate::support::app::TestApp;
use crate::support::cast::TAX_BASIS;

const OLA: Uuid = uuid!("f0a10000-0000-4000-8000-000000010003");

/// Some of everything, over several days.
async fn fill(app: &TestApp) {
    let about = ActDetails {
        counterpart: Some(OLA),
        package: Some(PACKAGE.into()),
        resource: Some(TAX_BASIS.into()),
        actions: vec!["read".into(), "write".into()],
        power: Some("urn:altinn:external-role:ccr:daglig-leder".into()),
        ..ActDetails::default()
    };
    let gone = ActDetails {
        counterpart: Some(SystemUserId(Uuid::from_u128(1)).0),
        package: Some("urn:altinn:accesspackage:borte".into()),
        ..ActDetails::default()
    };
    let mut tx = app.db.write().await.unwrap();
    for number in 0..120_i64 {
        let (kind, details) = match number % 5 {
            0 => (ActKind::PackageGiven, about.clone()),
            1 => (ActKind::LaunchStarted, about.clone()),
            2 => (ActKind::RightsGiven, about.clone()),
            3 => (ActKind::PackageRevoked, gone.clone()),
            _ => (ActKind::AccessRequestApproved, about.clone()),
        };
        let at = datetime!(2026-06-01 09:00 UTC) + Duration::minutes(97 * number);
        acts::insert(&mut tx, &act(at, kind, details))
            .await
            .unwrap();
    }
    let by_ola = Act {
        actor: PartyId(OLA),
        id: ActId(Uuid::now_v7()),
        ..act(
            datetime!(2026-06-10 09:00 UTC),
            ActKind::LaunchStarted,
            about,
        )
    };
    acts::insert(&mut tx, &by_ola).await.unwrap();
    tx.commit().await.unwrap();
}

pub async fn read(app: &TestApp, visit: &mut Visit) {
    visit.open(&format!("{}{LOG}", app.url)).await;
    visit.wait_and_log_in("Kari Nøkkelvik").await;
    visit
        .see("Hvem handler du på vegne av nå?", "parties")
        .await;
    visit.press("Nøkkelvik Bakeri AS").await;
    visit.see("Aktivitetslogg", "empty").await;
    visit.reads(&["Ingenting er gjort ennå"]).await;

    fill(app).await;
    visit.open(&format!("{}{LOG}", app.url)).await;
    visit.see("Aktivitetslogg", "many").await;
    visit
        .reads(&[
            "Kari Nøkkelvik ga Ola Deigmann tilgangspakken Lønn",
            "Retten bygger på rollen Daglig leder",
            "en tilgangspakke som er borte",
        ])
        .await;
    visit.press("Vis eldre").await;
    visit.see("Aktivitetslogg", "older").await;
    visit.press("Til det nyeste").await;
    visit.choose("hvem", &OLA.to_string()).await;
    visit.press("Vis").await;
    visit.see("Aktivitetslogg", "one").await;
    visit
        .reads(&["Ola Deigmann startet", "Last ned som CSV"])
        .await;
    visit.choose("hva", "klienter").await;
    visit.press("Vis").await;
    visit.see("Aktivitetslogg", "no-hits").await;
    visit.press("Nullstill").await;
    visit
        .open(&format!("{}{LOG}?fra=2026-06-03&til=2026-06-01", app.url))
        .await;
    visit.see_with(422, "Aktivitetslogg", "faulty").await;
}
