//! Where a parameter may lead: the one place that reads `goto`, `backtopage` and their like.

use url::{Position, Url};

use crate::app::App;

/// The longest address that is read.
const MAX_LENGTH: usize = 2_000;
/// Stands for this portal where only a path is wanted.
const ANY_PORTAL: &str = "http://portal.invalid";

/// Where a way back leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WayBack {
    /// A path on this portal, with its query and fragment.
    Here(String),
    /// A whole https address on a host that is configured for it.
    Elsewhere(String),
}

impl WayBack {
    /// Reads `text` as a browser would that stands on `portal`, and answers what the browser would then see: so nothing
    /// can be read in two ways. None for what leads anywhere but to the portal itself or, by https, to one of `hosts`.
    pub fn read(text: &str, portal: &Url, hosts: &[String]) -> Option<Self> {
        let is_address = text.starts_with('/') || text.contains("://");
        let has_odd_character = text.contains(|c: char| c.is_control() || c == '\\');
        if !is_address || has_odd_character || text.len() > MAX_LENGTH {
            return None;
        }
        let url = portal.join(text).ok()?;
        if !url.username().is_empty() || url.password().is_some() {
            return None;
        }
        if url.origin() == portal.origin() {
            return Some(Self::Here(path_of(&url)?));
        }
        leads_to(&url, hosts).then(|| Self::Elsewhere(url.into()))
    }

    pub fn into_string(self) -> String {
        match self {
            Self::Here(path) => path,
            Self::Elsewhere(address) => address,
        }
    }
}

/// A path of this portal; None for what is none or might lead away.
pub fn safe_path(text: Option<&str>) -> Option<String> {
    let portal = Url::parse(ANY_PORTAL).ok()?;
    match WayBack::read(text?, &portal, &[])? {
        WayBack::Here(path) => Some(path),
        WayBack::Elsewhere(_) => None,
    }
}

/// A path or whole address of this portal, or an address on one of the configured hosts.
pub fn way_back(app: &App, text: Option<&str>) -> Option<String> {
    let config = app.config();
    let portal = Url::parse(&config.public_url).ok()?;
    WayBack::read(text?, &portal, &config.goto_hosts).map(WayBack::into_string)
}

/// What stands after the host. Not with two slashes at its start, which alone would be read as a host.
fn path_of(url: &Url) -> Option<String> {
    let path = &url[Position::BeforePath..];
    (path.starts_with('/') && !path.starts_with("//")).then(|| path.to_owned())
}

/// One of the hosts or a name below one, by https at its usual port. A dot at the end of a name says the same name.
fn leads_to(url: &Url, hosts: &[String]) -> bool {
    let Some(url::Host::Domain(name)) = url.host() else {
        return false;
    };
    let name = name.strip_suffix('.').unwrap_or(name);
    let is_below = |host: &String| {
        name.strip_suffix(host.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    url.scheme() == "https" && url.port().is_none() && hosts.iter().any(is_below)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(text: &str) -> Option<WayBack> {
        let portal = Url::parse("https://portal.example.no").unwrap();
        WayBack::read(text, &portal, &["skatt.example".to_owned()])
    }

    #[test]
    fn a_path_of_ours_is_a_way_back() {
        for good in ["/", "/tjenester?q=a", "/link/x#y", "/a?b=%2F%2Fc"] {
            assert_eq!(safe_path(Some(good)).as_deref(), Some(good));
        }
        let own = read("https://PORTAL.example.no:443/tjenester?q=a#b");
        assert_eq!(own, Some(WayBack::Here("/tjenester?q=a#b".to_owned())));
        assert_eq!(safe_path(None), None);
    }

    #[test]
    fn a_configured_host_and_those_below_it_are_a_way_back() {
        for good in [
            "https://skatt.example/a",
            "https://www.skatt.example/a",
            "https://skatt.example./a",
            "https://SKATT.example/a",
            "https://skatt.example:443/a",
        ] {
            assert!(matches!(read(good), Some(WayBack::Elsewhere(_))), "{good}");
            assert_eq!(safe_path(Some(good)), None);
        }
    }

    #[test]
    fn nothing_else_is() {
        for bad in [
            "",
            "evil.example",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "/.//evil.example",
            "/x/..//evil.example",
            "/\t/evil.example",
            "https://evil.example",
            "https://skatt.example.evil.example/",
            "https://evilskatt.example/",
            "https://user@skatt.example/",
            "https://user:x@skatt.example/",
            "https://skatt.example@evil.example/",
            "http://skatt.example/",
            "https://skatt.example:8443/",
            "https://portal.example.no@evil.example/",
            "http://portal.example.no/",
            "https://portal.example.no//evil.example",
            "https:evil.example",
            "javascript://skatt.example/%0Aalert(1)",
            "javascript:alert(1)",
            "data:text/html,x://",
            "/a\nb",
            "/a\\b",
        ] {
            assert_eq!(read(bad), None, "{bad:?}");
            assert_eq!(safe_path(Some(bad)), None, "{bad:?}");
        }
    }
}
