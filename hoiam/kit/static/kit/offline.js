// The counter without network: what is typed waits sealed in this browser until the office has taken it in, once.

const KEPT = "hoiam-offline";
const SHORTEST = 10;
const AGAIN = 10_000;
const PATIENCE = 30_000;
const root = document.querySelector("[data-offline]");
const known = JSON.parse(document.getElementById("offline-known").textContent);
const say = known.words;
const form = root.querySelector("form[data-entry]");
const list = root.querySelector("[data-queue]");
let store = null;
let vault = null;
let editing = null;
let sending = null;
let busy = false;

const part = (name) => root.querySelector(`[data-part="${name}"]`);
const fill = (text, said) => text.replace(/\{(\w+)\}/g, (_, name) => said[name]);
const newKey = () => [...crypto.getRandomValues(new Uint8Array(20))].map((one) => one.toString(16).padStart(2, "0")).join("");

function only(...names) {
  for (const one of root.querySelectorAll("[data-part]")) one.hidden = !names.includes(one.dataset.part);
}

function tell(text, where = "[data-status]", link = null) {
  const place = root.querySelector(where);
  if (text && place.textContent.startsWith(text)) return;
  place.replaceChildren(text);
  if (link) place.append(" ", made("a", { href: link.href, className: "ds-link" }, link.text));
  place.closest("[data-tells]").hidden = !text;
}

function made(name, said = {}, ...inside) {
  const one = Object.assign(document.createElement(name), said);
  one.append(...inside);
  return one;
}

// Keeping the page

async function keep() {
  const answer = await fetch(known.page, { redirect: "manual", cache: "no-store" });
  if (!answer.ok) throw new Error("not kept");
  const text = await answer.clone().text();
  const kept = await caches.open(KEPT);
  await Promise.all(
    assets(text).map(async (one) => {
      if (!(await kept.match(one, { ignoreVary: true }))) await kept.add(one);
    }),
  );
  await kept.put(known.page, answer);
}

function assets(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const named = [...page.querySelectorAll("link[href], script[src], use[href], [data-vault]")].map(
    (one) => one.dataset.vault ?? one.getAttribute("href") ?? one.getAttribute("src"),
  );
  const used = performance.getEntriesByType("resource").map((one) => one.name);
  const found = [...named, ...used].map((one) => new URL(one, location.href));
  const ours = found.filter((one) => one.origin === location.origin && one.pathname.startsWith("/static/"));
  return [...new Set(ours.map((one) => one.pathname))];
}

// Passphrase

part("prepare").querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const [phrase, again] = [...event.target.querySelectorAll("input")].map((one) => one.value);
  if (phrase.length < SHORTEST) return tell(say.too_short, "[data-prepare-error]");
  if (phrase !== again) return tell(say.not_same, "[data-prepare-error]");
  tell("", "[data-prepare-error]");
  tell(say.preparing);
  try {
    await navigator.serviceWorker.register(known.worker, { scope: known.page });
    await navigator.serviceWorker.ready;
    await keep();
    vault = await store.make(phrase);
  } catch {
    tell("");
    return tell(say.not_prepared, "[data-prepare-error]");
  }
  navigator.storage?.persist?.();
  event.target.reset();
  tell(say.prepared);
  await work();
});

part("unlock").querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = event.target.querySelector("input");
  vault = await store.unlock(field.value);
  field.value = "";
  if (!vault) {
    field.focus();
    return tell(say.wrong_phrase, "[data-unlock-error]");
  }
  tell("", "[data-unlock-error]");
  await work();
  await sync(false);
});

root.querySelector("[data-forget]").addEventListener("click", async () => {
  if (!confirm(say.forget_sure)) return;
  await store.forget();
  vault = null;
  editing = null;
  form.reset();
  list.replaceChildren();
  tell(say.forgotten);
  only("prepare");
});

async function work() {
  only("work", "forget");
  fresh();
  await render();
}

// One entry

const value = (name) => {
  const field = form.elements[name];
  return (field?.value ?? "").trim();
};

