use crate::text::{Texts, fill};

/// Links to the pages of a list.
#[derive(Clone, Debug)]
pub struct Pager {
    pub links: Vec<PageLink>,
}

#[derive(Clone, Debug)]
pub struct PageLink {
    pub number: usize,
    pub href: String,
    pub is_current: bool,
}

impl PageLink {
    pub fn label(&self, t: &Texts) -> String {
        fill(t.common.page_number, &[("number", &self.number.to_string())])
    }
}

/// How many pages on either side of the current one are linked; the first and the last always are.
const AROUND: usize = 2;

impl Pager {
    /// Pages 1 to `last`; `href` gives the address of one.
    pub fn new(current: usize, last: usize, href: impl Fn(usize) -> String) -> Self {
        let is_near = |number: usize| number.abs_diff(current) <= AROUND || number == 1 || number == last;
        let links = (1..=last).filter(|number| is_near(*number)).map(|number| PageLink {
            number,
            href: href(number),
            is_current: number == current,
        });
        Self { links: links.collect() }
    }

    pub fn is_needed(&self) -> bool {
        self.links.len() > 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_links_its_ends_and_the_neighbours() {
        let pager = Pager::new(6, 20, |number| format!("?side={number}"));
        let numbers: Vec<usize> = pager.links.iter().map(|link| link.number).collect();
        assert_eq!(numbers, [1, 4, 5, 6, 7, 8, 20]);
    }

    #[test]
    fn one_page_needs_no_links() {
        assert!(!Pager::new(1, 1, |_| String::new()).is_needed());
    }
}
