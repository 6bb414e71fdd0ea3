/// Which browser a session is in, as coarsely as its owner needs to know it again: `firefox windows`. What the browser says
/// of itself in full would tell it from all others, and is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Browser {
    /// The program's name, when it is one of the known ones.
    pub program: Option<&'static str>,
    /// The system that it runs on.
    pub system: Option<&'static str>,
}

/// Words that stand in `User-Agent`, and whose they are. The first that is found counts: most browsers also name those
/// that they came from.
const PROGRAMS: [(&str, &str); 9] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
];

impl Browser {
    pub const UNKNOWN: Self = Self {
        program: None,
        system: None,
    };

    /// Reads the header `User-Agent` (RFC 9110 §10.1.5).
    pub fn of_user_agent(text: &str) -> Self {
        let first = |names: &[(&str, &'static str)]| {
            let found = names.iter().find(|(word, _)| text.contains(word));
            found.map(|(_, name)| *name)
        };
        Self {
            program: first(&PROGRAMS),
            system: first(&SYSTEMS),
        }
    }

    /// As it is stored: both names, with a line between them.
    pub fn code(self) -> String {
        format!(
            "{}|{}",
            self.program.unwrap_or_default(),
            self.system.unwrap_or_default()
        )
    }

    /// Reads [`Browser::code`]. A name that is not known any more is left out.
    pub fn parse_code(code: &str) -> Self {
        let (program, system) = code.split_once('|').unwrap_or_default();
        let known = |names: &[(&str, &'static str)], wanted: &str| {
            let found = names.iter().find(|(_, name)| *name == wanted);
            found.map(|(_, name)| *name)
        };
        Self {
            program: known(&PROGRAMS, program),
            system: known(&SYSTEMS, system),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_known_by_their_own_words_and_not_by_those_they_borrow() {
        for (agent, program, system) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0",
                "Firefox",
                "Windows",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
                "Edge",
                "Mac",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari",
                "iPhone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
                "Chrome",
                "Android",
            ),
        ] {
            let browser = Browser::of_user_agent(agent);
            let expected = Browser {
                program: Some(program),
                system: Some(system),
            };
            assert_eq!(browser, expected, "{agent}");
            assert_eq!(Browser::parse_code(&browser.code()), browser);
        }
        assert_eq!(Browser::of_user_agent("curl/8.0"), Browser::UNKNOWN);
        assert_eq!(
            Browser::parse_code("<b>|Windows"),
            Browser {
                program: None,
                system: Some("Windows")
            }
        );
        assert_eq!(Browser::parse_code(""), Browser::UNKNOWN);
    }
}
