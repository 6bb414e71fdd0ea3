//! The script by which a system gets a token, filled in for one client. A test runs it.

use crate::text::{Texts, fill};

/// What a client needs to ask for a token.
pub struct How {
    pub script: String,
}

/// What goes into the script. All of it consists of signs that stand for themselves in a shell and in JSON.
pub struct Asking<'a> {
    /// The Maskinporten that gives the token, with a slash at the end.
    pub issuer: &'a str,
    pub client_id: &'a str,
    pub kid: &'a str,
    pub scope: &'a str,
    pub organization: &'a str,
}

/// The file that the script reads the private key from.
const FILE: &str = "nokkel.pem";

impl How {
    pub fn of(asking: &Asking<'_>) -> Self {
        // JSON is full of braces, so the places to fill in are marked otherwise than in texts.
        let values = [
            ("@issuer@", asking.issuer),
            ("@client@", asking.client_id),
            ("@kid@", asking.kid),
            ("@scope@", asking.scope),
            ("@organization@", asking.organization),
            ("@file@", FILE),
        ];
        let text = include_str!("how.sh").trim_end().to_owned();
        let fill = |text: String, (mark, value): (&str, &str)| text.replace(mark, value);
        Self {
            script: values.into_iter().fold(text, fill),
        }
    }

    pub fn file_line(&self, t: &Texts) -> String {
        fill(t.own_systems.how_file, &[("file", FILE)])
    }

    pub fn sample() -> Self {
        Self::of(&Asking {
            issuer: "https://maskinporten.example/",
            client_id: "0f5d7c1a-63b2-4a57-9c31-7b4fd5ad1f10",
            kid: "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
            scope: "altinn:instances.read",
            organization: "313725138",
        })
    }
}
