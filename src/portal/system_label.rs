use crate::text::{Texts, fill, numbers};

/// A system and its vendor, as pages show them.
#[derive(Clone, Debug)]
pub struct SystemLabel {
    pub name: String,
    /// What the vendor says about the system; may be empty.
    pub description: String,
    pub vendor: String,
    /// The vendor's organization number, nine digits.
    pub vendor_number: String,
}

impl SystemLabel {
    /// The vendor's number, grouped.
    pub fn vendor_line(&self, t: &Texts) -> String {
        fill(
            t.common.number,
            &[("number", &numbers::organization(&self.vendor_number))],
        )
    }

    /// System, vendor and number in one sentence.
    pub fn line(&self, t: &Texts) -> String {
        let number = numbers::organization(&self.vendor_number);
        let values = [
            ("system", &*self.name),
            ("vendor", &self.vendor),
            ("number", &number),
        ];
        fill(t.common.vendor_line, &values)
    }

    pub(super) fn sample() -> Self {
        Self {
            name: "Kornregnskap Sky".into(),
            description: "Regnskap og lønn for små virksomheter".into(),
            vendor: "Tallgiganten AS".into(),
            vendor_number: "311443755".into(),
        }
    }
}
