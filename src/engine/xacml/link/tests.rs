#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::engine::facts::Facts;
use crate::engine::outcome::StatusCode;
use crate::engine::query::Query;
use crate::engine::request::Request;
use crate::engine::testing::*;
use crate::engine::xacml::{Evaluation, Extended, PolicyTree, Verdict};

const FIRST: &str = "urn:oasis:names:tc:xacml:1.0:policy-combining-algorithm:first-applicable";
const ONLY_ONE: &str =
    "urn:oasis:names:tc:xacml:1.0:policy-combining-algorithm:only-one-applicable";
const UNDECIDED: Verdict = Verdict::Indeterminate(Extended::DenyOrPermit);

fn read(xml: &str) -> PolicyTree {
    PolicyTree::parse(xml).unwrap_or_else(|error| panic!("{error} in {xml}"))
}

fn good(xml: &str) -> PolicyFile {
    PolicyFile::Good(read(xml))
}

/// A policy whose only rule always applies.
fn says(id: &str, version: &str, effect: &str) -> PolicyFile {
    let inside = format!("<Target/>{}", rule("r", effect, ""));
    let xml = policy_xml(DENY_OVERRIDES, &inside);
    let named = xml.replace("PolicyId=\"p\"", &format!("PolicyId=\"{id}\""));
    good(&named.replace("Version=\"1.0\"", &format!("Version=\"{version}\"")))
}

fn set(id: &str, children: &str) -> String {
    policy_set_xml(id, FIRST, &format!("<Target/>{children}"))
}

fn to_policy(id: &str) -> String {
    format!("<PolicyIdReference>{id}</PolicyIdReference>")
}

fn to_set(id: &str) -> String {
    format!("<PolicySetIdReference>{id}</PolicySetIdReference>")
}

fn evaluated(root: &str, files: &[PolicyFile]) -> (Verdict, Option<String>) {
    let linked = read(root).linked(files);
    let (facts, request) = (Facts::default(), Request::new().action("read"));
    let Evaluation {
        verdict, problem, ..
    } = linked.evaluate(&Query::new(&request, &facts, now()));
    let message = problem.and_then(|problem| problem.into_status().message);
    (verdict, message)
}

#[test]
fn a_reference_finds_the_newest_version_that_it_accepts() {
    let files = [
        says("p", "1.9", "Permit"),
        says("p", "1.10", "Deny"),
        says("p", "2.0", "Permit"),
        says("q", "9.0", "Deny"),
    ];
    for (versions, expected) in [
        ("", Verdict::Permit),
        ("Version='1.9'", Verdict::Permit),
        ("Version='1.10'", Verdict::Deny),
        ("Version='1.*'", Verdict::Deny),
        ("Version='1.+'", Verdict::Deny),
        ("LatestVersion='1.9'", Verdict::Permit),
        ("LatestVersion='1.+'", Verdict::Deny),
        ("EarliestVersion='1.10' LatestVersion='1.99'", Verdict::Deny),
        ("EarliestVersion='1.10'", Verdict::Permit),
        ("EarliestVersion='2.1'", UNDECIDED),
        ("Version='3.*'", UNDECIDED),
    ] {
        let reference = to_policy("p").replace("Reference>p", &format!("Reference {versions}>p"));
        let (verdict, _) = evaluated(&set("s", &reference), &files);
        assert_eq!(verdict, expected, "{versions}");
    }
}

#[test]
fn the_order_of_the_files_does_not_matter() {
    let mut files = vec![
        says("p", "2.0", "Permit"),
        says("p", "10.0", "Deny"),
        says("p", "9.9.9", "Permit"),
    ];
    for _ in 0..files.len() {
        files.rotate_left(1);
        let (verdict, _) = evaluated(&set("s", &to_policy("p")), &files);
        assert_eq!(verdict, Verdict::Deny);
    }
}

#[test]
fn a_reference_finds_its_own_kind_only() {
    let files = [says("p", "1.0", "Permit"), good(&set("t", &to_policy("p")))];
    for (reference, expected) in [
        (to_policy("p"), Verdict::Permit),
        (to_set("t"), Verdict::Permit),
        (to_set("p"), UNDECIDED),
        (to_policy("t"), UNDECIDED),
        (to_policy("P"), UNDECIDED),
    ] {
        let (verdict, _) = evaluated(&set("s", &reference), &files);
        assert_eq!(verdict, expected, "{reference}");
    }
}

#[test]
fn what_cannot_be_followed_fails_when_it_is_needed_and_says_why() {
    let broken = PolicyTree::parse("<Policy").unwrap_err();
    let expected_code = broken.status_code();
    assert_eq!(expected_code, StatusCode::SyntaxError);
    let broken = PolicyFile::Broken {
        id: Some("b".into()),
        error: Arc::new(broken),
    };
    let nameless = PolicyFile::Broken {
        id: None,
        error: Arc::new(PolicyTree::parse("<Policy/>").unwrap_err()),
    };
    let itself = set("s", &to_set("s"));
    let files = [broken, nameless, says("p", "1.0", "Permit"), good(&itself)];
    for (reference, why) in [
        (to_policy("b"), "the policy b cannot be used: line 1"),
        (
            to_policy("nowhere"),
            "no policy nowhere of the wanted version is there",
        ),
        (to_set("s"), "the policy s refers to itself"),
    ] {
        let (verdict, message) = evaluated(&set("s", &reference), &files);
        assert_eq!(verdict, UNDECIDED, "{reference}");
        assert!(message.unwrap().starts_with(why), "{reference}");
        // Behind a policy that decides, nobody needs it.
        let behind = set("s", &(to_policy("p") + &reference));
        assert_eq!(evaluated(&behind, &files), (Verdict::Permit, None));
        // That it might have been the one is an error too.
        let one_of = behind.replace(FIRST, ONLY_ONE);
        assert_eq!(evaluated(&one_of, &files).0, UNDECIDED);
    }
}

