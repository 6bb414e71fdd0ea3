//! English, for logins that fail.

use crate::text::catalogue::*;

pub const LOGIN_FAULTS: LoginFaults = LoginFaults {
    cancelled: "You cancelled the login",
    cancelled_text: "You are not logged in, and nothing has changed. Log in again when you are ready.",
    lost: "The login timed out",
    lost_text: "It took more than ten minutes, or it was started in another browser or tab. Please start again here.",
    too_weak: "The login is not strong enough",
    too_weak_text: "What you want to do needs a higher security level. Log in another way, such as with BankID, Buypass or Commfides.",
    no_national_id: "The login lacks a national identity number",
    no_national_id_text: "You logged in in a way that does not show who you are in the National Population Register, such as with e-mail. Please use MinID, BankID, Buypass or Commfides.",
    not_registered: "We cannot find you in the register",
    not_registered_text: "The login went well, but you are not registered here. If you have only just been registered in Norway, it may take a few days. Otherwise please contact support and quote the reference.",
    closed: "You cannot use the portal now",
    closed_text: "The login went well, but the register does not let you in. Please contact support and quote the reference, and we will find out why.",
    must_ask: "You need to log in",
    must_ask_text: "You were not logged in already, or the login service has to ask you something first.",
    other: "The login was not completed",
    other_text: "Something went wrong here or at the login service. Please try to log in again. If it happens once more, contact us and quote the reference.",
    again: "Log in again",
    another_way: "Log in another way",
    somebody_else: "Log in as somebody else",
    other_logins: "Other ways to log in",
    log_in_at: "Log in with {provider}",
};
