/// The four decisions (XACML 3.0 core, §5.53).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    Permit,
    Deny,
    NotApplicable,
    Indeterminate,
}

impl Decision {
    const ALL: [Decision; 4] = [
        Self::Permit,
        Self::Deny,
        Self::NotApplicable,
        Self::Indeterminate,
    ];

    /// The word on the wire and in storage.
    pub fn name(self) -> &'static str {
        match self {
            Decision::Permit => "Permit",
            Decision::Deny => "Deny",
            Decision::NotApplicable => "NotApplicable",
            Decision::Indeterminate => "Indeterminate",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|decision| decision.name() == text)
    }
}
