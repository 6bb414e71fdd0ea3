use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// Seals one text with AES-256-GCM (NIST SP 800-38D) under a key made of `secret` and `id`. An id must never be used for
/// two texts: the key is as good as new for each, which is why no nonce is needed. None when the library fails.
pub fn seal(secret: &str, id: &str, text: &str) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    key(secret, id)?
        .seal_in_place_append_tag(no_nonce(), Aad::empty(), &mut bytes)
        .ok()?;
    Some(URL_SAFE_NO_PAD.encode(bytes))
}

/// Opens what [`seal`] made of the same secret and id. None for anything else.
pub fn open(secret: &str, id: &str, sealed: &str) -> Option<String> {
    let mut bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
    let text = key(secret, id)?
        .open_in_place(no_nonce(), Aad::empty(), &mut bytes)
        .ok()?;
    String::from_utf8(text.to_vec()).ok()
}

fn key(secret: &str, id: &str) -> Option<LessSafeKey> {
    let bytes = Sha256::digest(format!("sealed text\n{id}\n{secret}"));
    let key = UnboundKey::new(&AES_256_GCM, &bytes).ok()?;
    Some(LessSafeKey::new(key))
}

fn no_nonce() -> Nonce {
    Nonce::assume_unique_for_key([0; NONCE_LEN])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_the_same_secret_and_id_open_it_and_only_unchanged() {
        let sealed = seal("secret", "1", "number=31&name=Æ").unwrap();
        assert!(!sealed.contains("number"));
        assert_eq!(open("secret", "1", &sealed).unwrap(), "number=31&name=Æ");
        assert_eq!(open("other", "1", &sealed), None);
        assert_eq!(open("secret", "2", &sealed), None);
        let changed = sealed.replace(
            &sealed[..1],
            if sealed.starts_with('A') { "B" } else { "A" },
        );
        assert_eq!(open("secret", "1", &changed), None);
        assert_eq!(open("secret", "1", ""), None);
    }
}
