//! The urns of categories and attributes that requests, policies and answers use.

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

/// Category of the one who asks for access (XACML 3.0 core, B.2).
pub const SUBJECT: &str = "urn:oasis:names:tc:xacml:1.0:subject-category:access-subject";
/// Category of the one who shall receive the result (XACML 3.0 core, B.2).
pub const RECIPIENT_SUBJECT: &str =
    "urn:oasis:names:tc:xacml:1.0:subject-category:recipient-subject";
/// Category of one who stands between subject and resource (XACML 3.0 core, B.2).
pub const INTERMEDIARY_SUBJECT: &str =
    "urn:oasis:names:tc:xacml:1.0:subject-category:intermediary-subject";
/// Category of the machine that the request comes from (XACML 3.0 core, B.2).
pub const REQUESTING_MACHINE: &str =
    "urn:oasis:names:tc:xacml:1.0:subject-category:requesting-machine";
/// What the categories of all kinds of subjects begin with.
pub const SUBJECT_CATEGORIES: &str = "urn:oasis:names:tc:xacml:1.0:subject-category:";
/// Category of what is asked for (XACML 3.0 core, B.2).
pub const RESOURCE: &str = "urn:oasis:names:tc:xacml:3.0:attribute-category:resource";
/// Category of what shall be done (XACML 3.0 core, B.2).
pub const ACTION: &str = "urn:oasis:names:tc:xacml:3.0:attribute-category:action";
/// Category of the circumstances (XACML 3.0 core, B.2).
pub const ENVIRONMENT: &str = "urn:oasis:names:tc:xacml:3.0:attribute-category:environment";

/// Action: `read`, `write`, `sign`, … (XACML 3.0 core, B.6).
pub const ACTION_ID: &str = "urn:oasis:names:tc:xacml:1.0:action:action-id";
/// Resource: what is asked for, in the standard's own vocabulary (XACML 3.0 core, B.5).
pub const XACML_RESOURCE_ID: &str = "urn:oasis:names:tc:xacml:1.0:resource:resource-id";
/// Resource: whether what lies below it is asked for too (XACML multiple decision profile 1.0, §2.1).
pub const RESOURCE_SCOPE: &str = "urn:oasis:names:tc:xacml:2.0:resource:scope";
/// The path to the node of a content that a request is about (XACML 3.0 core, B.1).
pub const CONTENT_SELECTOR: &str = "urn:oasis:names:tc:xacml:3.0:content-selector";
/// A path to several nodes, each to be asked about (XACML multiple decision profile 1.0, §2.2), as the profile's
/// published cases write it and with the prefix of its other names.
pub const MULTIPLE_CONTENT_SELECTORS: [&str; 2] = [
    "urn:oasis:names:tc:xacml:3.0:multiple:content-selector",
    "urn:oasis:names:tc:xacml:3.0:profile:multiple:content-selector",
];
/// Environment: time of day (XACML 3.0 core, B.7).
pub const CURRENT_TIME: &str = "urn:oasis:names:tc:xacml:1.0:environment:current-time";
/// Environment: date (XACML 3.0 core, B.7).
pub const CURRENT_DATE: &str = "urn:oasis:names:tc:xacml:1.0:environment:current-date";
/// Environment: moment (XACML 3.0 core, B.7).
pub const CURRENT_DATE_TIME: &str = "urn:oasis:names:tc:xacml:1.0:environment:current-dateTime";

/// Subject: who it is, when none of the ways below says so (XACML 3.0 core, B.4).
pub const SUBJECT_ID: &str = "urn:oasis:names:tc:xacml:1.0:subject:subject-id";
/// Resource: which one of its kind (XACML 3.0 core, B.5).
pub const ITEM_ID: &str = "urn:oasis:names:tc:xacml:1.0:resource:resource-id";

