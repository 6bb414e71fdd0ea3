/// A key that sorts texts as a Norwegian reader looks for them: without case, and with æ, ø and å, in this order, after z.
pub fn alphabetical(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .map(|letter| match letter {
            'æ' | 'ä' => '{',
            'ø' | 'ö' => '|',
            'å' => '}',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_letters_come_last_and_in_their_order() {
        let mut names = ["Åse", "østen", "Ærlig", "zorro", "Anne", "ADA"];
        names.sort_by_cached_key(|name| alphabetical(name));
        assert_eq!(names, ["ADA", "Anne", "zorro", "Ærlig", "østen", "Åse"]);
    }
}
