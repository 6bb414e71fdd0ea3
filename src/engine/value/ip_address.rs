//! ipAddress: an IPv4 or IPv6 address with optional mask and port range (XACML 3.0 core, A.2).

use super::ports::PortRange;
use super::spelled::Spelled;
use std::net::{Ipv4Addr, Ipv6Addr};

/// An address with the mask and the ports meant. Cloning is cheap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IpAddress(Spelled);

impl IpAddress {
    /// `address[/mask][:[portrange]]`, an IPv6 address and its mask in brackets each.
    ///
    /// The mask has the form of an address and may be any: published requests have masks with holes.
    pub fn parse(text: &str) -> Option<Self> {
        let canonical = if text.starts_with('[') {
            parse_v6(text)
        } else {
            parse_v4(text)
        }?;
        Some(Self(Spelled::new(text, canonical)))
    }

    pub fn text(&self) -> &str {
        self.0.text()
    }

    /// Equal for equal addresses.
    pub fn canonical(&self) -> &str {
        self.0.canonical()
    }
}

fn parse_v4(text: &str) -> Option<String> {
    let (masked, ports) = text.split_once(':').unwrap_or((text, ""));
    let ports = ports_text(ports)?;
    let Some((address, mask)) = masked.split_once('/') else {
        let address: Ipv4Addr = masked.parse().ok()?;
        return Some(format!("{address}{ports}"));
    };
    let address: Ipv4Addr = address.parse().ok()?;
    let mask: Ipv4Addr = mask.parse().ok()?;
    Some(format!("{address}/{mask}{ports}"))
}

fn parse_v6(text: &str) -> Option<String> {
    let (address, rest) = bracketed(text)?;
    let Some(rest) = rest.strip_prefix('/') else {
        return Some(format!("[{address}]{}", ports_after(rest)?));
    };
    let (mask, rest) = bracketed(rest)?;
    Some(format!("[{address}]/[{mask}]{}", ports_after(rest)?))
}

fn ports_after(rest: &str) -> Option<String> {
    match rest.strip_prefix(':') {
        Some(ports) => ports_text(ports),
        None => rest.is_empty().then(String::new),
    }
}

fn bracketed(text: &str) -> Option<(Ipv6Addr, &str)> {
    let (address, rest) = text.strip_prefix('[')?.split_once(']')?;
    Some((address.parse().ok()?, rest))
}

/// The grammar lets a colon stand without ports; it says no more than no colon.
fn ports_text(text: &str) -> Option<String> {
    match text {
        "" => Some(String::new()),
        _ => PortRange::parse(text).map(|ports| format!(":{ports}")),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn addresses_with_masks_and_ports_are_read() {
        for (text, canonical) in [
            ("10.0.0.1", Some("10.0.0.1")),
            (
                "122.45.38.245/255.255.255.64:8080",
                Some("122.45.38.245/255.255.255.64:8080"),
            ),
            ("10.0.0.1:", Some("10.0.0.1")),
            ("10.0.0.1:-80", Some("10.0.0.1:-80")),
            ("[2001:DB8:0::1]", Some("[2001:db8::1]")),
            ("[::1]/[ffff::]:80-", Some("[::1]/[ffff::]:80-")),
            ("", None),
            ("10.0.0", None),
            ("10.0.0.256", None),
            ("10.0.0.1/24", None),
            ("::1", None),
            ("[::1", None),
            ("[::1]80", None),
            ("[::1]/ffff::", None),
            ("[10.0.0.1]", None),
        ] {
            let address = IpAddress::parse(text);
            let found = address.as_ref().map(IpAddress::canonical);
            assert_eq!(found, canonical, "{text}");
        }
    }
}
