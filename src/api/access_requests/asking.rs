//! What a person does through a system of his: asks, takes back, looks, answers.

use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, StatusCode};

use super::faults;
use super::query::{Paging, Sent};
use super::wire::{CountWire, KeysBody, RequestWire};
use crate::api::bearer::{AccessRequestRead, AccessRequestWrite};
use crate::api::end_user::EndUser;
use crate::api::json::{RawBody, json_answer, read_loose};
use crate::api::listed::Listed;
use crate::api::parts::QueryOf;
use crate::api::problem::Problem;
use crate::app::App;
use crate::domain::{AccessRequest, AccessRequestChange, AccessRequestStatus};
use crate::ops::access_requests::{self, Ask, Wanted};
use crate::routes;
use crate::store::access_requests::{Filter, Side};

type Pairs = QueryOf<Vec<(String, String)>>;

/// `GET …/request?party&id`
pub async fn show(
    State(app): State<App>,
    user: EndUser<AccessRequestRead>,
    QueryOf(pairs): Pairs,
) -> Result<Response, Problem> {
    let sent = Sent::read(&pairs)?;
    let (core, id) = (app.core(), sent.id()?);
    let found = access_requests::find(core, user.person, sent.party, id).await?;
    answer(&app, StatusCode::OK, found?).await
}

/// `GET …/request/draft?party&id`: only while it is one.
pub async fn show_draft(
    State(app): State<App>,
    user: EndUser<AccessRequestRead>,
    QueryOf(pairs): Pairs,
) -> Result<Response, Problem> {
    let sent = Sent::read(&pairs)?;
    let (core, id) = (app.core(), sent.id()?);
    let found = access_requests::find(core, user.person, sent.party, id).await??;
    match found.status {
        AccessRequestStatus::Draft => answer(&app, StatusCode::OK, found).await,
        _ => Err(faults::no_such_request()),
    }
}

/// `POST …/request/resource?party&from&resource`, which may carry `{"rightKeys": […]}`.
pub async fn ask_resource(
    State(app): State<App>,
    user: EndUser<AccessRequestWrite>,
    QueryOf(pairs): Pairs,
    RawBody(body): RawBody,
) -> Result<Response, Problem> {
    let sent = Sent::read(&pairs)?;
    let keys = match body.is_empty() {
        true => KeysBody::default(),
        false => read_loose(&body)?,
    };
    let what = Wanted::Resource {
        id: sent.resource()?.to_owned(),
        right_keys: faults::check_keys(keys.right_keys())?,
    };
    ask(&app, &user, &sent, what).await
}

/// `POST …/request/package?party&from&package`
pub async fn ask_package(
    State(app): State<App>,
    user: EndUser<AccessRequestWrite>,
    QueryOf(pairs): Pairs,
) -> Result<Response, Problem> {
    let sent = Sent::read(&pairs)?;
    let what = Wanted::Package(sent.package()?);
    ask(&app, &user, &sent, what).await
}

async fn ask(
    app: &App,
    user: &EndUser<AccessRequestWrite>,
    sent: &Sent,
    what: Wanted,
) -> Result<Response, Problem> {
    let ask = Ask {
        from: sent.asked_party()?,
        to: sent.party,
        what,
    };
    let asked = access_requests::ask(app.core(), user.person, &ask).await??;
    answer(app, StatusCode::ACCEPTED, asked.request).await
}

/// `PUT …/request/draft/confirm?party&id`
pub async fn confirm(
    State(app): State<App>,
    user: EndUser<AccessRequestWrite>,
    QueryOf(pairs): Pairs,
) -> Result<Response, Problem> {
    let sent = Sent::read(&pairs)?;
    let (core, id) = (app.core(), sent.id()?);
    let changed = access_requests::confirm(core, user.person, sent.party, id).await?;
    answer(&app, StatusCode::ACCEPTED, changed?).await
}

/// `PUT …/request/sent/withdraw?party&id`: a draft is discarded so too.
pub async fn withdraw(
    State(app): State<App>,
    user: EndUser<AccessRequestWrite>,
    QueryOf(pairs): Pairs,
) -> Result<Response, Problem> {
    let sent = Sent::read(&pairs)?;
    let (core, id) = (app.core(), sent.id()?);
    let changed = access_requests::withdraw(core, user.person, sent.party, id).await?;
    answer(&app, StatusCode::ACCEPTED, changed?).await
}

/// `PUT …/request/received/approve?party&id`
pub async fn approve(
    State(app): State<App>,
    user: EndUser<AccessRequestWrite>,
    QueryOf(pairs): Pairs,
) -> Result<Response, Problem> {
    decide(&app, &user, &pairs, AccessRequestChange::Approve).await
}

