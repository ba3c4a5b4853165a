// A queue in this browser that only its passphrase opens: PBKDF2 (RFC 8018) gives the key, AES-GCM seals each entry.
// Neither passphrase nor key is stored; each clerk has a queue of their own.

const NAME = "hoiam-offline";
const ROUNDS = 600_000;
const CHECK = "check";
const bytes = new TextEncoder();
const words = new TextDecoder();

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

// Resolves only when it is on the disk.
const written = (db, stores, act) =>
  new Promise((resolve, reject) => {
    const work = db.transaction(stores, "readwrite", { durability: "strict" });
    work.oncomplete = () => resolve();
    work.onabort = work.onerror = () => reject(work.error);
    act(work);
  });

async function derived(phrase, salt, rounds) {
  const plain = bytes.encode(phrase.normalize("NFC"));
  const from = await crypto.subtle.importKey("raw", plain, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, from, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

export class Store {
  constructor(db, clerk) {
    this.db = db;
    this.clerk = clerk;
  }

  static async open(clerk) {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("vaults", { keyPath: "clerk" });
      asked.result.createObjectStore("entries", { keyPath: "id" }).createIndex("clerk", "clerk");
    };
    return new Store(await done(asked), clerk);
  }

  find() {
    return done(this.db.transaction("vaults").objectStore("vaults").get(this.clerk));
  }

  entries() {
    return done(this.db.transaction("entries").objectStore("entries").index("clerk").getAll(this.clerk));
  }

  async waiting() {
    return (await this.entries()).filter((one) => !one.done).length;
  }

  // How many entries of other clerks wait in this browser.
  async others() {
    const all = await done(this.db.transaction("entries").objectStore("entries").getAll());
    return all.filter((one) => one.clerk !== this.clerk && !one.done).length;
  }

  async make(phrase) {
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const vault = new Vault(this, await derived(phrase, salt, ROUNDS));
    const check = await vault.seal(CHECK, { clerk: this.clerk });
    const row = { clerk: this.clerk, salt, rounds: ROUNDS, check };
    await written(this.db, ["vaults"], (work) => work.objectStore("vaults").add(row));
    return vault;
  }

  // Null when the passphrase is not the one.
  async unlock(phrase) {
    const { salt, rounds, check } = await this.find();
    const vault = new Vault(this, await derived(phrase, salt, rounds));
    return (await vault.unseal(CHECK, check)) ? vault : null;
  }

  async forget() {
    const rows = await this.entries();
    await written(this.db, ["vaults", "entries"], (work) => {
      work.objectStore("vaults").delete(this.clerk);
      for (const one of rows) work.objectStore("entries").delete(one.id);
    });
  }
}

class Vault {
  #key;

  constructor(store, key) {
    this.store = store;
    this.#key = key;
  }

  #how(id, iv) {
    return { name: "AES-GCM", iv, additionalData: bytes.encode(`${this.store.clerk}/${id}`) };
  }

  async seal(id, what) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const data = await crypto.subtle.encrypt(this.#how(id, iv), this.#key, bytes.encode(JSON.stringify(what)));
    return { iv, data };
  }

  // Null for what another key sealed, or somebody changed.
  async unseal(id, { iv, data }) {
    try {
      return JSON.parse(words.decode(await crypto.subtle.decrypt(this.#how(id, iv), this.#key, data)));
    } catch {
      return null;
    }
  }

  async list() {
    const rows = await this.store.entries();
    const open = await Promise.all(rows.map(async (row) => ({ ...(await this.unseal(row.id, row)), id: row.id })));
    return open.sort((one, other) => (one.made ?? 0) - (other.made ?? 0));
  }

  async put(entry) {
    const { id, code } = entry;
    const row = { id, clerk: this.store.clerk, done: Boolean(code), ...(await this.seal(id, entry)) };
    await written(this.store.db, ["entries"], (work) => work.objectStore("entries").put(row));
  }

  remove(id) {
    return written(this.store.db, ["entries"], (work) => work.objectStore("entries").delete(id));
  }
}
