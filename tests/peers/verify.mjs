// Verifies a token of Fullmakt's as a vendor's library does, from the metadata on, and says what it found in it.
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { ready, settings } from './peer.mjs';

const metadata = await (await fetch(settings.configuration)).json();
const keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
const { payload, protectedHeader } = await jwtVerify(settings.token, keys, {
  issuer: metadata.issuer,
  algorithms: metadata.id_token_signing_alg_values_supported,
  requiredClaims: ['iss', 'iat', 'nbf', 'exp', 'sid', 'jti'],
});
ready({ payload, header: protectedHeader });
