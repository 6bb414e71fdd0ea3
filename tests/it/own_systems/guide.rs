//! `docs/own-system.md`: what it tells to do in the portal is done, and the script of the page is run as it stands there.

use std::process::Command;

use super::{Credentials, between, claims, fill_in, kari};
use crate::support::app::TestApp;
use crate::support::cast::{self, BAKERY, TAX_BASIS};
use crate::support::database::kinds;

fn guide() -> String {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/own-system.md");
    std::fs::read_to_string(file).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_script_of_the_page_gets_a_token_and_the_guides_script_a_permit() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = kari(&app).await;
        let base = fill_in(&mut kari).await;
        let made = kari.post(&format!("{base}/oppsummering"), &[]).await;
        let credentials = Credentials::of(&made);
        let folder = tempfile::tempdir().unwrap();
        let write =
            |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("nokkel.pem", &credentials.pem);
        write("token.sh", &credentials.script);
        let guide = guide();
        let script = between(&guide, "```sh\n", "```");
        let output = Command::new("bash")
            .args(["-eu", "-o", "pipefail", "-c", &script])
            .current_dir(folder.path())
            .env("FULLMAKT_PUBLIC_URL", &app.url)
            .env(
                "OWNER_TOKEN",
                app.machine(cast::TAX_OWNER_CLIENT)
                    .token("altinn:authorization/authorize")
                    .await,
            )
            .env("BUSINESS", BAKERY)
            .env("RESOURCE", TAX_BASIS)
            .output()
            .unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        let faults = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{kind:?} {said} {faults}");
        assert_eq!(
            said,
            between(&guide, "```text\n", "```"),
            "{kind:?} {faults}"
        );
        let token = std::fs::read_to_string(folder.path().join("token.json")).unwrap();
        let token: serde_json::Value = serde_json::from_str(&token).unwrap();
        let token = claims(token["access_token"].as_str().unwrap());
        assert_eq!(token["consumer"]["ID"], format!("0192:{BAKERY}"));
    }
}
