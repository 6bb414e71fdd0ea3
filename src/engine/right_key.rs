//! What rights are called by the registry and by those who delegate: one text for an action on a resource.

use md5::{Digest as _, Md5};
use sha2::Sha256;

use super::names;
use super::rights::{Right, RightAttribute};

/// How the keys of the second version begin.
const VERSION_2: &str = "01";

impl Right {
    /// The key of the registry's first version: the action, the values of the resource and, as MD5 over UTF-16LE, the
    /// action and the urns of the resource; urns sorted.
    pub fn key_1(&self) -> String {
        let action = self.action.value.text();
        let mut urns: Vec<(String, String)> = self
            .resource
            .iter()
            .map(|one| (one.urn(), one.value.text().into_owned()))
            .collect();
        urns.sort();
        let hashed = joined(&action, urns.iter().map(|(urn, _)| urn), ";");
        let utf16: Vec<u8> = hashed.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let readable = joined(&action, urns.iter().map(|(_, value)| value), ";");
        format!("{readable};{}", hex(&Md5::digest(utf16)))
    }

    /// The key of the second version, which delegations take: SHA-256 of the urns of the resource, an app's as those of
    /// its resource and without an instance, sorted, and of the action's urn; all in lower case.
    pub fn key_2(&self) -> String {
        let mut urns: Vec<String> = self.resource_urns();
        urns.sort();
        urns.push(self.action.urn().to_lowercase());
        let digest = <Sha256 as sha2::Digest>::digest(urns.join(":"));
        format!("{VERSION_2}{}", hex(&digest))
    }

    fn resource_urns(&self) -> Vec<String> {
        let value_of = |id: &str| {
            let mut of_id = self.resource.iter().filter(|one| *one.id == *id);
            of_id.next().map(|one| one.value.text())
        };
        let app = value_of(names::ORG).zip(value_of(names::APP));
        let is_instance =
            |id: &str| [names::RESOURCE_INSTANCE_ID, names::INSTANCE_ID].contains(&id);
        let is_of_app = |id: &str| app.is_some() && [names::ORG, names::APP].contains(&id);
        let rest = self
            .resource
            .iter()
            .filter(|one| !is_instance(&one.id) && !is_of_app(&one.id));
        let resource = app
            .as_ref()
            .map(|(org, name)| format!("{}:app_{org}_{name}", names::RESOURCE_ID));
        let urns = rest.map(RightAttribute::urn).chain(resource);
        urns.map(|urn| urn.to_lowercase()).collect()
    }
}

impl RightAttribute {
    /// The attribute with its value.
    pub fn urn(&self) -> String {
        format!("{}:{}", self.id, self.value.text())
    }
}

fn joined<'t>(first: &str, rest: impl Iterator<Item = &'t String>, by: &str) -> String {
    rest.fold(first.to_owned(), |so_far, one| so_far + by + one)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::engine::functions::Function;
    use crate::engine::value::Value;

    fn attribute(id: &str, value: &str) -> RightAttribute {
        RightAttribute {
            id: Arc::from(id),
            value: Value::string(value),
            function: Function::from_urn("urn:oasis:names:tc:xacml:1.0:function:string-equal")
                .unwrap(),
        }
    }

    fn right(action: &str, resource: &[(&str, &str)]) -> Right {
        Right {
            action: attribute(names::ACTION_ID, action),
            resource: resource
                .iter()
                .map(|(id, value)| attribute(id, value))
                .collect(),
            subjects: Vec::new(),
        }
    }

    /// The expected digests were worked out by Python's hashlib.
    #[test]
    fn the_keys_are_those_that_were_worked_out_by_other_means() {
        let plain = right("read", &[(names::RESOURCE_ID, "ttd-soknad-demo")]);
        assert_eq!(
            plain.key_1(),
            "read;ttd-soknad-demo;a39ce57510ce1a5b8b4d37913b96eef7"
        );
        assert_eq!(
            plain.key_2(),
            "01f302917a8d9c1688f44bcec4d35aecb4c643af96e59c0645a0995569c6550949"
        );
        let app = [
            ("urn:altinn:task", "Task_1"),
            (names::ORG, "ttd"),
            (names::APP, "skjema"),
        ];
        assert_eq!(
            right("write", &app).key_1(),
            "write;skjema;ttd;Task_1;d0f1da4169582a58ec79a2612b217506"
        );
        let second = "01ef7870982ebd523d404fff26d1cad0f5aeb1861934d75ab5911f5b36fa73cb29";
        assert_eq!(right("Write", &app).key_2(), second);
        let instance = [app.as_slice(), &[(names::INSTANCE_ID, "500/1")]].concat();
        assert_eq!(right("write", &instance).key_2(), second);
    }
}
