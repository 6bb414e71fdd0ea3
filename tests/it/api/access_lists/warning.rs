//! The warning in the answer to a resource that becomes one for members only.

use fullmakt::domain::scope::RESOURCE_WRITE;
use reqwest::Method;
use serde_json::{Value, json};

use super::*;
use crate::support::cast::TAX_BASIS;
use crate::support::database::kinds;

impl Desk {
    /// Describes the tax basis anew, with this mode; the warning.
    async fn set_mode(&self, mode: &str) -> Option<String> {
        let path = format!(
            "{}/resourceregistry/api/v1/resource/{TAX_BASIS}",
            self.stage.app.url
        );
        let token = self.stage.issuer.token(TAX_OFFICE, RESOURCE_WRITE);
        let mut body = self.get(&path).await.body;
        body["accessListMode"] = json!(mode);
        let answer = self
            .send_as(&token, Method::PUT, &path, &[], Some(&body))
            .await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(answer.body.get("warning"), None::<&Value>);
        let warning = answer.headers.get("warning")?;
        Some(warning.to_str().unwrap().to_owned())
    }
}

#[tokio::test]
async fn turning_lists_on_warns_with_the_number_of_those_who_lose_access() {
    for kind in kinds() {
        let (desk, _) = Desk::with_list(kind).await;
        assert_eq!(desk.set_mode("Disabled").await, None, "{kind:?}");
        let warning = desk.set_mode("Enabled").await.unwrap();
        let start = "299 fullmakt \"Nobody is left who can use the resource. The resource is";
        assert!(warning.starts_with(start), "{kind:?} {warning}");
        let losing = |warning: &str| -> u32 {
            let (before, _) = warning.split_once(" organizations and").unwrap();
            before.rsplit(' ').next().unwrap().parse().unwrap()
        };
        assert!(losing(&warning) > 0);
        assert_eq!(desk.set_mode("Enabled").await, None, "it was on already");

        desk.set_mode("Disabled").await;
        desk.add(&[BAKERY]).await;
        let path = format!("/dts/banks/resource-connections/{TAX_BASIS}");
        assert_eq!(desk.put(&path, &json!({})).await.status, 200);
        let second = desk.set_mode("Enabled").await.unwrap();
        assert!(!second.contains("Nobody is left"), "{second}");
        assert_eq!(losing(&second), losing(&warning) - 1, "{kind:?} {second}");
        assert!(second.contains(" 1 organizations have."), "{second}");
    }
}
