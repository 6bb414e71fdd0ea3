/// Chance that is the same for the same seed: the generator SplitMix64 (Steele, Lea, Flood 2014). For invented data
/// only; nothing secret comes of it.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, not including, `end`; 0 when there is none.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next().checked_rem(end).unwrap_or_default()
    }

    /// True `of` times in a thousand.
    pub fn is_one(&mut self, of: u64) -> bool {
        self.below(1_000) < of
    }

    /// One of several; all are as likely.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let place = usize::try_from(self.below(from.len() as u64)).unwrap_or_default();
        from.get(place)
    }

    /// One of several words.
    pub fn word(&mut self, from: &[&'static str]) -> &'static str {
        self.pick(from).copied().unwrap_or_default()
    }

    /// One of several by weight.
    pub fn weighted<T: Copy>(&mut self, from: &[(u64, T)], otherwise: T) -> T {
        let mut place = self.below(from.iter().map(|(weight, _)| weight).sum());
        for (weight, one) in from {
            match place.checked_sub(*weight) {
                None => return *one,
                Some(rest) => place = rest,
            }
        }
        otherwise
    }
}
