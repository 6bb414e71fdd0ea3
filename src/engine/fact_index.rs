//! Facts by what they say, so that looking for one costs the same however many there are.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher};
use std::sync::OnceLock;

use foldhash::fast::FixedState;

use super::context::Origin;
use super::facts::{Facts, SubjectUrn};
use super::value::Value;

/// A subject attribute and its value, whatever the case of the value. Equal ones have equal hashes; the reverse has to
/// be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FactHash(u64);

impl FactHash {
    pub fn of(attribute_id: &str, value: &str) -> Self {
        let state = FixedState::default();
        let value = state.hash_one(&*lower_case(value));
        Self(state.hash_one((attribute_id, value)))
    }
}

fn lower_case(text: &str) -> Cow<'_, str> {
    if text
        .bytes()
        .any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii())
    {
        Cow::Owned(text.to_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

/// The roles, packages and traits of one [`Facts`], worked out when it is first needed.
#[derive(Debug, Default)]
pub struct FactIndex(OnceLock<ByHash>);

type ByHash = HashMap<FactHash, SameHash, BuildHasherDefault<HashedAlready>>;

/// The facts of one hash, in their order; nearly always one.
#[derive(Debug)]
struct SameHash {
    first: Origin,
    others: Vec<Origin>,
}

/// A [`FactHash`] is a hash.
#[derive(Default)]
struct HashedAlready(u64);

impl Hasher for HashedAlready {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
}

/// The index is no part of what facts are: a copy makes its own.
impl Clone for FactIndex {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for FactIndex {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Facts {
    /// The first role, package or trait whose attribute is this one and whose value passes.
    pub fn find(
        &self,
        hash: FactHash,
        attribute_id: &str,
        passes: impl Fn(&Value) -> bool,
    ) -> Option<Origin> {
        let known = self.index.0.get_or_init(|| self.by_hash());
        let same = known.get(&hash)?;
        let mut origins = std::iter::once(&same.first).chain(&same.others).copied();
        origins.find(|origin| {
            self.urn(*origin)
                .is_some_and(|urn| urn.id() == attribute_id && passes(urn.value()))
        })
    }

    fn by_hash(&self) -> ByHash {
        let mut known = ByHash::default();
        for (origin, urn) in self.urns() {
            let hash = FactHash::of(urn.id(), &urn.value().text());
            let new = || SameHash {
                first: origin,
                others: Vec::new(),
            };
            known
                .entry(hash)
                .and_modify(|same| same.others.push(origin))
                .or_insert_with(new);
        }
        known
    }

    /// All subject attributes that the facts give, with their places.
    pub fn urns(&self) -> impl Iterator<Item = (Origin, &SubjectUrn)> {
        let roles = self.roles.iter().enumerate();
        let roles = roles.map(|(place, fact)| (Origin::Role(place), &fact.role));
        let packages = self.packages.iter().enumerate();
        let packages = packages.map(|(place, fact)| (Origin::Package(place), &fact.package));
        let traits = self.traits.iter().enumerate();
        let traits = traits.map(|(place, urn)| (Origin::Trait(place), urn));
        roles.chain(packages).chain(traits)
    }

    fn urn(&self, origin: Origin) -> Option<&SubjectUrn> {
        match origin {
            Origin::Role(place) => self.roles.get(place).map(|fact| &fact.role),
            Origin::Package(place) => self.packages.get(place).map(|fact| &fact.package),
            Origin::Trait(place) => self.traits.get(place),
            Origin::Request(_) | Origin::Clock => None,
        }
    }
}
