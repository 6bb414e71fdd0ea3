//! What the product is measured with.
//!
//! | part | what is in it |
//! | --- | --- |
//! | [`rules`] | one generated rule set, and questions with the decisions that they must get |
//! | [`engines`] | the same rules in the language of each engine, behind one trait |
//! | [`bare`], [`questions`] | the handler that the server is measured against, and what both are asked |
//! | [`timing`] | how long a decision takes, engine by engine in turns |
//! | `bin/engines.rs` | prints the table of engines |
//! | `bin/memory.rs` | prints what loaded policies take |
//! | `bin/http` | prints the table of servers |
//! | `bin/tokens.rs` | prints the table of tokens |
//! | `benches/` | the same engines, and reading and writing JSON, under criterion |

pub mod bare;
pub mod engines;
pub mod questions;
pub mod rules;
pub mod timing;
