use serde::{Deserialize, Serialize};

/// Where a person lives and gets letters, as far as anybody may know. With one of the two strict protection levels
/// there is no address, whatever was given: it cannot leak from where it is not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Given")]
pub struct Residence {
    #[serde(skip_serializing_if = "Protection::is_unclassified")]
    protection: Protection,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<StreetAddress>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mailing_address: Option<PostalAddress>,
}

impl Residence {
    pub fn new(
        protection: Protection,
        address: Option<StreetAddress>,
        mailing_address: Option<PostalAddress>,
    ) -> Self {
        let may_be_kept = !protection.is_strict();
        Self {
            protection,
            address: address.filter(|_| may_be_kept),
            mailing_address: mailing_address.filter(|_| may_be_kept),
        }
    }

    /// Nothing is known, and no protection either.
    pub(super) fn is_unknown(&self) -> bool {
        *self == Self::default()
    }

    pub fn protection(&self) -> Protection {
        self.protection
    }

    pub fn address(&self) -> Option<&StreetAddress> {
        self.address.as_ref()
    }

    pub fn mailing_address(&self) -> Option<&PostalAddress> {
        self.mailing_address.as_ref()
    }
}

/// What was stored or sent, before the rule of protection is applied.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Given {
    protection: Protection,
    address: Option<StreetAddress>,
    mailing_address: Option<PostalAddress>,
}

impl From<Given> for Residence {
    fn from(given: Given) -> Self {
        Self::new(given.protection, given.address, given.mailing_address)
    }
}

/// How secret a person's address is, by the names of the national population register.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Protection {
    #[default]
    Ugradert,
    /// Of a prisoner or a patient, say: known, but not told.
    Klientadresse,
    Fortrolig,
    StrengtFortrolig,
}

impl Protection {
    /// No address may be kept.
    pub fn is_strict(self) -> bool {
        matches!(self, Self::Fortrolig | Self::StrengtFortrolig)
    }

    fn is_unclassified(&self) -> bool {
        *self == Self::Ugradert
    }
}

/// The address of a dwelling.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StreetAddress {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub municipal_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub municipal_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub house_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub house_letter: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
}

/// An address to send letters to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PostalAddress {
    /// Street and number, box, care of: its lines joined by commas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// ISO 3166-1 alpha-2; none in Norway.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn home() -> Option<StreetAddress> {
        Some(StreetAddress {
            city: Some("NØKKELVIK".to_owned()),
            ..StreetAddress::default()
        })
    }

    #[test]
    fn a_strictly_protected_person_has_no_address() {
        for (protection, kept) in [
            (Protection::Ugradert, true),
            (Protection::Klientadresse, true),
            (Protection::Fortrolig, false),
            (Protection::StrengtFortrolig, false),
        ] {
            let residence = Residence::new(protection, home(), Some(PostalAddress::default()));
            assert_eq!(residence.address().is_some(), kept, "{protection:?}");
            assert_eq!(residence.mailing_address().is_some(), kept);
        }
    }

    #[test]
    fn an_address_beside_strict_protection_is_not_even_read() {
        let stored = r#"{"protection":"strengtFortrolig","address":{"city":"NØKKELVIK"}}"#;
        let residence: Residence = serde_json::from_str(stored).unwrap();
        assert_eq!(residence.address(), None);
        assert_eq!(residence.protection(), Protection::StrengtFortrolig);
    }
}
