//! The portal's routes. What a handler takes says who may call it: `Visitor` anybody, `Signed` who is logged in,
//! `PartyContext` who is logged in and acts for a party; what the person may do there is asked of `ops::access`.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::response::IntoResponse as _;
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;

use super::access::activity;
use super::access::clients as access_clients;
use super::asks;
use super::kept_form;
use super::link_services::{browse, launch};
use super::login::{forbid_keeping, home, log_out, refresh, sign_in, upstream_logout};
use super::own_systems;
use super::parties::represent;
use super::registry::{connections, lists, members, mode, policy, resources};
use super::requests::answer;
use super::scope_delegations::{consumers, give, suppliers};
use super::service_owners::{appoint, look, register, scopes};
use super::sessions::{anew, end, extend};
use super::settings::own;
use super::system_users::manage;
use super::users::{adding, giving, looking, offering, overview, received, taking};
use super::{PageError, limited, page_error, session};
use crate::app::App;
use crate::limits::{Guard, guard};
use crate::{assets, routes};

pub fn router(app: &App) -> Router<App> {
    let guard_of = |refuse| Guard::new(app.limits(), limited::AREAS, refuse);
    let pages = login_pages()
        .merge(party_pages())
        .merge(access_pages())
        .merge(ask_pages())
        .merge(service_pages())
        .merge(user_pages())
        .merge(giving_pages())
        .merge(received_pages())
        .merge(owner_pages())
        .merge(owner_list_pages())
        .merge(operator_pages())
        .merge(client_pages())
        .merge(scope_delegation_pages())
        .merge(own_systems::pages())
        .merge(session_pages())
        .fallback(not_found)
        .layer(middleware::from_fn_with_state(
            app.clone(),
            kept_form::over_login,
        ))
        .layer(middleware::from_fn_with_state(
            app.clone(),
            page_error::note_who,
        ))
        .layer(session::layer(app))
        // Before the session, which is a query.
        .layer(middleware::from_fn_with_state(
            guard_of(limited::refuse),
            guard,
        ))
        // Inside the layer that renders errors, so that a page that panics still answers with a page.
        .layer(CatchPanicLayer::new())
        .layer(CsrfLayer::new().with_rejection_response(|_| PageError::CrossSite.into_response()))
        .layer(middleware::from_fn_with_state(
            app.clone(),
            page_error::render_errors,
        ))
        .layer(middleware::from_fn(forbid_keeping));
    Router::new()
        .route(routes::ASSETS, get(assets::serve))
        .merge(pages)
        .merge(
            upstream_logout::router().layer(middleware::from_fn_with_state(
                guard_of(limited::refuse_machine),
                guard,
            )),
        )
}

fn login_pages() -> Router<App> {
    Router::new()
        .route(routes::LANDING, get(home::show))
        .route(routes::LANGUAGE, post(home::choose_language))
        .route(routes::LOGIN, get(sign_in::log_in))
        .route(routes::TOKEN_REFRESH, get(refresh::refresh))
        .route(routes::LOGIN_CALLBACK, get(sign_in::callback))
        .route(routes::LOGIN_CALLBACK_OF, get(sign_in::callback_of))
        .route(routes::LOGOUT, get(log_out::log_out))
        .route(routes::LOGOUT_RETURN, get(log_out::logged_out))
        .route(routes::LOGGED_OUT, get(log_out::show_logged_out))
        .route(routes::STEP_UP, get(sign_in::show_step_up))
}

/// How long a login lasts, and what becomes of a form when it is over.
fn session_pages() -> Router<App> {
    Router::new()
        .route(routes::SESSION, get(extend::left).post(extend::extend))
        .route(routes::LOGGED_IN_ANEW, get(anew::logged_in))
        .route(routes::KEPT_FORM, get(kept_form::show))
        .route(routes::KEPT_FORM_DISCARD, post(kept_form::discard))
        .route(routes::OWN_SESSIONS, get(end::list))
        .route(routes::OWN_SESSIONS_LEAVE, get(end::leave))
        .route(routes::OWN_SESSION_END, post(end::one))
        .route(routes::OWN_SESSIONS_END, post(end::all))
}

