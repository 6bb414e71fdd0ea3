//! Addresses of stylesheets, fonts and icons.

/// The address of the asset with this plain name, for instance `app.css`.
pub fn asset_url(name: &str) -> String {
    format!("/assets/{name}")
}
