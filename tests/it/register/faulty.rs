use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;
use crate::support::database::kinds;

fn good(number: &str) -> String {
    format!(r#"{{"type":"organization","organizationNumber":"{number}","name":"X","form":"AS"}}"#)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_bad_line_is_told_by_number_and_reason_and_the_rest_goes_in() {
    let huge = format!(
        r#"{{"type":"organization","name":"{}"}}"#,
        "x".repeat(5 << 20)
    );
    let deep = "[".repeat(10_000);
    let bad: Vec<(&[u8], &str)> = vec![
        (b"nonsense", "not JSON"),
        (b"{\"type\":\"organization\",", "not JSON"),
        (b"[1]", "not JSON"),
        (b"{}", "it is not known what this is"),
        (b"{\"type\":\"dog\"}", "\"type\" is none of"),
        (b"{\"type\":\"person\",\"name\":\"\xff\xfe\"}", "not JSON"),
        (b"{\"type\":\"person\",\"name\":\"a\0b\"}", "not JSON"),
        (br#"{"type":"organization","organizationNumber":"310600415","name":"a\u0000b","form":"AS"}"#, "\"name\" holds a control"),
        (br#"{"type":"organization","organizationNumber":"310600415","name":"X","form":"AS","colour":1}"#, "unknown field `colour`"),
        (br#"{"type":"organization","organizationNumber":"310600415","name":"X","form":"XX"}"#, "form \"XX\""),
        (br#"{"type":"organization","organizationNumber":"310600415","form":"AS"}"#, "\"name\" is missing"),
        (br#"{"type":"organization","organizationNumber":"310600416","name":"X","form":"AS"}"#, "no valid organization number"),
        (br#"{"type":"organization","organizationNumber":"310600415","name":"X","form":"AS","mainUnit":"310600016"}"#, "not of a form"),
        (br#"{"type":"organization","organizationNumber":"310600415","name":"X","form":"AS","deletedAt":"2026-02-30"}"#, "\"deletedAt\" is no day"),
        (br#"{"type":"person","nationalId":"02867100184","dateOfBirth":"1971-06-02","name":"X"}"#, "no valid national id"),
        (br#"{"type":"person","nationalId":2867100183,"dateOfBirth":"1971-06-02","name":"X"}"#, "expected a string"),
        (br#"{"type":"person","nationalId":12867100183,"dateOfBirth":"1971-06-02","name":"X"}"#, "expected a string"),
        (br#"{"type":"person","nationalId":"02867100183","name":"X"}"#, "\"dateOfBirth\" is missing"),
        (br#"{"type":"person","nationalId":"02867100183","dateOfBirth":"1971-6-2","name":"X"}"#, "\"dateOfBirth\" is no day"),
        (br#"{"type":"person","nationalId":"02867100183","dateOfBirth":"1971-06-02"}"#, "\"name\" is missing"),
        (br#"{"type":"person","nationalId":"02867100183","dateOfBirth":"1971-06-02","name":"X","status":"borte"}"#, "unknown variant"),
        (br#"{"type":"role","at":"310600016","holder":"310600210","role":"HVASK"}"#, "no role \"HVASK\""),
        (br#"{"type":"role","at":"310600016","holder":"310600210","role":"BEDR"}"#, "mainUnit"),
        (br#"{"type":"role","at":"310600016","holder":"310600415","role":"REGN"}"#, "the holder of the role is not in the register"),
        (br#"{"type":"role","at":"310600415","holder":"310600210","role":"REGN"}"#, "the party that the role is at is not"),
        (br#"{"type":"roles","at":"310600016","source":"cra","roles":[{"role":"REGN","holder":"310600210"}]}"#, "another source"),
        (br#"{"type":"organization","organizationNumber":"310600318","name":"X","form":"BEDR","mainUnit":"310600113"}"#, "itself a subunit"),
        (huge.as_bytes(), "longer than 4 MiB"),
        (deep.as_bytes(), "not JSON"),
    ];
    for kind in kinds() {
        let desk = Desk::new(kind).await;
        let shop = r#"{"type":"organization","organizationNumber":"310600113","name":"X","form":"BEDR","mainUnit":"310600016"}"#;
        let mut file = format!("{}\n{shop}\n", good(FIRM)).into_bytes();
        for (line, _) in &bad {
            file.extend_from_slice(line);
            file.push(b'\n');
        }
        file.extend_from_slice(good(ACCOUNTANT).as_bytes());
        desk.put("x.jsonl", &file);
        let said = desk.import(&["x.jsonl", "--problems", "problems.txt"]);
        assert_eq!(said.code, Some(3), "{}", said.faults);
        let told = std::fs::read_to_string(desk.path("problems.txt")).unwrap();
        for (place, (_, reason)) in bad.iter().enumerate() {
            let start = format!("x.jsonl:{}: ", place + 3);
            let line = told.lines().find(|line| line.starts_with(&start));
            let line = line.unwrap_or_else(|| panic!("{start}{reason} is missing in\n{told}"));
            assert!(line.contains(reason), "{line}\nshould say {reason}");
        }
        assert_eq!(told.lines().count(), bad.len(), "{told}");
        assert!(
            said.out.contains(&format!("Faults: {}.", bad.len())),
            "{}",
            said.out
        );
        assert!(
            !told.contains("67100183"),
            "a national id was told:\n{told}"
        );
        let mut there: Vec<String> = desk.all().await.iter().map(name).collect();
        there.sort();
        // The last one is a unit whose main unit was refused; it is taken without.
        assert_eq!(there, [FIRM, SHOP, ACCOUNTANT, AUDITOR], "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_first_of_many_faults_are_shown() {
    let desk = Desk::new(Kind::Sqlite).await;
    desk.put("x.jsonl", "{}\n".repeat(1_000));
    let said = desk.import(&["x.jsonl"]);
    assert_eq!((said.code, said.faults.lines().count()), (Some(3), 21));
    assert!(said.faults.contains("and 980 more"), "{}", said.faults);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_be_read_stops_the_import() {
    let desk = Desk::new(Kind::Sqlite).await;
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    for _ in 0..10_000 {
        writeln!(packed, "{}", good(FIRM)).unwrap();
    }
    let whole = packed.finish().unwrap();
    desk.put("whole.gz", &whole);
    desk.import_whole(&["whole.gz"]);
    desk.put("half.gz", &whole[..whole.len() / 2]);
    desk.put("not.gz", b"\x1f\x8bnot packed at all");
    std::fs::create_dir(desk.path("folder")).unwrap();
    for (file, word) in [
        ("half.gz", "half.gz: "),
        ("not.gz", "not.gz: "),
        ("folder", "no plain file"),
        ("missing", "missing: "),
    ] {
        let said = desk.import(&[file]);
        assert_eq!(said.code, Some(1), "{file}: {}", said.faults);
        assert!(said.faults.contains(word), "{}", said.faults);
        assert!(!said.faults.contains("panicked"), "{}", said.faults);
    }
    assert_eq!(desk.import(&[]).code, Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_with_nothing_in_it_is_told() {
    let desk = Desk::new(Kind::Sqlite).await;
    for (content, reason) in [
        ("", "empty"),
        ("\n \n", "empty"),
        ("[]", "empty"),
        ("[", "ends in the middle"),
    ] {
        desk.put("x", content);
        let said = desk.import(&["x"]);
        assert_eq!(said.code, Some(3), "{content:?}: {}", said.faults);
        assert!(said.faults.contains(reason), "{}", said.faults);
    }
}
