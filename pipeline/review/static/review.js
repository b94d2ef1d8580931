// The review page: moves between records and values, and sends each verdict as soon as it is given.
// Places in the text are counted in code points, as in the published files, not in the UTF-16 units of JavaScript strings.
"use strict";

const page = document.getElementById("review");
const words = JSON.parse(page.dataset.words);
const PATIENCE = 15000; // milliseconds after which the server counts as not answering
const unsaved = []; // {verdict, value, marked}, oldest first, that the server has not confirmed
let sending = Promise.resolve(); // done when the server has answered all of them, or cannot
let turn = Promise.resolve(); // what was asked for is done in turn, so that keys may be typed ahead
let active = null; // the value that the keys work on, an <li>
let chosen = null; // what is selected in the text: {start, end, text}
let characters = []; // of the text that is shown, by offset
let filter = ""; // which records are wanted, a query
let folded = true; // whether empty fields are
let shownText = ""; // the HTML of the text that is shown, as it came
let cuts = []; // where a word begins behind an attached particle, ascending

const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
const item = () => $("#item");
const at = () => Number(item().dataset.n);

// --- the server ------------------------------------------------------------------------------------------------------------

class Refused extends Error {} // the server has understood and said no: sending it again would not help

// `asked`: what goes into the query beside the language and, for a path that needs it, the filter.
function address(path, asked = {}) {
  return `${path}?${new URLSearchParams([...new URLSearchParams(filter), ...Object.entries(asked), ["lang", page.dataset.language]])}`;
}

// What depends on the verdicts before it waits for them.
async function ask(path, body) {
  await sending;
  return request(path, body);
}

async function request(path, body) {
  const options = body === undefined ? {} : {
    method: "POST", signal: AbortSignal.timeout(PATIENCE), body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", "X-Mahdar-Token": page.dataset.token },
  };
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Error(words.unreachable);
  }
  const json = (response.headers.get("Content-Type") || "").startsWith("application/json");
  const answer = json ? await response.json() : { error: await response.text() };
  if (response.ok) return answer;
  throw response.status < 500 ? Object.assign(new Refused(answer.error), { answer }) : new Error(answer.error);
}

// A verdict is marked on the page at once and sent in the background, so that no key waits for the server. They go one by one,
// in order. One that cannot be written stops those behind it; the page says so, and keeps them for another try.
function decide(verdict) {
  const marked = verdict.key ? active : verdict.onward ? item() : null;
  unsaved.push({ verdict, value: active, marked });
  marked?.classList.add("saving");
  say(words.saving, verdict.verdict);
  return send();
}

function send() {
  sending = sending.then(deliver).catch((error) => say(error.message, "bad"));
  return sending;
}

async function deliver() {
  while (unsaved.length) {
    const { verdict, value, marked } = unsaved[0];
    let answer;
    try {
      answer = await request(address("verdict"), verdict);
    } catch (error) {
      if (!(error instanceof Refused)) {
        say("");
        return trouble(words.unsaved.replace("{n}", unsaved.length) + " " + error.message);
      }
      unsaved.shift();
      trouble("");
      marked?.classList.remove("saving");
      if (error.answer?.form) edit(error.answer.form);
      else if (verdict.release === item().dataset.release) show(await request(address("item", { n: at() })));
      say(error.message, "bad");
      continue;
    }
    unsaved.shift();
    trouble("");
    say(answer.said, verdict.verdict);
    const here = verdict.release === item().dataset.release;
    if (verdict.onward && answer.next !== null) show(await request(address("item", { n: answer.next })));
    else if (verdict.onward && here) {
      show(answer);
      await open("end");
    } else if (here && !unsaved.length) show(answer, active === value ? answer.focus : null);
  }
}

function inTurn(work) {
  turn = turn.then(work).catch((error) => say(error.message, "bad"));
}

async function undo() {
  await sending;
  if (unsaved.length) { // never written: it is enough to forget it
    unsaved.pop().marked?.classList.remove("saving");
    trouble(unsaved.length ? words.unsaved.replace("{n}", unsaved.length) : "");
    return say(words.undone);
  }
  const answer = await ask(address("undo"), {});
  show(answer);
  say(answer.said, "withdraw");
}

// `kind`: the verdict that it is about, or «bad». What was just decided can be taken back beside it.
function say(text, kind = "") {
  const line = $("#said");
  $("span", line).textContent = text || "";
  line.className = kind;
}

function trouble(text) {
  $("#trouble").hidden = !text;
  $("#trouble span").textContent = text;
}

