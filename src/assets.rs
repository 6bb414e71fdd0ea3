//! Stylesheets, script, fonts and icon: embedded in the binary, served under names that carry their hash.

use std::borrow::Cow;

use axum::body::Body;
use axum::extract::Path;
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use rust_embed::RustEmbed;

use crate::routes;

#[derive(RustEmbed)]
#[folder = "$OUT_DIR/assets"]
struct Embedded;

/// Plain name and hashed name of every asset, sorted by plain name; written by `build.rs`.
const NAMES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/asset_names.rs"));

/// The address of the asset with this plain name, for instance `app.css`. An unknown name is left as it is and answers
/// 404; the test of the page samples finds it.
pub fn asset_url(name: &str) -> String {
    let hashed = NAMES
        .iter()
        .find(|(plain, _)| *plain == name)
        .map(|(_, hashed)| *hashed);
    routes::asset(hashed.unwrap_or(name))
}

/// Every asset under its hashed name, unpacked, for the gallery.
pub fn all() -> impl Iterator<Item = (&'static str, Cow<'static, [u8]>)> {
    NAMES
        .iter()
        .filter_map(|(_, hashed)| Some((*hashed, Embedded::get(hashed)?.data)))
}

/// Whether an asset is served at this address.
#[cfg(test)]
pub fn exists(url: &str) -> bool {
    NAMES.iter().any(|(_, hashed)| url == routes::asset(hashed))
}

/// `GET /assets/{name}`: the file in the best packing the browser takes. A name never changes its content, so it may be
/// kept for ever (RFC 8246, `immutable`).
pub async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response<Body> {
    let known = NAMES.iter().any(|(_, hashed)| *hashed == name);
    match known.then(|| find(&name, &headers)).flatten() {
        Some((data, encoding)) => found(&name, data, encoding),
        None => not_found(),
    }
}

fn find(name: &str, headers: &HeaderMap) -> Option<(Cow<'static, [u8]>, Option<&'static str>)> {
    for (encoding, suffix) in [("br", ".br"), ("gzip", ".gz")] {
        if accepts(headers, encoding)
            && let Some(file) = Embedded::get(&format!("{name}{suffix}"))
        {
            return Some((file.data, Some(encoding)));
        }
    }
    Some((Embedded::get(name)?.data, None))
}

/// Whether the browser takes `encoding` (RFC 9110 §12.5.3); a weight of zero says no.
fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let offered = headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok());
    offered.flat_map(|value| value.split(',')).any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let named = parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let refused = parts.any(|part| {
            part.strip_prefix("q=")
                .is_some_and(|weight| weight.parse().is_ok_and(|q: f32| q <= 0.0))
        });
        named && !refused
    })
}

fn found(name: &str, data: Cow<'static, [u8]>, encoding: Option<&'static str>) -> Response<Body> {
    let mut response = Response::new(match data {
        Cow::Borrowed(bytes) => Body::from(bytes),
        Cow::Owned(bytes) => Body::from(bytes),
    });
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, content_type(name));
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(encoding) = encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

fn content_type(name: &str) -> HeaderValue {
    let mime = mime_guess::from_path(name).first_or_octet_stream();
    let text = match mime.type_() {
        mime_guess::mime::TEXT => format!("{}; charset=utf-8", mime.essence_str()),
        _ => mime.essence_str().to_owned(),
    };
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("application/octet-stream"))
}

fn not_found() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
        .headers_mut()
        .insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use std::path::Path as FilePath;

    use sha2::{Digest, Sha256};

    use super::*;

    async fn get(url: &str, accept: &str) -> Response<Body> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, accept.parse().unwrap());
        serve(Path(url.trim_start_matches("/assets/").to_owned()), headers).await
    }

    #[tokio::test]
    async fn a_stylesheet_is_packed_typed_and_kept_for_ever() {
        let response = get(&asset_url("app.css"), "gzip, br").await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()[CONTENT_TYPE], "text/css; charset=utf-8");
        assert_eq!(response.headers()[CONTENT_ENCODING], "br");
        assert!(
            response.headers()[CACHE_CONTROL]
                .to_str()
                .unwrap()
                .contains("immutable")
        );
        assert_eq!(response.headers()[X_CONTENT_TYPE_OPTIONS], "nosniff");
    }

    #[tokio::test]
    async fn a_packing_that_is_refused_is_not_sent() {
        let response = get(&asset_url("app.css"), "br;q=0, gzip").await;
        assert_eq!(response.headers()[CONTENT_ENCODING], "gzip");
        let response = get(&asset_url("app.css"), "identity").await;
        assert!(response.headers().get(CONTENT_ENCODING).is_none());
    }

    #[tokio::test]
    async fn only_hashed_names_are_served() {
        for name in [
            "app.css",
            "assets.lock",
            "../Cargo.toml",
            &format!("{}.br", asset_url("app.css")),
        ] {
            assert_eq!(get(name, "br").await.status(), 404, "{name}");
        }
    }

    #[test]
    fn the_stylesheet_names_fonts_by_their_hashed_names() {
        let name = asset_url("app.css");
        let css = Embedded::get(name.trim_start_matches("/assets/"))
            .unwrap()
            .data;
        let css = String::from_utf8(css.into_owned()).unwrap();
        let font = asset_url("inter-latin-wght-normal.woff2");
        assert!(css.contains(&format!("url(\"{}\")", font.trim_start_matches("/assets/"))));
    }

    #[test]
    fn vendored_files_are_what_the_lock_says() {
        let vendor = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("static/vendor");
        let lock = std::fs::read_to_string(vendor.join("assets.lock")).unwrap();
        let mut checked = 0;
        for line in lock.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split_whitespace().collect();
            let bytes = std::fs::read(vendor.join(columns[4])).unwrap();
            let sum: String = Sha256::digest(&bytes)
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            assert_eq!(sum, columns[5], "{} was changed", columns[4]);
            checked += 1;
        }
        assert_eq!(checked, 8);
    }
}
