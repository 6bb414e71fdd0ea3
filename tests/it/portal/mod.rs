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
