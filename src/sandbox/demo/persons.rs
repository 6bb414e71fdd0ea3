use uuid::Uuid;

use crate::domain::{Day, Language, NationalId, Party, PartyId, PartyKind, Person};

/// An invented person. The national id is synthetic (month + 80) and belongs to nobody.
pub struct DemoPerson {
    serial: u16,
    pub name: &'static str,
    pub national_id: &'static str,
    born: &'static str,
    /// Who it is, in bokmål, nynorsk and English, for whoever picks somebody to log in as.
    about: [&'static str; 3],
}

pub const KARI: DemoPerson = DemoPerson {
    serial: 1,
    name: "Kari Nøkkelvik",
    national_id: "12847421027",
    born: "1974-04-12",
    about: [
        "Daglig leder i Nøkkelvik Bakeri AS",
        "Dagleg leiar i Nøkkelvik Bakeri AS",
        "General manager of Nøkkelvik Bakeri AS",
    ],
};

pub const STIG: DemoPerson = DemoPerson {
    serial: 2,
    name: "Stig Nøkkelvik",
    national_id: "03916112075",
    born: "1961-11-03",
    about: [
        "Styreleder i Nøkkelvik Bakeri AS",
        "Styreleiar i Nøkkelvik Bakeri AS",
        "Chair of Nøkkelvik Bakeri AS",
    ],
};

pub const OLA: DemoPerson = DemoPerson {
    serial: 3,
    name: "Ola Deigmann",
    national_id: "27889631185",
    born: "1996-08-27",
    about: [
        "Ansatt i Nøkkelvik Bakeri AS; får lese posten, kan ikke gi tilganger",
        "Tilsett i Nøkkelvik Bakeri AS; får lese posten, kan ikkje gi tilgangar",
        "Employee of Nøkkelvik Bakeri AS; may read its post, cannot give access",
    ],
};

pub const PER: DemoPerson = DemoPerson {
    serial: 4,
    name: "Per Hansen",
    national_id: "19816923088",
    born: "1969-01-19",
    about: [
        "Daglig leder i Rørlegger Hansen & Sønner AS",
        "Dagleg leiar i Rørlegger Hansen & Sønner AS",
        "General manager of Rørlegger Hansen & Sønner AS",
    ],
};

pub const GRETE: DemoPerson = DemoPerson {
    serial: 5,
    name: "Grete Balanse",
    national_id: "08868014009",
    born: "1980-06-08",
    about: [
        "Daglig leder i Tall & Balanse Regnskap AS, bakeriets regnskapsfører",
        "Dagleg leiar i Tall & Balanse Regnskap AS, rekneskapsføraren til bakeriet",
        "General manager of Tall & Balanse Regnskap AS, the bakery's accountant",
    ],
};

pub const AMIR: DemoPerson = DemoPerson {
    serial: 6,
    name: "Amir Sifferstad",
    national_id: "30899126021",
    born: "1991-09-30",
    about: [
        "Ansatt i Tall & Balanse Regnskap AS; tar lønn for bakeriet",
        "Tilsett i Tall & Balanse Regnskap AS; tek løn for bakeriet",
        "Employee of Tall & Balanse Regnskap AS; does the bakery's payroll",
    ],
};

pub const NORA: DemoPerson = DemoPerson {
    serial: 7,
    name: "Nora Postløs",
    national_id: "21828817040",
    born: "1988-02-21",
    about: [
        "Privatperson uten e-postadresse og uten roller",
        "Privatperson utan e-postadresse og utan roller",
        "Private person without e-mail address and without roles",
    ],
};

pub const JONAS: DemoPerson = DemoPerson {
    serial: 8,
    name: "Jonas Ungmann",
    national_id: "15870961062",
    born: "2009-07-15",
    about: [
        "Privatperson født i 2009",
        "Privatperson fødd i 2009",
        "Private person born in 2009",
    ],
};

pub const VIDAR: DemoPerson = DemoPerson {
    serial: 9,
    name: "Vidar Kodevik",
    national_id: "17837915066",
    born: "1979-03-17",
    about: [
        "Daglig leder hos systemleverandøren Bedriftshjelp AS",
        "Dagleg leiar hos systemleverandøren Bedriftshjelp AS",
        "General manager of the vendor Bedriftshjelp AS",
    ],
};

pub const UNNI: DemoPerson = DemoPerson {
    serial: 10,
    name: "Unni Blomvik",
    national_id: "23907224120",
    born: "1972-10-23",
    about: [
        "Innehaver av enkeltpersonforetaket Blomvik Blomster",
        "Innehavar av enkeltpersonføretaket Blomvik Blomster",
        "Sole proprietor of Blomvik Blomster",
    ],
};

pub const BERIT: DemoPerson = DemoPerson {
    serial: 11,
    name: "Berit Boesen",
    national_id: "11816513059",
    born: "1965-01-11",
    about: [
        "Bobestyrer for konkursboet etter Havsnerten Handel AS",
        "Bobestyrar for konkursbuet etter Havsnerten Handel AS",
        "Administrator of the estate of Havsnerten Handel AS",
    ],
};

pub const ARNE: DemoPerson = DemoPerson {
    serial: 12,
    name: "Arne Formann",
    national_id: "28865711036",
    born: "1957-06-28",
    about: [
        "Styreleder i Nøkkelvik Sangforening",
        "Styreleiar i Nøkkelvik Sangforening",
        "Chair of the association Nøkkelvik Sangforening",
    ],
};

pub const ROLF: DemoPerson = DemoPerson {
    serial: 13,
    name: "Rolf Ettersyn",
    national_id: "14827635031",
    born: "1976-02-14",
    about: [
        "Daglig leder i Ettersyn Revisjon AS, bakeriets revisor",
        "Dagleg leiar i Ettersyn Revisjon AS, revisoren til bakeriet",
        "General manager of Ettersyn Revisjon AS, the bakery's auditor",
    ],
};

pub const ODD: DemoPerson = DemoPerson {
    serial: 14,
    name: "Odd Driftland",
    national_id: "05857713054",
    born: "1977-05-05",
    about: [
        "Drifter portalen hos Nøkkelvik Portaldrift: registrerer tjenesteeiere",
        "Driftar portalen hos Nøkkelvik Portaldrift: registrerer tenesteeigarar",
        "Operates the portal at Nøkkelvik Portaldrift: registers service owners",
    ],
};

pub const LIV: DemoPerson = DemoPerson {
    serial: 15,
    name: "Liv Takstad",
    national_id: "09908324061",
    born: "1983-10-09",
    about: [
        "Ressursadministrator hos tjenesteeieren Det tenkte skattekontoret",
        "Ressursadministrator hos tenesteeigaren Det tenkte skattekontoret",
        "Resource administrator of the service owner Det tenkte skattekontoret",
    ],
};

pub const TROND: DemoPerson = DemoPerson {
    serial: 16,
    name: "Trond Tilsynsvik",
    national_id: "26837032260",
    born: "1970-03-26",
    about: [
        "Ressursadministrator hos tjenesteeieren Næringsoppsynet",
        "Ressursadministrator hos tenesteeigaren Næringsoppsynet",
        "Resource administrator of the service owner Næringsoppsynet",
    ],
};

pub const ALL: [&DemoPerson; 16] = [
    &KARI, &STIG, &OLA, &PER, &GRETE, &AMIR, &NORA, &JONAS, &VIDAR, &UNNI, &BERIT, &ARNE, &ROLF,
    &ODD, &LIV, &TROND,
];

/// Who the party is, when it is one of the cast.
pub fn about(id: PartyId, language: Language) -> Option<&'static str> {
    let person = ALL.into_iter().find(|person| person.id() == id)?;
    let [nb, nn, en] = person.about;
    Some(match language {
        Language::Nb => nb,
        Language::Nn => nn,
        Language::En => en,
    })
}

impl DemoPerson {
    pub fn id(&self) -> PartyId {
        PartyId(Uuid::from_u128(
            0xf0a1_0000_0000_4000_8000_0000_0001_0000 + u128::from(self.serial),
        ))
    }

    /// None when one of the numbers is wrong; a test sees to it that none is.
    pub fn party(&self) -> Option<Party> {
        Some(Party {
            id: self.id(),
            number: 50_010_000 + i64::from(self.serial),
            name: self.name.to_owned(),
            kind: PartyKind::Person(Person {
                national_id: NationalId::parse(self.national_id)?,
                born: Day::parse(self.born)?,
                died: None,
                user_number: 20_010_000 + i64::from(self.serial),
            }),
            is_deleted: false,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_person_is_synthetic_and_has_valid_numbers() {
        for demo in ALL {
            let party = demo.party().unwrap();
            let person = party.person().unwrap();
            assert!(person.national_id.is_synthetic(), "{}", demo.name);
            let day = &demo.national_id[0..2];
            assert_eq!(day, &demo.born[8..10], "{}", demo.name);
        }
    }
}
