//! Why something cannot be given, in words.

use crate::ops::connections::Refusal;
use crate::text::{Texts, fill};

/// Words for one who would give something to `user` on behalf of `party`.
pub fn text(refusal: &Refusal, user: &str, party: &str, t: &Texts) -> String {
    let t = &t.give;
    let words = match refusal {
        Refusal::LevelTooLow(_) => t.missing_level,
        Refusal::NoAccess | Refusal::LacksPackage | Refusal::LacksRights(_) => t.missing_power,
        Refusal::NotAssignable => t.not_assignable,
        Refusal::PackageKind => t.not_for_party,
        Refusal::NotAssignableToRecipient => t.not_for_receiver,
        Refusal::NotDelegable => t.not_delegable,
        Refusal::IsApiScope => t.is_scope,
        Refusal::NotOnAccessList => t.not_on_list,
        Refusal::MainAdministration => t.main_administration,
        Refusal::CannotReceive => t.cannot_receive,
        Refusal::DeletedUnit => t.deleted_unit,
        Refusal::NoRightKey => t.actions_missing,
        _ => t.gone,
    };
    fill(words, &[("user", user), ("party", party)])
}
