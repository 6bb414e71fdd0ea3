// Makes and checks tokens with jose, in one go: reads instructions as JSON from its input, and writes what came of them.
//
// In:  {"sign": [{"key", "header", "claims"}, …], "verify": [{"token", "jwks_uri", "issuer"}, …]}
// Out: {"keys": {name: public key}, "signed": [token, …], "verified": [{"claims"} or {"problem"}, …]}
//
// A key is made when an instruction first names it: `rsa-…` (2048 bits) or `ec-…` (P-256), but for those whose PEM is
// given in `private`, by name. `secret-pem`, `secret-jwk` and
// `secret-n` are the public half of `rsa-one`, used as a shared secret. What the library will not do is done `by_hand`:
// `header` and `payload` (base64url, when there are no `claims`) go in as they are, and `sign_as` says with what algorithm
// the signature is made, whatever the header says; `""` makes none.
import { appendFileSync, readFileSync } from 'node:fs';
import { createHmac, sign as signBytes } from 'node:crypto';
import {
  CompactSign, base64url, createRemoteJWKSet, exportJWK, exportPKCS8, exportSPKI, generateKeyPair, importPKCS8, jwtVerify,
} from 'jose';

if (process.env.FULLMAKT_TEST_PEERS_LOG) {
  appendFileSync(process.env.FULLMAKT_TEST_PEERS_LOG, `${process.argv[1]}\n`);
}
const instructions = JSON.parse(readFileSync(0, 'utf8'));
const pairs = new Map();

async function pair(name) {
  if (!pairs.has(name)) {
    const [algorithm, options] = name.startsWith('ec-') ? ['ES256', {}] : ['RS256', { modulusLength: 2048 }];
    pairs.set(name, await generateKeyPair(algorithm, { ...options, extractable: true }));
  }
  return pairs.get(name);
}

async function secret(name) {
  const { publicKey } = await pair('rsa-one');
  const jwk = await exportJWK(publicKey);
  switch (name) {
    case 'secret-pem': return Buffer.from(await exportSPKI(publicKey));
    case 'secret-jwk': return Buffer.from(JSON.stringify(jwk));
    case 'secret-n': return Buffer.from(jwk.n);
    default: throw new Error(`no key ${name}`);
  }
}

function payloadOf({ claims, payload }) {
  return claims === undefined ? payload : base64url.encode(JSON.stringify(claims));
}

async function signByHand(one) {
  const signed = `${base64url.encode(JSON.stringify(one.header))}.${payloadOf(one)}`;
  const bytes = Buffer.from(signed);
  const algorithm = one.sign_as ?? one.header.alg;
  if (algorithm === '') return `${signed}.`;
  const hash = `sha${algorithm.slice(2)}`;
  if (algorithm.startsWith('HS')) {
    return `${signed}.${createHmac(hash, await secret(one.key)).update(bytes).digest('base64url')}`;
  }
  const key = { key: await privateKey(one.key), dsaEncoding: 'ieee-p1363' };
  return `${signed}.${signBytes(hash, bytes, key).toString('base64url')}`;
}

async function privateKey(name) {
  if (instructions.private?.[name]) return instructions.private[name];
  return exportPKCS8((await pair(name)).privateKey);
}

async function sign(one) {
  if (one.by_hand) return signByHand(one);
  // The same numbers are another key to this library for each algorithm.
  const key = await importPKCS8(await privateKey(one.key), one.header.alg);
  return new CompactSign(Buffer.from(JSON.stringify(one.claims))).setProtectedHeader(one.header).sign(key);
}

async function verify({ token, jwks_uri: uri, issuer }) {
  try {
    await checkKeySet(uri);
    const answer = await jwtVerify(token, createRemoteJWKSet(new URL(uri)), { issuer, algorithms: ['RS256'] });
    return { claims: answer.payload };
  } catch (problem) {
    return { problem: String(problem) };
  }
}

// Node decodes base64 of every kind; the standard allows one (RFC 7518 §6.3.1).
async function checkKeySet(uri) {
  const { keys } = await (await fetch(uri)).json();
  for (const key of keys) {
    if (![key.n, key.e].every((part) => /^[A-Za-z0-9_-]+$/.test(part))) throw new Error('not base64url');
    if (['d', 'p', 'q', 'dp', 'dq', 'qi'].some((part) => part in key)) throw new Error('a private key');
  }
}

const signed = [];
for (const one of instructions.sign ?? []) signed.push(await sign(one));
const verified = [];
for (const one of instructions.verify ?? []) verified.push(await verify(one));
const keys = {};
for (const [name, { publicKey }] of pairs) keys[name] = await exportJWK(publicKey);
process.stdout.write(JSON.stringify({ keys, signed, verified }), () => process.exit(0));
