// Id tokens that a correct provider never makes: the real one, taken apart, changed and signed again (npm jose).
//
// `claims` are put over the token's own, those in `remove` are taken away. `sign` says how: "own" (its key; the usual),
// "other" (a key that nobody has published, under the same id), "unknown" (the same, under an id of its own),
// "none" (not at all), "secret" (HS256 with `secret`).
import { SignJWT, decodeJwt, decodeProtectedHeader, generateKeyPair, importJWK } from 'jose';

export async function forger(token, { claims = {}, remove = [], sign = 'own', secret = '' }, ownKeys) {
  const header = decodeProtectedHeader(token);
  const wanted = { ...decodeJwt(token), ...claims };
  for (const name of remove) delete wanted[name];
  if (sign === 'none') return unsigned({ ...header, alg: 'none' }, wanted);
  const signer = new SignJWT(wanted);
  if (sign === 'secret') {
    return signer.setProtectedHeader({ ...header, alg: 'HS256' }).sign(new TextEncoder().encode(secret));
  }
  if (sign === 'own') {
    const own = ownKeys.find((key) => key.kid === header.kid);
    return signer.setProtectedHeader(header).sign(await importJWK(own, header.alg));
  }
  const { privateKey } = await generateKeyPair(header.alg);
  const kid = sign === 'unknown' ? crypto.randomUUID() : header.kid;
  return signer.setProtectedHeader({ ...header, kid }).sign(privateKey);
}

function unsigned(header, claims) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part(header)}.${part(claims)}.`;
}
