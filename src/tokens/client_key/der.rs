//! The little of DER (X.690) that RSA keys are written in: sequences, integers, and strings that hold more of it.

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
/// `rsaEncryption`, 1.2.840.113549.1.1.1 (RFC 8017 appendix A).
const RSA: &[u8] = &[
    0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01,
];

/// The numbers of an RSA private key, in the order of RFC 8017 appendix A.1.2: n, e, d, p, q, dP, dQ, qInv.
pub struct PrivateNumbers<'a>(pub [&'a [u8]; 8]);

/// Modulus and exponent of an RSA public key in a SubjectPublicKeyInfo (RFC 5280 §4.1).
pub fn public_numbers(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut outer = Reader(der).only(SEQUENCE)?;
    let algorithm = outer.next(SEQUENCE)?;
    if !algorithm.0.starts_with(RSA) {
        return None;
    }
    let bits = outer.next(BIT_STRING)?.0;
    // The first byte tells how many bits at the end do not count: none.
    rsa_public_numbers(bits.strip_prefix(&[0])?)
}

/// Modulus and exponent of an RSAPublicKey (RFC 8017 appendix A.1.1).
pub fn rsa_public_numbers(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut key = Reader(der).only(SEQUENCE)?;
    let numbers = (key.number()?, key.number()?);
    key.0.is_empty().then_some(numbers)
}

/// The numbers of an RSA key in PKCS #8 (RFC 5208 §5).
pub fn private_numbers(der: &[u8]) -> Option<PrivateNumbers<'_>> {
    let mut outer = Reader(der).only(SEQUENCE)?;
    outer.number()?;
    outer.next(SEQUENCE)?;
    let mut key = Reader(outer.next(OCTET_STRING)?.0).only(SEQUENCE)?;
    key.number()?;
    let mut numbers: [&[u8]; 8] = [&[]; 8];
    for number in &mut numbers {
        *number = key.number()?;
    }
    Some(PrivateNumbers(numbers))
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// The next value, which must have this tag.
    fn next(&mut self, tag: u8) -> Option<Reader<'a>> {
        let (found, rest) = self.0.split_first()?;
        if *found != tag {
            return None;
        }
        let (first, rest) = rest.split_first()?;
        let (length, rest) = match *first {
            short @ 0..=0x7f => (usize::from(short), rest),
            // As many bytes of length follow: two are enough for any key that is read here.
            0x81 => {
                let (length, rest) = rest.split_first()?;
                (usize::from(*length), rest)
            }
            0x82 => {
                let (length, rest) = rest.split_first_chunk::<2>()?;
                (usize::from(u16::from_be_bytes(*length)), rest)
            }
            _ => return None,
        };
        let (value, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some(Reader(value))
    }

    /// The one value, with nothing after it.
    fn only(mut self, tag: u8) -> Option<Reader<'a>> {
        let value = self.next(tag)?;
        self.0.is_empty().then_some(value)
    }

    /// A number that is not negative, without the zeros before it.
    fn number(&mut self) -> Option<&'a [u8]> {
        let bytes = self.next(INTEGER)?.0;
        let (first, _) = bytes.split_first()?;
        if *first & 0x80 != 0 {
            return None;
        }
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
        bytes.get(zeros..)
    }
}
