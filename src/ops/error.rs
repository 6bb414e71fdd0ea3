use crate::db::DbError;
use crate::engine::PolicyError;
use crate::tokens::KeyError;
use crate::world::NoRandomness;

/// Why an operation could not be carried out at all.
#[derive(Debug, thiserror::Error)]
pub enum OpsError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error("the policy of {resource} is not usable: {problem}")]
    Policy {
        resource: String,
        problem: PolicyError,
    },
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    World(#[from] NoRandomness),
}
