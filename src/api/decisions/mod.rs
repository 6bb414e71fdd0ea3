#[cfg(test)]
mod corpus;
pub mod wire;
