// The page as the server draws it: asked for, shown, and where in it the reader is.
export const base = document.body.dataset.base;
export const say = (text) => { document.getElementById("said").textContent = text; };
export const all = (selector) => [...document.querySelectorAll(selector)];
let at = 0;        // which of the targets the keys answer
let busy = false;  // one answer at a time, so that none is given to what has just moved
let settled = 0;   // answers that the server has dealt with and the page shows; read by tests
document.body.dataset.settled = "0";

// All that is asked of the server goes through here; null if nobody is there any more, and the page says so.
export async function ask(address, options) {
  const stopped = document.getElementById("stopped");
  try {
    const response = await fetch(address, options);
    stopped.hidden = true;
    return response;
  } catch {
    say("");
    stopped.hidden = false;
    return null;
  }
}

// A picture that is not at hand leaves no gap.  Errors of images do not bubble, and some came before this script.
const leave = (picture) => picture.closest(".picture").remove();
document.addEventListener("error", ({ target }) => { if (target.matches?.(".picture img")) leave(target); }, true);
all(".picture img").filter((img) => img.complete && !img.naturalWidth).forEach(leave);

export const targets = () => all("[data-target]");

export function focus(index, scroll = true) {
  const list = targets();
  if (!list.length) {
    const clear = document.querySelector('.detail [data-go="clear"]');
    (clear || document.getElementById("detail")).focus({ preventScroll: true });
    return;
  }
  at = Math.max(0, Math.min(index, list.length - 1));
  list.forEach((target, i) => target.classList.toggle("current", i === at));
  list[at].focus({ preventScroll: !scroll });
  if (scroll) list[at].scrollIntoView({ block: "nearest" });
}

export const current = () => targets()[at];
export const step = (by) => focus(at + by);
export const stay = () => focus(at, false);
// The reader went to a target by mouse or Tab.
export function takeUp(target) {
  at = targets().indexOf(target);
  targets().forEach((other) => other.classList.toggle("current", other === target));
}

// The page is drawn anew by the server; the place in it is kept.
export async function show(wanted, { keep = true, push = false } = {}) {
  const response = await ask(wanted, { headers: { accept: "text/html" } });
  if (!response) return;
  const address = response.redirected ? response.url : wanted;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (!page.getElementById("main")) { location.assign(address); return; }
  const scrolled = all(".list .items").map((list) => list.scrollTop)[0] || 0;
  document.getElementById("main").replaceWith(page.getElementById("main"));
  document.querySelector(".progress").replaceWith(page.querySelector(".progress"));
  document.querySelector("header nav").replaceWith(page.querySelector("header nav"));
  document.title = page.title;
  if (push) history.pushState(null, "", address); else history.replaceState(null, "", address);
  const items = document.querySelector(".list .items");
  if (items && keep) items.scrollTop = scrolled;
  focus(keep ? at : 0, keep);
  if (!keep) window.scrollTo(0, 0);
}

// Tells the server an answer, then shows what it left; `changes` are made to the address.
export async function send(path, body, changes = {}) {
  if (busy) return;
  busy = true;
  try {
    const response = await ask(base + path, {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    if (!response) return;
    const answer = await response.json().catch(() => ({ wrong: "the review refused this" }));
    if (answer.doubt) return answer.doubt;
    say(answer.did || answer.wrong);
    if (!response.ok) return;
    const number = shownPattern();
    const undone = answer.pattern && String(answer.pattern) !== number ? { id: answer.pattern, part: null, sample: null } : {};
    await show(changed({ ...(number ? { id: number, next: following(), ...undone } : {}), ...changes }));
    if (number) tidy();
    if (number && shownPattern() !== number) await goOn();
    else if (document.querySelector(".mark.current:not(.open)")) toNextOpen();
  } finally {
    busy = false;
    document.body.dataset.settled = String(++settled);
  }
}

const shownPattern = () => { const head = document.querySelector(".head[data-pattern]"); return head && head.dataset.pattern; };
// The patterns below the chosen one in the list: where to go on once it is answered.
function following() {
  const items = all("[data-item]"), now = items.findIndex((item) => item.getAttribute("aria-current"));
  return items.slice(now + 1).map((item) => new URL(item.href).searchParams.get("id")).join(".") || "0";
}
// The address names what is shown, not how it was found; the first of the list needs no name.
function tidy() {
  const first = document.querySelector("[data-item]");
  const isFirst = first && first.getAttribute("aria-current") === "true";
  history.replaceState(null, "", changed({ id: isFirst ? null : shownPattern() || null, next: null }));
}
function changed(changes) {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(changes))
    if (value === null) address.searchParams.delete(name); else address.searchParams.set(name, value);
  return address.href;
}

// The pattern is through: back from one document to all, else the next one that the server shows is looked at as a
// whole; so is one whose answer was taken back.
async function goOn() {
  const query = new URLSearchParams(location.search);
  if (query.has("document")) return show(changed({ document: null }), { keep: false });
  history.replaceState(null, "", changed({ part: null, sample: null }));
  const chosen = document.querySelector('[data-item][aria-current="true"]');
  if (chosen) chosen.scrollIntoView({ block: "nearest" });
  focus(0, false);
  window.scrollTo(0, 0);
}
function toNextOpen() {
  const next = targets().findIndex((target, i) => i > at && target.classList.contains("open"));
  if (next >= 0) focus(next);
}
