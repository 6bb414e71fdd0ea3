//! dnsName: a host name with an optional port range (XACML 3.0 core, A.2).

use super::ports::PortRange;
use super::spelled::Spelled;

/// A host name, perhaps with `*` for all its subdomains, and the ports meant. Cloning is cheap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DnsName(Spelled);

impl DnsName {
    /// `hostname[:portrange]`; the leftmost label may be `*`.
    pub fn parse(text: &str) -> Option<Self> {
        let (host, ports) = match text.split_once(':') {
            Some((host, ports)) => (host, Some(PortRange::parse(ports)?)),
            None => (text, None),
        };
        let host = host.strip_suffix('.').unwrap_or(host);
        let named = host.strip_prefix("*.").unwrap_or(host);
        if !named.split('.').all(is_label) {
            return None;
        }
        let mut canonical = host.to_lowercase();
        if let Some(ports) = ports {
            canonical.push_str(&format!(":{ports}"));
        }
        Some(Self(Spelled::new(text, canonical)))
    }

    pub fn text(&self) -> &str {
        self.0.text()
    }

    /// Equal for equal names: host names have no case (RFC 1035, §2.3.3).
    pub fn canonical(&self) -> &str {
        self.0.canonical()
    }
}

fn is_label(label: &str) -> bool {
    let mut letters = label.chars();
    (1..=63).contains(&label.len())
        && letters.all(|letter| letter.is_alphanumeric() || "-_".contains(letter))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn hosts_with_ports_are_read() {
        for (text, canonical) in [
            ("some.host.name:147-874", Some("some.host.name:147-874")),
            ("Example.NO", Some("example.no")),
            ("*.example.no:80", Some("*.example.no:80")),
            ("example.no.", Some("example.no")),
            ("localhost", Some("localhost")),
            ("", None),
            ("*", None),
            ("a.*.no", None),
            ("a..no", None),
            ("a b.no", None),
            ("a.no:", None),
            ("a.no:http", None),
        ] {
            let name = DnsName::parse(text);
            let found = name.as_ref().map(DnsName::canonical);
            assert_eq!(found, canonical, "{text}");
        }
    }
}
