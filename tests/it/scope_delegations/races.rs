//! Two who do it at once.

use super::{CONSUMERS, KARI, Scene, VIDAR};
use crate::support::cast::{BAKERY, TAX_BASIS_API, VENDOR_ID};
use crate::support::database::kinds;

#[tokio::test(flavor = "multi_thread")]
async fn an_api_given_twice_at_once_is_given_once() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        let kari = scene.person(KARI);
        let path = scene.at_bakery("/resources", &format!("&resource={TAX_BASIS_API}"));
        let ((a, b), (c, d)) = tokio::join!(
            async { tokio::join!(scene.post(&path, &kari), scene.post(&path, &kari)) },
            async { tokio::join!(scene.post(&path, &kari), scene.post(&path, &kari)) },
        );
        for answer in [a, b, c, d] {
            assert_eq!(answer.status, 200, "{kind:?} {}", answer.body);
        }
        assert_eq!(scene.live().await, (1, 1));
        assert_eq!(scene.acts("scopes-given").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_api_stays_with_a_supplier_that_is_removed_in_the_same_moment() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        let (kari, vidar) = (scene.person(KARI), scene.person(VIDAR));
        let give = scene.at_bakery("/resources", &format!("&resource={TAX_BASIS_API}"));
        let remove = scene.at_bakery("", "&cascade=true");
        let leave = format!("{CONSUMERS}?party={VENDOR_ID}&consumer={BAKERY}&cascade=true");
        for _ in 0..10 {
            let (given, removed, left) = tokio::join!(
                scene.post(&give, &kari),
                scene.delete(&remove, &kari),
                scene.delete(&leave, &vidar),
            );
            assert!(
                [200, 409].contains(&given.status.as_u16()),
                "{}",
                given.body
            );
            assert_eq!((removed.status.as_u16(), left.status.as_u16()), (204, 204));
            let (delegations, suppliers) = scene.live().await;
            assert!(delegations <= suppliers, "{kind:?}: without a supplier");
        }
    }
}
