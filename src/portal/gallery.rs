//! Every page in every state and language as files, so that a person can look at them without running the portal.

use std::fs;
use std::io;
use std::path::Path;

use crate::assets;
use crate::domain::Language;

use super::{
    Page, access, asks, errors, kept_form, link_services, login, own_systems, parties, registry,
    requests, scope_delegations, service_owners, sessions, settings, system_users, users,
};

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
        fs::write(
            folder.join(&file),
            page.html.replace("\"/assets/", "\"assets/"),
        )?;
        index.push_str(&format!("<li><a href=\"{file}\">{}</a>\n", page.name));
    }
    fs::write(folder.join("index.html"), index)
}

/// Every page in every state and language, rendered.
fn all() -> askama::Result<Vec<Rendered>> {
    let mut pages = Vec::new();
    for language in Language::ALL {
        add::<login::LandingPage>(&mut pages, language)?;
        add::<login::LoggedOutPage>(&mut pages, language)?;
        add::<login::StepUpPage>(&mut pages, language)?;
        add::<kept_form::KeptFormPage>(&mut pages, language)?;
        add::<sessions::AnewPage>(&mut pages, language)?;
        add::<sessions::LeavePage>(&mut pages, language)?;
        add::<sessions::OwnSessionsPage>(&mut pages, language)?;
        add::<parties::ChoosePage>(&mut pages, language)?;
        add::<requests::ShowPage>(&mut pages, language)?;
        add::<requests::ReceiptPage>(&mut pages, language)?;
        add::<access::ActivityPage>(&mut pages, language)?;
        add::<system_users::OverviewPage>(&mut pages, language)?;
        add::<system_users::DetailPage>(&mut pages, language)?;
        add::<system_users::DeactivatePage>(&mut pages, language)?;
        add::<system_users::DeletePage>(&mut pages, language)?;
        add::<own_systems::ListPage>(&mut pages, language)?;
        add::<own_systems::NamePage>(&mut pages, language)?;
        add::<own_systems::ChoosePage>(&mut pages, language)?;
        add::<own_systems::KeyPage>(&mut pages, language)?;
        add::<own_systems::SummaryPage>(&mut pages, language)?;
        add::<own_systems::NewKeyPage>(&mut pages, language)?;
        add::<own_systems::DetailPage>(&mut pages, language)?;
        add::<own_systems::ConfirmPage>(&mut pages, language)?;
        add::<own_systems::RefusedPage>(&mut pages, language)?;
        add::<link_services::CataloguePage>(&mut pages, language)?;
        add::<link_services::ServicePage>(&mut pages, language)?;
        add::<link_services::ChoosePartyPage>(&mut pages, language)?;
        add::<link_services::CheckFailedPage>(&mut pages, language)?;
        add::<link_services::LeavingPage>(&mut pages, language)?;
        add::<link_services::RefusedPage>(&mut pages, language)?;
        add::<service_owners::OwnersPage>(&mut pages, language)?;
        add::<service_owners::OwnerFormPage>(&mut pages, language)?;
        add::<service_owners::OwnerPage>(&mut pages, language)?;
        add::<service_owners::ConfirmPage>(&mut pages, language)?;
        add::<settings::ProfilePage>(&mut pages, language)?;
        add::<scope_delegations::OverviewPage>(&mut pages, language)?;
        add::<scope_delegations::SupplierFormPage>(&mut pages, language)?;
        add::<scope_delegations::ChoosePage>(&mut pages, language)?;
        add::<scope_delegations::ConfirmPage>(&mut pages, language)?;
        add::<scope_delegations::CounterpartPage>(&mut pages, language)?;
        add::<scope_delegations::RefusedPage>(&mut pages, language)?;
        add::<registry::RefusedPage>(&mut pages, language)?;
        add::<registry::OverviewPage>(&mut pages, language)?;
        add::<registry::ResourceFormPage>(&mut pages, language)?;
        add::<registry::ResourcePage>(&mut pages, language)?;
        add::<registry::PolicyPage>(&mut pages, language)?;
        add::<registry::PreviewPage>(&mut pages, language)?;
        add::<registry::ModePage>(&mut pages, language)?;
        add::<registry::ListsPage>(&mut pages, language)?;
        add::<registry::ListFormPage>(&mut pages, language)?;
        add::<registry::ListPage>(&mut pages, language)?;
        add::<registry::DeleteListPage>(&mut pages, language)?;
        add::<registry::AddMembersPage>(&mut pages, language)?;
        add::<registry::AddedPage>(&mut pages, language)?;
        add::<registry::MemberPage>(&mut pages, language)?;
        add::<registry::ConnectionPage>(&mut pages, language)?;
        add::<users::UsersPage>(&mut pages, language)?;
        add::<users::AddUserPage>(&mut pages, language)?;
        add::<users::UserPage>(&mut pages, language)?;
        add::<users::ToWhomPage>(&mut pages, language)?;
        add::<users::OfferPage>(&mut pages, language)?;
        add::<users::GivePage>(&mut pages, language)?;
        add::<users::TakePage>(&mut pages, language)?;
        add::<users::ReceivedPage>(&mut pages, language)?;
        add::<users::PowersPage>(&mut pages, language)?;
        add::<users::PackagePage>(&mut pages, language)?;
        add::<users::RefusedPage>(&mut pages, language)?;
        add::<asks::RequestsPage>(&mut pages, language)?;
        add::<asks::AnswerPage>(&mut pages, language)?;
        add::<asks::NewPage>(&mut pages, language)?;
        add::<asks::ConfirmNewPage>(&mut pages, language)?;
        add::<asks::WithdrawPage>(&mut pages, language)?;
        add::<asks::DraftPage>(&mut pages, language)?;
        add::<access::clients::ClientsRefusedPage>(&mut pages, language)?;
        add::<access::clients::ClientListPage>(&mut pages, language)?;
        add::<access::clients::AgentPage>(&mut pages, language)?;
        add::<access::clients::ClientPage>(&mut pages, language)?;
        add::<access::clients::AddAgentPage>(&mut pages, language)?;
        add::<access::clients::GivePage>(&mut pages, language)?;
        add::<access::clients::ClientConfirmPage>(&mut pages, language)?;
        add::<access::clients::MyClientsPage>(&mut pages, language)?;
        add::<errors::ErrorPage>(&mut pages, language)?;
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use std::collections::BTreeSet;

    use super::*;

    /// What is wrong with a page, as a reader of its HTML would say it.
    fn faults(html: &str) -> Vec<String> {
        let tags = tags(html);
        let mut faults = Vec::new();
        let mut check = |good: bool, fault: String| {
            if !good {
                faults.push(fault);
            }
        };
        let count = |start: &str| tags.iter().filter(|tag| tag.starts_with(start)).count();
        check(
            count("h1 ") + count("h1>") == 1,
            "not exactly one h1".into(),
        );
        check(count("main ") == 1, "not exactly one main".into());
        check(
            heading_levels_are_in_order(&tags),
            "heading levels skip".into(),
        );
        check(
            !html.contains("<title> ") && !html.contains("<title>–"),
            "no title".into(),
        );

        let mut ids = BTreeSet::new();
        for tag in &tags {
            let attributes = attributes(tag);
            for (name, value) in &attributes {
                check(name != "style", format!("style attribute in <{tag}"));
                check(
                    !name.starts_with("on") && !name.starts_with("hx-on"),
                    format!("handler in <{tag}"),
                );
                check(
                    !matches!(&**name, "href" | "action") || !value.is_empty(),
                    format!("empty address in <{tag}"),
                );
                check(
                    name != "id" || ids.insert(value.clone()),
                    format!("second id {value}"),
                );
            }
            let has = |wanted: &str| attributes.iter().any(|(name, _)| name == wanted);
            check(
                !tag.starts_with("script") || has("src"),
                "inline script".into(),
            );
            check(!tag.starts_with("style"), "inline style".into());
            check(
                !tag.starts_with("svg") || has("aria-hidden"),
                "an icon that is read aloud".into(),
            );
        }
        for tag in &tags {
            for (name, value) in attributes(tag) {
                let refers = matches!(&*name, "aria-labelledby" | "aria-describedby" | "for");
                let known = value.split(' ').all(|id| ids.contains(id));
                check(
                    !refers || known,
                    format!("{name} names no element: {value}"),
                );
                let is_asset = value.starts_with("/assets/");
                check(
                    !is_asset || assets::exists(&value),
                    format!("no such asset: {value}"),
                );
            }
        }
        check(!has_placeholder(html), "a placeholder is left".into());
        faults
    }

    /// Everything between `<` and `>`; values never hold these, since templates escape them.
    fn tags(html: &str) -> Vec<&str> {
        let tags = html
            .split('<')
            .skip(1)
            .filter(|tag| !tag.starts_with(['/', '!']));
        tags.filter_map(|tag| tag.split_once('>').map(|(tag, _)| tag))
            .map(|tag| {
                if tag.contains(' ') {
                    tag
                } else {
                    tag_with_end(html, tag)
                }
            })
            .collect()
    }

    /// A tag without attributes together with its `>`, so that `h1>` is told from `h10`.
    fn tag_with_end<'a>(html: &'a str, tag: &'a str) -> &'a str {
        let start = tag.as_ptr() as usize - html.as_ptr() as usize;
        &html[start..=start + tag.len()]
    }

    fn attributes(tag: &str) -> Vec<(String, String)> {
        let mut attributes = Vec::new();
        let mut rest = tag
            .split_once(char::is_whitespace)
            .map_or("", |(_, rest)| rest);
        while let Some((name, after)) = rest.split_once('=') {
            let quote = after.chars().next().unwrap();
            assert!(
                quote == '"' || quote == '\'',
                "unquoted attribute in <{tag}"
            );
            let (value, tail) = after[1..].split_once(quote).unwrap();
            let name = name.split_whitespace().last().unwrap();
            attributes.push((name.to_owned(), value.to_owned()));
            rest = tail;
        }
        attributes
    }

    fn heading_levels_are_in_order(tags: &[&str]) -> bool {
        let level = |tag: &&str| match tag.as_bytes() {
            [b'h', digit @ b'1'..=b'6', b' ' | b'>', ..] => Some(digit - b'0'),
            _ => None,
        };
        let levels: Vec<u8> = tags.iter().filter_map(level).collect();
        levels.windows(2).all(|pair| pair[1] <= pair[0] + 1)
    }

    fn has_placeholder(html: &str) -> bool {
        html.split('{').skip(1).any(|after| {
            let name: String = after.chars().take_while(char::is_ascii_lowercase).collect();
            !name.is_empty() && after[name.len()..].starts_with('}')
        })
    }

    #[test]
    fn every_sample_is_sound_html_in_every_language() {
        let pages = all().unwrap();
        assert!(pages.len() > 200, "only {} samples", pages.len());
        for page in pages {
            let language = page.name.rsplit('.').next().unwrap();
            assert!(
                page.html.contains(&format!("<html lang=\"{language}\"")),
                "{}",
                page.name
            );
            let faults = faults(&page.html);
            assert!(faults.is_empty(), "{}: {faults:#?}", page.name);
        }
    }

    #[test]
    fn the_check_finds_faults() {
        let bad = "<h1>a</h1><h3>b</h3><main id=x><p id=\"a\" style=\"x\" onclick=\"y\"><a href=\"\"><p id=\"a\">{system}<script>";
        assert!(faults(&bad.replace("id=x", "id=\"x\"")).len() >= 7);
    }

    #[test]
    fn every_page_has_its_own_name() {
        let mut names = BTreeSet::new();
        for page in all().unwrap() {
            assert!(names.insert(page.name.clone()), "{} twice", page.name);
        }
    }

    #[test]
    fn the_gallery_opens_from_files() {
        let folder = tempfile::tempdir().unwrap();
        gallery(folder.path()).unwrap();
        let page =
            fs::read_to_string(folder.path().join("requests-show.answerable.nb.html")).unwrap();
        let sheet = assets::asset_url("app.css");
        assert!(page.contains(sheet.trim_start_matches('/')) && !page.contains("\"/assets/"));
        assert!(folder.path().join(sheet.trim_start_matches('/')).exists());
    }
}
