//! Chance that falls the same way every time (SplitMix64).

pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number under `limit`, which is not zero.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }

    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// So many different ones.
    pub fn several<T: Clone + PartialEq>(&mut self, of: &[T], count: usize) -> Vec<T> {
        let mut chosen = Vec::with_capacity(count);
        while chosen.len() < count {
            let next = self.one(of);
            if !chosen.contains(next) {
                chosen.push(next.clone());
            }
        }
        chosen
    }
}
