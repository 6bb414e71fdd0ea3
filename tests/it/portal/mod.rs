//! The portal over HTTP, as a browser meets it, and as somebody with bad intentions does.

mod asks;
mod clients;
mod consent;
mod enough;
mod link_services;
mod login;
mod login_time;
mod look;
mod own_level;
mod provider;
mod registry;
pub mod scene;
mod system_users;
mod users;

pub use login::real_world;
pub use provider::add_kari;
pub use scene::{
    LOGIN_CANCELLED, LOGIN_FAILED, LOGIN_LOST, LOGIN_TOO_WEAK, NO_NATIONAL_ID, NOT_REGISTERED,
    assert_error_page, links, login_link,
};