window.addEventListener("beforeunload", (event) => {
  if (unsaved.length) event.preventDefault();
});

// --- what is shown ---------------------------------------------------------------------------------------------------------

async function go(n) {
  show(await ask(address("item", { n })));
}

async function walk(step) {
  show(await ask(address("item", { n: at(), step })));
}

// The list, the end page, the sure records: in the place of the record, whose state stays.
async function panel(path, asked = {}) {
  await sending;
  return open(path, asked);
}

async function open(path, asked = {}) {
  const { html } = await request(address(path, asked));
  $("#panel").innerHTML = html; // made and escaped by the server's templates
  $("#panel").hidden = false;
  $("#place").hidden = true;
  choose(null);
  closeForm();
  ($("#panel input, #panel select") || $("#panel button"))?.focus();
}

function closePanel() {
  $("#panel").hidden = true;
  $("#panel").replaceChildren();
  $("#place").hidden = false;
}

function filterBy(query, found = null) {
  filter = query;
  $("#filtered").hidden = !query;
  if (found !== null) $("#filtered").textContent = words.filtered.replace("{n}", found);
}

// `focus` names the value that shall be active: [field, index]; else the one that was stays. Where only the record has changed, the
// text stays as it is: to lay out a long one again takes longer than all the rest.
function show(answer, focus = null) {
  const same = item().dataset.n === String(answer.n);
  const was = same && active ? { key: keyOf(active), index: values().indexOf(active) } : null;
  const scrolled = was || focus ? $$(".side").map((side) => side.scrollTop) : [0, 0];
  closePanel();
  const made = document.createElement("template");
  made.innerHTML = answer.html; // made and escaped by the server's templates
  const fresh = $("#item", made.content);
  const text = $(".text-side", fresh)?.innerHTML;
  const kept = text !== undefined && text === shownText;
  if (kept) {
    for (const { name, value } of [...fresh.attributes]) item().setAttribute(name, value);
    $(".record-side").replaceWith($(".record-side", fresh));
  } else $("#place").replaceChildren(fresh);
  shownText = text;
  history.replaceState(null, "", `?n=${answer.n}&lang=${page.dataset.language}`);
  opened(kept, same);
  $$(".side").forEach((side, i) => { side.scrollTop = scrolled[i]; });
  if (focus) activate($(`.value[data-field="${focus[0]}"][data-index="${focus[1] ?? ""}"]`));
  else if (was) activate(values().find((value) => keyOf(value) === was.key) ?? values()[Math.min(was.index, values().length - 1)]);
}

function opened(kept = false, same = false) {
  const { n, total, left, share, done, mine } = item().dataset;
  $("#count").textContent = Number(total) ? `${Number(n) + 1} / ${total}` : "";
  $("#left").textContent = words.left.replace("{n}", left);
  $("#progress").value = Number(share);
  $("#done").textContent = done;
  $("#mine").textContent = mine;
  const rest = $(".rest");
  if (rest) {
    rest.open = !folded;
    rest.addEventListener("toggle", () => { folded = !rest.open; });
  }
  active = null;
  closeForm();
  if (kept && same) return choose(chosen); // what is selected in the text stays selected
  cuts = item().dataset.cuts.split(" ").filter(Boolean).map(Number);
  characters = [];
  for (const run of $$(".text [data-start]")) {
    const text = run.dataset.code ? ["\uFFFC"] : Array.from(run.textContent);
    text.forEach((character, i) => { characters[Number(run.dataset.start) + i] = character; });
  }
  choose(null);
}

const values = () => $$(".value");

function activate(value) {
  active?.classList.remove("here");
  active?.removeAttribute("aria-current");
  active = value || null;
  if (active) {
    active.classList.add("here");
    active.setAttribute("aria-current", "true");
    active.scrollIntoView({ block: "nearest" });
  }
  light(active ? active.dataset.spans : "");
}

function step(by) {
  const all = values();
  if (!all.length) return;
  const now = all.indexOf(active);
  activate(all[now < 0 ? (by > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, now + by))]);
}

// The next value of which the pipeline is not sure, in this record or the ones after it.
async function doubtful() {
  const find = (from) => values().slice(from).find((value) => value.matches(".doubtful:not(.corrected, .saving)"));
  let value = find(values().indexOf(active) + 1);
  const began = at();
  while (!value) {
    const before = at();
    await walk(1);
    if (at() === before) break;
    value = find(0);
  }
  if (value) return activate(value);
  if (at() !== began) await go(began);
  say(words.no_doubtful, "bad");
}

