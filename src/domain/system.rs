use url_parts::{is_http_on_loopback, is_https, same_place};

use super::{Localized, OrgNumber, PackageRef, Right, SystemId, Timestamp};

/// A vendor's system in the system register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct System {
    pub id: SystemId,
    /// The id that the vendor chose: its organization number, an underscore and more.
    pub name_id: String,
    pub vendor: OrgNumber,
    pub name: Localized,
    pub description: Localized,
    pub rights: Vec<Right>,
    pub packages: Vec<PackageRef>,
    pub client_ids: Vec<String>,
    pub redirect_urls: Vec<String>,
    pub is_visible: bool,
    pub is_deleted: bool,
    pub created_at: Timestamp,
}

/// Why a vendor's own id for a system is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SystemNameFault {
    HasSpace,
    NotOfVendor,
    TooLong,
}

/// Checks the id that a vendor chose: `<its organization number>_<anything without white space>`, at most 255 characters.
pub fn check_system_name(name: &str, vendor: &OrgNumber) -> Vec<SystemNameFault> {
    let mut faults = Vec::new();
    if name.contains(char::is_whitespace) {
        faults.push(SystemNameFault::HasSpace);
    }
    if name.split_once('_').map(|(owner, _)| owner) != Some(vendor.as_str()) {
        faults.push(SystemNameFault::NotOfVendor);
    }
    if name.chars().count() > 255 {
        faults.push(SystemNameFault::TooLong);
    }
    faults
}

/// Why a `redirectUrl` is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RedirectFault {
    /// The system has registered no address at all.
    NoneRegistered,
    /// The address is none of the registered ones, or no address.
    NotRegistered,
}

impl System {
    /// Accepts an address whose scheme, host, port and path are those of a registered one; query and fragment are free.
    pub fn check_redirect(&self, url: &str) -> Result<(), RedirectFault> {
        if self.redirect_urls.is_empty() {
            return Err(RedirectFault::NoneRegistered);
        }
        if self
            .redirect_urls
            .iter()
            .any(|registered| same_place(registered, url))
        {
            Ok(())
        } else {
            Err(RedirectFault::NotRegistered)
        }
    }
}

/// Which addresses vendors may register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RedirectPolicy {
    HttpsOnly,
    /// The sandbox's own pages, and whoever develops against it, are served over http on loopback.
    LoopbackToo,
}

/// An address that a vendor may register: absolute, https, without user information.
pub fn is_redirect_address(url: &str, policy: RedirectPolicy) -> bool {
    is_https(url) || (policy == RedirectPolicy::LoopbackToo && is_http_on_loopback(url))
}

/// The little that the rules need to know about an address; no request is made with it.
mod url_parts {
    /// Scheme, authority and path of an absolute http(s) address.
    fn split(url: &str) -> Option<(String, String, &str)> {
        if url.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\') {
            return None;
        }
        let (scheme, rest) = url.split_once("://")?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, tail) = rest.split_at(end);
        if authority.is_empty() || authority.contains('@') {
            return None;
        }
        let path_end = tail.find(['?', '#']).unwrap_or(tail.len());
        let path = match &tail[..path_end] {
            "" => "/",
            path => path,
        };
        Some((
            scheme.to_ascii_lowercase(),
            without_default_port(scheme, authority),
            path,
        ))
    }

    fn without_default_port(scheme: &str, authority: &str) -> String {
        let authority = authority.to_ascii_lowercase();
        let default = if scheme.eq_ignore_ascii_case("https") {
            ":443"
        } else {
            ":80"
        };
        authority
            .strip_suffix(default)
            .map(str::to_owned)
            .unwrap_or(authority)
    }

    pub fn is_https(url: &str) -> bool {
        split(url).is_some_and(|(scheme, ..)| scheme == "https")
    }

    pub fn is_http_on_loopback(url: &str) -> bool {
        split(url).is_some_and(|(scheme, authority, _)| scheme == "http" && is_loopback(&authority))
    }

    fn is_loopback(authority: &str) -> bool {
        let host = match authority.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
            _ => authority,
        };
        matches!(host, "localhost" | "127.0.0.1" | "[::1]")
    }

    pub fn same_place(registered: &str, url: &str) -> bool {
        match (split(registered), split(url)) {
            (Some(left), Some(right)) => left == right,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use time::OffsetDateTime;
    use uuid::Uuid;

    fn system(redirect_urls: &[&str]) -> System {
        System {
            id: SystemId(Uuid::nil()),
            name_id: "991825827_lonn".to_owned(),
            vendor: OrgNumber::parse("991825827").unwrap(),
            name: Localized::same("Lønn"),
            description: Localized::default(),
            rights: Vec::new(),
            packages: Vec::new(),
            client_ids: Vec::new(),
            redirect_urls: redirect_urls.iter().map(|url| (*url).to_owned()).collect(),
            is_visible: true,
            is_deleted: false,
            created_at: Timestamp::from_datetime(OffsetDateTime::UNIX_EPOCH),
        }
    }

    #[test]
    fn a_redirect_matches_by_scheme_host_and_path() {
        let system = system(&["https://v.example/a"]);
        assert_eq!(system.check_redirect("https://v.example/a?x=1#y"), Ok(()));
        assert_eq!(system.check_redirect("https://V.example:443/a"), Ok(()));
        for foreign in [
            "https://v.example/a/b",
            "http://v.example/a",
            "https://v.example.evil.example/a",
            "https://v.example@evil.example/a",
            "//v.example/a",
            "https://v.example\\@evil.example/a",
            "javascript:alert(1)",
            "",
        ] {
            assert_eq!(
                system.check_redirect(foreign),
                Err(RedirectFault::NotRegistered),
                "{foreign}"
            );
        }
    }

    #[test]
    fn a_system_without_addresses_has_its_own_refusal() {
        assert_eq!(
            system(&[]).check_redirect("https://v.example/a"),
            Err(RedirectFault::NoneRegistered)
        );
    }

    #[test]
    fn only_https_may_be_registered_and_loopback_where_that_is_said() {
        use RedirectPolicy::{HttpsOnly, LoopbackToo};
        let local = "http://localhost:8080/sandbox/vendor/x";
        for policy in [HttpsOnly, LoopbackToo] {
            assert!(is_redirect_address("https://v.example/a", policy));
            assert!(!is_redirect_address("http://v.example/a", policy));
            assert!(!is_redirect_address(
                "http://localhost.evil.example/a",
                policy
            ));
            assert!(!is_redirect_address("/a", policy));
            assert_eq!(is_redirect_address(local, policy), policy == LoopbackToo);
        }
    }

    #[test]
    fn a_system_name_begins_with_the_vendors_number() {
        let vendor = OrgNumber::parse("991825827").unwrap();
        assert!(check_system_name("991825827_lonn", &vendor).is_empty());
        assert_eq!(
            check_system_name("991825827_l nn", &vendor),
            [SystemNameFault::HasSpace]
        );
        assert_eq!(
            check_system_name("lonn", &vendor),
            [SystemNameFault::NotOfVendor]
        );
    }
}
