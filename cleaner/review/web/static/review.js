// Brings keys and clicks to the server and shows what it answers.  Everything shown is made by the server's templates.
"use strict";
(() => {
  const base = document.body.dataset.base;
  const say = (text) => { document.getElementById("said").textContent = text; };
  const all = (selector) => [...document.querySelectorAll(selector)];
  let at = 0;        // which of the targets the keys answer
  let busy = false;  // one answer at a time, so that none is given to what has just moved
  let settled = 0;   // answers that the server has dealt with and the page shows; read by tests
  document.body.dataset.settled = "0";

  // All that is asked of the server goes through here; null if nobody is there any more, and the page says so.
  async function ask(address, options) {
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

  const targets = () => all("[data-target]");

  function focus(index, scroll = true) {
    const list = targets();
    if (!list.length) { (document.querySelector(".detail a") || document.getElementById("detail")).focus(); return; }
    at = Math.max(0, Math.min(index, list.length - 1));
    list.forEach((target, i) => target.classList.toggle("current", i === at));
    list[at].focus({ preventScroll: !scroll });
    if (scroll) list[at].scrollIntoView({ block: "nearest" });
  }

  // The page is drawn anew by the server; the place in it is kept.
  async function show(wanted, { keep = true, push = false } = {}) {
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
  async function send(path, body, changes = {}) {
    if (busy) return;
    busy = true;
    try {
      const response = await ask(base + path, {
        method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
      if (!response) return;
      const answer = await response.json().catch(() => ({ wrong: "the review refused this" }));
      say(answer.did || answer.wrong);
      if (!response.ok) return;
      const number = shownPattern();
      await show(changed(changes));
      if (number && shownPattern() !== number) await goOn();
      else if (document.querySelector(".mark.current:not(.open)")) toNextOpen();
    } finally {
      busy = false;
      document.body.dataset.settled = String(++settled);
    }
  }

  const shownPattern = () => { const head = document.querySelector(".head[data-pattern]"); return head && head.dataset.pattern; };
  function changed(changes) {
    const address = new URL(location.href);
    for (const [name, value] of Object.entries(changes))
      if (value === null) address.searchParams.delete(name); else address.searchParams.set(name, value);
    return address.href;
  }
  // The pattern is through: back from one document to all, else the next pattern is looked at as a whole.
  async function goOn() {
    const query = new URLSearchParams(location.search);
    if (query.has("document")) return show(changed({ document: null }), { keep: false });
    if (query.has("id")) history.replaceState(null, "", changed({ id: null, part: null, sample: null }));
    focus(0, false);
    window.scrollTo(0, 0);
  }
  function toNextOpen() {
    const next = targets().findIndex((target, i) => i > at && target.classList.contains("open"));
    if (next >= 0) focus(next);
  }

  const filter = () => Object.fromEntries(new URLSearchParams(location.search));

  function decide(target, answer, more = {}) {
    if (!target) return;
    const body = { answer, filter: filter(), ...more };
    if (target.dataset.case) body.case = Number(target.dataset.case);
    else {
      body.pattern = Number(target.dataset.pattern);
      body.leave_out = all("[data-case]").filter((c) => c.querySelector("[data-out]:checked")).map((c) => Number(c.dataset.case));
    }
    return send("/decide", body);
  }

  function replace(target) {
    const dialog = document.getElementById("replace"), input = document.getElementById("replacement");
    input.value = JSON.parse(target.dataset.after) || "";
    dialog.returnValue = "";
    dialog.onclose = () => { if (dialog.returnValue === "ok") decide(target, "replace", { text: input.value }); else focus(at, false); };
    dialog.showModal();
    input.select();
  }

  async function why(target) {
    const number = target.dataset.case;
    if (!number) return;
    const open = document.querySelector(`[data-why="${number}"]`);
    if (open) { open.remove(); focus(at, false); return; }
    all("[data-why]").forEach((other) => other.remove());
    const response = await ask(`${base}/why?case=${number}`);
    if (!response) return;
    if (!response.ok) { say("nothing is known of this one any more"); return; }
    const piece = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[data-why]");
    piece.dataset.of = number;
    const card = target.closest(".card");
    if (card) { piece.querySelector(".buttons").remove(); card.append(piece); }
    else target.closest(".pair").after(piece);
  }

  const sample = (head) => {
    if (head && head.querySelector('[data-do="sample"]'))
      return send("/sample", { pattern: Number(head.dataset.pattern), filter: filter() },
        { id: head.dataset.pattern, sample: "yes", part: null }).then(() => focus(1));
  };
  const onlyHere = (target) => {
    const link = target.querySelector("[data-only]") || document.querySelector(".head [data-only]");
    if (link) show(link.href, { keep: false, push: true });
  };
  const wholeRule = (answer) => {
    const head = document.querySelector(".head[data-rule]");
    if (head) send("/decide", { answer, rule: JSON.parse(head.dataset.rule), filter: filter() });
  };
  const go = (name) => { const link = document.querySelector(`[data-go="${name}"]`); if (link) show(link.href, { keep: false, push: true }); };
  const inList = (step) => {
    const links = all("[data-item]"), now = links.findIndex((link) => link.getAttribute("aria-current"));
    const link = links[now + step];
    if (link) show(link.href, { keep: false, push: true }).then(() => {
      const current = document.querySelector('[data-item][aria-current="true"]');
      if (current) current.scrollIntoView({ block: "nearest" });
    });
    else go(step > 0 ? "page-next" : "page-previous");
  };
  const option = (target, number) => {
    const button = all(`[data-do="option"]`).filter((b) => ownerOf(b) === target)[number - 1];
    if (button) decide(target, "replace", { text: JSON.parse(button.dataset.text) });
  };
  const headOnly = (target) => (target && target.dataset.pattern ? target : document.querySelector(".head[data-pattern]"));

  const everywhere = (target, answer) => {
    if (new URLSearchParams(location.search).has("document")) say("always and never are for all documents: press D first");
    else return decide(headOnly(target), answer, { always: true });
  };

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
    sample: (t) => sample(headOnly(t)),
    why: (t) => why(t),
    undo: (_t, b) => send("/undo", b && b.dataset.decision ? { decision: Number(b.dataset.decision) } : {}),
    help: () => document.getElementById("help").showModal(),
    close: (_t, b) => b.closest("dialog").close(""),
  };
  const KEYS = {
    y: DO.accept, n: DO.reject, e: DO.replace, A: DO.always, N: DO.never, a: DO["rule-accept"], d: DO["rule-reject"],
    t: DO.sample, D: onlyHere, w: DO.why, u: () => DO.undo(), "?": DO.help,
    j: () => focus(at + 1), k: () => focus(at - 1), J: () => inList(1), K: () => inList(-1),
    "]": () => go("part-next"), "[": () => go("part-previous"),
    x: (t) => { const box = t.querySelector("[data-out]"); if (box) box.click(); },
    "/": () => { const field = document.querySelector('input[type="search"]'); if (field) { field.focus(); field.select(); } },
    p: () => show(base + "/patterns", { keep: false, push: true }),
    o: () => show(base + "/documents", { keep: false, push: true }),
    h: () => show(base + "/history", { keep: false, push: true }),
  };

  // A button belongs to the card it stands on, or to the change whose evidence it stands in.
  function ownerOf(button) {
    const evidence = button.closest("[data-why]");
    if (evidence) return document.querySelector(`[data-target][data-case="${evidence.dataset.of}"]`);
    return button.closest("[data-target]") || targets()[at];
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) { DO[button.dataset.do](ownerOf(button), button); return; }
    const link = event.target.closest("[data-item], [data-go], [data-only]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      show(link.href, { keep: false, push: true });
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
    if (!target) return;
    at = targets().indexOf(target);
    targets().forEach((other) => other.classList.toggle("current", other === target));
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea, dialog")) {
      if (event.key === "Escape" && !event.target.closest("dialog")) focus(at, false);
      return;
    }
    const target = targets()[at];
    if ((event.key === "Enter" || event.key === " ") && event.target.matches(".mark")) { event.preventDefault(); why(event.target); return; }
    const act = KEYS[event.key] || (/^[1-9]$/.test(event.key) ? (t) => option(t, Number(event.key)) : null);
    if (!act) return;
    event.preventDefault();
    if (target || "u?JKpoh/[]".includes(event.key)) act(target);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form.filter");
    if (!form) return;
    event.preventDefault();
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
    show(`${location.pathname}?${query}`, { keep: false, push: true });
  });
  window.addEventListener("popstate", () => show(location.href, { keep: false }));
  focus(0, false);
})();
