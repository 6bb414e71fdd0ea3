//! The files that Enhetsregisteret publishes, in their form, with invented content.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use fullmakt::domain::Details;
use serde_json::{Value, json};

use super::*;
use crate::support::database::kinds;

fn unit(number: &str, form: &str, more: &Value) -> Value {
    let mut unit = json!({
        "organisasjonsnummer": number,
        "navn": format!("VIRKSOMHET {number}"),
        "organisasjonsform": {"kode": form, "beskrivelse": "En form", "links": []},
        "registreringsdatoEnhetsregisteret": "2015-02-11",
        "registrertIMvaregisteret": true,
        "naeringskode1": {"kode": "10.710", "beskrivelse": "Produksjon av brød"},
        "antallAnsatte": 7,
        "institusjonellSektorkode": {"kode": "2100", "beskrivelse": "Private aksjeselskaper mv."},
        "konkurs": false,
        "underAvvikling": false,
        "underTvangsavviklingEllerTvangsopplosning": false,
        "maalform": "Bokmål",
        "links": []
    });
    for (name, value) in more.as_object().unwrap() {
        unit[name] = value.clone();
    }
    unit
}

fn role(code: &str, more: &Value) -> Value {
    let mut role = json!({
        "type": {"kode": code, "beskrivelse": "En rolle"}, "fratraadt": false, "rekkefolge": 0
    });
    for (name, value) in more.as_object().unwrap() {
        role[name] = value.clone();
    }
    role
}

fn of_unit(number: &str) -> Value {
    json!({"enhet": {"organisasjonsnummer": number, "organisasjonsform": {"kode": "AS"}, "navn": ["X"], "erSlettet": false}})
}

fn of_person() -> Value {
    json!({"person": {"fodselsdato": "1970-05-01", "navn": {"fornavn": "Astrid", "etternavn": "Dal"}, "erDoed": false}})
}

fn roles(number: &str, roles: &[Value]) -> Value {
    json!({"organisasjonsnummer": number, "rollegrupper": [
        {"type": {"kode": "STYR", "beskrivelse": "Styre"}, "sistEndret": "2020-01-01", "roller": roles}
    ]})
}

/// As they are published: one array over many lines, packed.
fn packed(elements: &[Value]) -> Vec<u8> {
    let mut file = GzEncoder::new(Vec::new(), Compression::default());
    let text = serde_json::to_string_pretty(elements).unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file.finish().unwrap()
}

fn units() -> Vec<Value> {
    let address = json!({"land": "Norge", "landkode": "NO", "postnummer": "9981", "poststed": "NØKKELVIK",
        "adresse": ["c/o Dal", "Nygata 1"], "kommune": "NØKKELVIK", "kommunenummer": "9901"});
    let abroad =
        json!({"land": "Sverige", "landkode": "SE", "poststed": "111 20 STOCKHOLM", "adresse": []});
    vec![
        unit(
            FIRM,
            "AS",
            &json!({"konkurs": true, "underAvvikling": true,
            "underTvangsavviklingEllerTvangsopplosning": true, "telefon": "10 00 00 00", "mobil": "10 00 00 01",
            "epostadresse": "post@example.no", "hjemmeside": "www.example.no",
            "forretningsadresse": address, "postadresse": abroad, "overordnetEnhet": AUDITOR}),
        ),
        unit(ACCOUNTANT, "AS", &json!({})),
        unit(AUDITOR, "ORGL", &json!({"slettedato": "2026-01-31"})),
    ]
}

fn subunits() -> Vec<Value> {
    vec![unit(
        SHOP,
        "BEDR",
        &json!({"overordnetEnhet": FIRM,
        "beliggenhetsadresse": {"landkode": "NO", "poststed": "HAVSNES", "adresse": ["Torget 2"]}}),
    )]
}

