//! What the product is measured with.
//!
//! | part | what is in it |
//! | --- | --- |
//! | [`rules`] | one generated rule set, and questions with the decisions that they must get |
//! | [`engines`] | the same rules in the language of each engine, behind one trait |
//! | [`timing`] | how long a decision takes, engine by engine in turns |
//! | `bin/engines.rs` | prints the table of engines |
//! | `bin/memory.rs` | prints what loaded policies take |
//! | `bin/http` | prints the table of servers |
//! | `benches/engine.rs` | the same engines under criterion |

pub mod engines;
pub mod rules;
pub mod timing;
