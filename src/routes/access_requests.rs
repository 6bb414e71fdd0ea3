//! Requests for access: the pages, and the APIs of end users and service owners.

use uuid::Uuid;

use super::{ACCESS_REQUESTS, escape, fill};

/// Asking for something. Before the draft's address, which is the original's.
pub const ACCESS_REQUEST_NEW: &str = "/accessmanagement/ui/requests/ny";
pub const ACCESS_REQUEST_DRAFT: &str = "/accessmanagement/ui/requests/resource";
pub const ACCESS_REQUEST_ANSWER: &str = "/accessmanagement/ui/requests/svar";
pub const ACCESS_REQUEST_WITHDRAW: &str = "/accessmanagement/ui/requests/{id}/trekk";

pub const API_ASKS: &str = "/accessmanagement/api/v1/enduser/request";
pub const API_ASK_DRAFT: &str = "/accessmanagement/api/v1/enduser/request/draft";
pub const API_ASK_CONFIRM: &str = "/accessmanagement/api/v1/enduser/request/draft/confirm";
pub const API_ASKS_SENT: &str = "/accessmanagement/api/v1/enduser/request/sent";
pub const API_ASKS_SENT_COUNT: &str = "/accessmanagement/api/v1/enduser/request/sent/count";
pub const API_ASK_WITHDRAW: &str = "/accessmanagement/api/v1/enduser/request/sent/withdraw";
pub const API_ASKS_RECEIVED: &str = "/accessmanagement/api/v1/enduser/request/received";
pub const API_ASKS_RECEIVED_COUNT: &str = "/accessmanagement/api/v1/enduser/request/received/count";
pub const API_ASK_APPROVE: &str = "/accessmanagement/api/v1/enduser/request/received/approve";
pub const API_ASK_REJECT: &str = "/accessmanagement/api/v1/enduser/request/received/reject";
pub const API_ASK_RESOURCE: &str = "/accessmanagement/api/v1/enduser/request/resource";
pub const API_ASK_PACKAGE: &str = "/accessmanagement/api/v1/enduser/request/package";

pub const API_DRAFTS: &str = "/accessmanagement/api/v1/serviceowner/delegationrequests";
pub const API_DRAFT_RESOURCE: &str =
    "/accessmanagement/api/v1/serviceowner/delegationrequests/resource";
pub const API_DRAFT_PACKAGE: &str =
    "/accessmanagement/api/v1/serviceowner/delegationrequests/package";
pub const API_DRAFT_STATUS: &str =
    "/accessmanagement/api/v1/serviceowner/delegationrequests/{id}/status";
pub const API_DRAFT_WITHDRAW: &str =
    "/accessmanagement/api/v1/serviceowner/delegationrequests/{id}/withdraw";
pub const API_DRAFT_URNS: &str =
    "/accessmanagement/api/v1/serviceowner/delegationrequests/_meta/urns/party";

/// One page of the requests that the party has received.
pub fn access_requests_page(page: usize) -> String {
    format!("{ACCESS_REQUESTS}?side={page}")
}

/// The requests that the party has sent.
pub fn access_requests_sent() -> String {
    access_requests_sent_page(1)
}

pub fn access_requests_sent_page(page: usize) -> String {
    format!("{ACCESS_REQUESTS}?fane=sendte&side={page}")
}

/// The form for asking, with what is known already: the organization's number and the service.
pub fn access_request_new(organization: Option<&str>, service: Option<&str>) -> String {
    let organization = organization.map(|number| format!("org={}", escape(number)));
    let service = service.map(|id| format!("tjeneste={}", escape(id)));
    let known: Vec<String> = organization.into_iter().chain(service).collect();
    match known.is_empty() {
        true => ACCESS_REQUEST_NEW.to_owned(),
        false => format!("{ACCESS_REQUEST_NEW}?{}", known.join("&")),
    }
}

/// The draft that a service owner sends somebody to.
pub fn access_request_draft(ids: &[Uuid]) -> String {
    with_ids(ACCESS_REQUEST_DRAFT, ids)
}

/// The answer to one request, or to several of one requester.
pub fn access_request_answer(ids: &[Uuid]) -> String {
    with_ids(ACCESS_REQUEST_ANSWER, ids)
}

fn with_ids(path: &str, ids: &[Uuid]) -> String {
    let ids: Vec<String> = ids.iter().map(|id| format!("requestId={id}")).collect();
    format!("{path}?{}", ids.join("&"))
}

pub fn access_request_withdraw(id: Uuid) -> String {
    fill(ACCESS_REQUEST_WITHDRAW, &id.to_string())
}

/// One of a party's requests, at the API.
pub fn api_ask(party: Uuid, id: Uuid) -> String {
    format!("{API_ASKS}?party={party}&id={id}")
}

pub fn api_draft_status(id: Uuid) -> String {
    fill(API_DRAFT_STATUS, &id.to_string())
}

/// An API's address with a query.
pub fn with_query(path: &str, pairs: &[(String, String)]) -> String {
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
        .collect();
    format!("{path}?{}", pairs.join("&"))
}
