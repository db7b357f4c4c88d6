// Brings keys and clicks to the server and shows what it answers.  Everything shown is made by the server's templates.
import { closePage, decide, everywhere, lot, mark, option, ownerOf, replace, sample, wholeRule, why } from "./answers.js";
import { all, base, current, focus, send, show, stay, step, takeUp, targets } from "./page.js";

const anew = (address) => show(address, { keep: false, push: true });
const go = (name) => { const link = document.querySelector(`[data-go="${name}"]`); if (link) anew(link.href); };
const inList = (by) => {
  const links = all("[data-item]"), now = links.findIndex((link) => link.getAttribute("aria-current"));
  const link = links[now + by];
  if (link) anew(link.href).then(() => {
    const chosen = document.querySelector('[data-item][aria-current="true"]');
    if (chosen) chosen.scrollIntoView({ block: "nearest" });
  });
  else go(by > 0 ? "page-next" : "page-previous");
};
const onlyHere = (target) => {
  const link = target.querySelector("[data-only]") || document.querySelector(".head [data-only]");
  if (link) anew(link.href);
};

// On a sheet a digit marks a case; elsewhere it takes a suggestion.
const digit = (target, number) => (document.querySelector('[data-lot="SheetQuestion"]') ? mark(number) : option(target, number));

// What each button does; a key presses the button of the current target.
const DO = {
  accept: (t) => decide(t, "accept"),
  reject: (t) => decide(t, "reject"),
  replace: (t) => replace(t),
  option: (t, b) => decide(t, "replace", { text: JSON.parse(b.dataset.text) }),
  always: (t) => everywhere(t, "accept"),
  never: (t) => everywhere(t, "reject"),
  "rule-accept": () => wholeRule("accept"),
  "rule-reject": () => wholeRule("reject"),
  sample: (t) => sample(t),
  look: () => lot("look"),
  leave: () => lot("leave"),
  "lot-out": () => lot("out"),
  "close-page": (t) => closePage(t),
  why: (t) => why(t),
  undo: (_t, b) => send("/undo", b && b.dataset.decision ? { decision: Number(b.dataset.decision) } : {}),
  help: () => document.getElementById("help").showModal(),
  close: (_t, b) => b.closest("dialog").close(""),
};
const KEYS = {
  y: DO.accept, n: DO.reject, e: DO.replace, A: DO.always, N: DO.never, a: DO["rule-accept"], d: DO["rule-reject"],
  t: DO.sample, D: onlyHere, w: DO.why, u: () => DO.undo(), "?": DO.help,
  j: () => step(1), k: () => step(-1), J: () => inList(1), K: () => inList(-1),
  "]": () => go("part-next"), "[": () => go("part-previous"),
  x: (t) => { const box = t.querySelector("[data-out]"); if (box) box.click(); },
  "/": () => { const field = document.querySelector('input[type="search"]'); if (field) { field.focus(); field.select(); } },
  l: DO.look,
  s: () => go("one-by-one"),
  p: DO["close-page"],
  g: () => { const link = document.querySelector('header nav a[href*="/groups"]'); anew(link.href); },
  P: () => anew(base + "/patterns"),
  o: () => anew(base + "/documents"),
  h: () => anew(base + "/history"),
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) { DO[button.dataset.do](ownerOf(button), button); return; }
  const link = event.target.closest("[data-item], [data-go], [data-only]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    anew(link.href);
    return;
  }
  const target = event.target.closest("[data-target]");
  if (target) {
    focus(targets().indexOf(target), false);
    if (target.classList.contains("mark")) why(target);
  }
});
document.addEventListener("focusin", (event) => {
  const target = event.target.closest && event.target.closest("[data-target]");
  if (target) takeUp(target);
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=checkbox]), select, textarea, dialog")) {
    if (event.key === "Escape" && !event.target.closest("dialog")) stay();
    return;
  }
  const target = current();
  if ((event.key === "Enter" || event.key === " ") && event.target.matches(".mark")) { event.preventDefault(); why(event.target); return; }
  const act = KEYS[event.key] || (/^[1-9]$/.test(event.key) ? (t) => digit(t, Number(event.key)) : null);
  if (!act) return;
  event.preventDefault();
  if (target || "u?JKpPgoh/[]".includes(event.key)) act(target);
});
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form.filter");
  if (!form) return;
  event.preventDefault();
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
  anew(`${location.pathname}?${query}`);
});
window.addEventListener("popstate", () => show(location.href, { keep: false }));
focus(0, false);
