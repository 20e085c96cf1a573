// Everything works without this file; it only saves clicks.
"use strict";
const one = (selector) => document.querySelector(selector);
const all = (selector, root = document) => root.querySelectorAll(selector);
const make = (name, properties) => Object.assign(document.createElement(name), properties);
const words = document.body.dataset, canonical = one("link[rel=canonical]") || location;
const say = (text) => { one("[role=status]").textContent = text; };

const write = async (text) => {
  // Plain http has no navigator.clipboard.
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = make("textarea", { value: text, readOnly: true, className: "hide" });
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("copy refused");
};
const copy = async (b, text) => {
  const label = b.dataset.label ??= b.textContent;
  let said = words.copied;
  try { await write(text); } catch { said = words.copyFailed; }
  say(b.textContent = said);
  setTimeout(() => { say(""); b.textContent = label; }, 2000);
};
addEventListener("click", ({ target }) => {
  if (target.matches(".copy")) copy(target, target.previousElementSibling.textContent);
  if (target.matches("[data-link]")) copy(target, canonical.href);
  if (target.matches("[data-ticket]")) copy(target, one(".ticket pre").textContent);
  if (target.matches("[data-print]")) print();
});

// Times come in UTC; a reader's clock is better.
const local = (t) => {
  const [, month, day, year, clock, zone] = t.toString().split(" ");
  const utc = zone.replace("GMT", "UTC").replace(/0?(\d+)(..)$/, "$1:$2").replace(":00", "").replace("+0", "");
  return document.documentElement.lang === "en"
    ? `${+day} ${month} ${year}, ${clock} ${utc}`
    : `${year}-${String(t.getMonth() + 1).padStart(2, 0)}-${day} ${clock} (${utc})`;
};

const improve = (root) => {
  for (const e of all("time", root)) e.textContent = local(new Date(e.dateTime));
  for (const e of all("[data-now]", root)) e.textContent = local(new Date());
};
improve(document);
addEventListener("beforeprint", () => { one(".paper code").textContent = `${canonical.href} · ${local(new Date())}`; });

// Half a word is not yet typed.
const typed = (field, then) => {
  for (const on of ["input", "compositionend"]) field.addEventListener(on, (e) => e.isComposing || then());
};

// The field at a long table hides the rows without what is typed.
for (const input of all(".filter input")) {
  const { rows } = input.parentElement.nextElementSibling.querySelector("tbody");
  typed(input, () => {
    const wanted = input.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
    say(words.filtered.replace("{n}", [...rows].filter((row) => !row.hidden).length));
  });
}

// The list of codes follows what is typed; the server does the searching.
const form = one("[data-search]");
let wait, latest;
const search = async () => {
  const query = new URLSearchParams([...new FormData(form)].filter(([, v]) => v));
  // Not form.action: the form has a field of that name.
  const url = latest = form.getAttribute("action") + (query.size ? "?" + query : "");
  const answer = await fetch(url, { headers: { Accept: "text/html" } });
  const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-found]");
  if (!answer.ok || !found || url !== latest) return;
  one("[data-found]").replaceWith(found);
  improve(found);
  history.replaceState(null, "", url);
  canonical.href = url;
  for (const next of all("[name=next]")) next.value = url;
  say(found.dataset.found);
};
if (form) typed(form, () => {
  clearTimeout(wait);
  wait = setTimeout(() => search().catch(() => {}), 150);
});

one(".summary-errors")?.focus();

// A page that the browser kept is older than it says.
for (const e of all("[data-age]")) {
  const minutes = Math.floor((Date.now() - new Date(e.dataset.age)) / 60000);
  if (minutes > 1) e.textContent = words.ago.replace("{n}", minutes);
}

// A page that was read step by step says when it is complete.
const step = [...all(".step")].pop();
if (step) say(step.textContent);

let pressed, label, timer;
addEventListener("submit", (event) => {
  if (!event.target.matches("[data-once]")) return;
  if (pressed) return event.preventDefault();
  pressed = event.submitter;
  if (!pressed) return;
  label = pressed.textContent;
  event.target.ariaBusy = pressed.ariaDisabled = "true";
  timer = setTimeout(() => say(pressed.textContent = event.target.dataset.once), 1000);
});
// A page that comes back from the back-forward cache is still "busy".
addEventListener("pageshow", () => {
  if (!pressed) return;
  clearTimeout(timer);
  pressed.textContent = label;
  pressed = pressed.closest("form").ariaBusy = pressed.ariaDisabled = null;
});
