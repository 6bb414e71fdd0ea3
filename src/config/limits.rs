use ipnet::IpNet;
use serde::Deserialize;

use super::ConfigFault;

/// How often somebody may call in a minute; 0 is no limit. That many may come at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// One caller: a person, a browser, an organization, a client.
    pub client: u32,
    /// One IPv4 address, or one /64 of IPv6.
    pub address: u32,
}

const fn rate(client: u32, address: u32) -> Rate {
    Rate { client, address }
}

/// How often whom may call, and whose word is taken for where a call comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitsConfig {
    /// The proxies before us, whose `X-Forwarded-For` is read.
    pub trusted_proxies: Vec<IpNet>,
    pub login: Rate,
    pub token: Rate,
    pub redeem: Rate,
    /// Refused redemptions, of which only the caller's are counted.
    pub failed_redeem: Rate,
    pub search: Rate,
    pub look_up: Rate,
    pub logout: Rate,
}

impl Default for LimitsConfig {
    /// Far above what people do, above what a large organization does behind one address, and above what an honest system
    /// does in a busy minute. Twenty refused tickets a minute are link services' own limit (LS-00010).
    fn default() -> Self {
        Self {
            trusted_proxies: Vec::new(),
            login: rate(60, 3_000),
            token: rate(6_000, 12_000),
            redeem: rate(3_000, 6_000),
            failed_redeem: rate(20, 0),
            search: rate(300, 6_000),
            look_up: rate(6_000, 12_000),
            logout: rate(60, 12_000),
        }
    }
}

/// `[limits]`. What is left out is as in [`LimitsConfig::default`].
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitsSettings {
    #[serde(default)]
    pub trusted_proxies: Vec<String>,
    pub login: Option<RateSettings>,
    pub token: Option<RateSettings>,
    pub redeem: Option<RateSettings>,
    pub failed_redeem: Option<ClientRateSettings>,
    pub search: Option<RateSettings>,
    pub look_up: Option<RateSettings>,
    pub logout: Option<RateSettings>,
}

/// `{ client = 60, address = 3000 }`, either of which may be left out.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RateSettings {
    pub client: Option<u32>,
    pub address: Option<u32>,
}

/// `{ client = 20 }`
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientRateSettings {
    pub client: Option<u32>,
}

impl LimitsSettings {
    /// No limit at all.
    pub fn off() -> Self {
        let off = Some(RateSettings {
            client: Some(0),
            address: Some(0),
        });
        Self {
            trusted_proxies: Vec::new(),
            login: off,
            token: off,
            redeem: off,
            failed_redeem: Some(ClientRateSettings { client: Some(0) }),
            search: off,
            look_up: off,
            logout: off,
        }
    }

    pub(super) fn check(&self) -> Result<LimitsConfig, Vec<ConfigFault>> {
        let (mut proxies, mut faults) = (Vec::new(), Vec::new());
        for text in &self.trusted_proxies {
            match network(text) {
                Some(network) => proxies.push(network),
                None => faults.push(ConfigFault::new(
                    "limits.trusted_proxies",
                    format!("{text:?} is no network like 10.0.0.0/8 or fd00::/8, and no address"),
                )),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let default = LimitsConfig::default();
        let failed = self.failed_redeem.unwrap_or_default();
        Ok(LimitsConfig {
            trusted_proxies: proxies,
            login: or(self.login, default.login),
            token: or(self.token, default.token),
            redeem: or(self.redeem, default.redeem),
            failed_redeem: rate(failed.client.unwrap_or(default.failed_redeem.client), 0),
            search: or(self.search, default.search),
            look_up: or(self.look_up, default.look_up),
            logout: or(self.logout, default.logout),
        })
    }
}

fn or(set: Option<RateSettings>, default: Rate) -> Rate {
    let set = set.unwrap_or_default();
    Rate {
        client: set.client.unwrap_or(default.client),
        address: set.address.unwrap_or(default.address),
    }
}

/// A network, or an address that stands for itself.
fn network(text: &str) -> Option<IpNet> {
    let network = text.parse().ok();
    network.or_else(|| {
        text.parse()
            .ok()
            .map(|address: std::net::IpAddr| address.into())
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(text: &str) -> LimitsSettings {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn what_is_not_set_is_as_documented() {
        assert_eq!(read("").check().unwrap(), LimitsConfig::default());
        let some = read("login = { client = 5 }\nsearch = { address = 0 }");
        let some = some.check().unwrap();
        assert_eq!(some.login, rate(5, LimitsConfig::default().login.address));
        assert_eq!(some.search, rate(LimitsConfig::default().search.client, 0));
        let off = LimitsSettings::off().check().unwrap();
        assert_eq!((off.login, off.failed_redeem), (rate(0, 0), rate(0, 0)));
    }

    #[test]
    fn proxies_are_networks_or_addresses_and_every_other_is_told() {
        let good = read("trusted_proxies = ['10.0.0.0/8', '192.0.2.1', 'fd00::/8', '::1']");
        assert_eq!(good.check().unwrap().trusted_proxies.len(), 4);
        let bad = read("trusted_proxies = ['10.0.0.0/33', 'proxy', '*']");
        assert_eq!(bad.check().unwrap_err().len(), 3);
        for unknown in ["log_in = { client = 1 }", "login = { per_hour = 1 }"] {
            assert!(toml::from_str::<LimitsSettings>(unknown).is_err());
        }
        assert!(toml::from_str::<LimitsSettings>("login = { client = -1 }").is_err());
    }
}