fn party_pages() -> Router<App> {
    Router::new()
        .route(
            routes::PARTIES,
            get(represent::show).post(represent::choose),
        )
        .route(routes::SETTINGS, get(own::show).post(own::save))
        .route(routes::SYSTEM_USERS, get(manage::overview))
        .route(routes::SYSTEM_USER, get(manage::detail))
        .route(
            routes::SYSTEM_USER_DEACTIVATE,
            get(manage::ask_deactivate).post(manage::deactivate),
        )
        .route(routes::SYSTEM_USER_ACTIVATE, post(manage::activate))
        .route(
            routes::SYSTEM_USER_DELETE,
            get(manage::ask_delete).post(manage::delete),
        )
        .route(routes::REQUEST, get(answer::show))
        .route(routes::REQUEST_APPROVE, post(answer::approve))
        .route(routes::REQUEST_REJECT, post(answer::reject))
        .route(routes::REQUEST_ESCALATE, post(answer::escalate))
        .route(routes::REQUEST_RECEIPT, get(answer::receipt))
        .route(routes::REQUEST_LOGOUT, get(log_out::log_out_to_vendor))
}

fn access_pages() -> Router<App> {
    Router::new()
        .route(routes::ACTIVITY, get(activity::show))
        .route(routes::ACTIVITY_FILE, get(activity::file))
}

fn ask_pages() -> Router<App> {
    Router::new()
        .route(routes::ACCESS_REQUESTS, get(asks::list::show))
        .route(
            routes::ACCESS_REQUEST_NEW,
            get(asks::new::ask).post(asks::new::send),
        )
        .route(
            routes::ACCESS_REQUEST_DRAFT,
            get(asks::draft::show).post(asks::draft::answer),
        )
        .route(
            routes::ACCESS_REQUEST_ANSWER,
            get(asks::answer::show).post(asks::answer::answer),
        )
        .route(
            routes::ACCESS_REQUEST_WITHDRAW,
            get(asks::withdraw::ask).post(asks::withdraw::withdraw),
        )
}

fn service_pages() -> Router<App> {
    Router::new()
        .route(routes::SERVICES, get(browse::catalogue))
        .route(routes::SERVICE, get(browse::show))
        .route(routes::LINK, get(launch::start))
        .route(routes::LAUNCH, get(launch::show))
        .route(routes::LAUNCH_PARTY, post(launch::choose))
        .route(routes::LAUNCH_OUT, get(launch::leave))
}

fn user_pages() -> Router<App> {
    Router::new()
        .route(routes::USERS, get(looking::list))
        .route(routes::USER_ADD, get(adding::ask).post(adding::add))
        .route(routes::USER, get(looking::show))
        .route(
            routes::USER_REMOVE,
            get(taking::ask_remove).post(taking::remove_user),
        )
        .route(routes::POWERS, get(overview::powers))
        .route(routes::POWERS_PACKAGE, get(overview::package))
}

fn giving_pages() -> Router<App> {
    Router::new()
        .route(routes::GIVE_TO, get(offering::to_whom))
        .route(routes::GIVE, get(offering::offer))
        .route(
            routes::GIVE_PACKAGE,
            get(giving::ask_package).post(giving::give),
        )
        .route(
            routes::GIVE_SERVICE,
            get(giving::ask_service).post(giving::give_service),
        )
        .route(
            routes::TAKE_PACKAGE,
            get(taking::ask_package).post(taking::take_package),
        )
        .route(
            routes::TAKE_SERVICE,
            get(taking::ask_service).post(taking::take_service),
        )
}

fn received_pages() -> Router<App> {
    Router::new()
        .route(routes::RECEIVED, get(received::list))
        .route(routes::RECEIVED_FROM, get(received::show))
        .route(routes::LEAVE, get(taking::ask_leave).post(taking::leave))
        .route(
            routes::LEAVE_PACKAGE,
            get(taking::ask_leave_package).post(taking::leave_package),
        )
        .route(
            routes::LEAVE_SERVICE,
            get(taking::ask_leave_service).post(taking::leave_service),
        )
}

/// For those who administer a service owner's resources.
fn owner_pages() -> Router<App> {
    Router::new()
        .route(routes::REGISTRY, get(resources::overview))
        .route(
            routes::REGISTRY_NEW,
            get(resources::ask_new).post(resources::create),
        )
        .route(routes::REGISTRY_RESOURCE, get(resources::show))
        .route(
            routes::REGISTRY_EDIT,
            get(resources::ask_edit).post(resources::edit),
        )
        .route(
            routes::REGISTRY_POLICY,
            get(policy::show).post(policy::work),
        )
        .route(routes::REGISTRY_PREVIEW, post(policy::upload))
        .route(routes::REGISTRY_PUBLISH, post(policy::publish))
        .route(routes::REGISTRY_MODE, get(mode::ask).post(mode::turn))
}

