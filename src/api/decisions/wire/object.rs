//! Objects whose names are read whatever their case, and lists that may be left out around one element: read in
//! one pass, borrowing from the body where JSON allows it.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer};
use serde::de::{Error, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// What is read from an object, one member after the other.
pub(super) trait Members<'de>: Default {
    /// What the object is, for messages.
    const WHAT: &'static str;

    fn read<A: MapAccess<'de>>(&mut self, member: Member<'_, A>) -> Result<(), A::Error>;

    /// A member that must be there and is not.
    fn missing(&self) -> Option<&'static str> {
        None
    }
}

/// One member of an object that is being read.
pub(super) struct Member<'m, A> {
    name: &'m MemberName,
    value: &'m mut A,
}

impl<'m, 'de, A: MapAccess<'de>> Member<'m, A> {
    /// In lower case; empty when it is no name that is ever looked for.
    pub fn name(&self) -> &'m str {
        self.name.as_str()
    }

    /// Reads the value, once. Null is no value.
    pub fn put<T: Deserialize<'de>>(self, place: &mut Option<T>) -> Result<(), A::Error> {
        let value: Option<T> = self.value.next_value()?;
        if place.is_some() {
            let name = self.name.as_str();
            return Err(A::Error::custom(format_args!(
                "the property {name} stands twice"
            )));
        }
        *place = value;
        Ok(())
    }

    pub fn ignore(self) -> Result<(), A::Error> {
        self.value.next_value::<IgnoredAny>().map(|_| ())
    }
}

/// An object and nothing else: serde would take a list for one, its elements for the members in order.
pub(super) struct Object<T>(pub T);

impl<'de, T: Members<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let visitor = ObjectVisitor(PhantomData);
        deserializer.deserialize_map(visitor).map(Object)
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Members<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "an object that is {}", T::WHAT)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut read = T::default();
        while let Some(name) = map.next_key::<MemberName>()? {
            read.read(Member {
                name: &name,
                value: &mut map,
            })?;
        }
        match read.missing() {
            None => Ok(read),
            Some(name) => Err(A::Error::custom(format_args!(
                "{} lacks the property {name}",
                T::WHAT
            ))),
        }
    }
}

/// The longest name that is looked for, `intermediarysubject`.
const LONGEST_NAME: usize = 19;

/// A name in lower case, kept without an allocation.
struct MemberName {
    bytes: [u8; LONGEST_NAME],
    length: usize,
}

impl MemberName {
    fn of(name: &str) -> Self {
        let mut bytes = [0; LONGEST_NAME];
        let Some(place) = bytes.get_mut(..name.len()) else {
            return Self { bytes, length: 0 };
        };
        place.copy_from_slice(name.as_bytes());
        place.make_ascii_lowercase();
        let length = name.len();
        Self { bytes, length }
    }

    fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..self.length).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }
}

impl<'de> Deserialize<'de> for MemberName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;
        impl Visitor<'_> for NameVisitor {
            type Value = MemberName;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("the name of a property")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<MemberName, E> {
                Ok(MemberName::of(name))
            }
        }
        deserializer.deserialize_identifier(NameVisitor)
    }
}

/// A text, borrowed from the body when nothing in it is escaped.
#[derive(Clone)]
pub(super) struct Text<'de>(pub Cow<'de, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(TextVisitor)
    }
}

/// The profile lets a list of one be written without the list.
pub(super) struct OneOrMany<T>(pub Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let visitor = ListVisitor(PhantomData);
        deserializer.deserialize_any(visitor).map(OneOrMany)
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list or one element of it")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
        let mut many = Vec::new();
        while let Some(one) = list.next_element()? {
            many.push(one);
        }
        Ok(many)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Vec<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(|one| vec![one])
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Vec<T>, E> {
        T::deserialize(BorrowedStrDeserializer::new(text)).map(|one| vec![one])
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Vec<T>, E> {
        T::deserialize(text.into_deserializer()).map(|one| vec![one])
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Vec<T>, E> {
        T::deserialize(truth.into_deserializer()).map(|one| vec![one])
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Vec<T>, E> {
        T::deserialize(number.into_deserializer()).map(|one| vec![one])
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Vec<T>, E> {
        T::deserialize(number.into_deserializer()).map(|one| vec![one])
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Vec<T>, E> {
        T::deserialize(number.into_deserializer()).map(|one| vec![one])
    }
}
