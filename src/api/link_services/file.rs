//! A link service as a file says it (specification of link services, §10.3).

use super::wire::{LinkBody, LinkCheckBody};
use crate::domain::{
    CheckKind, LinkService, LinkTarget, OrgNumber, PreCheck, RedirectPolicy, SecurityLevel,
    SubjectBinding, Timestamp, is_redirect_address,
};

/// How many checks a service may have.
const MAX_CHECKS: usize = 20;
const MAX_REDEEMERS: usize = 20;
/// How long a ticket may live, in seconds.
const KEY_SECONDS: std::ops::RangeInclusive<u32> = 30..=900;
const MAX_TEXT: usize = 500;

/// Reads the link service of this resource.
///
/// # Errors
/// All that is wrong, in words.
pub fn link_service_of(resource: &str, json: &[u8]) -> Result<LinkService, Vec<String>> {
    let body: LinkBody =
        serde_json::from_slice(json).map_err(|problem| vec![problem.to_string()])?;
    let mut wrong: Vec<String> = Vec::new();
    let mut must = |is_so: bool, rule: &str| {
        if !is_so {
            wrong.push(rule.to_owned());
        }
    };
    let launch = &body.launch;
    must(
        body.resource_id.is_none_or(|named| named == resource),
        "resourceId must be the name of the folder",
    );
    must(
        launch.url.len() <= MAX_TEXT
            && !launch.url.contains('#')
            && is_redirect_address(&launch.url, RedirectPolicy::HttpsOnly),
        "launch.url must be an https address without user name and fragment, at most 500 characters",
    );
    must(
        is_parameter(&launch.key_parameter) && !has_parameter(&launch.url, &launch.key_parameter),
        "launch.keyParameter must be 1 to 50 of a to z, A to Z, 0 to 9, - and _, and not in the address already",
    );
    must(
        KEY_SECONDS.contains(&launch.key_ttl_seconds),
        "launch.keyTtlSeconds must be 30 to 900",
    );
    must(
        is_parameter(&launch.action),
        "launch.action must be 1 to 50 of a to z, A to Z, 0 to 9, - and _",
    );
    let level = SecurityLevel::at_least(launch.minimum_authentication_level)
        .filter(|level| level.number() == launch.minimum_authentication_level);
    let level = level.filter(|level| *level >= SecurityLevel::Substantial);
    must(
        level.is_some(),
        "launch.minimumAuthenticationLevel must be 3 or 4",
    );
    let binding = SubjectBinding::parse(&launch.subject_binding);
    must(
        binding.is_some(),
        "launch.subjectBinding must be required or optional",
    );
    let valid_from = moment(body.availability.valid_from.as_deref());
    let valid_to = moment(body.availability.valid_to.as_deref());
    must(
        valid_from.is_ok() && valid_to.is_ok(),
        "availability: moments are written as 2026-01-31T12:00:00Z",
    );
    let (valid_from, valid_to) = (valid_from.unwrap_or(None), valid_to.unwrap_or(None));
    must(
        valid_from.zip(valid_to).is_none_or(|(from, to)| from < to),
        "availability.validTo must be after validFrom",
    );
    let redeemers: Option<Vec<OrgNumber>> = body
        .redeemers
        .iter()
        .map(|redeemer| OrgNumber::parse(&redeemer.org_number))
        .collect();
    must(
        redeemers.is_some() && body.redeemers.len() <= MAX_REDEEMERS,
        "redeemers: at most 20 valid organization numbers",
    );
    let checks: Option<Vec<PreCheck>> = body.checks.iter().map(check).collect();
    must(
        checks.is_some() && body.checks.len() <= MAX_CHECKS && are_apart(&body.checks),
        "checks: at most 20, each with an id of its own (a letter, then 1 to 31 of a to z, 0 to 9 and -) and the type \
         userEmailRegistered, or minimumAge with params.years",
    );
    match (level, binding, redeemers, checks) {
        (Some(minimum_level), Some(subject_binding), Some(redeemers), Some(checks))
            if wrong.is_empty() =>
        {
            Ok(LinkService {
                resource: resource.to_owned(),
                target: LinkTarget {
                    url: body.launch.url,
                    key_parameter: body.launch.key_parameter,
                    key_seconds: body.launch.key_ttl_seconds,
                },
                action: body.launch.action,
                minimum_level,
                subject_binding,
                redeemers,
                checks,
                valid_from,
                valid_to,
            })
        }
        _ => Err(wrong),
    }
}

