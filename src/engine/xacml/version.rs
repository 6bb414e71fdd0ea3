//! Versions of policies and what references say about them (XACML 3.0 core, §5.12, §5.13).

use std::cmp::Ordering;

use super::model::VersionRange;

impl VersionRange {
    /// Whether a version is one of those that the reference accepts.
    pub fn holds(&self, version: &str) -> bool {
        let fits = |pattern: &Option<_>, accepted: fn(Ordering) -> bool| match pattern {
            None => true,
            Some(pattern) => accepted(compare(version, pattern)),
        };
        fits(&self.version, Ordering::is_eq)
            && fits(&self.earliest, Ordering::is_ge)
            && fits(&self.latest, Ordering::is_le)
    }
}

/// Compares number by number; `*` equals any one number, `+` any numbers that follow.
fn compare<P: AsRef<str>>(version: &str, pattern: P) -> Ordering {
    let mut numbers = version.split('.');
    let mut parts = pattern.as_ref().split('.');
    loop {
        match (numbers.next(), parts.next()) {
            (_, Some("+")) | (None, None) => return Ordering::Equal,
            (Some(_), Some("*")) => {}
            (Some(number), Some(part)) => match value(number).cmp(&value(part)) {
                Ordering::Equal => {}
                different => return different,
            },
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
        }
    }
}

fn value(number: &str) -> u64 {
    number.parse().unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exactly(pattern: &str) -> VersionRange {
        VersionRange {
            version: Some(pattern.into()),
            ..VersionRange::default()
        }
    }

    #[test]
    fn versions_match_number_by_number() {
        for (pattern, version, holds) in [
            ("1.0", "1.0", true),
            ("1.0", "1.00", true),
            ("1.0", "1", false),
            ("1.*", "1.7", true),
            ("1.*", "1", false),
            ("1.*", "1.7.1", false),
            ("1.+", "1.7.1", true),
            ("1.+", "1", true),
            ("*", "9", true),
            ("2.+", "1.9", false),
        ] {
            assert_eq!(
                exactly(pattern).holds(version),
                holds,
                "{pattern} {version}"
            );
        }
    }

    #[test]
    fn a_range_has_two_ends() {
        let range = VersionRange {
            version: None,
            earliest: Some("1.2".into()),
            latest: Some("2.+".into()),
        };
        for (version, holds) in [
            ("1.1", false),
            ("1.2", true),
            ("1.10", true),
            ("2.9.9", true),
            ("3", false),
        ] {
            assert_eq!(range.holds(version), holds, "{version}");
        }
        assert!(VersionRange::default().holds("7"));
    }
}
