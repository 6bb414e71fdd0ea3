use std::cell::Cell;

use super::XPathError;

/// How much work evaluations may still do, in steps: one node looked at, or [`BYTES_PER_STEP`] of text.
#[derive(Debug)]
pub struct Budget(Cell<usize>);

const BYTES_PER_STEP: usize = 16;

impl Budget {
    /// What [`Budget::default`] holds.
    pub const DEFAULT_STEPS: usize = 2_000_000;

    /// A budget of so many steps.
    pub fn of(steps: usize) -> Self {
        Self(Cell::new(steps))
    }

    /// Takes steps before they are done; once refused, all is refused.
    pub(super) fn charge(&self, steps: usize) -> Result<(), XPathError> {
        let left = self.0.get().checked_sub(steps);
        self.0.set(left.unwrap_or(0));
        left.map(|_| ()).ok_or(XPathError::TooCostly)
    }

    /// Pays for reading or writing text.
    pub(super) fn charge_text(&self, bytes: usize) -> Result<(), XPathError> {
        self.charge(bytes / BYTES_PER_STEP + 1)
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self::of(Self::DEFAULT_STEPS)
    }
}
