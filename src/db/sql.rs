use linkme::distributed_slice;

/// The text of one statement, per database. Nearly always the same for both.
#[derive(Clone, Copy, Debug)]
pub struct Sql {
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

impl Sql {
    pub const fn same(text: &'static str) -> Self {
        Self {
            sqlite: text,
            postgres: text,
        }
    }

    /// For the few statements that cannot be shared.
    pub const fn pair(sqlite: &'static str, postgres: &'static str) -> Self {
        Self { sqlite, postgres }
    }
}

/// A statement with the place where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Statement {
    pub file: &'static str,
    pub line: u32,
    pub sql: Sql,
}

/// Every statement of the product. A test prepares them all on both databases.
#[allow(unsafe_code)]
#[distributed_slice]
pub static STATEMENTS: [Statement];

/// Writes a statement and enters it in [`STATEMENTS`]: `sql!("select …")`, or `sql!("sqlite …", "postgres …")`.
macro_rules! sql {
    ($text:expr) => {
        $crate::db::sql!($text, $text)
    };
    ($sqlite:expr, $postgres:expr) => {{
        // The registry places its entries in a link section, which the compiler counts as unsafe.
        #[allow(unsafe_code)]
        #[linkme::distributed_slice($crate::db::STATEMENTS)]
        static ENTRY: $crate::db::Statement = $crate::db::Statement {
            file: file!(),
            line: line!(),
            sql: $crate::db::Sql::pair($sqlite, $postgres),
        };
        $crate::db::Sql::pair($sqlite, $postgres)
    }};
}
pub(crate) use sql;
