//! The queries of batches, counted: as many for a thousand names as for one.

use serde_json::{Value, json};

use super::{BAKERY_NUMBER, KARI_NUMBER, PARTIES, Register, V2};
use crate::support::cast::{BAKERY, BAKERY_ID, KARI};
use crate::support::database::kinds;

#[tokio::test]
async fn a_batch_takes_the_same_queries_however_many_it_names() {
    for kind in kinds() {
        let register = Register::open(kind).await;
        let number = json!({"ssn": KARI});
        let other = json!({"orgNo": BAKERY});
        for (path, items, queries) in [
            (
                format!("{PARTIES}/partylist"),
                vec![json!(KARI_NUMBER), json!(1)],
                1,
            ),
            (
                format!("{PARTIES}/partylist?fetchSubUnits=true"),
                vec![json!(BAKERY_NUMBER)],
                2,
            ),
            (format!("{PARTIES}/nameslookup"), vec![number, other], 2),
            (
                format!("{V2}/query?fields=party,org.subunits"),
                vec![
                    json!(format!("urn:altinn:party:uuid:{BAKERY_ID}")),
                    json!(format!("urn:altinn:party:id:{KARI_NUMBER}")),
                    json!("urn:altinn:user:id:20010001"),
                    json!(format!("urn:altinn:person:identifier-no:{KARI}")),
                    json!(format!("urn:altinn:organization:identifier-no:{BAKERY}")),
                ],
                6,
            ),
            (
                format!("{V2}/main-units"),
                vec![json!("urn:altinn:organization:identifier-no:310502006")],
                2,
            ),
        ] {
            for times in [1, 200] {
                let many: Vec<Value> = items
                    .iter()
                    .cycle()
                    .take(items.len() * times)
                    .cloned()
                    .collect();
                let body = match path.contains("/v2/") {
                    true => json!({"data": many}),
                    false if path.contains("names") => json!({"parties": many}),
                    false => json!(many),
                };
                let ask = async || {
                    let answer = register.post(&path, &body).await;
                    assert_eq!(answer.status, 200, "{}", answer.body);
                };
                let taken = register.statements(ask).await;
                assert_eq!(taken, queries, "{kind:?} {path} {times}");
            }
        }
    }
}
