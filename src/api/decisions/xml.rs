//! Requests and responses in XML (XACML 3.0 core, §5.42–§5.58).

mod encoding;
mod read;
#[cfg(test)]
mod tests;
mod write;
mod writer;

pub use encoding::decode;
pub use read::{XmlError, parse};
pub use write::{missing_attribute, response};
