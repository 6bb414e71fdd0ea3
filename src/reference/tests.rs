#![allow(clippy::unwrap_used)]
use std::collections::HashMap;

use super::*;
use crate::domain::{Language, Localized};

/// No line of a page holds more of it without being tiring.
const LONGEST: usize = 160;

#[test]
fn every_file_reads_whole() {
    let all = reference();
    assert_eq!(all.roles().count(), 148);
    assert_eq!(all.key_roles().len(), 8);
    assert_eq!(all.packages().count(), 223);
    assert_eq!(all.areas().count(), 49);
    assert_eq!(all.org_forms().count(), 50);
    assert_eq!(all.maps.values().map(Vec::len).sum::<usize>(), 304);
    assert_eq!(
        all.role_packages.values().map(Vec::len).sum::<usize>(),
        1285
    );
}

#[test]
fn every_reference_between_files_resolves() {
    let all = reference();
    for package in all.packages() {
        assert!(all.area(&package.area).is_some(), "{}", package.urn);
    }
    for row in all.role_packages.values().flatten() {
        assert!(all.role(&row.role).is_some() && all.package(&row.package).is_some());
    }
    for (holder, gets) in &all.maps {
        assert!(all.role(holder).is_some());
        assert_eq!(all.roles_from(holder).count(), gets.len());
    }
}

#[test]
fn a_register_names_its_roles_by_identifier_or_code() {
    let found = |name| {
        reference()
            .external_role(name)
            .map(|role| role.code.as_str())
    };
    for name in ["daglig-leder", "DAGL", "dagl"] {
        assert_eq!(found(name), Some("daglig-leder"));
    }
    for name in ["FFØR", "FFOR", "ffør"] {
        assert_eq!(found(name), Some("forretningsforer"));
    }
    assert_eq!(
        found("bank-ta-opp-lan-kreditter"),
        Some("bank-ta-opp-lan-kreditter")
    );
    for name in ["", "rettighetshaver", "a0212", "privatperson"] {
        assert_eq!(found(name), None, "{name}");
    }
    assert_eq!(reference().external_roles.len(), 61 * 2 + 42 + 1);
}

#[test]
fn a_general_manager_is_an_access_manager() {
    let roles: Vec<&str> = reference()
        .roles_from("daglig-leder")
        .map(|role| role.code.as_str())
        .collect();
    assert!(roles.contains(&"admai"));
}

#[test]
fn areas_have_groups_and_all_types_have_names() {
    let all = reference();
    assert_eq!(all.groups().count(), 5);
    for area in all.areas() {
        assert!(all.group(area.group).is_some(), "{}", area.urn);
    }
    let of_packages = all.packages().map(|package| package.entity_type);
    let of_roles = all.roles().map(|role| role.entity_type);
    let of_groups = all.groups().map(|group| group.entity_type);
    for entity_type in of_packages.chain(of_roles).chain(of_groups) {
        assert!(all.entity_type(entity_type).is_some(), "{entity_type:?}");
    }
}

#[test]
fn flags_are_those_of_the_published_data() {
    let with =
        |has: fn(&AccessPackage) -> bool| reference().packages().filter(|one| has(one)).count();
    assert_eq!(with(|one| one.entity_type == EntityType::Organization), 147);
    assert_eq!(with(|one| one.is_assignable), 129 + 11 + 35);
    assert_eq!(with(|one| one.is_delegable), 129 + 6 + 35);
    let closed = |one: &AccessPackage| !one.is_available_for_service_owners;
    let closed: Vec<&str> = reference()
        .packages()
        .filter(|one| closed(one))
        .map(|one| one.code.as_str())
        .collect();
    assert_eq!(
        closed,
        [
            "ffor-tilgangsstyrer-nuf",
            "hovedadministrator",
            "innbygger-tilgangsstyring-privatperson",
            "klientadministrator",
            "konkursbo-tilgangsstyrer",
            "maskinporten-administrator",
            "tilgangsstyrer",
            "tilgangsstyring-enkeltinstanser",
            "virksomhetens-representant-skjemaoppgaver",
        ]
    );
}

#[test]
fn each_is_found_by_its_id_and_all_its_names() {
    let all = reference();
    let codes = |code: &str| [code.to_owned(), format!(":{code}"), code.to_uppercase()];
    for package in all.packages() {
        assert_eq!(all.package_by_id(package.id).unwrap().urn, package.urn);
        for name in codes(&package.code).iter().chain([&package.urn]) {
            assert_eq!(all.package_named(name).unwrap().urn, package.urn, "{name}");
        }
    }
    for role in all.roles() {
        assert_eq!(all.role_by_id(role.id).unwrap().code, role.code);
        let legacy = role.legacy_code.iter().chain(&role.legacy_urn);
        let names = codes(&role.code).to_vec();
        for name in names
            .iter()
            .chain([&role.urn])
            .chain(legacy)
            .chain(&role.er_code)
        {
            assert_eq!(all.role_named(name).unwrap().code, role.code, "{name}");
        }
    }
    for area in all.areas() {
        assert_eq!(all.area_by_id(area.id).unwrap().urn, area.urn);
        let code = area.urn.strip_prefix(AREA_PREFIX).unwrap();
        for name in codes(code).iter().chain([&area.urn]) {
            assert_eq!(all.area_named(name).unwrap().urn, area.urn, "{name}");
        }
    }
}

