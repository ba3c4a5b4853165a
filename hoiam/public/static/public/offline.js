// The page around verify.js: reads a file or a text, and says in plain words what came out. Sends nothing.
"use strict";

(() => {
  const WORDS = JSON.parse(document.getElementById("words").textContent);
  const verdict = document.getElementById("verdict");
  const [file, text, trust] = ["file", "text", "trust"].map((id) => document.getElementById(id));
  let language = document.documentElement.lang === "en" ? "en" : "vi", show = () => {};

  receipts.fallback = async () => {
    const kept = document.getElementById("ed25519");
    if (!kept) return null;
    if (!globalThis.nobleEd25519) {
      const script = document.createElement("script");
      script.textContent = kept.textContent;
      document.head.append(script);
    }
    return (signature, message, key) => globalThis.nobleEd25519.verifyAsync(signature, message, key, { zip215: false });
  };

  const fill = (words, facts) => words.replace(/\{(\w+)\}/g, (_all, name) => String(facts[name] ?? ""));
  const say = (name, facts = {}) => fill(WORDS[language].page[name] ?? WORDS[language].ledger[name], facts);
  const why = (code) => fill(WORDS[language].reasons[code] ?? WORDS[language].reasons[""], { code });
  const kind = (name) => (WORDS[language].kinds[name] ? `${WORDS[language].kinds[name]} (${name})` : name);
  function when(seconds) {
    const date = new Date((Math.min(Number(seconds), 8e12) + 7 * 3600) * 1000), two = (n) => String(n).padStart(2, "0");
    const day = [two(date.getUTCDate()), two(date.getUTCMonth() + 1), date.getUTCFullYear()].join("/");
    return `${day} ${[date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(":")}`;
  }

  function facts(found) {
    if (found.state === "promised") return [say("promised", { origin: found.origin, by: when(found.by) })];
    return [say("included", found), ...(found.said ? stated(found.said) : [say("sealed")]), ...seen(found.cosigned)];
  }
  function stated(said) {
    return [
      say("kind", { kind: kind(said.kind) }),
      say("at", { at: when(Date.parse(said.at) / 1000) }),
      say("unit", said),
      ...(said.case === "-" ? [] : [say("step", { step: said.seq + 1n })]),
      ...said.facts.map(([key, value]) => say("fact", { key, value })),
      ...said.docs.map((label) => say("doc", { label })),
    ];
  }
  function seen(cosigned) {
    if (!cosigned.length) return [say("alone")];
    return cosigned.map((one) => say("cosigned", { name: one.by.name, at: when(one.time) }));
  }

  // Strictly first; where only the number of witnesses is missing, once more without it, and said so.
  async function judge(bytes, believed) {
    const policy = await receipts.policy(believed);
    try {
      return await receipts.check(bytes, policy);
    } catch (error) {
      if (error.code !== "quorum") throw error;
      return { ...(await receipts.check(bytes, receipts.withoutQuorum(policy))), state: "unwitnessed" };
    }
  }
  function trouble(error, bytes) {
    const code = error instanceof receipts.Trouble ? error.code : "browser";
    const short = bytes.length < 40 ? new TextDecoder().decode(bytes).trim() : "";
    const told = /^[0-9a-z]{4}([ -]?[0-9a-z]{4}){2}[ -]?[0-9a-z]{2}$/i.test(short) ? "code" : code;
    const words = () => (WORDS[language].page[told] ? say(told) : why(told));
    return { state: error.unproven ? "invalid" : "unread", lines: () => [words()] };
  }
  function tell(state, lines, statement) {
    show = () => {
      const title = Object.assign(document.createElement("h2"), { textContent: say(`is_${state}`) });
      const paragraphs = lines().map((line) => Object.assign(document.createElement("p"), { textContent: line }));
      const kept = statement ? [Object.assign(document.createElement("pre"), { textContent: statement })] : [];
      verdict.replaceChildren(title, ...paragraphs, ...kept);
      verdict.dataset.verdict = state;
      verdict.hidden = false;
    };
    show();
    verdict.focus();
  }
  async function given() {
    const chosen = file.files[0];
    if (!chosen) return new TextEncoder().encode(text.value.slice(0, receipts.MOST + 1));
    return new Uint8Array(await chosen.slice(0, receipts.MOST + 1).arrayBuffer());
  }
  async function check() {
    delete verdict.dataset.verdict;
    const bytes = await given();
    try {
      const found = await judge(bytes, trust.value);
      tell(found.state, () => facts(found), found.text);
    } catch (error) {
      const said = trouble(error, bytes);
      tell(said.state, said.lines);
    }
  }

  async function fingerprints() {
    const list = document.getElementById("fingerprints");
    try {
      const policy = await receipts.policy(trust.value);
      const rows = await Promise.all(policy.logs.map((one) => crypto.subtle.digest("SHA-256", new TextEncoder().encode(one.vkey))));
      const hex = (row) => Array.from(new Uint8Array(row).slice(0, 16), (one) => one.toString(16).padStart(2, "0")).join("");
      const grouped = rows.map((row) => hex(row).match(/.{4}/g).join(" "));
      list.replaceChildren(...grouped.map((one) => Object.assign(document.createElement("code"), { textContent: one })));
    } catch {
      list.replaceChildren();
    }
  }
  function speak(chosen) {
    language = document.documentElement.lang = chosen;
    for (const one of document.querySelectorAll("[data-say]")) one.textContent = say(one.dataset.say);
    for (const one of document.querySelectorAll("[data-language]")) one.setAttribute("aria-pressed", one.dataset.language === chosen);
    document.title = say("title");
    if (!verdict.hidden) show();
  }

  document.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    check();
  });
  for (const one of document.querySelectorAll("[data-language]")) one.addEventListener("click", () => speak(one.dataset.language));
  file.addEventListener("change", () => (text.value = ""));
  text.addEventListener("input", () => (file.value = ""));
  trust.addEventListener("input", fingerprints);
  if (location.hash.length > 40) text.value = `HTTPS://X/V${location.hash}`;
  speak(language);
  fingerprints();
})();
