use fullmakt::db::DbError;
use fullmakt::domain::{
    Act, ActDetails, ActId, ActKind, Delegated, Delegation, DelegationId, Email, Given, NationalId,
    OrgNumber, PartyId, Receiver, RoleAssignment,
};
use fullmakt::store::{acts, delegations, parties, profiles, roles};
use time::Duration;
use uuid::Uuid;

use crate::support::cast;
use crate::support::database::kinds;
use crate::support::rows::{self, BAKERY, KARI, Rows, SUBUNIT, moment};

#[tokio::test]
async fn a_party_is_found_by_each_of_its_numbers() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let db = &rows.db;
        let kari = Some(rows::kari());
        let national_id = NationalId::parse(cast::KARI).unwrap();
        assert_eq!(parties::find(db, KARI).await.unwrap(), kari);
        assert_eq!(parties::find_by_number(db, 50_010_001).await.unwrap(), kari);
        assert_eq!(
            parties::find_by_user_number(db, 20_010_001).await.unwrap(),
            kari
        );
        assert_eq!(
            parties::find_by_national_id(db, &national_id)
                .await
                .unwrap(),
            kari
        );
        let number = OrgNumber::parse(cast::BAKERY_SQUARE).unwrap();
        let found = parties::find_by_org_number(db, &number).await.unwrap();
        assert_eq!(found, Some(rows::subunit()));
        assert_eq!(
            parties::find(db, PartyId(Uuid::from_u128(9)))
                .await
                .unwrap(),
            None
        );
    }
}

#[tokio::test]
async fn a_number_belongs_to_one_party() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let mut tx = rows.write().await;
        let twin = rows::organization(PartyId(Uuid::from_u128(9)), 7, cast::BAKERY, None);
        let refused = parties::insert(&mut tx, &twin).await;
        assert!(
            matches!(refused, Err(DbError::Duplicate)),
            "{kind:?}: {refused:?}"
        );
    }
}

#[tokio::test]
async fn a_list_of_ids_answers_those_and_an_empty_one_nobody() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let ids = [SUBUNIT, PartyId(Uuid::from_u128(9)), KARI];
        let found = parties::list(&rows.db, &ids).await.unwrap();
        assert_eq!(found, [rows::kari(), rows::subunit()], "{kind:?}");
        assert_eq!(parties::list(&rows.db, &[]).await.unwrap(), []);
    }
}

#[tokio::test]
async fn a_search_for_persons_takes_signs_as_they_are() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        for (text, hits) in [
            ("kari", 1),
            ("KARI", 1),
            ("nøkkel", 1),
            ("%", 0),
            ("_", 0),
            ("!", 0),
        ] {
            let found = parties::list_persons_named(&rows.db, text, 10)
                .await
                .unwrap();
            assert_eq!(found.len(), hits, "{kind:?} {text}");
        }
        assert_eq!(
            parties::list_persons_named(&rows.db, "", 0).await.unwrap(),
            []
        );
    }
}

fn role(holder: PartyId, at: PartyId, role: &str) -> RoleAssignment {
    RoleAssignment {
        at,
        holder,
        role: role.into(),
    }
}

#[tokio::test]
async fn roles_at_the_main_unit_count_at_its_subunit_and_not_the_other_way() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let (db, mut tx) = (&rows.db, rows.write().await);
        let manager = role(KARI, BAKERY, "daglig-leder");
        let contact = role(KARI, SUBUNIT, "kontaktperson");
        for assignment in [&manager, &contact] {
            roles::insert(&mut tx, assignment).await.unwrap();
        }
        let again = roles::insert(&mut tx, &manager).await;
        assert!(matches!(again, Err(DbError::Duplicate)), "{kind:?}");
        drop(tx);
        assert_eq!(
            roles::list_held(db, &[KARI], BAKERY).await.unwrap(),
            [],
            "nothing was committed"
        );
        let mut tx = rows.write().await;
        for assignment in [&manager, &contact] {
            roles::insert(&mut tx, assignment).await.unwrap();
        }
        tx.commit().await.unwrap();
        let held = roles::list_held(db, &[KARI], BAKERY).await.unwrap();
        let main = roles::HeldRole {
            assignment: manager,
            form: Some("AS".into()),
        };
        assert_eq!(held, [main], "{kind:?}");
        assert_eq!(
            roles::list_held(db, &[KARI, BAKERY], SUBUNIT)
                .await
                .unwrap()
                .len(),
            2
        );
        assert_eq!(roles::list_held(db, &[], SUBUNIT).await.unwrap(), []);
        let keys = ["daglig-leder".to_owned()];
        assert_eq!(
            roles::list_key_organizations(db, KARI, &keys)
                .await
                .unwrap(),
            [BAKERY]
        );
        assert_eq!(
            roles::list_key_organizations(db, KARI, &[]).await.unwrap(),
            []
        );
    }
}

