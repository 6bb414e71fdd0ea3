// Where oidc-provider keeps things: in memory, and longer than one Provider, which is made anew when its keys change.
const things = new Map();
const uids = new Map();
const grants = new Map();

export class Shelf {
  constructor(model) { this.model = model; }

  key(id) { return `${this.model}:${id}`; }

  async upsert(id, payload, expiresIn) {
    things.set(this.key(id), { payload, until: Date.now() + (expiresIn ?? 3600) * 1000 });
    if (payload.uid) uids.set(payload.uid, id);
    if (payload.grantId) grants.set(payload.grantId, [...(grants.get(payload.grantId) ?? []), this.key(id)]);
  }

  async find(id) {
    const found = things.get(this.key(id));
    return found && found.until > Date.now() ? found.payload : undefined;
  }

  async findByUid(uid) { return this.find(uids.get(uid)); }

  async findByUserCode() { return undefined; }

  async consume(id) {
    const found = await this.find(id);
    if (found) found.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) { things.delete(this.key(id)); }

  async revokeByGrantId(grantId) {
    for (const key of grants.get(grantId) ?? []) things.delete(key);
    grants.delete(grantId);
  }
}