function fresh() {
  editing = null;
  form.reset();
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: known.zone, dateStyle: "short", timeStyle: "short" });
  const said = Object.fromEntries(parts.formatToParts(new Date()).map((one) => [one.type, one.value]));
  form.elements.day.value = `${said.day}/${said.month}/${said.year}`;
  form.elements.hour.value = `${said.hour}:${said.minute}`;
  form.elements.body.dispatchEvent(new Event("input"));
  tell("", "[data-entry-error]");
  root.querySelector("[data-heading]").textContent = say.fresh;
}

function read() {
  const names = [...new Set([...form.elements].map((one) => one.name).filter(Boolean))];
  return Object.fromEntries(names.map((name) => [name, value(name)]));
}

const SHAPES = {
  stub: /^\d{1,8}\s*\/\s*(0*[1-9]\d?|0*100)$/,
  day: /^(\d{1,2}\/\d{1,2}\/\d{4}|\d{4}-\d{1,2}-\d{1,2})$/,
  hour: /^([01]?\d|2[0-3]):[0-5]\d$/,
};

function mistakes(said) {
  const misses = (name) => known.needed.includes(name) && !said[name];
  const wrong = Object.keys(said).filter((name) => misses(name) || (said[name] && SHAPES[name]?.test(said[name]) === false));
  return wrong.map((name) => root.querySelector(`label[for="offline_${name}"]`)?.textContent.trim() ?? name);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const said = read();
  const wrong = mistakes(said);
  if (wrong.length) return tell(fill(say.mistakes, { fields: wrong.join(", ") }), "[data-entry-error]");
  const entry = editing ?? { id: newKey(), submit_key: newKey(), made: Date.now() };
  try {
    await vault.put({ ...entry, said, reasons: [], url: "" });
  } catch {
    return tell(say.not_stored, "[data-entry-error]");
  }
  tell(fill(say.stored, { slip: said.stub }));
  fresh();
  await render();
  form.elements.name.focus();
});

root.querySelector("[data-leave]").addEventListener("click", () => fresh());

async function edit(id) {
  if (sending === id) return tell(say.sending);
  editing = (await vault.list()).find((one) => one.id === id);
  for (const [name, text] of Object.entries(editing.said)) {
    if (form.elements[name]) form.elements[name].value = text;
  }
  root.querySelector("[data-heading]").textContent = fill(say.editing, { slip: editing.said.stub });
  form.elements.name.focus();
}

async function remove(entry) {
  if (sending === entry.id) return tell(say.sending);
  if (!entry.code && !confirm(fill(say.remove_sure, { slip: entry.said?.stub ?? "?" }))) return;
  await vault.remove(entry.id);
  if (editing?.id === entry.id) fresh();
  await render();
}

// The queue

const slip = (entry) => (entry.said?.stub ?? "").replace(/\s/g, "").replace(/(^|\/)0+(?=\d)/g, "$1");

async function render() {
  const entries = await vault.list();
  const times = new Map();
  for (const one of entries) times.set(slip(one), (times.get(slip(one)) ?? 0) + 1);
  list.replaceChildren(...entries.map((one) => row(one, times.get(slip(one)) > 1)));
  const waiting = entries.filter((one) => !one.code).length;
  root.querySelector("[data-waiting]").textContent = waiting ? fill(say.waiting, { n: waiting }) : say.nothing_waits;
  root.querySelector("[data-sync]").disabled = !waiting;
  const others = await store.others();
  tell(others ? fill(say.others, { n: others }) : "", "[data-others]");
}

function state(entry) {
  if (entry.code) return [say.taken_in, "success"];
  return entry.reasons?.length ? [say.refused, "danger"] : [say.waits, "info"];
}

function row(entry, twice) {
  const [word, color] = state(entry);
  const tag = made("span", { className: "ds-tag" }, word);
  tag.dataset.color = color;
  const head = made("p", {}, made("strong", {}, entry.said?.stub ?? "?"), " ", tag);
  const item = made("li", { className: "panel" }, head);
  item.dataset.id = entry.id;
  item.dataset.state = color;
  if (!entry.said) item.append(made("p", {}, say.unreadable));
  else item.append(made("p", {}, [`${entry.said.hour}, ${entry.said.day}`, entry.said.name, entry.said.title].filter(Boolean).join(" · ")));
  for (const reason of warnings(entry, twice)) item.append(made("p", { className: "ds-validation-message" }, reason));
  if (entry.code) item.append(made("p", { translate: false }, entry.code));
  if (entry.url) item.append(made("p", {}, made("a", { href: entry.url, className: "ds-link" }, say.open_case)));
  item.append(made("p", { className: "actions" }, ...buttons(entry)));
  return item;
}

