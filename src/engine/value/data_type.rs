//! The names of the data types (XACML 3.0 core, A.2 and B.3; JSON profile 1.1, §3.2.2).

/// The data types that policies and requests may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DataType {
    String,
    AnyUri,
    Integer,
    Boolean,
    Double,
    Date,
    Time,
    DateTime,
    DayTimeDuration,
    YearMonthDuration,
    HexBinary,
    Base64Binary,
    Rfc822Name,
    X500Name,
    DnsName,
    IpAddress,
    XPathExpression,
}

/// The durations' home before XML Schema took them up; XACML 2.0 policies use it (XACML 3.0 core, A.4).
const OLDER_DURATIONS: &str = "http://www.w3.org/TR/2002/WD-xquery-operators-20020816#";

impl DataType {
    pub const ALL: [DataType; 17] = [
        DataType::String,
        DataType::AnyUri,
        DataType::Integer,
        DataType::Boolean,
        DataType::Double,
        DataType::Date,
        DataType::Time,
        DataType::DateTime,
        DataType::DayTimeDuration,
        DataType::YearMonthDuration,
        DataType::HexBinary,
        DataType::Base64Binary,
        DataType::Rfc822Name,
        DataType::X500Name,
        DataType::DnsName,
        DataType::IpAddress,
        DataType::XPathExpression,
    ];

    /// The URI, as policies, XML requests and answers write it.
    pub fn uri(self) -> &'static str {
        match self {
            DataType::String => "http://www.w3.org/2001/XMLSchema#string",
            DataType::AnyUri => "http://www.w3.org/2001/XMLSchema#anyURI",
            DataType::Integer => "http://www.w3.org/2001/XMLSchema#integer",
            DataType::Boolean => "http://www.w3.org/2001/XMLSchema#boolean",
            DataType::Double => "http://www.w3.org/2001/XMLSchema#double",
            DataType::Date => "http://www.w3.org/2001/XMLSchema#date",
            DataType::Time => "http://www.w3.org/2001/XMLSchema#time",
            DataType::DateTime => "http://www.w3.org/2001/XMLSchema#dateTime",
            DataType::DayTimeDuration => "http://www.w3.org/2001/XMLSchema#dayTimeDuration",
            DataType::YearMonthDuration => "http://www.w3.org/2001/XMLSchema#yearMonthDuration",
            DataType::HexBinary => "http://www.w3.org/2001/XMLSchema#hexBinary",
            DataType::Base64Binary => "http://www.w3.org/2001/XMLSchema#base64Binary",
            DataType::Rfc822Name => "urn:oasis:names:tc:xacml:1.0:data-type:rfc822Name",
            DataType::X500Name => "urn:oasis:names:tc:xacml:1.0:data-type:x500Name",
            DataType::DnsName => "urn:oasis:names:tc:xacml:2.0:data-type:dnsName",
            DataType::IpAddress => "urn:oasis:names:tc:xacml:2.0:data-type:ipAddress",
            DataType::XPathExpression => "urn:oasis:names:tc:xacml:3.0:data-type:xpathExpression",
        }
    }

    /// The short name of the JSON profile (XACML JSON profile 1.1, §3.2.2).
    ///
    /// The names of the functions on the type begin with it, too.
    pub fn short_name(self) -> &'static str {
        let uri = self.uri();
        uri.rsplit(['#', ':']).next().unwrap_or(uri)
    }

    /// The type of a URI; also of the older URIs of the durations.
    pub fn from_uri(uri: &str) -> Option<Self> {
        match uri.strip_prefix(OLDER_DURATIONS) {
            Some("dayTimeDuration") => Some(Self::DayTimeDuration),
            Some("yearMonthDuration") => Some(Self::YearMonthDuration),
            _ => Self::ALL
                .into_iter()
                .find(|data_type| data_type.uri() == uri),
        }
    }

    /// The type of a URI or of a short name.
    pub fn from_uri_or_short_name(name: &str) -> Option<Self> {
        Self::from_uri(name).or_else(|| {
            Self::ALL
                .into_iter()
                .find(|data_type| data_type.short_name() == name)
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn types_are_found_by_uri_and_by_short_name() {
        for data_type in DataType::ALL {
            assert_eq!(DataType::from_uri(data_type.uri()), Some(data_type));
            assert_eq!(
                DataType::from_uri_or_short_name(data_type.short_name()),
                Some(data_type)
            );
        }
        assert_eq!(DataType::DateTime.short_name(), "dateTime");
        assert_eq!(DataType::X500Name.short_name(), "x500Name");
        assert_eq!(DataType::IpAddress.short_name(), "ipAddress");
        assert_eq!(DataType::from_uri("string"), None);
    }

    #[test]
    fn durations_are_known_by_their_older_uris_too() {
        let older = |name: &str| DataType::from_uri(&format!("{OLDER_DURATIONS}{name}"));
        assert_eq!(older("dayTimeDuration"), Some(DataType::DayTimeDuration));
        assert_eq!(
            older("yearMonthDuration"),
            Some(DataType::YearMonthDuration)
        );
        assert_eq!(older("string"), None);
    }
}