fn delegation(id: u128, what: Delegated) -> Delegation {
    Delegation {
        id: DelegationId(Uuid::from_u128(id)),
        from: BAKERY,
        to: Receiver::Party(KARI),
        what,
        given_by: KARI,
        given_at: moment(),
    }
}

#[tokio::test]
async fn a_delegation_from_the_main_unit_counts_for_its_subunit() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let given = [
            delegation(
                1,
                Delegated::Package {
                    urn: "urn:altinn:accesspackage:x".into(),
                },
            ),
            delegation(
                2,
                Delegated::Action {
                    resource: cast::TAX_BASIS.into(),
                    action: "read".into(),
                },
            ),
        ];
        let mut tx = rows.write().await;
        for one in &given {
            delegations::insert(&mut tx, one).await.unwrap();
        }
        tx.commit().await.unwrap();
        for party in [BAKERY, SUBUNIT] {
            let found = delegations::list_to_parties(&rows.db, KARI, &[], party)
                .await
                .unwrap();
            assert_eq!(found, given.clone().map(Given::Directly), "{kind:?}");
        }
        let list = async |holder, key_organizations: &[PartyId]| {
            let found =
                delegations::list_to_parties(&rows.db, holder, key_organizations, BAKERY).await;
            found.unwrap().len()
        };
        assert_eq!(list(BAKERY, &[]).await, 0, "{kind:?}");
        assert_eq!(list(BAKERY, &[KARI]).await, 2, "{kind:?}");
    }
}

#[tokio::test]
async fn an_email_is_kept_replaced_and_removed() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        assert_eq!(profiles::find_email(&rows.db, KARI).await.unwrap(), None);
        for email in [Some("a@b.example"), Some("c@d.example"), None] {
            let email = email.and_then(Email::parse);
            let mut tx = rows.write().await;
            profiles::set_email(&mut tx, KARI, email.as_ref(), moment())
                .await
                .unwrap();
            tx.commit().await.unwrap();
            assert_eq!(
                profiles::find_email(&rows.db, KARI).await.unwrap(),
                email,
                "{kind:?}"
            );
        }
    }
}

#[tokio::test]
async fn acts_come_back_newest_first_to_the_microsecond() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let act = |id, micros| Act {
            id: ActId(Uuid::from_u128(id)),
            at: moment().plus(Duration::microseconds(micros)),
            actor: KARI,
            party: BAKERY,
            kind: ActKind::EmailChanged,
            object: Uuid::from_u128(7),
            details: ActDetails {
                resource: Some(cast::TAX_BASIS.into()),
                actions: vec!["read".into()],
                ..ActDetails::default()
            },
        };
        // Ends in whole tenths and in zeros: text of varying width would sort these wrongly.
        let stored = [act(1, 876_544), act(2, 0), act(3, 1), act(4, 876_543)];
        let mut tx = rows.write().await;
        for one in &stored {
            acts::insert(&mut tx, one).await.unwrap();
        }
        tx.commit().await.unwrap();
        let listed = acts::list_on(&rows.db, BAKERY, Uuid::from_u128(7))
            .await
            .unwrap();
        let [one, two, three, four] = stored;
        assert_eq!(listed, [one, four, three, two], "{kind:?}");
        assert_eq!(
            acts::list_on(&rows.db, SUBUNIT, Uuid::from_u128(7))
                .await
                .unwrap(),
            []
        );
    }
}
