#![allow(clippy::unwrap_used)]
use super::*;

#[test]
fn nothing_set_means_the_sandbox_on_loopback() {
    let config = Settings::default().check().unwrap();
    assert_eq!(config.public_url, "http://localhost:8080");
    assert!(config.sandbox.is_some());
}

#[test]
fn the_sandbox_does_not_open_itself_to_others() {
    let settings = Settings {
        listen: Some("0.0.0.0:80".parse().unwrap()),
        ..Settings::default()
    };
    assert_eq!(settings.clone().check().unwrap_err().len(), 1);
    let open = Settings {
        sandbox_public: Some(true),
        ..settings
    };
    assert!(open.check().is_ok());
    let at = |public_url: &str| {
        let settings = Settings {
            public_url: Some(public_url.to_owned()),
            ..Settings::default()
        };
        settings.check().map_or_else(|faults| faults.len(), |_| 0)
    };
    assert_eq!(at("https://fullmakt.example"), 1);
    assert_eq!(at("http://portal.localhost:8080"), 0);
    assert_eq!(at("http://[::1]:8080"), 0);
}

#[test]
fn every_fault_is_told_at_once() {
    let settings = Settings {
        public_url: Some("ftp://x/y".to_owned()),
        sandbox: Some(false),
        ..Settings::default()
    };
    let faults = settings.check().unwrap_err();
    let named: Vec<&str> = faults.iter().map(|fault| fault.setting.as_str()).collect();
    assert_eq!(named.len(), 3, "{named:?}");
}

#[test]
fn an_address_of_no_known_database_is_refused() {
    for bad in [
        "nonsense",
        "sqlite:",
        "sqlite://",
        "mysql://h/d",
        "postgres://",
    ] {
        let settings = Settings {
            database_url: Some(bad.to_owned()),
            ..Settings::default()
        };
        assert_eq!(settings.check().unwrap_err().len(), 1, "{bad}");
    }
}

#[test]
fn an_unknown_key_is_refused() {
    assert!(toml::from_str::<Settings>("listn = \"127.0.0.1:1\"").is_err());
}
