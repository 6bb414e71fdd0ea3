use std::os::unix::process::ExitStatusExt as _;
use std::time::Duration;

use super::*;
use crate::support::database::kinds;

const SIGKILL: i32 = 9;

/// How far the register has come: what grows with every batch of either pass.
async fn progress(desk: &Desk) -> i64 {
    desk.db.fact_version().await.unwrap().0
}

/// Starts an import and kills it when it has brought something; false when it was done before.
async fn import_and_kill(desk: &Desk) -> bool {
    let before = progress(desk).await;
    let mut command = desk.command(&["people.jsonl"]);
    command.stdout(std::process::Stdio::null());
    let mut import = command.spawn().unwrap();
    while progress(desk).await == before && import.try_wait().unwrap().is_none() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    import.kill().unwrap();
    import.wait().unwrap().signal() == Some(SIGKILL)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_is_killed_goes_on_to_what_an_undisturbed_one_does() {
    for kind in kinds() {
        let undisturbed = Desk::new(kind).await;
        undisturbed.generate("people.jsonl", 1_500, 4_500);
        undisturbed.import_whole(&["people.jsonl"]);

        let desk = Desk::new(kind).await;
        desk.generate("people.jsonl", 1_500, 4_500);
        let mut kills = 0;
        while kills < 3 && import_and_kill(&desk).await {
            kills += 1;
            if kills == 1 {
                assert!(
                    desk.all().await.len() < 6_000,
                    "{kind:?}: nothing is left to do"
                );
            }
        }
        assert!(kills > 0, "{kind:?}: no import was caught in the middle");
        let said = desk.import(&["people.jsonl"]);
        assert_eq!(said.code, Some(0), "{}", said.faults);
        assert!(
            said.faults.contains("going on with"),
            "{kind:?} {kills}: {}",
            said.faults
        );
        assert_eq!(desk.content().await, undisturbed.content().await);
        // Nothing is left of it that a later import could stumble over.
        let said = desk.import_whole(&["people.jsonl"]);
        assert!(said.contains("nothing was changed"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_with_the_same_name_and_other_content_is_begun_anew() {
    for kind in kinds() {
        let desk = Desk::new(kind).await;
        desk.generate("people.jsonl", 1_500, 4_500);
        assert!(
            import_and_kill(&desk).await,
            "{kind:?}: it was not caught in the middle"
        );
        desk.generate("people.jsonl", 20, 20);
        let said = desk.import_whole(&["people.jsonl"]);
        assert!(said.contains("Lines read: "), "{said}");
    }
}
