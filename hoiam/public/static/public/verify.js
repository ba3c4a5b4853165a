// Checks a receipt of the log without asking anybody: C2SP tlog-proof, promise, or HR1 from a QR code.
//
//   const trust = await receipts.policy("ledger.example/hoiam/1+ba697970+AZap…");   // or a tlog-policy
//   const proven = await receipts.check(bytes, trust);                              // or throws receipts.Trouble
//
// The same rules as hoiam/ledger, one spelling per value; formats: docs/ledger.md. No dependency, no build step, no
// network. Where the browser has no Ed25519 of its own, `receipts.fallback` may give a function that verifies.
"use strict";

const receipts = (() => {
  const MOST = 1 << 18, MOST_NOTE = 1 << 17, MOST_STATEMENT = 4096, MOST_POLICY = 1 << 16, NUMBERS = 2n ** 63n;
  const ED25519 = 1, COSIGNATURE = 4, ML_DSA_44 = 6; // the last is read and, as no browser has it, not counted
  const LENGTHS = { [ED25519]: 32, [COSIGNATURE]: 32, [ML_DSA_44]: 1312 };
  const encoder = new TextEncoder();

  class Trouble extends Error {
    constructor(code, proven = false) {
      super(code);
      this.code = code;
      this.unproven = proven; // well formed, but a hash, a signature or the quorum does not hold
    }
  }
  const malformed = (code) => new Trouble(code);
  const unproven = (code) => new Trouble(code, true);
  const demand = (holds, code) => {
    if (!holds) throw malformed(code);
  };

  // ---- strict encodings ----
  function utf8(bytes, most) {
    demand(bytes.length <= most, "too_large");
    let text = "";
    try {
      text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw malformed("utf8");
    }
    demand(!/[\x00-\x09\x0b-\x1f]/.test(text), "control_character");
    return text;
  }
  function unb64(text, length) {
    let raw = "";
    try {
      raw = atob(text);
    } catch {
      throw malformed("base64");
    }
    demand(btoa(raw) === text && (length === undefined || raw.length === length), "base64");
    return Uint8Array.from(raw, (one) => one.charCodeAt(0));
  }
  const b64 = (bytes) => btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(""));
  const hex = (bytes) => Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
  const same = (a, b) => hex(a) === hex(b);
  function join(...parts) {
    const all = parts.map((part) => (typeof part === "string" ? encoder.encode(part) : Uint8Array.from(part)));
    const whole = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
    all.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
    return whole;
  }
  function number(text) {
    demand(/^(0|[1-9][0-9]{0,18})$/.test(text) && BigInt(text) < NUMBERS, "number");
    return BigInt(text);
  }
  function field(line, key) {
    demand(line !== undefined && line.startsWith(`${key} `), "field");
    return line.slice(key.length + 1);
  }
  function split(text, by) {
    const at = text.indexOf(by);
    return at < 0 ? [text, "", false] : [text.slice(0, at), text.slice(at + by.length), true];
  }
  const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

  // ---- signed notes and keys ----
  async function key(vkey) {
    const [name, rest, named] = split(vkey, "+");
    const [id, packed, whole] = split(rest, "+");
    demand(named && whole && vkey.length <= 8192, "vkey");
    const data = unb64(packed);
    demand(data.length > 0 && LENGTHS[data[0]] === data.length - 1, "key_type");
    keyName(name);
    demand(hex((await sha256(join(name, "\n", data))).slice(0, 4)) === id, "key_id");
    return { name, id, kind: data[0], key: data.slice(1), vkey };
  }
  function keyName(name) {
    demand(/^[^\s+\x00-\x1f]+$/u.test(name), "key_name");
    return name;
  }
  function note(text) {
    demand(encoder.encode(text).length <= MOST_NOTE, "too_large");
    const at = text.lastIndexOf("\n\n");
    demand(at > 0 && text.endsWith("\n") && at < text.length - 2, "note");
    const lines = text.slice(at + 2, -1).split("\n");
    demand(lines.length <= 64, "too_many_signatures");
    return { text: text.slice(0, at + 1), lines: lines.map(signatureLine) };
  }
  function signatureLine(line) {
    demand(line.startsWith("— "), "signature_line");
    const [name, packed, gap] = split(line.slice(2), " ");
    const data = unb64(packed);
    demand(gap && data.length > 4, "signature_line");
    return { name: keyName(name), id: hex(data.slice(0, 4)), value: data.slice(4) };
  }
  // What known keys signed, each once; one bad signature under a known key spoils the note.
  async function signed(seen, keys) {
    const held = [];
    for (const line of seen.lines) {
      const by = keys.find((one) => one.name === line.name && one.id === line.id && one.kind !== ML_DSA_44);
      if (by && !held.some((one) => one.by === by)) held.push({ by, time: await opens(by, seen.text, line.value) });
    }
    return held;
  }
  async function opens(by, text, value) {
    let time = null, message = encoder.encode(text), signature = value;
    if (by.kind === COSIGNATURE) {
      time = value.slice(0, 8).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
      message = join(`cosignature/v1\ntime ${time}\n`, text);
      signature = value.slice(8);
    }
    if (signature.length !== 64 || !(await ed25519(by.key, signature, message))) throw unproven("signature");
    return time;
  }
  async function ed25519(raw, signature, message) {
    let known = null;
    try {
      known = await crypto.subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);
    } catch {
      const other = api.fallback && (await api.fallback());
      if (!other) throw malformed("no_ed25519");
      return other(signature, message, raw);
    }
    return crypto.subtle.verify("Ed25519", known, signature, message);
  }

  // ---- whom to believe: a tlog-policy, or public keys alone ----
  async function policy(text) {
    demand(text.length <= MOST_POLICY, "too_large");
    const rows = text.split(/\r?\n/).map((row) => row.replace(/\t/g, " ").trim());
    const said = rows.filter((row) => row && !row.startsWith("#")).map((row) => row.split(/ +/));
    demand(said.length > 0, "no_key");
    demand(said.length <= 256, "policy_too_long");
    const trust = { logs: [], witnesses: new Map(), groups: new Map(), quorum: null };
    if (said.every((row) => row.length === 1)) return keysAlone(said.flat(), trust);
    const used = new Set();
    for (const [word, ...rest] of said) await policyLine(trust, used, word, rest);
    demand(trust.quorum !== null, "policy_quorum");
    return trust;
  }
  async function keysAlone(vkeys, trust) {
    for (const one of await Promise.all(vkeys.map(key))) {
      if (one.kind === COSIGNATURE) trust.witnesses.set(one.vkey, one);
      else trust.logs.push(one);
    }
    return { ...trust, quorum: "none" };
  }
  async function policyLine(trust, used, word, rest) {
    const defined = (name) => trust.witnesses.has(name) || trust.groups.has(name);
    const fresh = (name) => demand(name !== "none" && !defined(name), "policy_duplicate");
    const counts = { log: [1, 2], witness: [2, 3], group: [3, 256], quorum: [1, 1] }[word];
    demand(counts, "policy_word");
    demand(rest.length >= counts[0] && rest.length <= counts[1], "policy_line");
    if (word === "log") {
      const one = await key(rest[0]);
      demand(one.kind !== COSIGNATURE, "key_type");
      demand(!trust.logs.some((other) => same(other.key, one.key)), "policy_duplicate");
      trust.logs.push(one);
    } else if (word === "witness") {
      fresh(rest[0]);
      const one = await key(rest[1]);
      demand(one.kind !== ED25519, "key_type");
      demand(![...trust.witnesses.values()].some((other) => same(other.key, one.key)), "policy_duplicate");
      trust.witnesses.set(rest[0], one);
    } else if (word === "group") {
      const [name, threshold, ...members] = rest;
      fresh(name);
      const needed = { any: 1n, all: BigInt(members.length) }[threshold] ?? number(threshold);
      demand(needed >= 1n && needed <= members.length, "policy_threshold");
      for (const member of members) {
        demand(defined(member) && !used.has(member), "policy_member");
        used.add(member);
      }
      trust.groups.set(name, { needed, members });
    } else {
      demand(trust.quorum === null && (rest[0] === "none" || defined(rest[0])), "policy_quorum");
      trust.quorum = rest[0];
    }
  }
  function met(trust, name, by) {
    if (name === "none") return true;
    if (trust.witnesses.has(name)) return by.includes(trust.witnesses.get(name));
    const group = trust.groups.get(name);
    return group.members.filter((member) => met(trust, member, by)).length >= group.needed;
  }

  // ---- checkpoint and tree ----
  function origin(text) {
    demand(/^[!-~]{1,255}$/.test(text) && !text.includes("+"), "origin");
    return text;
  }
  function checkpoint(text) {
    const lines = text.split("\n");
    demand(lines.pop() === "" && lines.length >= 3 && lines.every(Boolean), "checkpoint");
    return { origin: origin(lines[0]), size: number(lines[1]), root: unb64(lines[2], 32) };
  }
  async function admit(trust, text) {
    const seen = note(text), point = checkpoint(seen.text);
    const held = await signed(seen, [...trust.logs, ...trust.witnesses.values()]);
    if (!held.some((one) => trust.logs.includes(one.by) && one.by.name === point.origin)) throw unproven("log_signature");
    const cosigned = held.filter((one) => !trust.logs.includes(one.by));
    if (!met(trust, trust.quorum, cosigned.map((one) => one.by))) throw unproven("quorum");
    return { point, cosigned };
  }
  // The root this proof leads to; RFC 9162 section 2.1.3.2.
  async function rootOf(leaf, index, size, proof) {
    if (index >= size || size >= NUMBERS || proof.length > 64) throw unproven("inclusion");
    let at = index, last = size - 1n, top = leaf;
    for (const sibling of proof) {
      if (last === 0n) throw unproven("inclusion");
      if (at & 1n || at === last) {
        top = await sha256(join([1], sibling, top));
        while (at && !(at & 1n)) [at, last] = [at >> 1n, last >> 1n];
      } else top = await sha256(join([1], top, sibling));
      [at, last] = [at >> 1n, last >> 1n];
    }
    if (last) throw unproven("inclusion");
    return top;
  }

  // ---- what an entry opens to ----
  const leafOf = (committed) => sha256(join([0], "hoiam/e1\n", committed));
  const commitment = (opening) =>
    opening.statement === null ? opening.secret : sha256(join("hoiam.commit/v1\n", opening.secret, opening.statement));
  function openingOf(data) {
    const text = utf8(data, 2 * MOST_STATEMENT), head = "hoiam.opening/v1\n";
    demand(text.startsWith(head), "opening");
    const [line, rest] = split(text.slice(head.length), "\n");
    if (line.startsWith("entry ")) {
      demand(text === `${head}${line}\n`, "opening");
      return { secret: unb64(field(line, "entry"), 32), statement: null };
    }
    demand(rest.startsWith("\n"), "opening");
    return { secret: unb64(field(line, "salt"), 32), statement: rest.slice(1) };
  }
  const FIXED = ["log", "kind", "at", "unit", "case", "seq", "prev"];
  function statement(text) {
    demand(encoder.encode(text).length <= MOST_STATEMENT, "too_large");
    const lines = text.split("\n");
    demand(lines.pop() === "" && lines.length >= 8 && lines[0] === "hoiam.statement/v1", "statement");
    const one = Object.fromEntries(FIXED.map((name, n) => [name, field(lines[n + 1], name)]));
    origin(one.log);
    demand(/^[a-z]{1,20}\.[a-z][a-z-]{0,30}$/.test(one.kind), "kind");
    moment(one.at);
    demand(/^[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$/.test(one.unit) && short(one.unit), "unit");
    demand(/^(-|[0-9a-f]{32})$/.test(one.case), "case");
    one.seq = number(one.seq);
    if (one.prev !== "-") unb64(one.prev, 32);
    const first = one.seq === 0n, linked = first === (one.prev === "-") && one.seq < 2n ** 32n;
    demand(linked && (one.case !== "-" || first), "chain");
    return { ...one, ...tail(lines.slice(8)) };
  }
  function tail(lines) {
    const facts = [], docs = [];
    let last = "";
    for (const line of lines) {
      let [name, value] = split(line, " "), label = "";
      demand(/^[a-z0-9-]{1,32}$/.test(name), "key");
      if (name === "doc") {
        [label, value] = split(value, " ");
        demand(/^[a-z0-9-]{1,32}$/.test(label), "label");
        unb64(value, 32);
        docs.push(label);
      } else facts.push([name, lint(name, value)]);
      const place = name === "doc" ? `~ ${label}` : name;
      demand(place > last, "order");
      last = place;
    }
    return { facts, docs };
  }
  const short = (code) => code.length <= 64 && !/[0-9]{9}/.test(code);
  function lint(name, value) {
    demand(!FIXED.includes(name), "key");
    if (value.length === 44 && value.endsWith("=")) unb64(value, 32);
    else if (/^\d{4}-\d\d-\d\d$/.test(value)) moment(`${value}T00:00:00Z`);
    else if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value)) moment(value);
    else if (!/^([0-9a-f]{32}|[0-9a-f]{64})$/.test(value)) {
      demand(/^[A-Za-z0-9]+([._/-][A-Za-z0-9]+)*$/.test(value) && short(value), "value");
    }
    return value;
  }
  function moment(text) {
    const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) && !text.startsWith("0000") ? Date.parse(text) : NaN;
    demand(new Date(time || 0).toISOString().replace(".000Z", "Z") === text, "at");
  }

  // ---- the receipt's three forms ----
  function parse(text) {
    const [head, checkpointNote, gap] = split(text, "\n\n");
    const lines = head.split("\n");
    demand(gap && lines.length >= 3 && lines[0] === "c2sp.org/tlog-proof@v1", "receipt");
    demand(lines.length <= 67, "proof_too_long");
    const opening = openingOf(unb64(field(lines[1], "extra")));
    const index = number(field(lines[2], "index"));
    return { opening, index, proof: lines.slice(3).map((line) => unb64(line, 32)), note: checkpointNote };
  }
  function base32(text) {
    demand(text.length <= 2 * MOST_NOTE && /^[A-Z2-7]*$/.test(text), "base32");
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", out = new Uint8Array(Math.floor((text.length * 5) / 8));
    let held = 0, bits = 0, at = 0;
    for (const letter of text) {
      held = (held << 5) | letters.indexOf(letter);
      bits += 5;
      if (bits >= 8) out[at++] = (held >> (bits -= 8)) & 255;
      held &= (1 << bits) - 1;
    }
    demand(bits < 5 && held === 0, "base32");
    return out;
  }
  async function inflate(packed) {
    const stream = new DecompressionStream("deflate-raw"), writer = stream.writable.getWriter();
    writer.write(packed).then(() => writer.close()).catch(() => {});
    const reader = stream.readable.getReader();
    let whole = new Uint8Array();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return utf8(whole, MOST_STATEMENT);
        whole = join(whole, value);
        if (whole.length > MOST_STATEMENT) throw malformed("hr1_body");
      }
    } catch {
      reader.cancel().catch(() => {});
      throw malformed("hr1_body");
    }
  }
  async function hr1(data) {
    demand(data.length <= MOST_NOTE, "too_large");
    let at = 0;
    const take = (count) => {
      demand(at + count <= data.length, "hr1_short");
      return data.slice(at, (at += count));
    };
    const varint = () => {
      for (let value = 0n, shift = 0n; ; shift += 7n) {
        const byte = take(1)[0];
        value |= BigInt(byte & 127) << shift;
        demand(value < NUMBERS && !(shift && !byte), "hr1_number");
        if (byte < 128) return value;
      }
    };
    const count = (most) => {
      const value = varint();
      demand(value <= BigInt(most), "hr1_count");
      return Number(value);
    };
    const times = (many, one) => Array.from({ length: many }, one);
    demand(take(1)[0] === 1, "hr1_version");
    const kind = take(1)[0], secret = take(32), index = varint(), size = index + varint();
    const log = origin(utf8(take(count(data.length)), 1024));
    demand(take(1)[0] === 0, "hr1_reserved");
    const proof = times(count(64), () => take(32));
    const lines = times(count(64), () => {
      const name = utf8(take(count(data.length)), MOST_NOTE), value = take(count(data.length));
      demand(name !== log, "hr1_name");
      return `— ${name || log} ${b64(value)}\n`;
    });
    const rest = take(data.length - at), sealed = kind === 101 && !rest.length;
    demand(sealed || kind === 115, "hr1_kind");
    const said = sealed ? null : `hoiam.statement/v1\nlog ${log}\n${await inflate(rest)}`;
    const opening = { secret, statement: said };
    const root = await rootOf(await leafOf(await commitment(opening)), index, size, proof);
    const text = `${log}\n${size}\n${b64(root)}\n`;
    return { opening, index, proof, note: `${text}\n${lines.join("")}` };
  }
  async function promise(text, trust) {
    const seen = note(text), lines = seen.text.split("\n");
    demand(lines.length === 6 && lines[0] === "hoiam.promise/v1" && lines[5] === "", "promise");
    const log = origin(lines[1]);
    unb64(lines[2], 32);
    const time = number(field(lines[3], "time")), mmd = number(field(lines[4], "mmd"));
    const held = await signed(seen, trust.logs);
    if (!held.some((one) => one.by.name === log)) throw unproven("log_signature");
    return { state: "promised", origin: log, by: time + mmd };
  }

  // Forgives what pasting does to a text, then decides which form it is.
  async function open(bytes) {
    demand(bytes.length <= MOST, "too_large");
    if (bytes[0] === 1) return hr1(bytes);
    const text = utf8(new TextEncoder().encode(loose(bytes)), MOST);
    demand(text.length > 1, "nothing");
    if (/^https?:\/\//i.test(text)) return hr1(base32(text.trim().slice(text.lastIndexOf("#") + 1).toUpperCase()));
    return text.startsWith("hoiam.promise/v1") ? { promise: text } : parse(text);
  }
  function loose(bytes) {
    try {
      return `${new TextDecoder("utf-8", { fatal: true }).decode(bytes).trim().replace(/\r\n/g, "\n")}\n`;
    } catch {
      throw malformed("utf8");
    }
  }
  async function check(bytes, trust) {
    const one = await open(bytes);
    if (one.promise) return promise(one.promise, trust);
    const { point, cosigned } = await admit(trust, one.note);
    const leaf = await leafOf(await commitment(one.opening));
    if (!same(await rootOf(leaf, one.index, point.size, one.proof), point.root)) throw unproven("inclusion");
    const said = one.opening.statement === null ? null : statement(one.opening.statement);
    if (said && said.log !== point.origin) throw unproven("other_log");
    const state = trust.quorum === "none" ? "included" : "witnessed";
    return { state, origin: point.origin, size: point.size, index: one.index, said, cosigned, text: one.opening.statement };
  }
  const withoutQuorum = (trust) => ({ ...trust, quorum: "none" });

  const api = { check, policy, withoutQuorum, Trouble, MOST, fallback: null };
  return api;
})();
