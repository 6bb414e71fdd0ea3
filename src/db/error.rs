/// Why the database did not answer as asked.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The database cannot be reached now; a later try may succeed.
    #[error("the database is not available: {0}")]
    Unavailable(sqlx::Error),
    /// A row with the same unique key exists already.
    #[error("a row with the same key exists already")]
    Duplicate,
    /// A guarded write met no row: somebody else was faster, or the row is not as expected.
    #[error("the row to change was not found in the expected state")]
    NotAsExpected,
    /// A text that was sent holds a NUL, which cannot be kept or looked for.
    #[error("a text holds a NUL")]
    Unstorable,
    /// A stored value does not read as the type it should hold.
    #[error("column {column} does not hold what it should: {problem}")]
    Content { column: String, problem: String },
    #[error("the address of the database is not understood: {0}")]
    Address(String),
    #[error("migration failed: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    #[error(transparent)]
    Other(sqlx::Error),
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => DbError::Unavailable(error),
            sqlx::Error::Database(inner) if inner.is_unique_violation() => DbError::Duplicate,
            // PostgreSQL: the server is shutting down or starting (57P), connection trouble (08), no such database (3D).
            sqlx::Error::Database(inner)
                if inner.code().is_some_and(|code| {
                    ["57P", "08", "3D"]
                        .iter()
                        .any(|class| code.starts_with(class))
                }) =>
            {
                DbError::Unavailable(error)
            }
            _ => DbError::Other(error),
        }
    }
}
