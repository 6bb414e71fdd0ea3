use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};

use super::accept;
use super::wire::ExchangeQuery;
use crate::api::Problem;
use crate::api::bearer::token_in;
use crate::api::problem::Verbatim;
use crate::app::App;
use crate::db::DbError;
use crate::limits::{Client, Limited};
use crate::ops::OpsError;
use crate::ops::exchange::{Exchange, ExchangeError, Holder, Provider, Refusal};
use crate::tokens::{TokenError, is_readable};

/// Where the reference's enterprise users stood, who are no more.
const ENTERPRISE_USER: &str = "X-Altinn-EnterpriseUser-Authentication";
const TRUSTED: &str =
    "Invalid token provider. Trusted token providers are 'maskinporten' and 'id-porten'.";

/// `GET …/exchange/{provider}`. A token that is missing or cannot be read comes before a provider that is not known.
pub async fn exchange(
    State(app): State<App>,
    Path(provider): Path<String>,
    Query(query): Query<ExchangeQuery>,
    limited: Option<Extension<Limited>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let token = token_in(&headers).filter(|token| is_readable(token));
    let token = token.ok_or_else(|| unauthorized("A bearer token is needed."))?;
    let Some(provider) = Provider::parse(&provider) else {
        return Ok(unknown_provider());
    };
    let is_test = query
        .test
        .is_some_and(|test| test.eq_ignore_ascii_case("true"));
    let exchange = Exchange {
        core: app.core(),
        verifier: app.verifier(),
        own: app.own_issuer(),
        partner_scopes: &app.config().exchange.partner_scopes,
    };
    let prepared = exchange.prepare(provider, token, is_test).await;
    let prepared = prepared.map_err(failed)?.map_err(refused)?;
    if let Some(Extension(limited)) = limited {
        limited.count(client(&prepared.holder))?;
    }
    if provider == Provider::Maskinporten && headers.contains_key(ENTERPRISE_USER) {
        return Err(Problem::plain(
            StatusCode::GONE,
            "Virksomhetsbruker is no longer available",
        ));
    }
    let exchanged = exchange.sign(&prepared).await.map_err(failed)?;
    Ok(accept::answer(&headers, &exchanged))
}

/// Who is counted.
fn client(holder: &Holder) -> Client<'_> {
    match holder {
        Holder::Organization(number) => Client::Organization(number.as_str()),
        Holder::Person(number) => Client::User(*number),
    }
}

fn unauthorized(title: &str) -> Problem {
    Problem::plain(StatusCode::UNAUTHORIZED, title)
}

fn unknown_provider() -> Response {
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    let mut response = (StatusCode::BAD_REQUEST, headers, TRUSTED).into_response();
    response.extensions_mut().insert(Verbatim);
    response
}

fn refused(refusal: Refusal) -> Problem {
    tracing::info!(%refusal, "a token was not exchanged");
    match refusal {
        Refusal::Token(TokenError::Unavailable) => unavailable(),
        Refusal::NoScope => Problem::plain(
            StatusCode::FORBIDDEN,
            "The token lacks the scope that is needed.",
        )
        .with_detail(refusal.to_string()),
        _ => unauthorized("The token is not accepted.").with_detail(refusal.to_string()),
    }
}

/// The wire says 401 whatever fails inside. A database that is gone is told: then it is worth trying again.
fn failed(error: ExchangeError) -> Problem {
    tracing::error!(%error, "a token could not be exchanged");
    match error {
        ExchangeError::Ops(OpsError::Db(DbError::Unavailable(_))) => unavailable(),
        _ => unauthorized("The token could not be exchanged."),
    }
}

fn unavailable() -> Problem {
    Problem::plain(
        StatusCode::SERVICE_UNAVAILABLE,
        "The database is not available now. Try again in a moment.",
    )
}
