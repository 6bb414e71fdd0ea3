use fullmakt::domain::{Details, Protection, RegisterSource};

use super::*;
use crate::support::database::kinds;

fn organization(number: &str, form: &str, more: &str) -> String {
    format!(
        r#"{{"type":"organization","organizationNumber":"{number}","name":"Virksomhet {number}","form":"{form}"{more}}}"#
    )
}

fn person(id: &str, more: &str) -> String {
    format!(
        r#"{{"type":"person","nationalId":"{id}","dateOfBirth":"1970-05-01","firstName":"A","lastName":"B"{more}}}"#
    )
}

fn role(at: &str, role: &str, holder: &str) -> String {
    format!(r#"{{"type":"role","at":"{at}","role":"{role}","holder":"{holder}"}}"#)
}

fn text(lines: &[String]) -> String {
    lines.join("\n")
}

fn pair(role: &str, holder: &str) -> (String, String) {
    (role.to_owned(), holder.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_field_reaches_the_register() {
    for kind in kinds() {
        let desk = Desk::new(kind).await;
        let whole = r#"{"type":"person","nationalId":"01857000052","dateOfBirth":"1970-05-01","dateOfDeath":"2025-12-24",
            "firstName":"Astrid","middleName":"Berg","lastName":"Dal","shortName":"DAL ASTRID","status":"doed",
            "protection":"klientadresse","address":{"municipalNumber":"9901","municipalName":"Nøkkelvik","streetName":"Nygata",
            "houseNumber":"1","houseLetter":"B","postalCode":"9981","city":"NØKKELVIK"},"mailingAddress":{"address":"Boks 1",
            "postalCode":"9981","city":"NØKKELVIK","country":"SE"},"email":"a@example.no","mobile":"+4710000000","reserved":true}"#;
        let unit = r#"{"type":"organization","organizationNumber":"310600016","name":" Dal AS ","form":"AS","source":"sire",
            "unitStatus":"K","bankrupt":true,"inLiquidation":true,"inForcedLiquidation":true,"deleted":true,
            "deletedAt":"2026-01-31","telephone":"1","mobile":"2","fax":"3","email":"4","internet":"5",
            "mailingAddress":{"address":"6"},"businessAddress":{"city":"7"},"roles":[{"role":"DAGL","holder":"01857000052"}]}"#;
        let one_line = |text: &str| text.split('\n').map(str::trim).collect::<String>();
        desk.put(
            "a.jsonl",
            format!("{}\n{}\n", one_line(unit), one_line(whole)),
        );
        let said = desk.import_whole(&["a.jsonl"]);
        assert!(said.contains("2 added"), "{said}");

        let astrid = desk.find(ASTRID).await.unwrap();
        assert_eq!(astrid.party.name, "Astrid Berg Dal");
        let human = astrid.party.person().unwrap();
        assert_eq!(human.born.to_string(), "1970-05-01");
        assert_eq!(human.died.unwrap().to_string(), "2025-12-24");
        assert!(astrid.party.number > 1_000_000_000 && human.user_number > 100_000_000);
        let Details::Person(details) = &astrid.details else {
            panic!("{astrid:?}")
        };
        let json = serde_json::to_value(details).unwrap();
        let expected = serde_json::json!({
            "first_name": "Astrid", "middle_name": "Berg", "last_name": "Dal", "short_name": "DAL ASTRID", "status": "doed",
            "residence": {"protection": "klientadresse",
                "address": {"municipal_number": "9901", "municipal_name": "Nøkkelvik", "street_name": "Nygata",
                    "house_number": "1", "house_letter": "B", "postal_code": "9981", "city": "NØKKELVIK"},
                "mailing_address": {"address": "Boks 1", "postal_code": "9981", "city": "NØKKELVIK", "country": "SE"}},
            "email": "a@example.no", "mobile": "+4710000000", "is_reserved": true
        });
        assert_eq!(json, expected);

        let firm = desk.find(FIRM).await.unwrap();
        assert_eq!(
            (firm.party.name.as_str(), firm.party.is_deleted),
            ("Dal AS", true)
        );
        assert_eq!(firm.deleted_at.unwrap().rfc3339(), "2026-01-31T00:00:00Z");
        assert!(firm.party.organization().unwrap().is_bankrupt);
        let Details::Organization(details) = &firm.details else {
            panic!("{firm:?}")
        };
        assert_eq!(details.source, RegisterSource::Sire);
        let json = serde_json::to_value(details).unwrap();
        let expected = serde_json::json!({
            "source": "sire", "unit_status": "K", "in_liquidation": true, "in_forced_liquidation": true,
            "telephone": "1", "mobile": "2", "fax": "3", "email": "4", "internet": "5",
            "mailing_address": {"address": "6"}, "business_address": {"city": "7"}
        });
        assert_eq!(json, expected);
        assert_eq!(desk.roles(FIRM).await, [pair("daglig-leder", ASTRID)]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_may_name_parties_that_come_later_or_in_another_file() {
    for kind in kinds() {
        let desk = Desk::new(kind).await;
        desk.put(
            "roles.jsonl",
            text(&[
                role(FIRM, "REGN", ACCOUNTANT),
                role(FIRM, "daglig-leder", ASTRID),
                organization(SHOP, "BEDR", &format!(r#","mainUnit":"{FIRM}""#)),
            ]),
        );
        let parties = [
            person(ASTRID, ""),
            organization(FIRM, "AS", ""),
            organization(ACCOUNTANT, "AS", ""),
        ];
        desk.put("parties.jsonl", text(&parties));
        desk.import_whole(&["roles.jsonl", "parties.jsonl"]);
        let firm = desk.find(FIRM).await.unwrap().party.id;
        assert_eq!(desk.find(SHOP).await.unwrap().party.parent(), Some(firm));
        let subunits = register::list_subunits(&desk.db, &[firm]).await.unwrap();
        assert_eq!(subunits.len(), 1, "{kind:?}");
        assert_eq!(
            desk.roles(FIRM).await,
            [
                pair("daglig-leder", ASTRID),
                pair("regnskapsforer", ACCOUNTANT)
            ]
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_strictly_protected_person_keeps_no_address_even_if_the_file_has_one() {
    for kind in kinds() {
        let desk = Desk::new(kind).await;
        let address = r#","address":{"streetName":"Hemmelig gate"},"mailingAddress":{"address":"Hemmelig boks"}"#;
        desk.put("a.jsonl", person(ASTRID, address));
        desk.import_whole(&["a.jsonl"]);
        assert!(format!("{:?}", desk.find(ASTRID).await).contains("Hemmelig"));
        let protected = format!(r#"{address},"protection":"fortrolig""#);
        desk.put("b.jsonl", person(ASTRID, &protected));
        desk.import_whole(&["b.jsonl"]);
        let astrid = desk.find(ASTRID).await.unwrap();
        assert!(!format!("{astrid:?}").contains("Hemmelig"), "{kind:?}");
        let Details::Person(details) = astrid.details else {
            panic!("no person")
        };
        assert_eq!(details.residence.protection(), Protection::Fortrolig);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_list_of_roles_ends_the_others_of_its_source_only() {
    for kind in kinds() {
        let desk = Desk::new(kind).await;
        let first = [
            person(ASTRID, ""),
            person(BJORN, ""),
            person(CARMEN, ""),
            organization(FIRM, "AS", ""),
            role(FIRM, "DAGL", ASTRID),
            role(FIRM, "LEDE", BJORN),
            role(FIRM, "MEDL", CARMEN),
            role(ASTRID, "helfo-fastlege", BJORN),
            role(FIRM, "helfo-fastlege", BJORN),
        ];
        desk.put("first.jsonl", text(&first));
        desk.import_whole(&["first.jsonl"]);
        assert_eq!(desk.roles(ASTRID).await, [pair("helfo-fastlege", BJORN)]);

        let list = format!(
            r#"{{"type":"roles","at":"{FIRM}","roles":[{{"role":"DAGL","holder":"{BJORN}"}},{{"role":"MEDL","holder":"{CARMEN}"}}]}}"#
        );
        let ended = format!(
            r#"{{"type":"role","at":"{FIRM}","role":"MEDL","holder":"{CARMEN}","ended":true}}"#
        );
        desk.put("second.jsonl", text(&[list, ended]));
        let said = desk.import_whole(&["second.jsonl"]);
        assert!(said.contains("1 added, 3 ended"), "{said}");
        assert_eq!(
            desk.roles(FIRM).await,
            [pair("daglig-leder", BJORN), pair("helfo-fastlege", BJORN)]
        );

        let none = format!(r#"{{"type":"roles","at":"{ASTRID}","source":"cra","roles":[]}}"#);
        desk.put("third.jsonl", none);
        desk.import_whole(&["third.jsonl"]);
        assert_eq!(desk.roles(ASTRID).await, []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_party_that_is_said_anew_keeps_its_numbers_and_gets_a_higher_version() {
    for kind in kinds() {
        let desk = Desk::new(kind).await;
        desk.put(
            "a.jsonl",
            text(&[organization(FIRM, "AS", ""), person(ASTRID, "")]),
        );
        desk.import_whole(&["a.jsonl"]);
        let (firm, astrid) = (
            desk.find(FIRM).await.unwrap(),
            desk.find(ASTRID).await.unwrap(),
        );
        desk.put(
            "b.jsonl",
            text(&[
                organization(FIRM, "ASA", r#","bankrupt":true"#),
                person(ASTRID, ""),
            ]),
        );
        let said = desk.import_whole(&["b.jsonl"]);
        assert!(said.contains("0 added, 1 changed"), "{said}");
        let changed = desk.find(FIRM).await.unwrap();
        assert_eq!(
            (changed.party.id, changed.party.number),
            (firm.party.id, firm.party.number)
        );
        assert_eq!(changed.party.organization().unwrap().form, "ASA");
        assert_eq!(changed.created_at, firm.created_at);
        assert!(changed.version > firm.version && changed.version > astrid.version);
        assert!(changed.modified_at > firm.modified_at);
        assert_eq!(desk.find(ASTRID).await.unwrap(), astrid);
        assert_eq!(
            register::last_version(&desk.db).await.unwrap(),
            changed.version
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_imported_can_be_looked_up_in_every_way() {
    for kind in kinds() {
        let desk = Desk::new(kind).await;
        let lines = [
            person(ASTRID, ""),
            organization(FIRM, "AS", ""),
            organization(SHOP, "AS", r#","deleted":true"#),
            organization(ACCOUNTANT, "AS", ""),
            role(FIRM, "REGN", ACCOUNTANT),
            role(SHOP, "REGN", ACCOUNTANT),
            role(FIRM, "DAGL", ASTRID),
        ];
        desk.put("a.jsonl", text(&lines));
        desk.import_whole(&["a.jsonl"]);
        let db = &desk.db;
        let astrid = desk.find(ASTRID).await.unwrap();
        let firm = desk.find(FIRM).await.unwrap();
        let numbers = [astrid.party.number, firm.party.number, 4];
        let both = vec![astrid.clone(), firm.clone()];
        assert_eq!(register::list_by_numbers(db, &numbers).await.unwrap(), both);
        assert_eq!(
            register::list(db, &[firm.party.id, astrid.party.id])
                .await
                .unwrap(),
            both
        );
        assert_eq!(
            register::find(db, firm.party.id).await.unwrap(),
            Some(firm.clone())
        );
        let user = [astrid.party.person().unwrap().user_number];
        assert_eq!(
            register::list_by_user_numbers(db, &user).await.unwrap(),
            std::slice::from_ref(&astrid)
        );
        let accountant = desk.find(ACCOUNTANT).await.unwrap().party.id;
        let page = |after| register::Page { after, limit: 10 };
        let clients = register::list_where_held(db, accountant, "regnskapsforer", page(0)).await;
        assert_eq!(clients.unwrap(), std::slice::from_ref(&firm));
        let none =
            register::list_where_held(db, accountant, "regnskapsforer", page(firm.party.number))
                .await;
        assert_eq!(none.unwrap(), []);
        let managers = register::list_holders(db, firm.party.id, "daglig-leder", page(0)).await;
        assert_eq!(managers.unwrap(), std::slice::from_ref(&astrid));
        let held = roles::list_of_holder(db, astrid.party.id).await.unwrap();
        assert_eq!((held.len(), held[0].at), (1, firm.party.id));
        let later = register::list_changed(db, astrid.version, 1).await.unwrap();
        assert_eq!(later, [firm]);
    }
}
