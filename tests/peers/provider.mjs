// An OpenID provider that looks like ID-porten, by an independent, certified implementation (npm oidc-provider).
//
// Settings: `name` (for its cookies, so that several providers can be used with one browser), `port`, `client` (metadata
// of OpenID Connect Dynamic Client Registration: redirect_uris, backchannel_logout_uri …), `algorithm` of its id tokens.
//
// POST /control changes it while it runs; the answer comes when it is done:
//   client   replaces the client's metadata: for addresses that are known only once the portal runs
//   ahead    how many seconds its clock is ahead of the machine's
//   rotate   true: signs with new keys, publishes no old ones
//   forge    what is wrong with the next id token (forge.mjs)
// GET /control tells what it has been asked: `authorizations`, the queries of requests for a login, the latest last.
//
// At /interaction/{uid} a person logs in by a form: `account` is the national id (or an e-mail address, for a person
// without one), `acr` and `amr` as ID-porten writes them, `error` instead of it all for a login that is given up.
import { createServer } from 'node:http';
import { generateKeyPair, exportJWK } from 'jose';
import { Provider, interactionPolicy } from 'oidc-provider';
import { forger } from './forge.mjs';
import { listen, ready, settings } from './peer.mjs';
import { Shelf } from './shelf.mjs';

const LEVELS = ['selfregistered-email', 'idporten-loa-low', 'idporten-loa-substantial', 'idporten-loa-high'];
const name = settings.name ?? 'peer';
const state = { client: settings.client, keys: [], forge: undefined, authorizations: [] };

// Its own clock, since the portal's is moved by tests too.
const machine = Date.now;
let ahead = 0;
Date.now = () => machine() + ahead * 1000;

async function newKeys() {
  const made = await Promise.all(['RS256', 'ES256'].map(async (alg) => {
    const { privateKey } = await generateKeyPair(alg, { extractable: true });
    return { ...(await exportJWK(privateKey)), alg, use: 'sig', kid: `${alg}-${crypto.randomUUID()}` };
  }));
  state.keys = made;
}

/** Asks again when the login that is remembered is weaker than what is wanted; by itself `acr_values` is but a wish. */
function policy() {
  const prompts = interactionPolicy.base();
  prompts.get('login').checks.add(new interactionPolicy.Check('level', 'a stronger login is needed', (ctx) => {
    const wanted = (ctx.oidc.params.acr_values ?? '').split(' ').map((acr) => LEVELS.indexOf(acr)).filter((n) => n >= 0);
    const has = LEVELS.indexOf(ctx.oidc.session.acr);
    const fresh = ctx.oidc.result?.login;
    return !fresh && wanted.length > 0 && has < Math.min(...wanted);
  }));
  prompts.remove('consent');
  return prompts;
}

/** ID-porten asks nobody whether a portal may know who they are. */
async function grant(ctx) {
  const found = new ctx.oidc.provider.Grant({ accountId: ctx.oidc.session.accountId, clientId: ctx.oidc.client.clientId });
  found.addOIDCScope(ctx.oidc.params.scope);
  found.addOIDCClaims(['pid', 'locale']);
  await found.save();
  return found;
}

/** What `sub` will be. Not the number itself, so that whoever takes it for one fails. */
const idOf = (account) => `s-${Buffer.from(account).toString('hex')}`;

async function account(ctx, id) {
  const is = Buffer.from(id.slice(2), 'hex').toString();
  const who = /^\d{11}$/.test(is) ? { pid: is } : { email: is };
  return { accountId: id, claims: () => ({ sub: id, locale: 'nb', ...who }) };
}

function build(issuer) {
  const provider = new Provider(issuer, {
    adapter: Shelf,
    acrValues: LEVELS,
    claims: { openid: ['sub', 'pid', 'email', 'locale', 'amr'] },
    clients: state.client ? [{
      id_token_signed_response_alg: settings.algorithm ?? 'RS256',
      require_auth_time: true,
      ...state.client,
    }] : [],
    conformIdTokenClaims: false,
    cookies: {
      keys: ['a key that only signs cookies of tests'],
      names: { session: `_${name}_session`, interaction: `_${name}_interaction`, resume: `_${name}_resume` },
    },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource: logoutPage },
    },
    // Its guard refuses addresses of this machine; here there are no others.
    fetch: (url, options) => { delete options.dispatcher; return fetch(url, options); },
    findAccount: account,
    interactions: { policy: policy(), url: (ctx, interaction) => `${issuer}/interaction/${interaction.uid}` },
    jwks: { keys: state.keys },
    loadExistingGrant: grant,
    pkce: { required: () => true },
    renderError: (ctx, out) => { ctx.type = 'text'; ctx.body = `${out.error}: ${out.error_description}`; },
    ttl: { IdToken: 120, AccessToken: 600, AuthorizationCode: 60, Session: 1800, Grant: 1800, Interaction: 600 },
  });
  provider.on('backchannel.error', (ctx, error) => console.error('back-channel logout:', error.message));
  provider.use(pages(provider));
  return provider.callback();
}

/** ID-porten does not ask whether somebody wants to log out: the form sends itself in a browser; tests send it by hand. */
function logoutPage(ctx, form) {
  ctx.type = 'html';
  ctx.body = `<!doctype html><html lang="nb"><title>Logger ut</title>${form.replace('</form>',
    '<input type="hidden" name="logout" value="yes"></form>')}`;
}

function pages(provider) {
  return async (ctx, next) => {
    if (ctx.path === '/auth' && ctx.method === 'GET') state.authorizations.push({ ...ctx.query });
    if (!ctx.path.startsWith('/interaction/')) {
      await next();
      if (ctx.path === '/token' && ctx.body?.id_token && state.forge) {
        ctx.body.id_token = await forger(ctx.body.id_token, state.forge, state.keys);
        state.forge = undefined;
      }
      return;
    }
    if (ctx.method === 'GET') {
      await provider.interactionDetails(ctx.req, ctx.res);
      ctx.type = 'html';
      ctx.body = `<!doctype html><html lang="nb"><title>Logg inn</title><h1>Logg inn</h1><form method="post">
        <input name="account"><input name="acr" value="idporten-loa-substantial"><button>Logg inn</button></form>`;
      return;
    }
    const form = Object.fromEntries(new URLSearchParams(await text(ctx.req)));
    await provider.interactionFinished(ctx.req, ctx.res, result(form), { mergeWithLastSubmission: false });
    ctx.respond = false;
  };
}

function result(form) {
  if (form.error) return { error: form.error, error_description: form.error_description };
  const acr = form.acr || 'idporten-loa-substantial';
  return { login: { accountId: idOf(form.account), acr, amr: [form.amr || 'BankID'], remember: true } };
}

async function text(request) {
  let all = '';
  for await (const part of request) all += part;
  return all;
}

async function control(request, response, issuer) {
  if (request.method === 'POST') {
    const wanted = JSON.parse(await text(request));
    if (wanted.client) state.client = wanted.client;
    if (wanted.ahead !== undefined) ahead = wanted.ahead;
    if (wanted.forge) state.forge = wanted.forge;
    if (wanted.rotate) await newKeys();
    if (wanted.client || wanted.rotate) serve = build(issuer);
  }
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ authorizations: state.authorizations }));
}

let serve = (request, response) => response.end();
const server = createServer((request, response) => {
  if (request.url === '/control') control(request, response, url);
  else serve(request, response);
});
const url = await listen(server);
await newKeys();
serve = build(url);
ready({ url });
