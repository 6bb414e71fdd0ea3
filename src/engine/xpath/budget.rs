use std::cell::Cell;

use super::XPathError;

/// How much work evaluations may still do, in steps: one node looked at, or [`BYTES_PER_STEP`] of text.
#[derive(Debug)]
pub struct Budget {
    left: Cell<usize>,
    is_exhausted: Cell<bool>,
}

const BYTES_PER_STEP: usize = 16;

impl Budget {
    /// What [`Budget::default`] holds.
    pub const DEFAULT_STEPS: usize = 2_000_000;

    /// A budget of so many steps.
    pub fn of(steps: usize) -> Self {
        Self {
            left: Cell::new(steps),
            is_exhausted: Cell::new(false),
        }
    }

    /// Whether something was refused, so that what it should have found out is not known.
    pub fn is_exhausted(&self) -> bool {
        self.is_exhausted.get()
    }

    /// Notes that another limit than that of steps was met.
    pub fn exhaust(&self) {
        self.left.set(0);
        self.is_exhausted.set(true);
    }

    /// Takes steps before they are done; once refused, all is refused.
    pub(super) fn charge(&self, steps: usize) -> Result<(), XPathError> {
        match self.left.get().checked_sub(steps) {
            Some(left) => {
                self.left.set(left);
                Ok(())
            }
            None => {
                self.exhaust();
                Err(XPathError::TooCostly)
            }
        }
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
