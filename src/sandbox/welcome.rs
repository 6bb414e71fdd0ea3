use super::demo::persons::{KARI, OLA};
use super::paths;

/// The lines for whoever started the server.
pub fn text(public_url: &str) -> String {
    format!(
        "The sandbox is on: everything in it is invented, and anybody can log in as anybody.\n\
         \n\
         \x20 Start here    {public_url}{start}\n\
         \x20 The portal    {public_url}/\n\
         \n\
         Log in as {kari}, who manages the bakery, or as {ola}, who works there and may not approve.\n",
        start = paths::START,
        kari = KARI.name,
        ola = OLA.name,
    )
}