#[test]
fn a_good_version_stands_in_for_a_broken_one() {
    let broken = PolicyFile::Broken {
        id: Some("p".into()),
        error: Arc::new(PolicyTree::parse("<Policy").unwrap_err()),
    };
    let files = [broken, says("p", "1.0", "Permit")];
    let (verdict, _) = evaluated(&set("s", &to_policy("p")), &files);
    assert_eq!(verdict, Verdict::Permit);
}

#[test]
fn a_circle_of_several_sets_is_found() {
    let files = [
        good(&set("a", &to_set("b"))),
        good(&set("b", &to_set("c"))),
        good(&set("c", &(to_policy("p") + &to_set("a")))),
        says("p", "1.0", "Permit"),
    ];
    assert_eq!(
        evaluated(&set("s", &to_set("a")), &files).0,
        Verdict::Permit
    );
    let without = &files[..3];
    let (verdict, message) = evaluated(&set("s", &to_set("a")), without);
    assert_eq!(verdict, UNDECIDED);
    assert_eq!(
        message.unwrap(),
        "no policy p of the wanted version is there"
    );
    let circle = [
        files[0].clone(),
        files[1].clone(),
        good(&set("c", &to_set("a"))),
    ];
    for start in ["a", "b", "c"] {
        let (verdict, message) = evaluated(&set("s", &to_set(start)), &circle);
        assert_eq!(verdict, UNDECIDED);
        assert!(message.unwrap().ends_with("refers to itself"), "{start}");
    }
}

#[test]
fn the_same_policy_twice_is_no_circle() {
    let files = [
        good(&set("a", &to_policy("p"))),
        good(&set("b", &(to_set("a") + &to_policy("p")))),
        says("p", "1.0", "Permit"),
    ];
    let root = set("s", &(to_set("a") + &to_set("b"))).replace(
        FIRST,
        "urn:oasis:names:tc:xacml:3.0:policy-combining-algorithm:deny-overrides",
    );
    assert_eq!(evaluated(&root, &files), (Verdict::Permit, None));
}

#[test]
fn a_long_way_ends_in_an_error_and_not_in_a_full_stack() {
    let chain = |length: usize| -> Vec<PolicyFile> {
        let step = |at: usize| good(&set(&at.to_string(), &to_set(&(at + 1).to_string())));
        let mut files: Vec<PolicyFile> = (0..length).map(step).collect();
        files.push(good(&set(&length.to_string(), &to_policy("p"))));
        files.push(says("p", "1.0", "Permit"));
        files
    };
    let verdict = |length| evaluated(&set("s", &to_set("0")), &chain(length));
    assert_eq!(verdict(20).0, Verdict::Permit);
    let (too_long, message) = verdict(2_000);
    assert_eq!(too_long, UNDECIDED);
    assert!(message.unwrap().starts_with("too many references"));
}

/// What was linked before stands for as much as what is linked now.
#[test]
fn a_long_way_that_is_laid_from_its_end_is_no_shorter() {
    let length = 2_000;
    let step = |at: usize| good(&set(&at.to_string(), &to_set(&(at + 1).to_string())));
    let mut files: Vec<PolicyFile> = (0..length).map(step).collect();
    files.push(good(&set(&length.to_string(), "")));
    let all: String = (0..=length)
        .rev()
        .map(|at| to_set(&at.to_string()))
        .collect();
    let on_small_stack = std::thread::Builder::new()
        .stack_size(2 * 1024 * 1024)
        .spawn(move || evaluated(&set("s", &all), &files).0);
    assert_eq!(on_small_stack.unwrap().join().unwrap(), UNDECIDED);
}

#[test]
fn the_deepest_sets_at_the_end_of_the_longest_way_fit_on_a_small_stack() {
    let nested = |inner: String| (0..60).fold(inner, |inner, at| set(&format!("n{at}"), &inner));
    let step = |at: usize| {
        let named = nested(to_set(&(at + 1).to_string()));
        good(&named.replace("PolicySetId=\"n59\"", &format!("PolicySetId=\"{at}\"")))
    };
    let files: Vec<PolicyFile> = (0..40).map(step).collect();
    let on_small_stack = std::thread::Builder::new()
        .stack_size(2 * 1024 * 1024)
        .spawn(move || evaluated(&set("s", &to_set("0")), &files).0);
    assert_eq!(on_small_stack.unwrap().join().unwrap(), UNDECIDED);
}

/// Each set refers to the next one ten times: ten to the power of their number.
#[test]
fn references_cannot_multiply_without_end() {
    let step = |at: usize| {
        good(&set(
            &at.to_string(),
            &to_set(&(at + 1).to_string()).repeat(10),
        ))
    };
    let mut files: Vec<PolicyFile> = (0..20).map(step).collect();
    files.push(good(&set("20", "")));
    let started = std::time::Instant::now();
    let root = set("s", &to_set("0"));
    let (verdict, message) = evaluated(&root, &files);
    assert_eq!(verdict, UNDECIDED);
    assert!(message.unwrap().starts_with("too many references"));
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}

#[test]
fn rules_count_as_often_as_they_are_referred_to() {
    let rules: String = (0..500)
        .map(|at| rule(&at.to_string(), "Deny", &all(&[action("x")])))
        .collect();
    let xml = policy_xml(DENY_OVERRIDES, &format!("<Target/>{rules}"));
    let files = [good(&xml)];
    let verdict = |times: usize| evaluated(&set("s", &to_policy("p").repeat(times)), &files).0;
    assert_eq!(verdict(100), Verdict::NotApplicable);
    assert_eq!(verdict(300), UNDECIDED);
}