/// Resource: id in the resource registry.
pub const RESOURCE_ID: &str = "urn:altinn:resource";
/// Resource: code of the service owner that owns an app. Subject: code of the calling service owner.
pub const ORG: &str = "urn:altinn:org";
/// Resource: name of an app; with [`ORG`] the same as the resource id `app_{org}_{app}`.
pub const APP: &str = "urn:altinn:app";
/// Resource: the party acted for, by number. Subject: the acting party.
pub const PARTY_ID: &str = "urn:altinn:partyid";
/// Resource: the party acted for, by uuid.
pub const PARTY_UUID: &str = "urn:altinn:party:uuid";
/// Resource: one instance of it; the value is itself a urn.
pub const RESOURCE_INSTANCE: &str = "urn:altinn:resource:instance-id";
/// Subject and resource: organization number.
pub const ORGANIZATION_NUMBER: &str = "urn:altinn:organization:identifier-no";
/// Subject and resource: older spelling of [`ORGANIZATION_NUMBER`].
pub const ORGANIZATION_NUMBER_OLD: &str = "urn:altinn:organizationnumber";
/// Subject and resource: uuid of an organization.
pub const ORGANIZATION_UUID: &str = "urn:altinn:organization:uuid";
/// Subject: number of a user.
pub const USER_ID: &str = "urn:altinn:userid";
/// Subject and resource: national id number of a person.
pub const PERSON_NUMBER: &str = "urn:altinn:person:identifier-no";
/// Subject and resource: uuid of a person.
pub const PERSON_UUID: &str = "urn:altinn:person:uuid";
/// Subject: uuid of an enterprise user of Altinn 2, which is not supported.
pub const ENTERPRISE_USER_UUID: &str = "urn:altinn:enterpriseuser:uuid";
/// Subject: uuid of a system user.
pub const SYSTEM_USER_UUID: &str = "urn:altinn:systemuser:uuid";

/// Subject: the session that the caller asks within.
pub const SESSION_ID: &str = "urn:altinn:sessionid";
/// Resource: an app's instance.
pub const INSTANCE_ID: &str = "urn:altinn:instance-id";
/// Resource: an instance of anything; the value is itself a urn.
pub const RESOURCE_INSTANCE_ID: &str = "urn:altinn:resource:instance-id";

/// Subject: role by code.
pub const ROLE_CODE: &str = "urn:altinn:rolecode";
/// Subject: role of Altinn 3 by name.
pub const ROLE: &str = "urn:altinn:role";
/// What the ids of roles from public registers begin with.
pub const EXTERNAL_ROLE: &str = "urn:altinn:external-role";
/// Subject: role from the Central Coordinating Register by name.
pub const EXTERNAL_ROLE_CCR: &str = "urn:altinn:external-role:ccr";
/// Subject: guardianship role by name.
pub const EXTERNAL_ROLE_CRA: &str = "urn:altinn:external-role:cra";
/// Subject: role in the estate of a deceased.
pub const ESTATE_ROLE: &str = "urn:digitaltdodsbo:rolecode";
/// Subject: access package by name.
pub const ACCESS_PACKAGE: &str = "urn:altinn:accesspackage";
/// Subject: access list that the party is a member of, `{owner}:{list}`.
pub const ACCESS_LIST: &str = "urn:altinn:access-list";
/// Subject: `organization` or `person`.
pub const PARTY_TYPE: &str = "urn:altinn:partytype";

/// Category of an obligation's assignment: security level that a person needs.
pub const MINIMUM_LEVEL: &str = "urn:altinn:minimum-authenticationlevel";
/// Category of an obligation's assignment: security level that an organization's token needs.
pub const MINIMUM_LEVEL_ORG: &str = "urn:altinn:minimum-authenticationlevel-org";

/// A name as policies keep it: those that nearly every policy repeats are kept once for all.
pub fn shared(name: &str) -> Arc<str> {
    static COMMON: LazyLock<HashSet<Arc<str>>> = LazyLock::new(|| {
        let names = [
            SUBJECT,
            RESOURCE,
            ACTION,
            ENVIRONMENT,
            ACTION_ID,
            RESOURCE_ID,
            ORG,
            APP,
            PARTY_ID,
            ORGANIZATION_NUMBER,
            USER_ID,
            ROLE_CODE,
            ROLE,
            EXTERNAL_ROLE_CCR,
            ACCESS_PACKAGE,
            MINIMUM_LEVEL,
            MINIMUM_LEVEL_ORG,
        ];
        names.into_iter().map(Arc::from).collect()
    });
    COMMON.get(name).cloned().unwrap_or_else(|| name.into())
}

/// Whether an attribute tells what the subject may do for the party, which only the engine's own facts may
/// say. Case is ignored, so that no spelling slips past.
pub fn is_granted_by_facts(attribute_id: &str) -> bool {
    const EXACT: [&str; 6] = [
        ROLE_CODE,
        ROLE,
        ESTATE_ROLE,
        ACCESS_PACKAGE,
        ACCESS_LIST,
        PARTY_TYPE,
    ];
    EXACT.iter().any(|id| id.eq_ignore_ascii_case(attribute_id)) || is_external_role(attribute_id)
}

/// Whether an attribute is a role or an access package: what gives a person rights that he may pass on.
pub fn is_role_or_package(attribute_id: &str) -> bool {
    [ROLE_CODE, ROLE, ACCESS_PACKAGE].contains(&attribute_id) || is_external_role(attribute_id)
}

fn is_external_role(attribute_id: &str) -> bool {
    attribute_id
        .get(..EXTERNAL_ROLE.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(EXTERNAL_ROLE))
}
