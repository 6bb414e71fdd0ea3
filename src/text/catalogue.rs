//! Every text of the portal, by journey. A text that one language lacks does not compile.

/// A group of texts: a struct of them, and a way to list them with their names for the test that compares languages.
macro_rules! texts {
    ($(#[$doc:meta])* $group:ident { $($field:ident,)* }) => {
        $(#[$doc])*
        pub struct $group {
            $(pub $field: &'static str,)*
        }

        impl $group {
            /// Every text with its name.
            pub fn fields(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($field), self.$field),)*]
            }
        }
    };
}

mod access;
mod activity;
mod asks;
mod clients;
mod login_faults;
mod own_systems;
mod owners;
mod registry;
mod scopes;
mod sessions;

pub use access::*;
pub use activity::*;
pub use asks::*;
pub use clients::*;
pub use login_faults::*;
pub use own_systems::*;
pub use owners::*;
pub use registry::*;
pub use scopes::*;
pub use sessions::*;

/// All texts in one language.
pub struct Texts {
    pub common: Common,
    pub landing: Landing,
    pub login: Login,
    pub parties: Parties,
    pub rights: Rights,
    pub powers: Powers,
    pub section: Section,
    pub users: Users,
    pub user: User,
    pub give: Give,
    pub take: Take,
    pub received: Received,
    pub powers_overview: PowersOverview,
    pub powers_done: PowersDone,
    pub activity: Activity,
    pub acts: Acts,
    pub clients: Clients,
    pub client_steps: ClientSteps,
    pub my_clients: MyClients,
    pub request: Request,
    pub receipt: Receipt,
    pub system_users: SystemUsers,
    pub system_user: SystemUser,
    pub services: Services,
    pub launch: Launch,
    pub owners: Owners,
    pub owner_form: OwnerForm,
    pub owner: Owner,
    pub owner_faults: OwnerFaults,
    pub profile: Profile,
    pub session_end: SessionEnd,
    pub kept_form: KeptFormTexts,
    pub own_sessions: OwnSessions,
    pub asks: Asks,
    pub asks_done: AsksDone,
    pub login_faults: LoginFaults,
    pub scopes: Scopes,
    pub own_systems: OwnSystems,
    pub registry: Registry,
    pub registry_form: RegistryForm,
    pub registry_resource: RegistryResource,
    pub registry_policy: RegistryPolicy,
    pub registry_impact: RegistryImpact,
    pub registry_mode: RegistryMode,
    pub registry_lists: RegistryLists,
    pub registry_members: RegistryMembers,
    pub registry_done: RegistryDone,
    pub errors: Errors,
    pub flash: Flashes,
}

impl Texts {
    /// Every text with its name, group by group.
    pub fn fields(&self) -> Vec<(&'static str, &'static str)> {
        [
            self.common.fields(),
            self.landing.fields(),
            self.login.fields(),
            self.parties.fields(),
            self.rights.fields(),
            self.powers.fields(),
            self.section.fields(),
            self.users.fields(),
            self.user.fields(),
            self.give.fields(),
            self.take.fields(),
            self.received.fields(),
            self.powers_overview.fields(),
            self.powers_done.fields(),
            self.activity.fields(),
            self.acts.fields(),
            self.clients.fields(),
            self.client_steps.fields(),
            self.my_clients.fields(),
            self.request.fields(),
            self.receipt.fields(),
            self.system_users.fields(),
            self.system_user.fields(),
            self.services.fields(),
            self.launch.fields(),
            self.owners.fields(),
            self.owner_form.fields(),
            self.owner.fields(),
            self.owner_faults.fields(),
            self.profile.fields(),
            self.session_end.fields(),
            self.kept_form.fields(),
            self.own_sessions.fields(),
            self.asks.fields(),
            self.asks_done.fields(),
            self.login_faults.fields(),
            self.scopes.fields(),
            self.own_systems.fields(),
            self.registry.fields(),
            self.registry_form.fields(),
            self.registry_resource.fields(),
            self.registry_policy.fields(),
            self.registry_impact.fields(),
            self.registry_mode.fields(),
            self.registry_lists.fields(),
            self.registry_members.fields(),
            self.registry_done.fields(),
            self.errors.fields(),
            self.flash.fields(),
        ]
        .concat()
    }
}

texts! {
    /// The menu of the section for access management.
    Section {
        label,
        users,
        received,
        powers,
        requests,
        clients,
        my_clients,
        scope_delegations,
        activity,
    }
}

texts! {
    /// Words that stand on every page.
    Common {
        product,
        skip,
        log_in,
        log_out,
        language_label,
        menu_label,
        signed_in_as,
        acting_for,
        switch_party,
        switch_party_long,
        menu_home,
        menu_access,
        menu_system_users,
        menu_services,
        menu_resources,
        menu_owners,
        menu_settings,
        test_label,
        test_band,
        footer_about,
        footer_cookies,
        back,
        cancel,
        reference,
        time,
        pages,
        previous,
        next,
        page_number,
        search,
        show_all,
        number,
        subunit_number,
        born,
        vendor_line,
    }
}