/// `PUT …/request/received/reject?party&id`
pub async fn reject(
    State(app): State<App>,
    user: EndUser<AccessRequestWrite>,
    QueryOf(pairs): Pairs,
) -> Result<Response, Problem> {
    decide(&app, &user, &pairs, AccessRequestChange::Reject).await
}

async fn decide(
    app: &App,
    user: &EndUser<AccessRequestWrite>,
    pairs: &[(String, String)],
    change: AccessRequestChange,
) -> Result<Response, Problem> {
    let sent = Sent::read(pairs)?;
    let step = (sent.id()?, change);
    let changed = access_requests::answer(app.core(), user.person, sent.party, step).await?;
    answer(app, StatusCode::ACCEPTED, changed?).await
}

/// `GET …/request/sent?party&to&status`
pub async fn list_sent(
    State(app): State<App>,
    user: EndUser<AccessRequestRead>,
    headers: HeaderMap,
    QueryOf(pairs): Pairs,
) -> Result<Response, Problem> {
    let sent = Sent::read(&pairs)?;
    let paging = Paging::read(&headers, &sent)?;
    let list = Listing {
        path: routes::API_ASKS_SENT,
        side: Side::Sent(sent.party),
    };
    list.answer(&app, &user, &sent, paging).await
}

/// `GET …/request/received?party&from&status`
pub async fn list_received(
    State(app): State<App>,
    user: EndUser<AccessRequestRead>,
    headers: HeaderMap,
    QueryOf(pairs): Pairs,
) -> Result<Response, Problem> {
    let sent = Sent::read(&pairs)?;
    let paging = Paging::read(&headers, &sent)?;
    let list = Listing {
        path: routes::API_ASKS_RECEIVED,
        side: Side::Received(sent.party),
    };
    list.answer(&app, &user, &sent, paging).await
}

/// `GET …/request/sent/count?party&to&status`
pub async fn count_sent(
    State(app): State<App>,
    user: EndUser<AccessRequestRead>,
    QueryOf(pairs): Pairs,
) -> Result<Response, Problem> {
    let sent = Sent::read(&pairs)?;
    count(&app, &user, &sent, Side::Sent(sent.party)).await
}

/// `GET …/request/received/count?party&from&status`
pub async fn count_received(
    State(app): State<App>,
    user: EndUser<AccessRequestRead>,
    QueryOf(pairs): Pairs,
) -> Result<Response, Problem> {
    let sent = Sent::read(&pairs)?;
    count(&app, &user, &sent, Side::Received(sent.party)).await
}

/// Those that wait are counted, when no status is named.
async fn count(
    app: &App,
    user: &EndUser<AccessRequestRead>,
    sent: &Sent,
    side: Side,
) -> Result<Response, Problem> {
    let statuses = sent.statuses(&[AccessRequestStatus::Pending])?;
    let filter = filter(sent, side, &statuses);
    let count = access_requests::counted(app.core(), user.person, &filter).await??;
    Ok(json_answer(StatusCode::OK, &CountWire { count }))
}

fn filter<'a>(sent: &Sent, side: Side, statuses: &'a [AccessRequestStatus]) -> Filter<'a> {
    Filter {
        side,
        counterpart: sent.counterpart,
        statuses,
        since: None,
    }
}

/// One side's requests, a page at a time.
struct Listing {
    path: &'static str,
    side: Side,
}

impl Listing {
    async fn answer(
        &self,
        app: &App,
        user: &EndUser<AccessRequestRead>,
        sent: &Sent,
        paging: Paging,
    ) -> Result<Response, Problem> {
        let statuses = sent.statuses(&AccessRequestStatus::ALL)?;
        let filter = filter(sent, self.side, &statuses);
        let stretch = paging.with_one_more();
        let found = access_requests::list(app.core(), user.person, &filter, stretch).await??;
        let (page, has_more) = paging.cut(found);
        let views = access_requests::views(app.core(), page).await?;
        let data = views.iter().map(|view| RequestWire::of_person(app, view));
        let next = has_more.then(|| {
            let query = sent.of_page(paging.after());
            app.config().url(&routes::with_query(self.path, &query))
        });
        let page = Listed::page(data.collect(), next);
        Ok(json_answer(StatusCode::OK, &page))
    }
}

async fn answer(
    app: &App,
    status: StatusCode,
    request: AccessRequest,
) -> Result<Response, Problem> {
    let views = access_requests::views(app.core(), vec![request]).await?;
    let view = views.first().ok_or_else(faults::no_such_request)?;
    Ok(json_answer(status, &RequestWire::of_person(app, view)))
}
