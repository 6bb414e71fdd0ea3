//! What decisions rest on: how often it is asked for, and that nothing outdated is used.

mod agents;
mod choice;
mod exact;
mod impact;
mod lists;
mod load;
mod lockout;
mod naming;
mod queries;
mod relations;
mod scene;
mod worlds;

use fullmakt::db::Db;
use fullmakt::domain::{Asked, AskedBy, Surface};
use fullmakt::engine::{Request, names};
use fullmakt::ops::Core;
use fullmakt::world::World;

use crate::support::cast::TAX_BASIS;
use crate::support::stage::Stage;

/// May the subject do this for the business?
pub fn question(subject: (&str, &str), action: &str, business: &str) -> Request {
    Request::new()
        .subject(subject.0, subject.1)
        .resource(names::RESOURCE_ID, TAX_BASIS)
        .resource(names::ORGANIZATION_NUMBER, business)
        .action(action)
}

/// Who asks in these tests; it is no part of any decision.
pub const NOBODY: Asked = Asked {
    by: AskedBy::Unnamed,
    surface: Surface::Authorize,
    position: None,
};

/// The word of a decision.
pub async fn decision(core: &Core, request: &Request) -> &'static str {
    let known = core.known().await.unwrap();
    known
        .decide(&NOBODY, request)
        .await
        .unwrap()
        .decision
        .name()
}

/// A server's operations with connections of their own, as another process has them.
pub async fn another(stage: &Stage) -> Core {
    let db = Db::connect(&stage.app.database_url()).await.unwrap();
    Core::new(db, World::default())
}
