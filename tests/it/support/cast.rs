//! The demo data's cast, by the names that tests use.

use uuid::{Uuid, uuid};

/// National ids; synthetic, they belong to nobody.
pub const KARI: &str = "12847421027";
pub const OLA: &str = "27889631185";
pub const PER: &str = "19816923088";
/// Has neither roles nor an e-mail address.
pub const NORA: &str = "21828817040";
/// Born in 2009.
pub const JONAS: &str = "15870961062";

pub const BAKERY: &str = "310501018";
pub const BAKERY_ID: Uuid = uuid!("f0a10000-0000-4000-8000-000000020001");
pub const PLUMBER: &str = "310601004";
pub const PLUMBER_ID: Uuid = uuid!("f0a10000-0000-4000-8000-000000020004");
pub const JONAS_ID: Uuid = uuid!("f0a10000-0000-4000-8000-000000010008");
pub const VENDOR: &str = "310801003";

pub const VENDOR_CLIENT: &str = "bedriftshjelp-regnskap123";
/// A client of another vendor: the plumber, who made a system for itself.
pub const OTHER_VENDOR_CLIENT: &str = "rorfag-egenutviklet";
pub const TAX_OWNER_CLIENT: &str = "dts-tjenesteeier";
pub const TRADE_OWNER_CLIENT: &str = "nod-tjenesteeier";

pub const TAX_BASIS: &str = "dts-skattegrunnlag";
pub const PAYROLL: &str = "dts-lonnsrapport";
pub const LINK_SERVICE: &str = "nod-fiskekvote";

pub const KARI_ID: Uuid = uuid!("f0a10000-0000-4000-8000-000000010001");
/// The general manager of the bakery's accountant.
pub const GRETE: &str = "08868014009";
/// Her employee, who runs the bakery's payroll.
pub const AMIR: &str = "30899126021";
pub const AMIR_ID: Uuid = uuid!("f0a10000-0000-4000-8000-000000010006");
pub const ACCOUNTANT_ID: Uuid = uuid!("f0a10000-0000-4000-8000-000000020005");
/// A subunit of the bakery.
pub const BAKERY_SQUARE: &str = "310502006";
/// A link service that needs a login at the high level.
pub const HIGH_LINK_SERVICE: &str = "dts-motorvogn";

/// Operates the portal: holds `read` and `write` on `fullmakt_operation` at [`OPERATOR`].
pub const ODD: &str = "05857713054";
pub const OPERATOR: &str = "310904007";
pub const OPERATOR_ID: Uuid = uuid!("f0a10000-0000-4000-8000-00000002000e");
/// The resource administrator of the tax office, whose code is `dts`.
pub const LIV: &str = "09908324061";
pub const TAX_OWNER: &str = "310901008";
pub const TAX_OWNER_ID: Uuid = uuid!("f0a10000-0000-4000-8000-00000002000c");

/// The resource administrator of the trade office, whose code is `nod`.
pub const TROND: &str = "26837032260";
pub const TRADE_OWNER_ID: Uuid = uuid!("f0a10000-0000-4000-8000-00000002000d");

pub const VENDOR_ID: Uuid = uuid!("f0a10000-0000-4000-8000-000000020007");
/// The general manager of the vendor.
pub const VIDAR: &str = "17837915066";
/// An API that anybody's suppliers may use, by the scope `dts:skattegrunnlag.read`.
pub const TAX_BASIS_API: &str = "dts-skattegrunnlag-api";
/// The portal's own API for service owners' systems, by the scopes that those have.
pub const OWNER_API: &str = "fullmakt-tjenesteeier-api";