// Lights places of the text, given as "s,e s,e", and brings the first into view.
function light(spans) {
  const wanted = new Set(spans.split(" "));
  let first = null;
  for (const mark of $$(".text [data-span]")) {
    const lit = wanted.has(mark.dataset.span);
    mark.classList.toggle("here", lit);
    if (lit) first ||= mark;
  }
  first?.scrollIntoView({ block: "center" });
}

// --- selecting text --------------------------------------------------------------------------------------------------------

// The selection as a range of the release's text, without white space at its ends; null where nothing of the text is selected.
function selected() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  let start = Infinity, end = -Infinity;
  for (const run of $$(".text [data-start]")) {
    if (!range.intersectsNode(run)) continue;
    const from = run.contains(range.startContainer) ? offset(run, range.startContainer, range.startOffset) : Number(run.dataset.start);
    const to = run.contains(range.endContainer) ? offset(run, range.endContainer, range.endOffset) : Number(run.dataset.end);
    if (from < to) {
      start = Math.min(start, from);
      end = Math.max(end, to);
    }
  }
  const blank = (character) => character === undefined || /\s/u.test(character);
  while (start < end && blank(characters[start])) start++;
  while (start < end && blank(characters[end - 1])) end--;
  return start < end ? snapped(start, end) : null;
}

// As the server does it (snapping.py): whole words, the first perhaps without the particle before it.
const inWord = (character) => character !== undefined && /[\p{L}\p{M}\p{N}_\p{Cf}]/u.test(character);
const unseen = (character) => /\p{Cf}/u.test(character); // a word goes on behind it, but does not end with it

function snapped(start, end) {
  let [begin, stop] = [start, end];
  if (inWord(characters[start])) while (inWord(characters[begin - 1])) begin--;
  while (begin < start && unseen(characters[begin])) begin++;
  for (const cut of cuts) if (begin < cut && cut <= start) begin = cut;
  if (inWord(characters[end - 1])) while (inWord(characters[stop])) stop++;
  while (stop > end && unseen(characters[stop - 1])) stop--;
  return { start: begin, end: stop, text: characters.slice(begin, stop).join("") };
}

// Where a point of the selection lies, in code points: `units` counts UTF-16 units of a text, or the children of an element.
function offset(run, node, units) {
  if (node.nodeType === Node.TEXT_NODE) return Number(run.dataset.start) + Array.from(node.data.slice(0, units)).length;
  return Number(units ? run.dataset.end : run.dataset.start);
}

function selecting() {
  const found = selected();
  if (found || !document.activeElement?.closest("#chooser, #editor")) choose(found);
}

// While the mouse is still selecting, nothing may move under it.
let pressed = false;
document.addEventListener("pointerdown", () => { pressed = true; });
document.addEventListener("pointerup", () => { pressed = false; selecting(); });
document.addEventListener("selectionchange", () => { if (!pressed) selecting(); });

function choose(found, kept = false) {
  chosen = found;
  const first = found && !kept && cuts.find((offset) => found.start < offset && offset < found.end);
  const attached = first && characters.slice(found.start, first).every(inWord);
  $("#cut").hidden = !attached;
  $("#without").textContent = attached ? characters.slice(found.start, first).join("") : "";
  const form = $("#editor form");
  $("#chooser").hidden = !found || Boolean(form);
  $("#chosen").textContent = found ? found.text : "";
  $("#correct").disabled = !active;
  if (found && form?.taking) take(form.taking);
}

// A selection without the particle that is written as one with its first word.
function cut() {
  const at = cuts.find((offset) => chosen.start < offset && offset < chosen.end);
  choose({ start: at, end: chosen.end, text: characters.slice(at, chosen.end).join("") }, true);
}

// A value of the form takes its words and its place from the text.
function take(input) {
  input.value = chosen.text;
  input.form.elements[input.dataset.place].value = `${chosen.start},${chosen.end}`;
}

// --- verdicts --------------------------------------------------------------------------------------------------------------

// What names the value in a verdict.
function keyOf(value) {
  const { field, index } = value.dataset;
  return JSON.parse(item().dataset.keys)[field][index === "" ? 0 : Number(index)];
}

const about = () => ({ release: item().dataset.release, record: item().dataset.record, within: filter });

const target = () => ({ field: active.dataset.field, key: keyOf(active) });

function judge(verdict) {
  if (!active) return say(words.no_value, "bad");
  decide({ ...about(), ...target(), verdict });
}

