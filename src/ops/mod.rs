//! What the product does, across aggregates, for portal, API and jobs alike.

pub mod system_resources;
