//! The JSON APIs over HTTP, with a database behind them: codes, order of checks, scopes and the wire.

mod access_lists;
mod asks;
mod authorize;
mod authorized_parties;
mod authzen;
mod client_delegations;
mod decision;
mod explain;
mod meta;
mod redeem;
mod register;
mod requests;
mod shape;
mod system_users;
mod systems;
mod wire;
