//! The front page, and what stands around the login.

pub mod home;
mod landing;
pub mod log_out;
mod logged_out;
pub mod refresh;
pub mod sign_in;
mod step_up;

pub use landing::{Content, LandingPage};
pub use logged_out::LoggedOutPage;
pub use step_up::StepUpPage;
