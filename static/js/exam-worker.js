// The service worker of the exam page: a reload works without a network. It keeps that page, its pictures and its
// static files, and nothing else; whatever is not named here goes to the server as if there were no worker.

const PAGES = "mathtest-pages-1";
const FILES = "mathtest-files-1";
const LONGEST_WAIT_MS = 3000;
const MOST_FILES = 300;
const ATTEMPT = /^\/attempts\/[0-9a-f-]{36}\/$/;
const HANDED_IN = /^(\/attempts\/[0-9a-f-]{36}\/)(receipt|result)\/$/;
const ACCOUNT = /^\/(accounts\/(?!again\/)|join\/|admin\/)/; // "again" is the account of the page that asks
const PICTURE = /^\/pictures\//;
const STATIC = /\/static\//;
const ANY = { ignoreVary: true };
const HASHED = /\.[0-9a-f]{12}\.\w+$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.method !== "GET") {
    // Signing in or out: what follows may be somebody else's.
    if (ACCOUNT.test(pathname)) event.waitUntil(caches.delete(PAGES));
    return;
  }
  if (request.mode === "navigate") {
    if (HANDED_IN.test(pathname)) event.waitUntil(forget(pathname));
    if (ATTEMPT.test(pathname)) event.respondWith(page(event, pathname).catch(() => fetch(request)));
  } else if (PICTURE.test(pathname)) event.respondWith(newest(request, PAGES));
  else if (STATIC.test(pathname)) event.respondWith(HASHED.test(pathname) ? kept(request) : newest(request, FILES));
});
self.addEventListener("message", (event) => {
  if (event.data?.keep) event.waitUntil(keep(event.data));
});

/** A new worker leaves what runs alone: old pages name old files, and both are still here. */
async function takeOver() {
  const known = [PAGES, FILES];
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("mathtest-") && !known.includes(name)).map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** Only a whole page that was asked for here, not the sign-in page behind a redirect. @param {Response} response */
const isPage = (response) => response.status === 200 && response.type === "basic" && !response.redirected;

/** The page from the server; when it is silent or broken, the copy of this very attempt. */
async function page(event, pathname) {
  const pages = await caches.open(PAGES);
  const answer = fetch(event.request).then(async (response) => {
    // A browser that has no room, or refuses, keeps the copy it had; the page is shown all the same.
    if (isPage(response)) await pages.put(pathname, response.clone()).catch(() => null);
    else if (response.status < 500) await pages.delete(pathname).catch(() => null); // ended, or signed out
    return response;
  });
  const usable = answer.then((response) => (response.status < 500 ? response : null)).catch(() => null);
  event.waitUntil(usable);
  const late = new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT_MS));
  const first = await Promise.race([usable, late]);
  return first ?? (await pages.match(pathname, ANY)) ?? answer;
}

/** Named by its content: what is kept is right. @param {Request} request */
const kept = async (request) => (await caches.match(request, ANY).catch(() => null)) ?? fetch(request);

/** The newest there is. @param {Request} request @param {string} cache */
async function newest(request, cache) {
  const response = await fetch(request).catch(() => null);
  const old = async () => (await caches.open(cache)).match(request, ANY);
  return response ?? (await old().catch(() => null)) ?? Response.error();
}

/** Keep a page that is open, and what it has loaded. @param {{keep: string, files: string[], spread: number}} asked */
async function keep({ keep: address, files, spread }) {
  const pages = await caches.open(PAGES);
  const shelf = await caches.open(FILES);
  const { pathname } = new URL(address);
  if (!ATTEMPT.test(pathname)) return;
  await tidy(pages, ({ pathname: other }) => ATTEMPT.test(other) && other !== pathname);
  if ((await shelf.keys()).length > MOST_FILES) await tidy(shelf, ({ href }) => !files.includes(href));
  for (const file of files) {
    const path = new URL(file).pathname;
    const cache = PICTURE.test(path) ? pages : STATIC.test(path) ? shelf : null;
    if (cache && !(HASHED.test(path) && (await cache.match(file, ANY)))) await put(cache, file);
  }
  if (await pages.match(pathname, ANY)) return;
  await new Promise((resolve) => setTimeout(resolve, spread));
  if (!(await pages.match(pathname, ANY))) await put(pages, pathname);
}

/** Let go of what is not wanted: other exams, files of old versions. @param {Cache} cache @param {(url: URL) => boolean} isOld */
async function tidy(cache, isOld) {
  const old = (await cache.keys()).filter((request) => isOld(new URL(request.url)));
  await Promise.all(old.map((request) => cache.delete(request, ANY)));
}

/** @param {Cache} cache @param {string} address */
async function put(cache, address) {
  const response = await fetch(address).catch(() => null);
  if (response && isPage(response)) await cache.put(address, response);
}

/** It is over: the paper does not stay on this device. @param {string} pathname */
async function forget(pathname) {
  const pages = await caches.open(PAGES);
  await pages.delete(HANDED_IN.exec(pathname)[1]);
  if ((await pages.keys()).every((request) => !ATTEMPT.test(new URL(request.url).pathname))) await caches.delete(PAGES);
}
