//! Connections between parties over HTTP: giving, checking, listing, taking back; by end users and by service owners.

mod check;
mod concurrency;
mod give;
mod listed;
mod owners;
mod policy_information;
mod refusals;
mod scene;
