// Shows the documents of the report.  Everything from a document is set as text, never as markup.
"use strict";
(() => {
  const PAGE = 50;
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const words = byId("words"), rule = byId("rule"), open = byId("open");
  let page = 0;

  function element(name, text, className) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  // What is searched of each document: its name and the words that changed.
  const haystacks = data.documents.map((d) => {
    const found = [d.n];
    for (const row of d.r) if (Array.isArray(row))
      for (const piece of row) found.push(typeof piece === "string" ? piece : piece[0] + " " + (piece[1] ?? ""));
    return found.join(" ").toLowerCase();
  });
  const rulesOf = data.documents.map((d) => new Set(
    d.r.filter(Array.isArray).flatMap((row) => row.filter(Array.isArray).map((piece) => piece[3]))));

  data.rules.forEach((name, number) => {
    const option = element("option", name);
    option.value = String(number);
    rule.append(option);
  });

  function wanted() {
    const needle = words.value.trim().toLowerCase();
    const number = rule.value === "" ? null : Number(rule.value);
    return data.documents.map((d, i) => i).filter((i) =>
      (!needle || haystacks[i].includes(needle)) && (number === null || rulesOf[i].has(number)) &&
      (!open.checked || data.documents[i].o > 0));
  }

  function change(piece, right) {
    const [before, after, fate, number, sure] = piece;
    const label = `${data.rules[number]}, ${data.fates[fate]}, ${Math.round(sure * 100)}% sure`;
    let made;
    if (fate === "fix" || fate === "change") made = right ? element("ins", after || "∅", fate) : element("del", before);
    else made = element("mark", right && after !== null ? before + " → " + (after || "(nothing)") + "?" : before, fate);
    made.title = label;
    made.tabIndex = right ? 0 : -1;
    if (right) { made.setAttribute("role", "button"); made.setAttribute("aria-label", `${before} → ${after ?? "?"}: ${label}`); }
    return made;
  }

  function pair(row) {
    const box = element("div", undefined, "pair");
    const left = element("p"), right = element("p");
    for (const piece of row) {
      if (typeof piece === "string") { left.append(piece); right.append(piece); continue; }
      left.append(change(piece, false));
      const shown = change(piece, true);
      const tell = () => {
        const old = box.querySelector(".why");
        if (old) old.remove();
        if (old && old.dataset.of === piece.join()) return;
        const why = element("div", `${data.rules[piece[3]]}, ${Math.round(piece[4] * 100)}% sure: ${piece[5]}`, "why");
        why.dataset.of = piece.join();
        if (piece[6]) {
          const picture = element("img");
          picture.setAttribute("src", piece[6]);  // data alone: the policy lets nothing else in
          picture.alt = "the page at these words";
          why.append(picture);
        }
        box.append(why);
      };
      shown.addEventListener("click", tell);
      shown.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); tell(); }
      });
      right.append(shown);
    }
    box.append(left, right);
    return box;
  }

  function fill(box, d) {
    const heads = element("div", undefined, "pair heads faint");
    heads.append(element("p", "original"), element("p", "cleaned"));
    box.append(heads);
    for (const row of d.r)
      box.append(Array.isArray(row) ? pair(row) : element("p", `… ${row} unchanged ${row === 1 ? "paragraph" : "paragraphs"} …`, "faint"));
    if (!d.r.length) box.append(element("p", "an empty text", "faint"));
  }

  function show() {
    const found = wanted();
    const last = Math.max(0, Math.ceil(found.length / PAGE) - 1);
    page = Math.min(page, last);
    byId("found").textContent = `${found.length} of ${data.documents.length} document${data.documents.length === 1 ? "" : "s"}`;
    const list = byId("documents");
    list.replaceChildren();
    for (const i of found.slice(page * PAGE, (page + 1) * PAGE)) {
      const d = data.documents[i];
      const box = element("details"), head = element("summary", d.n + " ");
      head.append(element("span", `${d.f} fixed, ${d.p ? d.p + " by people, " : ""}${d.o} open${d.d ? "; " + d.d : ""}`, "faint"));
      box.append(head);
      box.addEventListener("toggle", () => { if (box.open && box.childElementCount === 1) fill(box, d); });
      list.append(box);
    }
    if (found.length && found.length <= 3) list.querySelectorAll("details").forEach((box) => { box.open = true; });
    const pages = byId("pages");
    pages.replaceChildren();
    if (last > 0) {
      const button = (text, to) => {
        const made = element("button", text);
        made.disabled = to < 0 || to > last;
        made.addEventListener("click", () => { page = to; show(); byId("documents-title").scrollIntoView(); });
        return made;
      };
      pages.append(button("previous", page - 1), element("span", `page ${page + 1} of ${last + 1}`), button("next", page + 1));
    }
  }

  const again = () => { page = 0; show(); };
  let waiting;
  words.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(again, 120); });
  rule.addEventListener("change", again);
  open.addEventListener("change", again);
  byId("search").addEventListener("submit", (event) => event.preventDefault());
  document.querySelectorAll("button.rule").forEach((button) => button.addEventListener("click", () => {
    rule.value = button.dataset.rule;
    again();
    byId("documents-title").scrollIntoView();
  }));
  show();
})();