fn moment(text: Option<&str>) -> Result<Option<Timestamp>, ()> {
    text.map(|text| Timestamp::parse_rfc3339(text).map_err(|_| ()))
        .transpose()
}

fn is_parameter(name: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    (1..=50).contains(&name.len()) && name.bytes().all(is_part)
}

fn has_parameter(url: &str, name: &str) -> bool {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let mut names = query.split('&').filter_map(|pair| pair.split('=').next());
    names.any(|one| one == name)
}

fn check(sent: &LinkCheckBody) -> Option<PreCheck> {
    let mut letters = sent.id.bytes();
    let is_id = letters.next().is_some_and(|byte| byte.is_ascii_lowercase())
        && (2..=32).contains(&sent.id.len())
        && letters.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let kind = match (sent.kind.as_str(), sent.params.years) {
        ("userEmailRegistered", None) => CheckKind::UserEmailRegistered,
        ("minimumAge", Some(years)) => CheckKind::MinimumAge { years },
        _ => return None,
    };
    is_id.then(|| PreCheck {
        id: sent.id.clone(),
        kind,
    })
}

fn are_apart(checks: &[LinkCheckBody]) -> bool {
    let mut ids: Vec<&str> = checks.iter().map(|check| check.id.as_str()).collect();
    ids.sort_unstable();
    ids.windows(2).all(|pair| pair.first() != pair.last())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::{Value, json};

    fn sent() -> Value {
        json!({
            "resourceId": "hav-kvote",
            "launch": {"url": "https://hav.example/start?a=b", "keyParameter": "tempKey", "keyTtlSeconds": 600,
                "action": "read", "minimumAuthenticationLevel": 3, "subjectBinding": "required"},
            "availability": {"validFrom": "2026-01-01T00:00:00+01:00", "validTo": null},
            "redeemers": [{"orgNumber": "310904015"}],
            "checks": [{"id": "epost", "type": "userEmailRegistered"},
                {"id": "alder", "type": "minimumAge", "params": {"years": 18}}],
        })
    }

    fn read(sent: &Value) -> Result<LinkService, Vec<String>> {
        link_service_of("hav-kvote", sent.to_string().as_bytes())
    }

    #[test]
    fn a_whole_service_is_read() {
        let service = read(&sent()).unwrap();
        assert_eq!(service.minimum_level, SecurityLevel::Substantial);
        assert_eq!(service.checks[1].kind, CheckKind::MinimumAge { years: 18 });
        let little = json!({"launch": {"url": "https://hav.example/"}});
        assert_eq!(read(&little).unwrap().target.key_parameter, "tempKey");
    }

    #[test]
    fn each_fault_is_told() {
        for (place, value) in [
            ("/resourceId", json!("other")),
            ("/launch/url", json!("http://hav.example/")),
            ("/launch/url", json!("https://hav.example/#x")),
            ("/launch/url", json!("https://hav.example/?tempKey=1")),
            ("/launch/keyParameter", json!("a b")),
            ("/launch/keyTtlSeconds", json!(29)),
            ("/launch/action", json!("")),
            ("/launch/minimumAuthenticationLevel", json!(2)),
            ("/launch/subjectBinding", json!("perhaps")),
            ("/availability/validTo", json!("2025-01-01T00:00:00Z")),
            ("/availability/validFrom", json!("soon")),
            ("/redeemers/0/orgNumber", json!("310904016")),
            ("/checks/1/id", json!("epost")),
            ("/checks/0/type", json!("shoeSize")),
            ("/checks/1/params", json!({})),
        ] {
            let mut bad = sent();
            *bad.pointer_mut(place).unwrap() = value.clone();
            assert_eq!(read(&bad).unwrap_err().len(), 1, "{place} {value}");
        }
        let mut bad = sent();
        bad["launch"]["keyTtlSeconds"] = json!(1);
        bad["launch"]["action"] = json!(" ");
        assert_eq!(read(&bad).unwrap_err().len(), 2);
        bad["challenge"] = json!("optional");
        assert!(read(&bad).unwrap_err()[0].contains("challenge"));
    }
}
