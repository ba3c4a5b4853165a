// Looks after one page, the counter without network: from the network while there is one, else as it was kept.

const KEPT = "hoiam-offline";
const SAME = { ignoreVary: true, ignoreSearch: true };

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (address.pathname.startsWith("/static/")) event.respondWith(asset(request));
});

async function page(request) {
  try {
    const answer = await fetch(request);
    if (answer.status < 500) return answer;
    return (await caches.match(request, SAME)) ?? answer;
  } catch {
    return (await caches.match(request, SAME)) ?? Response.error();
  }
}

// What it is called changes with what is in it, so a kept one is as good as a new one.
async function asset(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}