function judgeRecord(verdict) {
  if (!item().dataset.record) return walk(1);
  return decide({ ...about(), field: "record", verdict, onward: true });
}

function correct() {
  if (!active) return say(words.no_value, "bad");
  if (!chosen) return say(words.no_selection, "bad");
  decide({ ...about(), ...target(), verdict: "correct", values: { span: taken() } });
}

function add(what) {
  if (!chosen) return say(words.no_selection, "bad");
  decide({ ...about(), field: what, verdict: "add", values: { span: taken() } });
}

// The selected range, which is selected no longer.
function taken() {
  const { start, end } = chosen;
  document.getSelection().removeAllRanges();
  choose(null);
  return `${start},${end}`;
}

// --- the form --------------------------------------------------------------------------------------------------------------

async function editActive() {
  if (!active) return say(words.no_value, "bad");
  edit((await ask(address("form", { ...about(), ...target() }))).form);
}

// An empty field takes what is selected; where nothing is, it is asked for.
async function fill(field) {
  if (chosen) return add(field);
  edit((await ask(address("form", { ...about(), field }))).form);
}

async function flag() {
  edit((await ask(address("form", { ...about(), field: "record", flag: 1 }))).form);
}

async function skip() {
  const answer = await ask(address("skip"), about());
  say(answer.said, "skip");
  if (answer.next === at()) return walk(1);
  await go(answer.next);
}

function edit(html) {
  $("#editor").innerHTML = html;
  $("#editor").hidden = false;
  const form = $("#editor form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { verdict, field, key } = form.dataset;
    const values = Object.fromEntries(new FormData(form));
    inTurn(() => decide({ ...about(), verdict, field, key: key || null, values }));
  });
  form.addEventListener("focusin", (event) => { form.taking = event.target.dataset.place ? event.target : form.taking; });
  $("#chooser").hidden = true;
  const first = $("input:not([type=hidden]), select", form);
  if (!first) return;
  if (first.dataset.place) form.taking = first;
  first.focus();
  first.select?.();
}

function closeForm() {
  $("#editor").replaceChildren();
  $("#editor").hidden = true;
}

// --- keys and clicks -------------------------------------------------------------------------------------------------------

// A word on whether another report tells of the same meeting; a key means the first one of which nobody has said it.
async function identify(word, other) {
  const buttons = $$(`.reports [data-${word}]`);
  const waiting = buttons.find((button) => !button.closest("td").querySelector("[aria-pressed]"));
  const wanted = other ?? (waiting ?? buttons[0])?.dataset[word];
  if (!wanted) return say(words.no_other, "bad");
  const answer = await ask(address("identity"), { ...about(), other: wanted, word });
  show(answer);
  say(answer.said, word);
}

const actions = {
  same: () => identify("same"),
  different: () => identify("different"),
  next: () => walk(1),
  previous: () => walk(-1),
  down: () => step(1),
  up: () => step(-1),
  doubtful,
  "accept-record": () => judgeRecord("accept"),
  "reject-record": () => judgeRecord("reject"),
  accept: () => judge("accept"),
  reject: () => judge("reject"),
  edit: editActive,
  correct,
  cut,
  skip,
  flag,
  undo,
  retry: send,
  list: () => panel("list"),
  above: () => panel("above"),
  end: () => panel("end"),
  back: closePanel,
  "clear-filter": () => { filterBy(""); return panel("list"); },
  help: () => $("#help").showModal(),
  reviewed: async () => say((await ask(address("reviewed"), {})).said),
  close: () => { closePanel(); closeForm(); document.getSelection().removeAllRanges(); choose(null); activate(null); },
};

const keys = {
  n: "next", p: "previous", ArrowLeft: "next", ArrowRight: "previous", ArrowDown: "down", ArrowUp: "up", j: "down", k: "up",
  d: "doubtful", a: "accept-record", A: "reject-record", s: "skip", f: "flag", Enter: "accept", y: "accept", x: "reject", e: "edit",
  c: "correct", u: "undo", l: "list", b: "above", q: "end", "=": "same", "-": "different", t: "retry", "?": "help", Escape: "close",
};
const anywhere = ["list", "above", "end", "help", "close", "retry", "undo"]; // where no record is shown