#[test]
fn the_package_without_its_prefix_is_found_by_both_names() {
    let urn = "urn:altinn:accesspackage:namsmannen-tvangsfullbyrdelse-forliksradet";
    for name in [
        urn,
        "namsmannen-tvangsfullbyrdelse-forliksradet",
        ":vergemal-namsmannen-tvangsfullbyrdelse-forliksradet",
        "urn:altinn:accesspackage:vergemal-namsmannen-tvangsfullbyrdelse-forliksradet",
    ] {
        assert_eq!(reference().package_named(name).unwrap().urn, urn, "{name}");
    }
}

#[test]
fn other_names_name_nothing() {
    let all = reference();
    let strange = [
        "",
        ":",
        "::toll",
        "urn:altinn:resource:toll",
        "toll ",
        "urn:altinn:accesspackage:",
        "\0",
    ];
    for name in strange {
        assert!(all.package_named(name).is_none(), "{name:?}");
        assert!(all.role_named(name).is_none(), "{name:?}");
        assert!(all.area_named(name).is_none(), "{name:?}");
    }
    // A role's and a package's codes are no names of each other.
    assert!(
        all.package_named("urn:altinn:role:tilgangsstyrer")
            .is_none()
    );
    assert!(all.role_named("urn:altinn:accesspackage:agent").is_none());
}

/// Everything that a person meets, by its urn or key.
fn described() -> Vec<(&'static str, &'static Localized, &'static Localized)> {
    let all = reference();
    let packages = all
        .packages()
        .map(|one| (one.urn.as_str(), &one.name, &one.description));
    let areas = all
        .areas()
        .map(|one| (one.urn.as_str(), &one.name, &one.description));
    let groups = all
        .groups()
        .map(|one| (one.key.as_str(), &one.name, &one.description));
    let roles = all
        .roles()
        .map(|one| (one.urn.as_str(), &one.name, &one.description));
    packages.chain(areas).chain(groups).chain(roles).collect()
}

#[test]
fn everything_is_described_in_one_sentence_in_every_language() {
    for (urn, _, description) in described() {
        for language in Language::ALL {
            let text = description.get(language);
            assert!(text.chars().count() >= 20, "{urn} {language:?}: {text:?}");
            assert!(
                text.chars().count() <= LONGEST,
                "{urn} {language:?}: {text:?}"
            );
            assert!(
                text.ends_with('.') && !text.contains(". "),
                "{urn} {language:?}: {text:?}"
            );
            assert_eq!(text.trim(), text, "{urn}");
        }
    }
}

#[test]
fn no_two_descriptions_are_the_same() {
    for language in Language::ALL {
        let mut seen = HashMap::new();
        for (urn, _, description) in described() {
            let text = description.get(language);
            assert_eq!(seen.insert(text, urn), None, "{urn} {language:?}: {text:?}");
        }
    }
}

#[test]
fn each_language_is_its_own() {
    let has = |text: &str, words: &[&str]| {
        text.split(|c: char| !c.is_alphabetic())
            .any(|word| words.contains(&word))
    };
    for (urn, _, text) in described() {
        assert_ne!(text.nb, text.en, "{urn}");
        assert!(
            !has(
                &text.nn,
                &[
                    "ikke",
                    "fra",
                    "virksomhet",
                    "virksomheten",
                    "hvem",
                    "gjøre",
                    "eksempel",
                    "søke"
                ]
            ),
            "{urn}"
        );
        assert!(
            !has(
                &text.nb,
                &[
                    "ikkje",
                    "frå",
                    "verksemd",
                    "verksemda",
                    "kven",
                    "gjere",
                    "dømes",
                    "søkje"
                ]
            ),
            "{urn}"
        );
        assert!(
            !has(&text.en, &["kan", "virksomheten", "og", "eksempel"]),
            "{urn}"
        );
    }
}

/// Letters that only look like ours make a name that nobody finds.
#[test]
fn names_and_descriptions_hold_our_own_letters_and_no_stray_blanks() {
    let is_ours = |c: char| c.is_ascii_graphic() || c == ' ' || "æøåÆØÅéèêôü–".contains(c);
    for (urn, name, description) in described() {
        for language in Language::ALL {
            for text in [name.get(language), description.get(language)] {
                assert!(
                    !text.is_empty() && text.chars().all(is_ours),
                    "{urn}: {text:?}"
                );
                assert!(
                    text.trim() == text && !text.contains("  "),
                    "{urn}: {text:?}"
                );
            }
            assert!(!name.get(language).ends_with('.'), "{urn}");
        }
    }
}
