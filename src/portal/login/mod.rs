//! The front page, and what stands around the login.

mod landing;
mod logged_out;
mod step_up;

pub use landing::{Content, LandingPage};
pub use logged_out::LoggedOutPage;
pub use step_up::StepUpPage;