// The letter on the key, large only with Shift itself, whatever Caps Lock says; with an Arabic layout, the one that the same key
// has on a Latin keyboard.
function letter(event) {
  if (event.key === "\u061F") return "?"; // the Arabic question mark
  const latin = /^Key[A-Z]$/.test(event.code) ? event.code.slice(3) : event.key;
  if (/^[A-Za-z]$/.test(latin)) {
    const own = /^[A-Za-z]$/.test(event.key) ? event.key : latin; // a Latin layout may have it elsewhere
    return event.shiftKey ? own.toUpperCase() : own.toLowerCase();
  }
  return /^Digit\d$/.test(event.code) && event.key.charCodeAt(0) > 127 ? event.code.slice(5) : event.key;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || $("#help").open) return;
  const typing = event.target.closest("input, select, textarea");
  if (typing && event.key !== "Escape") return;
  if (event.target.closest("a, button, summary") && (event.key === "Enter" || event.key === " ")) return;
  const key = letter(event);
  const quick = /^[0-9]$/.test(key) && !$("#chooser").hidden && $(`#chooser [data-key="${key}"]`);
  if (!quick && !Object.hasOwn(keys, key)) return;
  if ($("#place").hidden && !anywhere.includes(keys[key])) return;
  event.preventDefault();
  if (quick) quick.click();
  else inTurn(actions[keys[key]]);
});

// What a click on a button with this attribute does, with the attribute's value.
const pressing = {
  action: (name) => actions[name](),
  add,
  fill,
  withdraw: (of) => decide({ ...about(), verdict: "withdraw", field: "record", of }),
  judge: (verdict) => (verdict === "edit" ? editActive() : judge(verdict)),
  go: (n) => go(Number(n)),
  more,
  same: (other) => identify("same", other),
  different: (other) => identify("different", other),
  accept: acceptSure,
  language: speak,
};

document.addEventListener("click", (event) => {
  const value = event.target.closest(".value");
  if (value && value !== active) activate(value);
  const button = event.target.closest("button");
  const name = button && Object.keys(pressing).find((key) => key in button.dataset);
  if (name) return inTurn(() => pressing[name](button.dataset[name]));
  const link = event.target.closest(".record a[data-spans]");
  if (link) {
    event.preventDefault(); // it leads to the place, which is lit instead
    light(link.dataset.spans);
  }
  const mark = event.target.closest(".text [data-span]");
  if (mark && !chosen) toValue(mark);
});

// From a highlight to the value that it is evidence of: of the innermost one that has a value; a second click goes to its next value.
// A highlight that no value has is as good as selected.
function toValue(mark) {
  for (let around = mark; around; around = around.parentElement.closest(".text [data-span]")) {
    const found = values().filter((value) => spansOf(value).includes(around.dataset.span));
    if (found.length) {
      activate(found[(found.indexOf(active) + 1) % found.length]);
      return light(around.dataset.span);
    }
  }
  const pieces = $$(`.text [data-span="${mark.dataset.span}"]`);
  const range = document.createRange();
  range.setStartBefore(pieces[0]);
  range.setEndAfter(pieces.at(-1));
  document.getSelection().removeAllRanges();
  document.getSelection().addRange(range);
}

const spansOf = (value) => [value, ...$$("[data-spans]", value)].flatMap((part) => part.dataset.spans.split(" "));

async function more(from) {
  const { html } = await ask(address("list", { from }));
  const next = document.createElement("template");
  next.innerHTML = html;
  $("#panel [data-more]").replaceWith(...$$("[data-more]", next.content));
  $("#panel .rows").append(...$$(".rows > li", next.content));
}

async function acceptSure(above) {
  const answer = await ask(address("accept"), { above: Number(above), within: filter });
  await go(answer.next ?? answer.n);
  say(answer.said, "accept");
  if (answer.next === null) await panel("end");
}

function speak(wanted) {
  location.search = `?${new URLSearchParams({ n: at(), lang: wanted })}`;
}

document.addEventListener("submit", (event) => {
  if (!["filter", "above"].includes(event.target.id)) return;
  event.preventDefault();
  const given = [...new FormData(event.target)].filter(([, value]) => value);
  inTurn(async () => {
    if (event.target.id === "above") return panel("above", Object.fromEntries(given));
    const query = String(new URLSearchParams(given));
    filterBy(query);
    const { html, found } = await ask(address("list"));
    filterBy(query, found);
    $("#panel").innerHTML = html;
    $("#filter [name=q]").focus();
  });
});

// Whoever comes to a value with Tab decides on that one.
document.addEventListener("focusin", (event) => {
  const value = event.target.closest(".value");
  if (value && value !== active) activate(value);
});

// A press on these must not take the selection away.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest("#chooser button, [data-fill], .tool")) event.preventDefault();
});

shownText = $(".text-side")?.innerHTML;
opened();
