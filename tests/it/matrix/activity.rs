//! The rows of the activity log: of the party that each acts for.

use reqwest::Method;

use super::{Body, Row};

const LOG: &str = "/accessmanagement/ui/aktivitetslogg";

pub fn rows() -> Vec<Row> {
    let get = |route, path: String| Row {
        method: Method::GET,
        route,
        path,
        body: Body::None,
    };
    vec![
        get("ACTIVITY", LOG.to_owned()),
        get("ACTIVITY_FILE", format!("{LOG}/csv")),
    ]
}
