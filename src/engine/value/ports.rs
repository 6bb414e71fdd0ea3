//! The port ranges of dnsName and ipAddress (XACML 3.0 core, A.2).

use std::fmt;

/// `n`, `n-`, `-n` or `n-m`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PortRange {
    from: Option<u16>,
    to: Option<u16>,
}

impl PortRange {
    pub fn parse(text: &str) -> Option<Self> {
        let Some((from, to)) = text.split_once('-') else {
            let port = Some(port(text)?);
            return Some(Self {
                from: port,
                to: port,
            });
        };
        let range = Self {
            from: bound(from)?,
            to: bound(to)?,
        };
        let is_range = match (range.from, range.to) {
            (None, None) => false,
            (Some(from), Some(to)) => from <= to,
            _ => true,
        };
        is_range.then_some(range)
    }
}

fn bound(text: &str) -> Option<Option<u16>> {
    match text {
        "" => Some(None),
        _ => port(text).map(Some),
    }
}

fn port(text: &str) -> Option<u16> {
    let all_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| text.parse().ok()).flatten()
}

impl fmt::Display for PortRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(from) = self.from {
            write!(f, "{from}")?;
        }
        if self.from == self.to {
            return Ok(());
        }
        f.write_str("-")?;
        self.to.map_or(Ok(()), |to| write!(f, "{to}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_may_be_open() {
        for (text, canonical) in [
            ("80", Some("80")),
            ("080", Some("80")),
            ("-80", Some("-80")),
            ("80-", Some("80-")),
            ("147-874", Some("147-874")),
            ("80-80", Some("80")),
            ("", None),
            ("-", None),
            ("90-80", None),
            ("65536", None),
            ("+80", None),
            ("1-2-3", None),
        ] {
            let range = PortRange::parse(text).map(|range| range.to_string());
            assert_eq!(range.as_deref(), canonical, "{text}");
        }
    }
}
