//! Every page in every state and language as files, so that a person can look at them without running the portal.

use std::fs;
use std::io;
use std::path::Path;


use crate::domain::Language;

use super::{Page, assets};

/// A page sample, rendered.
struct Rendered {
    /// `requests-show.answerable.nb`.
    name: String,
    html: String,
}

/// Writes every sample with the assets it needs to `folder`, and an `index.html` that links them.
///
/// # Errors
/// When a file cannot be written or a template fails.
pub fn gallery(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder.join("assets"))?;
    for (name, bytes) in assets::all() {
        fs::write(folder.join("assets").join(name), bytes)?;
    }
    let mut index = String::from("<!doctype html><meta charset=utf-8><title>Gallery</title><ul>\n");
    for page in all().map_err(io::Error::other)? {
        let file = format!("{}.html", page.name);
        fs::write(folder.join(&file), page.html.replace("\"/assets/", "\"assets/"))?;
        index.push_str(&format!("<li><a href=\"{file}\">{}</a>\n", page.name));
    }
    fs::write(folder.join("index.html"), index)
}

fn all() -> askama::Result<Vec<Rendered>> {
    let mut pages = Vec::new();
    for language in Language::ALL {
        add::<super::requests::ShowPage>(&mut pages, language)?;
        add::<super::requests::ReceiptPage>(&mut pages, language)?;
        add::<super::system_users::OverviewPage>(&mut pages, language)?;
    }
    Ok(pages)
}

fn add<P: Page>(pages: &mut Vec<Rendered>, language: Language) -> askama::Result<()> {
    for (state, page) in P::samples(language) {
        pages.push(Rendered {
            name: format!("{}.{state}.{}", P::name(), language.tag()),
            html: page.render()?,
        });
    }
    Ok(())
}