texts! {
    /// The front page.
    Landing {
        public_heading,
        public_lead,
        public_browse,
        point_systems,
        point_systems_text,
        point_services,
        point_services_text,
        point_trust,
        point_trust_text,
        signed_in_lead,
        card_systems,
        card_access,
        card_services,
        card_settings,
        card_parties,
        card_parties_text,
        card_requests_one,
        card_requests_many,
    }
}

texts! {
    /// Around the login itself.
    Login {
        logged_out_heading,
        logged_out_text,
        log_in_again,
        to_front_page,
        step_up_heading,
        step_up_text,
        step_up_next,
        step_up_button,
        level_low,
        level_substantial,
        level_high,
    }
}

texts! {
    /// Choosing whom to act for.
    Parties {
        heading,
        lead,
        search_label,
        count_one,
        count_many,
        list_label,
        you,
        current,
        empty,
        empty_help,
        no_hits,
        no_hits_help,
    }
}

texts! {
    /// What a person may hold, and what would be enough.
    Powers {
        role,
        package,
        more_one,
        more_many,
        also,
    }
}

texts! {
    /// What a system may do, in words.
    Rights {
        services,
        packages,
        may,
        and,
        owner,
        read,
        write,
        sign,
        instantiate,
        delete,
        confirm,
        access,
        missing_power,
        missing_level,
        missing_not_delegable,
    }
}

texts! {
    /// The consent screen for a vendor's request.
    Request {
        heading,
        lead,
        system,
        vendor,
        business,
        rights_one,
        rights_many,
        rights_asked_one,
        rights_asked_many,
        undo,
        approve,
        reject,
        already_approved,
        already_rejected,
        answered_on,
        expired,
        expired_advice,
        lacking,
        lacking_advice,
        step_up,
        cannot_approve,
        who_may,
        forward_question,
        forward,
        leave,
        forwarded_before,
        to_vendor,
        to_overview,
        failed,
        refused_advice,
        exists,
        exists_advice,
    }
}

texts! {
    /// After an answer.
    Receipt {
        approved,
        approved_text,
        rejected,
        rejected_text,
        forwarded,
        forwarded_text,
        answered,
        going_on,
    }
}

texts! {
    /// The overview of system accesses.
    SystemUsers {
        heading,
        lead,
        pending,
        pending_lead,
        answer,
        own,
        empty,
        empty_help,
        new,
        active,
        paused,
        no_access,
        no_access_who,
        no_access_person,
    }
}

texts! {
    /// One system access.
    SystemUser {
        system,
        vendor,
        created,
        created_by,
        status,
        for_party,
        rights,
        log,
        act_approved,
        act_made,
        act_paused,
        act_activated,
        paused_heading,
        paused_text,
        manage,
        pause,
        activate,
        delete,
        pause_question,
        pause_effect,
        pause_undo,
        delete_question,
        delete_effect,
        delete_undo,
        delete_confirm,
        pause_confirm,
        keep,
    }
}

texts! {
    /// The catalogue of services, and the page of one service.
    Services {
        heading,
        lead,
        search_label,
        owner_label,
        all_owners,
        count_one,
        count_many,
        no_hits,
        no_hits_help,
        empty,
        start,
        from_owner,
        about,
        level,
        level_at_least,
        who,
        powers,
        checks,
        check_email,
        check_age,
        type_person,
        type_organization,
        type_subunit,
        closed,
    }
}

texts! {
    /// From start of a link service to the owner's site.
    Launch {
        choose_heading,
        choose_lead,
        choose_usable,
        choose_unusable,
        choose_none,
        choose_none_help,
        reason_type,
        reason_power,
        check_heading,
        check_lead,
        check_email,
        check_email_text,
        check_email_remedy,
        check_age,
        check_age_text,
        check_age_remedy,
        retry,
        leaving_heading,
        leaving_lead,
        leaving_host,
        leaving_service,
        leaving_party,
        leaving_what,
        leaving_button,
        other_party,
        to_services,
        no_right,
        no_right_text,
        no_right_remedy,
        not_on_list_text,
        no_power_text,
        wrong_type,
        wrong_type_text,
        closed,
        closed_text,
        start_again,
        start_again_text,
        start_again_button,
        types_person,
        types_organization,
        types_subunit,
    }
}

texts! {
    /// The person's own settings.
    Profile {
        heading,
        lead,
        email_label,
        email_help,
        email_invalid,
        language_legend,
        save,
        saved,
        go_on,
        error_prefix,
        error_heading,
    }
}

texts! {
    /// What is said when something fails.
    Errors {
        status,
        not_found,
        not_found_text,
        forbidden,
        forbidden_text,
        busy,
        busy_text,
        too_many,
        too_many_text,
        failure,
        failure_text,
        login_unavailable,
        login_unavailable_text,
        cross_site,
        cross_site_text,
        unreadable,
        unreadable_text,
        retry,
        log_in,
        home,
        other_party,
    }
}

texts! {
    /// Said once, on the page after something was done.
    Flashes {
        party_chosen,
        paused,
        activated,
        deleted,
        owner_registered,
        owner_changed,
        administrator_added,
        administrator_removed,
        scope_granted,
        scope_withdrawn,
    }
}
