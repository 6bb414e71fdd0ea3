//! English, for how long a login lasts.

use crate::text::catalogue::*;

pub const SESSION_END: SessionEnd = SessionEnd {
    soon: "Do you want to stay logged in?",
    soon_text: "You have not done anything here for a while. So that nobody else can use your access, we log you out in {time}.",
    stay: "Stay logged in",
    over: "Your login is about to end",
    over_text: "A login lasts at most {whole}, and this one cannot be extended. It ends in {time}. Log in again in a new tab and come back here. Then you do not lose what you have written.",
    ended: "You are logged out",
    ended_text: "What you have written on this page is still here. Log in again in a new tab, and come back here to finish it.",
    log_in_new_tab: "Log in again (in a new tab)",
    close: "Close",
    minutes: "{count} minutes",
    one_minute: "one minute",
    less: "less than a minute",
    hours: "{count} hours",
    failed: "That did not work just now. Please try again.",
    back_heading: "You are logged in again",
    back_text: "You can close this tab and go on where you were.",
};

pub const KEPT_FORM: KeptFormTexts = KeptFormTexts {
    heading: "Look it over, and send it again",
    lead: "Your login had ended when you sent this, so nothing has been done yet. We have kept it for you.",
    typed: "This is what you wrote or chose",
    effect: "Nothing happens until you send it.",
    send: "Send again",
    discard: "Do not send",
    to_page: "Go to the page you were on",
    gone: "The form is not here any more",
    gone_text: "We keep what you sent for half an hour, for the person who sent it, in the browser that it was sent from. None of it has been done.",
    notice: "Look it over, and send it again",
    notice_text: "Your login had ended when you sent this, so nothing has been done yet. What you filled in is in the form.",
};

pub const OWN_SESSIONS: OwnSessions = OwnSessions {
    heading: "Where you are logged in",
    lead: "If there is one that you do not recognize, log it out.",
    only_here: "You are logged in here only",
    only_here_text: "If you log in with another browser, you will find it here too.",
    here: "This browser",
    browser_on: "{browser} on {system}",
    unknown_browser: "Unknown browser",
    begun: "Logged in {time}",
    last_used: "Last used {time}",
    end: "Log out",
    end_where: "in {browser}, logged in {time}",
    end_here: "Log out here",
    all_heading: "Log out everywhere",
    all_text: "You will be logged out in all browsers, this one too. Your access and what you have given to others do not change.",
    all_button: "Log out everywhere",
    ended: "That login has been ended.",
    leaving: "We are logging you out",
    leaving_text: "You are logged out in all other browsers. Now we log you out here too.",
    link: "See where you are logged in",
    link_text: "See which browsers you are logged in with, and log out where you should not be.",
};
