// What is told to the server, and what is asked of it about one change.
import { all, ask, base, current, focus, say, send, stay } from "./page.js";

const filter = () => Object.fromEntries(new URLSearchParams(location.search));
const leftOut = () =>
  all("[data-case]").filter((c) => c.querySelector("[data-out]:checked")).map((c) => Number(c.dataset.case));

// What is told about the group that is shown; a sheet of its cases is answered as a whole.
const lotHead = () => document.querySelector(".head[data-lot]");
export function lot(act, more = {}) {
  if (lotHead()) return send("/lot", { do: act, filter: filter(), ...more });
}
function answerLot(answer) {
  const head = lotHead();
  if (head.dataset.lot === "LotProofQuestion") return lot("rest", { answer, rest: Number(head.dataset.rest) });
  if (head.dataset.lot !== "SheetQuestion") { say("test a sample first (t), or look through its cases (l)"); return; }
  const shown = all("[data-case]").map((c) => Number(c.dataset.case));
  return lot("sheet", { answer, shown, marked: leftOut() });
}
export const closePage = (target) => {
  const sheet = document.querySelector("[data-page]");  // in the list of documents the next one follows
  if (sheet) return send("/close", { document: Number(sheet.dataset.page) }, { id: null, part: null });
  if (target && target.dataset.document) return send("/close", { document: Number(target.dataset.document) });
  say("this stands on several pages: j goes down to the single cases");
};
export const mark = (number) => {
  const box = all("[data-case]").map((c) => c.querySelector("[data-out]"))[number - 1];
  if (box) box.click();
};

export function decide(target, answer, more = {}) {
  if (!target) return;
  if (lotHead() && answer !== "replace") return answerLot(answer);
  const body = { answer, filter: filter(), ...more };
  if (target.dataset.case) body.case = Number(target.dataset.case);
  else {
    body.patterns = JSON.parse(target.dataset.patterns);
    body.leave_out = leftOut();
  }
  return send("/decide", body);
}

export function replace(target) {
  const dialog = document.getElementById("replace"), input = document.getElementById("replacement");
  input.value = JSON.parse(target.dataset.after) || "";
  dialog.returnValue = "";
  dialog.onclose = () => { if (dialog.returnValue === "ok") decide(target, "replace", { text: input.value }); else stay(); };
  dialog.showModal();
  input.select();
}

export async function why(target) {
  const number = target.dataset.case;
  if (!number) return;
  const open = document.querySelector(`[data-why="${number}"]`);
  if (open) { open.remove(); stay(); return; }
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

export const sample = (target) => {
  if (lotHead()) return lot("sample");
  const head = headOnly(target);
  if (head && head.querySelector('[data-do="sample"]'))
    return send("/sample", { patterns: JSON.parse(head.dataset.patterns), filter: filter() },
      { id: head.dataset.pattern, sample: "yes", part: null }).then(() => focus(1));
};
export const wholeRule = (answer) => {
  const head = document.querySelector(".head[data-rule]");
  if (!head) return;
  const body = { answer, rule: JSON.parse(head.dataset.rule), leave_out: leftOut(), filter: filter() };
  return Promise.resolve(send("/decide", body)).then((doubt) => {
    if (doubt) sure(doubt, (yes) => (yes ? send("/decide", { ...body, sure: true }) : stay()), RULE);
  });
};
export const option = (target, number) => {
  const button = all(`[data-do="option"]`).filter((b) => ownerOf(b) === target)[number - 1];
  if (button) decide(target, "replace", { text: JSON.parse(button.dataset.text) });
};
const headOnly = (target) => (target && target.dataset.pattern ? target : document.querySelector(".head[data-pattern]"));

export const everywhere = (target, answer) => {
  if (new URLSearchParams(location.search).has("document")) say("always and never are for all documents: press D first");
  else return Promise.resolve(decide(headOnly(target), answer, { always: true })).then((doubt) => {
    if (doubt) sure(doubt, (yes) => decide(headOnly(target), answer, { always: true, switch_off: yes }));
  });
};
const OFF = { title: "Switch the rule off?", yes: "Switch it off", no: true };
const RULE = { title: "Answer the whole rule?", yes: "All of them, unseen", no: false };
// Asks before something that goes further than its key says; neither a yes nor a no does nothing.
function sure(doubt, act, words = OFF) {
  const dialog = document.getElementById("sure");
  document.getElementById("sure-title").textContent = words.title;
  document.getElementById("sure-yes").textContent = words.yes;
  document.getElementById("sure-no").hidden = !words.no;
  document.getElementById("doubt").textContent = doubt;
  dialog.returnValue = "";
  dialog.onclose = () => { if (dialog.returnValue) act(dialog.returnValue === "yes"); else stay(); };
  dialog.onkeydown = (event) => { if (event.key === "y" || event.key === "n") dialog.close(event.key === "y" ? "yes" : "no"); };
  dialog.showModal();
}

// A button belongs to the card it stands on, or to the change whose evidence it stands in.
export function ownerOf(button) {
  const evidence = button.closest("[data-why]");
  if (evidence) return document.querySelector(`[data-target][data-case="${evidence.dataset.of}"]`);
  return button.closest("[data-target]") || current();
}
