//! Whose address a request comes from, when proxies stand before us.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};

use http::{HeaderMap, HeaderName};
use ipnet::IpNet;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The proxies whose word is taken for whom they forward.
pub struct TrustedProxies {
    networks: Vec<IpNet>,
    /// Somebody who is no proxy of ours has said for whom it forwards, and the operator was told.
    has_warned: AtomicBool,
}

impl TrustedProxies {
    pub fn new(networks: Vec<IpNet>) -> Self {
        Self {
            networks,
            has_warned: AtomicBool::new(false),
        }
    }

    /// The address that a request comes from. `X-Forwarded-For` is read from its right end, as each proxy adds whom it heard
    /// from, and only as far as trusted proxies have written it: what stands left of that anybody can make up.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.to_canonical();
        if !self.trusts(client) {
            self.warn_of_unknown_proxy(headers);
            return client;
        }
        let lines = headers.get_all(FORWARDED_FOR).iter();
        let lines: Vec<&str> = lines
            .map(|line| line.to_str().unwrap_or_default())
            .collect();
        let entries = lines.iter().rev().flat_map(|line| line.rsplit(','));
        for entry in entries {
            let Some(address) = read(entry.trim()) else {
                break;
            };
            client = address;
            if !self.trusts(client) {
                break;
            }
        }
        client
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.networks
            .iter()
            .any(|network| network.contains(&address))
    }

    /// Told once, and without any address: either somebody plays tricks, or a proxy is missing among the settings.
    fn warn_of_unknown_proxy(&self, headers: &HeaderMap) {
        if headers.contains_key(FORWARDED_FOR) && !self.has_warned.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                "a request says for whom it is forwarded (X-Forwarded-For), but does not come from one of \
                 limits.trusted_proxies: if it comes through a proxy of yours, name that there, as all who come \
                 through it are counted as one address now"
            );
        }
    }
}

/// `192.0.2.1`, `192.0.2.1:443`, `2001:db8::1`, `[2001:db8::1]` or `[2001:db8::1]:443`.
fn read(entry: &str) -> Option<IpAddr> {
    let bare = entry
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(entry);
    let address = bare.parse().ok();
    let address = address.or_else(|| entry.parse().ok().map(|with: SocketAddr| with.ip()));
    address.map(|address: IpAddr| address.to_canonical())
}

/// What is counted as one: an IPv4 address, or the /64 of an IPv6 address, which one customer has all of.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn client(peer: &str, lines: &[&str]) -> String {
        let networks = ["10.0.0.0/8", "fd00::/8"];
        let proxies =
            TrustedProxies::new(networks.iter().map(|net| net.parse().unwrap()).collect());
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED_FOR, line.parse().unwrap());
        }
        proxies.client(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn only_what_trusted_proxies_have_written_is_read() {
        let spoofed = "198.51.100.9, 203.0.113.7";
        for (peer, lines, expected) in [
            // Nobody of ours: whatever it says.
            ("192.0.2.1", &[spoofed][..], "192.0.2.1"),
            ("192.0.2.1", &[], "192.0.2.1"),
            // Through one proxy, which added the last.
            ("10.0.0.1", &[spoofed], "203.0.113.7"),
            ("10.0.0.1", &["198.51.100.9", "203.0.113.7"], "203.0.113.7"),
            // Through two.
            (
                "10.0.0.1",
                &["198.51.100.9, 203.0.113.7, 10.0.0.2"],
                "203.0.113.7",
            ),
            ("fd00::1", &["203.0.113.7:4711"], "203.0.113.7"),
            ("::ffff:10.0.0.1", &["[2001:db8::1]:443"], "2001:db8::1"),
            ("10.0.0.1", &["[2001:db8::1]"], "2001:db8::1"),
            ("10.0.0.1", &["::ffff:203.0.113.7"], "203.0.113.7"),
            // What cannot be read ends the chain at the last that could.
            ("10.0.0.1", &["203.0.113.7, unknown"], "10.0.0.1"),
            ("10.0.0.1", &["203.0.113.7, , 10.0.0.2"], "10.0.0.2"),
            ("10.0.0.1", &[], "10.0.0.1"),
            // Nobody but proxies: the furthest.
            ("10.0.0.1", &["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ] {
            assert_eq!(client(peer, lines), expected, "{peer} {lines:?}");
        }
    }

    #[test]
    fn an_ipv6_customer_is_one_whatever_the_last_half_says() {
        let network = |text: &str| network(text.parse().unwrap()).to_string();
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(network("2001:db8:1:2:ffff::1"), "2001:db8:1:2::");
        assert_eq!(network("2001:db8:1:3::1"), "2001:db8:1:3::");
        assert_eq!(network("::ffff:192.0.2.1"), "192.0.2.1");
        assert_eq!(network("192.0.2.1"), "192.0.2.1");
    }
}