function warnings(entry, twice) {
  const found = [...(entry.reasons ?? [])];
  if (twice) found.push(fill(say.twice, { slip: slip(entry) }));
  const [pad, number] = slip(entry).split("/");
  const left = known.left[pad];
  if (!entry.code && entry.said && !left?.includes(Number(number))) found.push(say.not_left);
  return found;
}

function buttons(entry) {
  const button = (word, act) => {
    const one = made("button", { type: "button", className: "ds-button" }, word);
    one.dataset.variant = "secondary";
    one.setAttribute("aria-label", `${word}: ${entry.said?.stub ?? "?"}`);
    one.addEventListener("click", act);
    return one;
  };
  const away = button(say.remove, () => remove(entry));
  return entry.code || !entry.said ? [away] : [button(say.edit, () => edit(entry.id)), away];
}

// Handing in

const signIn = () => ({ href: `/account/login/?next=${encodeURIComponent(known.page)}`, text: say.sign_in });

function ask(address, how = {}) {
  return fetch(address, { redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(PATIENCE), ...how });
}

// A fresh token, if the one who is signed in is the one whose queue it is.
async function token() {
  const answer = await ask(known.session);
  if (answer.type === "opaqueredirect") return tell(say.signed_out, "[data-status]", signIn());
  if (!answer.ok) return tell(say.not_now);
  const who = await answer.json();
  if (who.clerk !== known.clerk) return tell(fill(say.another, { name: who.name, mine: known.name }));
  return who.token;
}

// What becomes of an entry, or null when nothing more can be sent now.
async function hand(entry, csrf) {
  const body = new URLSearchParams({ ...entry.said, submit_key: entry.submit_key, clerk: known.clerk });
  const answer = await ask(known.page, { method: "POST", body, headers: { "X-CSRFToken": csrf } });
  if (answer.type === "opaqueredirect") return tell(say.signed_out, "[data-status]", signIn()) ?? null;
  if (![200, 409, 422].includes(answer.status)) return tell(say.not_now) ?? null;
  const given = await answer.json();
  if (!answer.ok) return { ...entry, reasons: given.reasons, url: given.url ?? "" };
  const { stub, day, hour } = entry.said;
  return { id: entry.id, made: entry.made, said: { stub, day, hour }, code: given.code, url: given.url };
}

async function handAll(whatever) {
  const csrf = await token();
  if (!csrf) return;
  const open = (await vault.list()).filter((one) => one.said && !one.code && (whatever || !one.reasons?.length));
  let count = 0;
  for (const entry of open) {
    if (editing?.id === entry.id) continue;
    sending = entry.id;
    const after = await hand(entry, csrf);
    if (!after) return;
    await vault.put(after);
    sending = null;
    count += after.code ? 1 : 0;
    await render();
  }
  if (open.length) tell(fill(say.handed, { n: count, of: open.length }));
}

// `whatever`: what was refused before is tried again as well.
async function sync(whatever) {
  if (!vault || busy || !(await store.waiting())) return;
  busy = true;
  try {
    await navigator.locks.request("hoiam-offline", () => handAll(whatever));
  } catch {
    if (whatever) tell(say.no_network);
  } finally {
    busy = false;
    sending = null;
  }
}

root.querySelector("[data-sync]").addEventListener("click", () => sync(true));
addEventListener("online", () => sync(false));
setInterval(() => document.visibilityState === "visible" && sync(false), AGAIN);

// Beginning

async function begin() {
  const able = window.isSecureContext && "serviceWorker" in navigator && window.caches && window.indexedDB && navigator.locks;
  if (!able) return;
  try {
    const { Store } = await import(root.dataset.vault);
    store = await Store.open(known.clerk);
  } catch {
    return;
  }
  const others = await store.others();
  tell(others ? fill(say.others, { n: others }) : "", "[data-others]");
  if (!(await store.find())) return only("prepare");
  only("unlock", "forget");
  tell(fill(say.locked, { n: await store.waiting() }));
  keep().catch(() => tell(`${say.no_network} ${root.querySelector("[data-status]").textContent}`));
}

begin();
