//! A world in plain lists, made by chance, and put into a database.

use fullmakt::db::{Db, Run as _, Sql};
use fullmakt::domain::{
    Day, Delegated, Delegation, DelegationId, NationalId, OrgNumber, Organization, PartyId,
    PartyKind, Person, RoleAssignment, SystemUser, SystemUserId,
};
use fullmakt::domain::{Party, Receiver as Stored};
use fullmakt::ops::Subject;
use fullmakt::store;
use uuid::Uuid;

use crate::support::cast;
use crate::support::rows::{self, SYSTEM};

#[derive(Debug)]
pub struct World {
    number: u64,
    people: Vec<Member>,
    pub roles: Vec<Role>,
    pub delegations: Vec<Given>,
    pub client_delegations: Vec<PassedOn>,
    system_users: Vec<User>,
}

/// A party.
#[derive(Debug)]
pub struct Member {
    id: PartyId,
    serial: u64,
    pub person: Option<Mortal>,
    pub form: Option<String>,
    parent: Option<PartyId>,
    pub is_deleted: bool,
}

#[derive(Clone, Copy, Debug)]
pub struct Mortal {
    pub is_dead: bool,
}

#[derive(Debug, PartialEq)]
pub struct Role {
    pub at: PartyId,
    pub holder: PartyId,
    pub role: String,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Receiver {
    Party(PartyId),
    SystemUser(SystemUserId),
}

#[derive(Clone, Debug, PartialEq)]
pub enum What {
    Package(String),
    Right(String, String),
}

#[derive(Debug)]
pub struct Given {
    pub from: PartyId,
    pub to: Receiver,
    pub what: What,
    pub is_revoked: bool,
}

#[derive(Debug)]
pub struct PassedOn {
    pub client: PartyId,
    pub via: PartyId,
    pub to: Receiver,
    pub role: String,
    pub package: String,
    pub is_revoked: bool,
}

#[derive(Debug)]
struct User {
    id: SystemUserId,
    owner: PartyId,
    is_active: bool,
}

const FORMS: [&str; 9] = [
    "AS", "ENK", "ENK", "IKS", "BRL", "KBO", "NUF", "KOMM", "ENK",
];
const ROLES: [&str; 20] = [
    "daglig-leder",
    "daglig-leder",
    "styreleder",
    "innehaver",
    "innehaver",
    "innehaver",
    "deltaker-delt-ansvar",
    "deltaker-delt-ansvar",
    "bostyrer",
    "regnskapsforer",
    "regnskapsforer",
    "revisor",
    "forretningsforer",
    "styremedlem",
    "kontaktperson-nuf",
    "norsk-representant",
    "supplier",
    "appstyrt-rettighetshaver",
    "rettighetshaver",
    "bank-representasjon-dagligbank",
];
const PACKAGES: [&str; 5] = [
    "skattegrunnlag",
    "hovedadministrator",
    "regnskapsforer-med-signeringsrettighet",
    "lonn",
    "klientadministrator",
];
const CLIENT_ROLES: [&str; 3] = ["regnskapsforer", "revisor", "rettighetshaver"];

/// Numbers that look like chance and are the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn pick<T: Clone>(&mut self, among: &[T]) -> T {
        among[self.below(among.len())].clone()
    }

    fn is_one_in(&mut self, limit: usize) -> bool {
        self.below(limit) == 0
    }

    fn package(&mut self) -> String {
        format!("urn:altinn:accesspackage:{}", self.pick(&PACKAGES))
    }
}

impl World {
    pub fn random(number: u64) -> Self {
        let mut chance = Chance(number * 7_919 + 17);
        let mut world = Self {
            number,
            people: Vec::new(),
            roles: Vec::new(),
            delegations: Vec::new(),
            client_delegations: Vec::new(),
            system_users: Vec::new(),
        };
        world.add_people(&mut chance);
        world.add_system_users(&mut chance);
        world.add_roles(&mut chance);
        world.add_delegations(&mut chance);
        world.add_client_delegations(&mut chance);
        world
    }

    fn add_people(&mut self, chance: &mut Chance) {
        for _ in 0..4 {
            let is_dead = chance.is_one_in(3);
            let is_deleted = chance.is_one_in(8);
            self.add(Some(Mortal { is_dead }), None, None, is_deleted);
        }
        for form in FORMS {
            let is_deleted = chance.is_one_in(8);
            let main = self.add(None, Some(form), None, is_deleted);
            if chance.is_one_in(3) {
                let is_deleted = chance.is_one_in(8);
                self.add(None, Some("BEDR"), Some(main), is_deleted);
            }
        }
    }

    fn add(
        &mut self,
        person: Option<Mortal>,
        form: Option<&str>,
        parent: Option<PartyId>,
        is_deleted: bool,
    ) -> PartyId {
        let serial = self.number * 40 + self.people.len() as u64;
        let id = PartyId(Uuid::from_u128(0xdef_0000 + u128::from(serial)));
        self.people.push(Member {
            id,
            serial,
            person,
            form: form.map(str::to_owned),
            parent,
            is_deleted,
        });
        id
    }

