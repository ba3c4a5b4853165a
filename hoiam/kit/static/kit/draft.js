// What a clerk types at the counter is kept by the server while it is typed: browser, session or power may go.

const PAUSE = 1200; // ms without a key
const AGAIN = 10000; // ms until the next try where a save did not get through
const form = document.querySelector("form[data-draft]");
const told = form?.querySelector("[data-draft-state]");
let kept = form && typed().text;
let waiting = 0;
let sending;

// What stands in the form, without its files: they go with the button.
function typed() {
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  const text = JSON.stringify([...body].filter(([name]) => name !== "csrfmiddlewaretoken"));
  return { body, text };
}

// Which of the warnings stands there; none when all is well.
function warn(name) {
  for (const one of form.querySelectorAll("[data-draft-warning]")) one.hidden = one.dataset.draftWarning !== name;
  if (name) told.textContent = "";
}

// Whether what stands in the form is with the server. A form that is too long, or one too many, is said and let be.
async function save(last = false) {
  clearTimeout(waiting);
  const now = typed();
  if (now.text === kept) return true;
  sending?.abort();
  sending = new AbortController();
  let answer;
  try {
    answer = await fetch(form.dataset.draft, { method: "POST", body: now.body, keepalive: last, signal: sending.signal });
  } catch (error) {
    if (error.name !== "AbortError") later("away");
    return false;
  }
  if (answer.redirected || answer.status === 403) return signedOut();
  if (!answer.ok && answer.status !== 422) return later("away");
  kept = now.text;
  warn("");
  told.textContent = await answer.text();
  return true;
}

function later(name) {
  warn(name);
  clearTimeout(waiting);
  waiting = setTimeout(save, AGAIN);
  return false;
}

// Signed in again in another tab: the form goes on with a fresh token, if it is the same clerk.
async function signedOut() {
  const answer = await fetch(form.dataset.session).catch(() => null);
  if (!answer?.ok || answer.redirected) return later("signed-out");
  const { clerk, token } = await answer.json();
  if (String(clerk) !== form.dataset.clerk) return later("other");
  const field = form.elements.csrfmiddlewaretoken;
  if (field.value === token) return later("away");
  field.value = token;
  return save();
}

if (form) {
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, PAUSE);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save(true);
    else if (form.querySelector("[data-draft-warning]:not([hidden])")) save();
  });
  // Nothing is sent that is not kept: a page of sign-in, or none, would come in its place.
  form.addEventListener("submit", async (event) => {
    if (typed().text === kept) return;
    event.preventDefault();
    if (await save()) form.requestSubmit(event.submitter);
  });
}
