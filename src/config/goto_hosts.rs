use super::ConfigFault;

/// The hosts that people may be sent to after a login, besides this portal, as browsers write them.
pub(super) fn check(hosts: &[String]) -> Result<Vec<String>, Vec<ConfigFault>> {
    let (mut good, mut faults) = (Vec::new(), Vec::new());
    for host in hosts {
        match read(host) {
            Some(host) => good.push(host),
            None => faults.push(ConfigFault::new(
                "goto_hosts",
                format!("{host:?} is no host name with a dot, such as skatt.example.no"),
            )),
        }
    }
    if faults.is_empty() {
        Ok(good)
    } else {
        Err(faults)
    }
}

/// A name and nothing else: no scheme, port or path, no address. One with a dot, so that nobody opens all of `.no`.
fn read(host: &str) -> Option<String> {
    let is_plain = host
        .chars()
        .all(|c| c.is_alphanumeric() || c == '-' || c == '.');
    let named = match url::Host::parse(host) {
        Ok(url::Host::Domain(name)) if is_plain => name,
        _ => return None,
    };
    let has_dot = named.trim_matches('.').contains('.') && !named.ends_with('.');
    (has_dot && !named.starts_with('.') && !named.contains("..")).then_some(named)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_names_of_hosts_are_taken() {
        let good = ["Skatt.example.NO".to_owned(), "blåbær.no".to_owned()];
        assert_eq!(
            check(&good).unwrap(),
            ["skatt.example.no", "xn--blbr-roah.no"]
        );
        for bad in [
            "",
            "no",
            ".no",
            "no.",
            "https://a.no",
            "a.no:443",
            "a.no/x",
            "*.a.no",
            "a@b.no",
            "127.0.0.1",
            "[::1]",
            "a..no",
        ] {
            assert!(check(&[bad.to_owned()]).is_err(), "{bad:?}");
        }
    }
}
