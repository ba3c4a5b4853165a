// Comforts of every page; each page works without them.

document.documentElement.classList.add("has-js");

// The summary of errors takes the focus, so that a screen reader begins there.
document.querySelector("[data-autofocus]")?.focus();

// A form is sent once: the second press does nothing for half a minute.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "get") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => {
    delete form.dataset.sent;
    event.submitter?.removeAttribute("aria-busy");
  }, 30000);
});
// Back from the browser's memory: the form may be sent again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.forms) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
});

// Text areas grow with their text, and say how much of it still fits.
function fit(area) {
  if (CSS.supports("field-sizing", "content")) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 4}px`;
}
function count(area) {
  const hint = document.querySelector(`[data-count-for="${CSS.escape(area.id)}"]`);
  const most = Number(area.dataset.maxlength);
  if (!hint || !most) return;
  hint.dataset.words ??= hint.textContent.trim();
  const length = area.value.replace(/\n/g, "\r\n").length;
  const number = new Intl.NumberFormat(document.documentElement.lang);
  hint.textContent = `${hint.dataset.words} ${number.format(length)} / ${number.format(most)}`;
  hint.classList.toggle("count-hint--over", length > most);
}
for (const area of document.querySelectorAll("textarea")) {
  fit(area);
  count(area);
  area.addEventListener("input", () => {
    fit(area);
    count(area);
  });
}

// Buttons that copy a code: <button data-copy="AB12" data-done="Copied">; gone where the browser forbids it.
if (!navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = true;
}
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy], [data-print]");
  if (!button) return;
  if ("print" in button.dataset) {
    print();
    return;
  }
  await navigator.clipboard.writeText(button.dataset.copy);
  const words = button.querySelector("[data-words]") ?? button;
  const before = words.textContent;
  words.textContent = button.dataset.done ?? before;
  setTimeout(() => (words.textContent = before), 2000);
});

// On paper the count of each date stands open, also where style sheets cannot unfold it.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll(".due:not([open]), .past:not([open])")];
  for (const one of folded) one.open = true;
});
addEventListener("afterprint", () => {
  for (const one of folded) one.open = false;
});