    fn add_system_users(&mut self, chance: &mut Chance) {
        for place in 0..3 {
            let id = 0xcab_0000 + u128::from(self.number) * 8 + place;
            self.system_users.push(User {
                id: SystemUserId(Uuid::from_u128(id)),
                owner: chance.pick(&self.parties()),
                is_active: !chance.is_one_in(4),
            });
        }
    }

    /// Every sole proprietorship has an owner and an accountant: what follows from both would be too rare by chance.
    fn add_proprietors(&mut self, chance: &mut Chance) {
        let parties = self.parties();
        let businesses = parties
            .iter()
            .filter(|id| self.form(**id).as_deref() == Some("ENK"));
        let businesses: Vec<PartyId> = businesses.copied().collect();
        for at in businesses {
            let accountant = chance.pick(&["regnskapsforer", "revisor"]);
            let owner = parties[chance.below(4)];
            for (holder, role) in [(owner, "innehaver"), (chance.pick(&parties), accountant)] {
                self.roles.push(Role {
                    at,
                    holder,
                    role: role.to_owned(),
                });
            }
        }
    }

    fn add_roles(&mut self, chance: &mut Chance) {
        self.add_proprietors(chance);
        let parties = self.parties();
        for _ in 0..45 {
            let role = Role {
                at: chance.pick(&parties),
                holder: chance.pick(&parties),
                role: chance.pick(&ROLES).to_owned(),
            };
            // Guardians have persons as wards; everything else is held at organizations.
            let is_guardian = role.role.starts_with("bank-");
            let is_person = self.party(role.at).person.is_some();
            if is_guardian == is_person && !self.roles.contains(&role) {
                self.roles.push(role);
            }
        }
    }

    fn receiver(&self, chance: &mut Chance) -> Receiver {
        match chance.is_one_in(3) {
            true => {
                let place = chance.below(self.system_users.len());
                Receiver::SystemUser(self.system_users[place].id)
            }
            false => Receiver::Party(chance.pick(&self.parties())),
        }
    }

    fn add_delegations(&mut self, chance: &mut Chance) {
        let parties = self.parties();
        for _ in 0..25 {
            let action = chance.pick(&["read", "write"]).to_owned();
            let what = match chance.is_one_in(3) {
                true => What::Right(cast::TAX_BASIS.to_owned(), action),
                false => What::Package(chance.package()),
            };
            let given = Given {
                from: chance.pick(&parties),
                to: self.receiver(chance),
                what,
                is_revoked: chance.is_one_in(6),
            };
            let same =
                |one: &Given| (one.from, one.to, &one.what) == (given.from, given.to, &given.what);
            if !self.delegations.iter().any(same) {
                self.delegations.push(given);
            }
        }
    }

    /// Half of them at clients that there are, the others where nothing is held.
    fn add_client_delegations(&mut self, chance: &mut Chance) {
        let parties = self.parties();
        for _ in 0..30 {
            let mut given = PassedOn {
                client: chance.pick(&parties),
                via: chance.pick(&parties),
                to: self.receiver(chance),
                role: chance.pick(&CLIENT_ROLES).to_owned(),
                package: chance.package(),
                is_revoked: chance.is_one_in(6),
            };
            let place = chance.below(self.roles.len());
            let role = &self.roles[place];
            if chance.is_one_in(2) && CLIENT_ROLES.contains(&role.role.as_str()) {
                (given.client, given.via) = (role.at, role.holder);
                given.role.clone_from(&role.role);
            }
            let place = chance.below(self.delegations.len());
            let direct = &self.delegations[place];
            if let (true, Receiver::Party(to), What::Package(urn)) =
                (chance.is_one_in(3), direct.to, &direct.what)
            {
                (given.client, given.via) = (direct.from, to);
                given.role = "rettighetshaver".to_owned();
                given.package.clone_from(urn);
            }
            let key = |one: &PassedOn| (one.client, one.via, one.role.clone(), one.package.clone());
            let same = |one: &PassedOn| one.to == given.to && key(one) == key(&given);
            if !self.client_delegations.iter().any(same) {
                self.client_delegations.push(given);
            }
        }
    }

    pub fn parties(&self) -> Vec<PartyId> {
        self.people.iter().map(|one| one.id).collect()
    }

    pub fn subjects(&self) -> Vec<Subject> {
        let parties = self.people.iter().map(|one| Subject::Party(one.id));
        let users = self
            .system_users
            .iter()
            .map(|one| Subject::SystemUser(one.id));
        parties.chain(users).collect()
    }

    pub fn party(&self, id: PartyId) -> &Member {
        self.people.iter().find(|one| one.id == id).unwrap()
    }

    pub fn form(&self, id: PartyId) -> Option<String> {
        self.party(id).form.clone()
    }