fn owner_list_pages() -> Router<App> {
    Router::new()
        .route(routes::REGISTRY_LISTS, get(lists::overview))
        .route(
            routes::REGISTRY_LIST_NEW,
            get(lists::ask_new).post(lists::create),
        )
        .route(routes::REGISTRY_LIST, get(lists::show))
        .route(
            routes::REGISTRY_LIST_EDIT,
            get(lists::ask_edit).post(lists::edit),
        )
        .route(
            routes::REGISTRY_LIST_ADD,
            get(members::ask_add)
                .post(members::add)
                .layer(DefaultBodyLimit::max(MAX_MEMBER_FILE)),
        )
        .route(
            routes::REGISTRY_LIST_MEMBER,
            get(members::show).post(members::change),
        )
        .route(
            routes::REGISTRY_LIST_CONNECT,
            get(connections::ask).post(connections::save),
        )
        .route(
            routes::REGISTRY_LIST_DELETE,
            get(lists::ask_delete).post(lists::delete),
        )
}

/// A list takes 100 000 members at once; a line of a file may say more than the number.
const MAX_MEMBER_FILE: usize = 4 * 1024 * 1024;

fn operator_pages() -> Router<App> {
    Router::new()
        .route(routes::OWNERS, get(look::list))
        .route(
            routes::OWNER_REGISTER,
            get(register::ask).post(register::register),
        )
        .route(routes::OWNER, get(look::show))
        .route(
            routes::OWNER_CHANGE,
            get(register::ask_change).post(register::change),
        )
        .route(routes::OWNER_ADMINISTRATORS, post(appoint::find))
        .route(
            routes::OWNER_APPOINT,
            get(appoint::ask_appoint).post(appoint::appoint),
        )
        .route(
            routes::OWNER_DISMISS,
            get(appoint::ask_dismiss).post(appoint::dismiss),
        )
        .route(routes::OWNER_SCOPES, post(scopes::grant))
        .route(
            routes::OWNER_SCOPE_WITHDRAW,
            get(scopes::ask_withdraw).post(scopes::withdraw),
        )
}

/// For those who administer an organization's clients, and for its agents.
fn client_pages() -> Router<App> {
    use access_clients::{add, admin, give, mine, take};
    Router::new()
        .route(routes::CLIENTS, get(admin::agents))
        .route(routes::CLIENTS_LIST, get(admin::clients))
        .route(routes::CLIENT, get(admin::client))
        .route(routes::AGENT_NEW, get(add::ask).post(add::add))
        .route(routes::AGENT, get(admin::agent))
        .route(routes::AGENT_GIVE, get(give::ask))
        .route(
            routes::AGENT_GIVE_CONFIRM,
            get(give::confirm).post(give::give),
        )
        .route(routes::AGENT_TAKE, get(take::ask).post(take::take))
        .route(
            routes::AGENT_REMOVE,
            get(take::ask_remove).post(take::remove),
        )
        .route(routes::MY_CLIENTS, get(mine::show))
        .route(
            routes::MY_CLIENTS_WITHDRAW,
            get(mine::ask_leave).post(mine::leave),
        )
}

/// Delegation of scopes at Maskinporten.
fn scope_delegation_pages() -> Router<App> {
    Router::new()
        .route(routes::SCOPE_DELEGATIONS, get(suppliers::overview))
        .route(
            routes::SUPPLIER_NEW,
            get(suppliers::ask_new).post(suppliers::add),
        )
        .route(routes::SUPPLIER, get(suppliers::show))
        .route(routes::SUPPLIER_GIVE, get(give::ask).post(give::give))
        .route(
            routes::SUPPLIER_WITHDRAW,
            get(give::ask_withdraw).post(give::withdraw),
        )
        .route(
            routes::SUPPLIER_REMOVE,
            get(suppliers::ask_remove).post(suppliers::remove),
        )
        .route(routes::CONSUMER, get(consumers::show))
        .route(
            routes::CONSUMER_WITHDRAW,
            get(consumers::ask_withdraw).post(consumers::withdraw),
        )
        .route(
            routes::CONSUMER_REMOVE,
            get(consumers::ask_remove).post(consumers::remove),
        )
}

async fn not_found() -> PageError {
    PageError::NotFound
}