#[tokio::test(flavor = "multi_thread")]
async fn units_subunits_and_roles_of_organizations_are_taken() {
    for kind in kinds() {
        let desk = Desk::new(kind).await;
        desk.put("units.json.gz", packed(&units()));
        desk.put("subunits.json", serde_json::to_string(&subunits()).unwrap());
        let held = [
            role("DAGL", &of_person()),
            role("LEDE", &of_person()),
            role("REGN", &of_unit(ACCOUNTANT)),
            role("NYTT", &of_unit(ACCOUNTANT)),
            role("MEDL", &json!({"fratraadt": true, "person": {}})),
        ];
        desk.put("roles.json.gz", packed(&[roles(FIRM, &held)]));
        // In the worst order.
        let said = desk.import_whole(&["roles.json.gz", "subunits.json", "units.json.gz"]);
        assert!(said.contains("by number who they are: 2."), "{said}");
        assert!(said.contains("not known here: 1 (NYTT)"), "{said}");

        let firm = desk.find(FIRM).await.unwrap();
        assert_eq!(firm.party.parent(), None, "a body above is no main unit");
        assert!(firm.party.organization().unwrap().is_bankrupt);
        let Details::Organization(details) = firm.details else {
            panic!("no organization")
        };
        let details = serde_json::to_value(details).unwrap();
        let expected = json!({"in_liquidation": true, "in_forced_liquidation": true, "telephone": "10 00 00 00",
            "mobile": "10 00 00 01", "email": "post@example.no", "internet": "www.example.no",
            "business_address": {"address": "c/o Dal, Nygata 1", "postal_code": "9981", "city": "NØKKELVIK"},
            "mailing_address": {"city": "111 20 STOCKHOLM", "country": "SE"}});
        assert_eq!(details, expected);
        let shop = desk.find(SHOP).await.unwrap();
        assert_eq!(shop.party.parent(), Some(firm.party.id));
        assert!(format!("{:?}", shop.details).contains("HAVSNES"));
        let auditor = desk.find(AUDITOR).await.unwrap();
        assert!(auditor.party.is_deleted && auditor.deleted_at.is_some());
        assert_eq!(
            desk.roles(FIRM).await,
            [("regnskapsforer".to_owned(), ACCOUNTANT.to_owned())]
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_published_list_of_roles_ends_those_of_organizations_and_leaves_those_of_persons() {
    for kind in kinds() {
        let desk = Desk::new(kind).await;
        desk.put("units.json", serde_json::to_string(&units()).unwrap());
        let own = format!(
            "{}\n{}\n{}\n",
            json!({"type": "person", "nationalId": ASTRID, "dateOfBirth": "1970-05-01", "name": "Astrid"}),
            json!({"type": "role", "at": FIRM, "holder": ASTRID, "role": "DAGL"}),
            json!({"type": "role", "at": FIRM, "holder": ACCOUNTANT, "role": "REGN"}),
        );
        desk.put("own.jsonl", own);
        desk.import_whole(&["units.json", "own.jsonl"]);
        desk.put(
            "roles.json",
            json!([roles(FIRM, &[role("REVI", &of_unit(AUDITOR))])]).to_string(),
        );
        desk.import_whole(&["roles.json"]);
        let expected = [("daglig-leder", ASTRID), ("revisor", AUDITOR)];
        assert_eq!(
            desk.roles(FIRM).await,
            expected.map(|(role, holder)| (role.to_owned(), holder.to_owned())),
            "{kind:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_element_is_told_by_its_number_and_the_rest_goes_in() {
    let desk = Desk::new(Kind::Sqlite).await;
    let [first, second, third] = [FIRM, ACCOUNTANT, AUDITOR]
        .map(|number| serde_json::to_string_pretty(&unit(number, "AS", &json!({}))).unwrap());
    let broken = &second[..second.len() - 2];
    let wrong = unit("310600416", "AS", &json!({}));
    desk.put(
        "x.json",
        format!("[{first},\n{broken},\n{wrong},\n17,\n{third}\n]"),
    );
    let said = desk.import(&["x.json"]);
    assert_eq!(said.code, Some(3));
    for number in 2..=4 {
        assert!(
            said.faults.contains(&format!("x.json:{number}: ")),
            "{}",
            said.faults
        );
    }
    assert_eq!(said.faults.lines().count(), 3, "{}", said.faults);
    assert_eq!(desk.all().await.len(), 2);
}
