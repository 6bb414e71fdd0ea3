use http::StatusCode;

/// Why the registry of clients did not do what was asked. What it wrote goes to the log, cut short, never on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AdministrationError {
    /// No token, or no connection: nothing was asked of the registry yet.
    #[error("it cannot be reached, or gave no token")]
    NotReached,
    /// 401 or 403: this installation's own client may not do it, or not for this organization.
    #[error("this installation's client may not do it")]
    NotAllowed,
    /// 400, 409, 422 and their like: it looked at what was asked and will not do it; most often a scope that the
    /// organization has no access to.
    #[error("it refuses what was asked")]
    Refused,
    /// 404 or 410.
    #[error("there is no such client")]
    Unknown,
    /// 429.
    #[error("it asks for fewer calls")]
    TooMany,
    /// It may have been done or not: no answer in time, a failure of its own, or an answer that is not understood.
    #[error("its answer is missing or not understood")]
    Unclear,
}

impl AdministrationError {
    pub(super) fn of(status: StatusCode) -> Self {
        match status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Self::NotAllowed,
            StatusCode::NOT_FOUND | StatusCode::GONE => Self::Unknown,
            StatusCode::TOO_MANY_REQUESTS => Self::TooMany,
            // It may have taken the request and lost patience with it later.
            StatusCode::REQUEST_TIMEOUT => Self::Unclear,
            status if status.is_client_error() => Self::Refused,
            _ => Self::Unclear,
        }
    }

    /// Whether it is certain that nothing was changed.
    pub fn is_without_effect(self) -> bool {
        self != Self::Unclear
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_clear_refusal_is_without_effect() {
        for (status, is_clear) in [
            (400, true),
            (401, true),
            (403, true),
            (404, true),
            (408, false),
            (409, true),
            (422, true),
            (429, true),
            (302, false),
            (500, false),
            (502, false),
            (503, false),
        ] {
            let status = StatusCode::from_u16(status).unwrap_or_default();
            let error = AdministrationError::of(status);
            assert_eq!(error.is_without_effect(), is_clear, "{status}");
        }
    }
}
