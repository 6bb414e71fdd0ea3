use serde_json::{Value, json};

use super::{Meta, PACKAGES};
use crate::resources::{policy_of, rule};
use crate::support::database::{Kind, kinds};

impl Meta {
    /// The urns that a search finds, without their common beginning; nothing when there is nothing.
    async fn found(&self, query: &str) -> Vec<String> {
        let answer = self.get(&format!("{PACKAGES}/search?{query}")).await;
        match answer.status.as_u16() {
            204 => Vec::new(),
            200 => answer.body.as_array().unwrap().iter().map(code).collect(),
            other => panic!("{query} {other} {}", answer.body),
        }
    }
}

fn code(hit: &Value) -> String {
    let urn = hit["object"]["urn"].as_str().unwrap();
    urn.rsplit(':').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_hit_tells_where_it_was_found() {
    let meta = Meta::open(Kind::Sqlite).await;
    let answer = meta
        .get_in("en", &format!("{PACKAGES}/search?term=reindeer"))
        .await;
    insta::assert_snapshot!("meta_search", meta.wire(&answer));
}

#[tokio::test]
async fn the_likest_name_comes_first() {
    let meta = Meta::open(Kind::Sqlite).await;
    assert_eq!(meta.found("term=toll").await[0], "toll");
    assert_eq!(
        meta.found("term=TOLL&typeName=Organisasjon").await[0],
        "toll"
    );
    assert_eq!(meta.found("term=reindr").await[0], "reindrift");
}

#[tokio::test]
async fn all_words_must_be_found_somewhere() {
    let meta = Meta::open(Kind::Sqlite).await;
    let both = meta.found("term=a-meldingen%20virksomheten").await;
    assert!(both.contains(&"a-ordning".to_owned()), "{both:?}");
    assert!(meta.found("term=a-meldingen%20sjiraff").await.is_empty());
    assert!(meta.found("term=sjiraff").await.is_empty());
}

#[tokio::test]
async fn without_a_term_all_packages_of_a_type_are_found() {
    let meta = Meta::open(Kind::Sqlite).await;
    for (query, expected) in [
        ("", 223),
        ("term=", 223),
        ("typeName=Organisasjon", 147),
        ("typeName=organization", 147),
        ("typeName=Person", 76),
    ] {
        assert_eq!(meta.found(query).await.len(), expected, "{query}");
    }
}

#[tokio::test]
async fn packages_are_found_by_the_resources_that_they_open() {
    for kind in kinds() {
        let meta = Meta::open(kind).await;
        let query = "term=tinglysing&typeName=Organisasjon&searchInResources=true";
        let before = meta.found(query).await;
        let railway = "jernbanetransport".to_owned();
        assert!(!before.contains(&railway), "{kind:?} {before:?}");
        let id = "dts-jernbane";
        let subject = [("urn:altinn:accesspackage", railway.as_str())];
        let policy = policy_of(&[rule("1", "Permit", &subject, id, &["read"])]);
        meta.registry.create_guarded(id, &policy).await;
        assert!(meta.found(query).await.contains(&railway), "{kind:?}");
        // Only where resources are to be searched.
        assert!(
            !meta.found("term=tinglysing").await.contains(&railway),
            "{kind:?}"
        );
        let of_owner = meta.found("resourceProviderCode=DTS").await;
        assert!(of_owner.contains(&railway), "{kind:?} {of_owner:?}");
        let of_other = meta.found("resourceProviderCode=nod").await;
        assert!(!of_other.contains(&railway), "{kind:?} {of_other:?}");
        let of_both = meta
            .found("resourceProviderCode=nod&resourceProviderCode=dts")
            .await;
        assert!(of_both.contains(&railway), "{kind:?} {of_both:?}");
        assert!(meta.found("resourceProviderCode=nobody").await.is_empty());
    }
}

#[tokio::test]
async fn hits_show_resources_only_when_resources_were_looked_at() {
    let meta = Meta::open(Kind::Sqlite).await;
    let bare = meta
        .body(&format!("{PACKAGES}/search?term=skattegrunnlag"))
        .await;
    assert_eq!(bare[0]["object"].get("resources"), None);
    let path = format!("{PACKAGES}/search?term=skattegrunnlag&searchInResources=true");
    let with = meta.body(&path).await;
    assert_ne!(with[0]["object"]["resources"], json!([]));
}
