//! The front page, and what stands around the login.

mod asked;
mod failed;
mod headers;
pub mod home;
mod landing;
pub mod log_out;
mod logged_out;
pub mod refresh;
pub mod sign_in;
mod step_up;
pub mod upstream_logout;

pub use headers::forbid_keeping;
pub use landing::{Content, LandingPage, OtherLogin};
pub use logged_out::LoggedOutPage;
pub use step_up::StepUpPage;
