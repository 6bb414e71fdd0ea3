//! Every text of the pages for logins that fail.

texts! {
    /// Logins that fail, each with what to do next.
    LoginFaults {
        cancelled,
        cancelled_text,
        lost,
        lost_text,
        too_weak,
        too_weak_text,
        no_national_id,
        no_national_id_text,
        not_registered,
        not_registered_text,
        closed,
        closed_text,
        must_ask,
        must_ask_text,
        other,
        other_text,
        again,
        another_way,
        somebody_else,
        other_logins,
        log_in_at,
    }
}
