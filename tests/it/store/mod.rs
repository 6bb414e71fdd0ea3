//! What is written is read again, and a write that no longer fits is refused: each aggregate on both databases.

mod access_lists;
mod decision_log;
mod keys;
mod launches;
mod parties;
mod person_lookups;
mod requests;
mod resources;
mod sessions;
mod systems;
