//! Every text about how long a login lasts.

texts! {
    /// The warning before a session ends, and the word that it has.
    SessionEnd {
        soon,
        soon_text,
        stay,
        over,
        over_text,
        ended,
        ended_text,
        log_in_new_tab,
        close,
        minutes,
        one_minute,
        less,
        hours,
        failed,
        back_heading,
        back_text,
    }
}

texts! {
    /// A form that was sent when the session had ended.
    KeptFormTexts {
        heading,
        lead,
        typed,
        effect,
        send,
        discard,
        to_page,
        gone,
        gone_text,
        notice,
        notice_text,
    }
}

texts! {
    /// The person's own sessions.
    OwnSessions {
        heading,
        lead,
        only_here,
        only_here_text,
        here,
        browser_on,
        unknown_browser,
        begun,
        last_used,
        end,
        end_where,
        end_here,
        all_heading,
        all_text,
        all_button,
        ended,
        leaving,
        leaving_text,
        link,
        link_text,
    }
}
