// Keys for lists: / to the search field, j and k through the rows; Enter follows the link that has the focus.
// Letter keys can be switched off (speech input types letters): the choice stays in this browser.

const toggle = document.querySelector("[data-keys]");
let on = recall() !== "off";
show();

function recall() {
  try {
    return localStorage.getItem("letter-keys");
  } catch {
    return null;
  }
}

function show() {
  toggle?.setAttribute("aria-pressed", String(on));
}

toggle?.addEventListener("click", () => {
  on = !on;
  show();
  try {
    localStorage.setItem("letter-keys", on ? "on" : "off");
  } catch {
    // Storage is closed: the choice holds for this page.
  }
});

const typing = (element) => element.matches?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

function rows() {
  return [...document.querySelectorAll("[data-rows] tbody tr")].map((row) => row.querySelector("a")).filter(Boolean);
}

function step(by) {
  const links = rows();
  if (!links.length) return;
  const here = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
  const next = here < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, here + by));
  links[next].focus();
  links[next].closest("tr").scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (!on || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "/") {
    const search = document.querySelector("[data-search], input[type=search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  }
});

// Ctrl+Enter (Cmd+Enter) anywhere in a form marked data-quick sends it, as its first button would.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const form = event.target.closest?.("form[data-quick]");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
});

// A menu closes when one turns elsewhere, and with Escape.
for (const menu of document.querySelectorAll("[data-menu]")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// On a phone the entries stand in one row: where one is, is in sight.
const named = document.querySelector(".nav [aria-current]");
const current = named?.closest(".nav-menu") ?? named;
if (current) {
  const row = current.closest(".nav > ul");
  row.scrollLeft = current.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
}

// While somebody types at the counter: what else is like it, asked for when the typing pauses.
const similar = document.querySelector("[data-similar]");
if (similar) {
  const form = similar.closest("form");
  let waiting = 0;
  let asked = 0;
  const ask = async () => {
    const mine = ++asked;
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "unit", "title", "body"]) body.set(name, form.elements[name]?.value ?? "");
    try {
      const answer = await fetch(similar.dataset.similar, { method: "POST", body });
      if (answer.ok && !answer.redirected && mine === asked) similar.innerHTML = await answer.text();
    } catch {
      // Without network there is nothing to show; the form works on.
    }
  };
  form.addEventListener("input", (event) => {
    if (!["title", "body"].includes(event.target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(ask, 900);
  });
}
