//! Login at an OpenID provider that is not ours: npm oidc-provider, which is certified, dressed as ID-porten.

mod back_channel;
mod flow;
mod forged;
mod keys;
mod limits;
mod scene;
mod several;
mod way_back;
