use crate::text::{Texts, fill};

/// Links to the pages of a list.
#[derive(Clone, Debug)]
pub struct Pager {
    pub previous: Option<String>,
    pub items: Vec<PagerItem>,
    pub next: Option<String>,
}

#[derive(Clone, Debug)]
pub enum PagerItem {
    Page(PageLink),
    /// Pages that are left out.
    Gap,
}

#[derive(Clone, Debug)]
pub struct PageLink {
    pub number: usize,
    pub href: String,
    pub is_current: bool,
}

impl PageLink {
    pub fn label(&self, t: &Texts) -> String {
        fill(
            t.common.page_number,
            &[("number", &self.number.to_string())],
        )
    }
}

/// How many pages on either side of the current one are linked; the first and the last always are.
const AROUND: usize = 2;

impl Pager {
    /// Pages 1 to `last`; `href` gives the address of one.
    pub fn new(current: usize, last: usize, href: impl Fn(usize) -> String) -> Self {
        let is_near =
            |number: usize| number.abs_diff(current) <= AROUND || number == 1 || number == last;
        let mut items = Vec::new();
        let mut before = 0;
        for number in (1..=last).filter(|number| is_near(*number)) {
            if number > before + 1 {
                items.push(PagerItem::Gap);
            }
            before = number;
            items.push(PagerItem::Page(PageLink {
                number,
                href: href(number),
                is_current: number == current,
            }));
        }
        Self {
            previous: (current > 1).then(|| href(current - 1)),
            items,
            next: (current < last).then(|| href(current + 1)),
        }
    }

    pub fn is_needed(&self) -> bool {
        self.items.len() > 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Page numbers, with 0 for a gap.
    fn numbers(pager: &Pager) -> Vec<usize> {
        let number = |item: &PagerItem| match item {
            PagerItem::Page(link) => link.number,
            PagerItem::Gap => 0,
        };
        pager.items.iter().map(number).collect()
    }

    #[test]
    fn a_long_list_links_its_ends_and_the_neighbours() {
        let pager = Pager::new(6, 20, |number| format!("?side={number}"));
        assert_eq!(numbers(&pager), [1, 0, 4, 5, 6, 7, 8, 0, 20]);
        assert_eq!(pager.previous.as_deref(), Some("?side=5"));
        assert_eq!(pager.next.as_deref(), Some("?side=7"));
    }

    #[test]
    fn the_ends_lead_no_further() {
        let pager = Pager::new(1, 2, |number| format!("?side={number}"));
        assert_eq!(numbers(&pager), [1, 2]);
        assert!(pager.previous.is_none() && pager.next.is_some());
    }

    #[test]
    fn one_page_needs_no_links() {
        assert!(!Pager::new(1, 1, |_| String::new()).is_needed());
    }
}
