/// Why nobody was logged in. What the texts hold of others' words is short and clean: it goes to the log.
#[derive(Debug, thiserror::Error)]
pub enum LoginError {
    #[error("the provider cannot be reached: {0}")]
    Unavailable(String),
    #[error("the person cancelled")]
    Cancelled,
    /// Only when nothing was to be asked (`prompt=none`).
    #[error("the provider would have to ask the person something: {0}")]
    MustAsk(String),
    #[error("the provider refused: {0}")]
    Refused(String),
    #[error("the answer belongs to no login that was started here, or came too late")]
    NotStarted,
    #[error("the answer is not to be trusted: {0}")]
    NotTrusted(String),
    #[error("the login is not strong enough")]
    LevelTooLow,
    #[error("the person logged in too long ago, and was not asked again")]
    TooOld,
    #[error("the login carries no national identity number")]
    NoPerson,
    #[error("only invented persons log in at this provider")]
    NotInvented,
    #[error("this installation's own key or address for the provider cannot be used")]
    OwnKey,
}

/// How much of another party's words goes to the log.
const MAX_WORDS: usize = 200;
/// As many digits as a national identity number has.
const MANY_DIGITS: usize = 11;

/// Another party's words, fit for a log: short, on one line, and without what may be somebody's number.
pub fn printable(text: &str) -> String {
    let kept: String = text
        .chars()
        .filter(|c| !c.is_control())
        .take(MAX_WORDS)
        .collect();
    let mut clean = String::with_capacity(kept.len());
    let mut digits = String::new();
    for c in kept.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        put_digits(&mut clean, &mut digits);
        clean.push(c);
    }
    put_digits(&mut clean, &mut digits);
    clean
}

fn put_digits(clean: &mut String, digits: &mut String) {
    match digits.len() {
        MANY_DIGITS.. => clean.push('#'),
        _ => clean.push_str(digits),
    }
    digits.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn others_words_reach_the_log_short_and_on_one_line_and_without_numbers_of_persons() {
        assert_eq!(printable("a\r\nb\u{7}"), "ab");
        assert_eq!(printable("pid 12847421028 of 2026"), "pid # of 2026");
        assert_eq!(printable("12847421028"), "#");
        assert_eq!(printable(&"å".repeat(1000)).chars().count(), MAX_WORDS);
    }
}
