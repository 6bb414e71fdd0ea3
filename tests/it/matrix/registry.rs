//! The rows of the section for resource administrators: a resource and a list of one owner, asked for by everybody, by
//! another owner's administrator too. Writes name a version that never was, so that nothing is changed by them.

use reqwest::Method;

use super::{Body, Row};
use crate::support::cast::{BAKERY, LINK_SERVICE};

const ROOT: &str = "/tjenesteeier";
const STALE: &[(&str, &str)] = &[("version", "0"), ("seen", "x"), ("policy", "<Policy/>")];

pub fn rows() -> Vec<Row> {
    let get = |route, path: String| Row {
        method: Method::GET,
        route,
        path,
        body: Body::None,
    };
    let form = |route, path: String, fields| Row {
        method: Method::POST,
        route,
        path,
        body: Body::Form(fields),
    };
    let resource = format!("{ROOT}/ressurser/{LINK_SERVICE}");
    let list = format!("{ROOT}/lister/fishers");
    let member = format!("{list}/medlemmer/{BAKERY}");
    vec![
        get("REGISTRY", ROOT.to_owned()),
        get("REGISTRY_NEW", format!("{ROOT}/ny-ressurs")),
        form("REGISTRY_NEW", format!("{ROOT}/ny-ressurs"), STALE),
        get("REGISTRY_RESOURCE", resource.clone()),
        get("REGISTRY_EDIT", format!("{resource}/rediger")),
        form("REGISTRY_EDIT", format!("{resource}/rediger"), STALE),
        get("REGISTRY_POLICY", format!("{resource}/regler")),
        form("REGISTRY_POLICY", format!("{resource}/regler"), STALE),
        // A form with a file is wanted: whoever may upload learns that, the others do not.
        form(
            "REGISTRY_PREVIEW",
            format!("{resource}/regler/virkning"),
            STALE,
        ),
        form(
            "REGISTRY_PUBLISH",
            format!("{resource}/regler/publiser"),
            STALE,
        ),
        get("REGISTRY_MODE", format!("{resource}/bare-medlemmer")),
        form(
            "REGISTRY_MODE",
            format!("{resource}/bare-medlemmer"),
            &[("mode", "on"), ("version", "0")],
        ),
        get("REGISTRY_LISTS", format!("{ROOT}/lister")),
        get("REGISTRY_LIST_NEW", format!("{ROOT}/ny-liste")),
        form("REGISTRY_LIST_NEW", format!("{ROOT}/ny-liste"), STALE),
        get("REGISTRY_LIST", list.clone()),
        get("REGISTRY_LIST_EDIT", format!("{list}/rediger")),
        form("REGISTRY_LIST_EDIT", format!("{list}/rediger"), STALE),
        get("REGISTRY_LIST_ADD", format!("{list}/legg-til")),
        form("REGISTRY_LIST_ADD", format!("{list}/legg-til"), STALE),
        get("REGISTRY_LIST_MEMBER", member.clone()),
        form(
            "REGISTRY_LIST_MEMBER",
            member,
            &[("do", "remove"), ("version", "0")],
        ),
        get("REGISTRY_LIST_CONNECT", format!("{list}/ressurser")),
        form(
            "REGISTRY_LIST_CONNECT",
            format!("{list}/ressurser"),
            &[
                ("ressurs", LINK_SERVICE),
                ("do", "remove"),
                ("version", "0"),
            ],
        ),
        get("REGISTRY_LIST_DELETE", format!("{list}/slett")),
        form("REGISTRY_LIST_DELETE", format!("{list}/slett"), STALE),
    ]
}
