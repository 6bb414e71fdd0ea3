//! The addresses of the product, read off the source: whoever adds one cannot forget to tell the tests.

use std::fs::{read_dir, read_to_string};
use std::path::Path;

/// The constants in `routes.rs` and the files below it that hold a path: name and pattern.
pub fn routes() -> Vec<(String, String)> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut text = read_to_string(source.join("routes.rs")).unwrap();
    for file in read_dir(source.join("routes")).unwrap() {
        text.push_str(&read_to_string(file.unwrap().path()).unwrap());
    }
    // A long path stands on a line of its own.
    let routes: Vec<(String, String)> = text
        .replace("=\n    \"/", "= \"/")
        .lines()
        .filter_map(|line| line.strip_prefix("pub const ")?.split_once(": &str = \"/"))
        .map(|(name, path)| {
            (
                name.to_owned(),
                format!("/{}", path.trim_end_matches("\";")),
            )
        })
        .collect();
    assert!(routes.len() > 100, "the routes were not found");
    routes
}
