use super::{Meta, PACKAGES, ROLES, TAX_BASE_ID};
use crate::support::database::{Kind, kinds};

/// `status` for each of these, as a problem, and no failure of ours.
async fn refused(meta: &Meta, status: u16, paths: &[String]) {
    for path in paths {
        let answer = meta.get(path).await;
        assert_eq!(answer.status.as_u16(), status, "{path} {}", answer.body);
        assert_eq!(
            answer.headers["content-type"], "application/problem+json",
            "{path}"
        );
        assert_eq!(answer.headers["cache-control"], "no-store", "{path}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let meta = Meta::open(Kind::Sqlite).await;
    let nobody = "00000000-0000-4000-8000-000000000000";
    let paths = [
        format!("{PACKAGES}/package/{nobody}"),
        format!("{PACKAGES}/area/{nobody}"),
        format!("{PACKAGES}/group/{nobody}"),
        format!("{ROLES}/{nobody}"),
        // An area's id is no package's.
        format!("{PACKAGES}/area/{TAX_BASE_ID}"),
        format!("{PACKAGES}/package/urn/sjiraff"),
        format!("{PACKAGES}/package/urn/urn:altinn:resource:skattegrunnlag"),
        format!("{PACKAGES}/package/urn/%00"),
        format!("{PACKAGES}/package/urn/..%2f..%2fetc"),
        format!("{PACKAGES}/package/urn/{}", "a".repeat(5_000)),
        format!("{PACKAGES}/nothing"),
    ];
    refused(&meta, 404, &paths).await;
}

#[tokio::test]
async fn what_cannot_be_read_is_refused() {
    for kind in kinds() {
        let meta = Meta::open(kind).await;
        let owners = "resourceProviderCode=dts&".repeat(101);
        let paths = [
            format!("{PACKAGES}/package/not-a-uuid"),
            format!("{PACKAGES}/package/%F0%28%8C%28"),
            format!("{PACKAGES}/group/1/areas"),
            format!("{ROLES}/daglig-leder"),
            format!("{ROLES}/packages"),
            format!("{ROLES}/packages?role="),
            format!("{ROLES}/resources?variant=AS"),
            format!("{ROLES}/packages?role=daglig-leder&variant=XYZ"),
            format!("{ROLES}/packages?role=daglig-leder&variant=Person"),
            format!("{ROLES}/packages?role=daglig-leder&includeResources=maybe"),
            format!("{PACKAGES}/search?term={}", "a".repeat(201)),
            format!("{PACKAGES}/search?term=%2D%2D%20!"),
            format!("{PACKAGES}/search?term={}", "a%20".repeat(11)),
            format!("{PACKAGES}/search?typeName=Troll"),
            format!("{PACKAGES}/search?searchInResources=1"),
            format!("{PACKAGES}/search?{owners}"),
        ];
        refused(&meta, 400, &paths).await;
    }
}

#[tokio::test]
async fn strange_terms_find_nothing_and_break_nothing() {
    for kind in kinds() {
        let meta = Meta::open(kind).await;
        for term in [
            "%00x",
            "'%20or%201=1",
            "x%25",
            "%F0%9F%A6%92z",
            "%C4%B0%C4%B0",
            "%EF%BC%9Cscript%EF%BC%9E",
        ] {
            for further in ["", "&searchInResources=true", "&resourceProviderCode=%00"] {
                let answer = meta
                    .get(&format!("{PACKAGES}/search?term={term}{further}"))
                    .await;
                assert_eq!(answer.status, 204, "{kind:?} {term} {}", answer.body);
            }
        }
    }
}

#[tokio::test]
async fn nothing_can_be_written() {
    let meta = Meta::open(Kind::Sqlite).await;
    let app = &meta.registry.stage.app;
    for path in [
        ROLES.to_owned(),
        format!("{PACKAGES}/package/{TAX_BASE_ID}"),
    ] {
        let url = format!("{}{path}", app.url);
        for request in [
            app.http().post(&url),
            app.http().put(&url),
            app.http().delete(&url),
        ] {
            assert_eq!(request.send().await.unwrap().status(), 405, "{path}");
        }
    }
}

#[tokio::test]
async fn whoever_sends_a_token_is_told_the_same() {
    let meta = Meta::open(Kind::Sqlite).await;
    let stage = &meta.registry.stage;
    let path = format!("{PACKAGES}/package/{TAX_BASE_ID}");
    let anonymous = meta.body(&path).await;
    for token in [stage.token.as_str(), "garbage"] {
        let answer = stage.vendor.get(&path, token).await;
        assert_eq!((answer.status.as_u16(), &answer.body), (200, &anonymous));
    }
}

/// Packages are many; what is asked of the database is not.
#[tokio::test]
async fn no_answer_takes_a_query_for_each_package() {
    for kind in kinds() {
        let meta = Meta::open(kind).await;
        let db = &meta.registry.stage.app.db;
        for (path, most) in [
            (format!("{PACKAGES}/export"), 0),
            (format!("{PACKAGES}/search?term=skatt"), 0),
            (
                format!("{PACKAGES}/search?term=skatt&searchInResources=true"),
                2,
            ),
            (
                format!("{ROLES}/packages?role=daglig-leder&includeResources=true"),
                2,
            ),
            (format!("{PACKAGES}/package/{TAX_BASE_ID}"), 2),
        ] {
            let mut fewest = u64::MAX;
            for _ in 0..5 {
                let before = db.statements();
                meta.body(&path).await;
                fewest = fewest.min(db.statements() - before);
            }
            // The server's own work in the background may come in between when the machine is busy.
            assert!(fewest <= most + 2, "{kind:?} {path} {fewest}");
        }
    }
}
