//! The portal over HTTP, as a browser meets it, and as somebody with bad intentions does.

mod asks;
mod clients;
mod consent;
mod cross_site;
mod enough;
mod kept_forms;
mod link_services;
mod login;
mod login_time;
mod logout;
mod look;
mod own_level;
mod own_sessions;
mod provider;
mod registry;
pub mod scene;
mod session_life;
mod system_users;
mod users;

pub use login::real_world;
pub use provider::add_kari;
pub use scene::{
    LOGIN_CANCELLED, LOGIN_FAILED, LOGIN_LOST, LOGIN_TOO_WEAK, NO_NATIONAL_ID, NOT_REGISTERED,
    assert_error_page, links, login_link,
};
