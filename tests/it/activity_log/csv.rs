//! The log as a file.

use fullmakt::domain::{Act, ActDetails, ActKind};
use time::Duration;
use time::macros::datetime;

use super::scene::{LOG, PACKAGE, Scene, act};
use crate::support::cast::{BAKERY_ID, KARI, OLA};
use crate::support::database::kinds;

#[tokio::test(flavor = "multi_thread")]
async fn a_spreadsheet_opens_the_file_and_runs_nothing_in_it() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        scene
            .app
            .run_sql(
                "update party set name = '=HYPERLINK(\"http://evil\");x' where name like 'Kari N%'",
            )
            .await;
        let details = ActDetails {
            package: Some(PACKAGE.into()),
            ..ActDetails::default()
        };
        let one = act(
            datetime!(2026-07-01 22:30 UTC),
            ActKind::PackageGiven,
            details,
        );
        scene.add(&[one]).await;
        let mut kari = scene.acting(KARI, BAKERY_ID).await;
        let file = kari.get(&format!("{LOG}/csv")).await;
        assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
        let disposition = file.headers["content-disposition"].to_str().unwrap();
        assert!(disposition.starts_with("attachment"), "{disposition}");
        assert!(
            file.body.starts_with("\u{feff}Nummer;Tidspunkt;Hvem;"),
            "{}",
            file.body
        );
        let row = file.body.split("\r\n").nth(1).unwrap();
        let start = "1;2026-07-02 00:30:00;\"'=HYPERLINK(\"\"http://evil\"\");x\";";
        let row = row
            .split_once(';')
            .map(|(_, rest)| format!("1;{rest}"))
            .unwrap();
        assert!(row.starts_with(start), "{kind:?}: {row}");
        assert!(
            row.contains(";package-given;") && row.contains("Lønn"),
            "{row}"
        );
        for number in [KARI, OLA] {
            assert!(!file.body.contains(number), "no national ids");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_has_all_pages() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let numbered = |number: i64| {
            let details = ActDetails {
                list: Some(format!("list-{number:04}")),
                ..ActDetails::default()
            };
            let at = datetime!(2026-07-01 12:00 UTC) + Duration::seconds(number);
            act(at, ActKind::ListCreated, details)
        };
        // More than two batches.
        let all: Vec<Act> = (0..1_203).map(numbered).collect();
        scene.add(&all).await;
        let mut kari = scene.acting(KARI, BAKERY_ID).await;
        let file = kari.get(&format!("{LOG}/csv?hva=ressurser")).await;
        let rows: Vec<&str> = file.body.lines().skip(1).collect();
        assert_eq!(rows.len(), 1_203, "{kind:?}");
        assert!(rows[0].contains("list-1202") && rows[1_202].contains("list-0000"));
    }
}
