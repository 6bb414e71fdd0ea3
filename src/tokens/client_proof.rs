/// How the client proved to the issuer who it is (`client_amr`; Maskinporten and ID-porten document these values).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientProof {
    /// A key that was registered (RFC 7523).
    PrivateKey,
    /// A certificate of the business: "virksomhetssertifikat", or a seal, qualified or not.
    BusinessCertificate,
    /// A shared secret; ID-porten only.
    Secret,
    /// Nothing: a public client; ID-porten only.
    Nothing,
}

impl ClientProof {
    /// None for a value that is not known here: issuers add methods, and none of ours depends on one.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "private_key_jwt" => Self::PrivateKey,
            "virksomhetssertifikat" | "QCForESeal" | "CForESeal" => Self::BusinessCertificate,
            "client_secret_basic" | "client_secret_post" => Self::Secret,
            "none" => Self::Nothing,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_documented_values_are_known() {
        assert_eq!(
            ClientProof::parse("QCForESeal"),
            Some(ClientProof::BusinessCertificate)
        );
        assert_eq!(ClientProof::parse("Private_Key_JWT"), None);
    }
}
