use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de};
use serde_json::{Map, Value};

/// How deep arrays and objects may lie in each other. Tokens need four.
const MAX_DEPTH: usize = 16;

/// JSON in which no object has a name twice, at any depth: with two, one reader takes the first and another the last, and
/// what was checked is not what is used (RFC 7519 §4 allows refusing it; RFC 8725 §2.6 tells why).
#[derive(Debug)]
pub struct UniqueJson(pub Value);

impl<'de> Deserialize<'de> for UniqueJson {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        At { depth: 0 }.deserialize(from).map(Self)
    }
}

/// Reads a value that lies in `depth` others.
#[derive(Clone, Copy)]
struct At {
    depth: usize,
}

impl At {
    fn deeper<E: Error>(self) -> Result<Self, E> {
        if self.depth == MAX_DEPTH {
            return Err(E::custom("too deep"));
        }
        Ok(Self {
            depth: self.depth + 1,
        })
    }
}

impl<'de> DeserializeSeed<'de> for At {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for At {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON whose objects have each name once")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let inside = self.deeper()?;
        let mut all = Vec::new();
        while let Some(one) = from.next_element_seed(inside)? {
            all.push(one);
        }
        Ok(all.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let inside = self.deeper()?;
        let mut all = Map::new();
        while let Some(name) = from.next_key::<String>()? {
            let value = from.next_value_seed(inside)?;
            if all.insert(name, value).is_some() {
                return Err(de::Error::custom("a name stands twice"));
            }
        }
        Ok(all.into())
    }
}

/// For `Option` fields: a member that is there must have a value of its type. Without this, `null` reads as not there.
pub fn stated<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(text: &str) -> Option<Value> {
        let read: Option<UniqueJson> = serde_json::from_str(text).ok();
        read.map(|json| json.0)
    }

    #[test]
    fn json_is_read_as_it_is() {
        let text =
            r#"{"a":[1,-2,1.5,"x",null,true,{"a":{}}],"b":18446744073709551615,"ø":"\u00f8"}"#;
        let plain: Value = serde_json::from_str(text).unwrap();
        assert_eq!(read(text), Some(plain));
    }

    #[test]
    fn a_name_that_stands_twice_is_refused_however_it_is_written_and_wherever() {
        for text in [
            r#"{"iss":"a","iss":"a"}"#,
            r#"{"iss":"a","\u0069ss":"b"}"#,
            r#"{"a":[{"b":1,"b":2}]}"#,
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert!(read(r#"{"a":{"a":1},"A":2}"#).is_some());
    }

    #[test]
    fn what_lies_too_deep_is_refused() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(read(&nested(16)).is_some());
        assert!(read(&nested(17)).is_none());
        assert!(read(&"[".repeat(10_000)).is_none());
    }
}
