// Parts of a page that stay fresh: <div data-poll="/address" data-every="1000">. Without this script a link does it.
// What somebody types is never touched: a part that holds the focus in a field waits.

const FIELDS = "input, textarea, select";

function busy(part) {
  return part.contains(document.activeElement) && document.activeElement.matches(FIELDS);
}

function put(part, text) {
  const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
  part.innerHTML = text;
  if (focused) document.getElementById(focused)?.focus();
}

async function ask(part, state) {
  if (document.hidden || busy(part)) return;
  const headers = state.tag ? { "If-None-Match": state.tag } : {};
  const answer = await fetch(part.dataset.poll, { headers, credentials: "same-origin", cache: "no-store" });
  part.toggleAttribute("data-stale", !answer.ok && answer.status !== 304);
  if (answer.status !== 200 || busy(part)) return;
  const text = await answer.text();
  put(part, text);
  state.tag = answer.headers.get("ETag") ?? "";
}

for (const part of document.querySelectorAll("[data-poll]")) {
  const state = { tag: part.dataset.tag ?? "" };
  const again = () => {
    ask(part, state)
      .catch(() => part.setAttribute("data-stale", ""))
      .finally(() => setTimeout(again, Number(part.dataset.every ?? 2000)));
  };
  setTimeout(again, Number(part.dataset.every ?? 2000));
}

// One key for one button: <button data-key="s">, of the first entry; not while somebody types.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches?.(FIELDS)) return;
  const button = document.querySelector(`[data-poll] [data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});