    pub fn parent(&self, id: PartyId) -> Option<PartyId> {
        self.party(id).parent
    }

    pub fn is_active(&self, id: SystemUserId) -> bool {
        let user = self.system_users.iter().find(|one| one.id == id);
        user.unwrap().is_active
    }

    /// Adds the world to a database, beside those that are there.
    pub async fn insert(&self, db: &Db) {
        let mut tx = db.write().await.unwrap();
        for member in &self.people {
            let party = member.stored();
            store::parties::insert(&mut tx, &party).await.unwrap();
        }
        for Role { at, holder, role } in &self.roles {
            let role = RoleAssignment {
                at: *at,
                holder: *holder,
                role: role.clone(),
            };
            store::roles::insert(&mut tx, &role).await.unwrap();
        }
        for user in &self.system_users {
            let user = user.stored();
            store::system_users::insert(&mut tx, &user).await.unwrap();
        }
        tx.commit().await.unwrap();
        self.insert_given(db).await;
    }

    async fn insert_given(&self, db: &Db) {
        let mut tx = db.write().await.unwrap();
        for (place, given) in self.delegations.iter().enumerate() {
            let id = self.given_id(place);
            let delegation = given.stored(id);
            store::delegations::insert(&mut tx, &delegation)
                .await
                .unwrap();
            if given.is_revoked {
                store::delegations::revoke(&mut tx, id, given.from, rows::moment())
                    .await
                    .unwrap();
            }
        }
        for (place, given) in self.client_delegations.iter().enumerate() {
            let id = self.given_id(100 + place);
            const SQL: Sql = Sql::same(
                "insert into client_delegation (id, client, via, to_party, to_system_user, role, package, given_by, given_at,
                                                revoked_at, revoked_by)
                 values ($1, $2, $3, $4, $5, $6, $7, $2, $8, $9, $10)",
            );
            let (party, user) = match given.to {
                Receiver::Party(party) => (Some(party), None),
                Receiver::SystemUser(user) => (None, Some(user)),
            };
            let revoked = given.is_revoked.then(rows::moment);
            let revoked_by = given.is_revoked.then_some(given.via);
            (&mut tx)
                .run(
                    SQL,
                    &[
                        &id,
                        &given.client,
                        &given.via,
                        &party,
                        &user,
                        &given.role,
                        &given.package,
                        &rows::moment(),
                        &revoked,
                        &revoked_by,
                    ],
                )
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
    }

    fn given_id(&self, place: usize) -> DelegationId {
        let id = 0xfab_0000 + u128::from(self.number) * 200 + place as u128;
        DelegationId(Uuid::from_u128(id))
    }
}

impl Member {
    fn stored(&self) -> Party {
        let kind = match self.person {
            Some(Mortal { is_dead }) => PartyKind::Person(Person {
                national_id: national_id(self.serial),
                born: Day::parse("1974-04-12").unwrap(),
                died: is_dead.then(|| Day::parse("2025-01-31").unwrap()),
                user_number: 20_980_000 + i64::try_from(self.serial).unwrap(),
            }),
            None => PartyKind::Organization(Organization {
                number: org_number(self.serial),
                form: self.form.clone().unwrap(),
                parent: self.parent,
                is_bankrupt: false,
            }),
        };
        Party {
            id: self.id,
            number: 50_980_000 + i64::try_from(self.serial).unwrap(),
            name: format!("Part {}", self.serial),
            kind,
            is_deleted: self.is_deleted,
        }
    }
}

impl User {
    fn stored(&self) -> SystemUser {
        SystemUser {
            id: self.id,
            system: SYSTEM,
            party: self.owner,
            external_ref: self.id.to_string(),
            is_active: self.is_active,
            ..rows::system_user(1)
        }
    }
}

impl Given {
    fn stored(&self, id: DelegationId) -> Delegation {
        Delegation {
            id,
            from: self.from,
            to: match self.to {
                Receiver::Party(party) => Stored::Party(party),
                Receiver::SystemUser(user) => Stored::SystemUser(user),
            },
            what: match &self.what {
                What::Package(urn) => Delegated::Package { urn: urn.clone() },
                What::Right(resource, action) => Delegated::Action {
                    resource: resource.clone(),
                    action: action.clone(),
                },
            },
            given_by: self.from,
            given_at: rows::moment(),
        }
    }
}

/// A number of the synthetic series with a right check digit, another for each serial.
fn org_number(serial: u64) -> OrgNumber {
    let mut numbers = (0..100).map(|last| format!("31{:05}{last:02}", 40_000 + serial));
    numbers
        .find_map(|number| OrgNumber::parse(&number))
        .unwrap()
}

fn national_id(serial: u64) -> NationalId {
    let mut numbers = (0..1_000).map(|last| format!("128475{:02}{last:03}", serial % 100));
    let hundreds = usize::try_from(serial / 100).unwrap();
    let mut valid = numbers.by_ref().filter_map(|text| NationalId::parse(&text));
    valid.nth(hundreds).unwrap()
}
