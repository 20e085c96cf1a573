// Everything works without this file; it only saves clicks.
"use strict";
(() => {
  const status = document.querySelector("[role=status]");
  const words = document.body.dataset;

  const write = async (text) => {
    // navigator.clipboard exists in secure contexts only; a console on plain
    // http inside a company network is none.
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const area = document.createElement("textarea");
    area.value = text;
    area.setAttribute("readonly", "");
    area.className = "status";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) throw new Error("copy refused");
  };

  const button = (label, act) => {
    const b = document.createElement("button");
    b.type = "button";
    b.textContent = label;
    b.addEventListener("click", () => act(b));
    return b;
  };

  const copier = (label, name, text) => {
    const b = button(label, async () => {
      let said = words.copied;
      try { await write(text()); } catch { said = words.copyFailed; }
      b.textContent = said;
      status.textContent = said;
      setTimeout(() => { b.textContent = label; status.textContent = ""; }, 2000);
    });
    if (name) b.setAttribute("aria-label", name);
    return b;
  };

  for (const e of document.querySelectorAll("[data-copy]")) {
    const b = copier(words.copy, e.dataset.copy, () => e.textContent);
    b.className = "copy";
    e.after(b);
  }
  const actions = document.querySelector("[data-actions]");
  if (actions) {
    const item = (b) => { const li = document.createElement("li"); li.append(b); return li; };
    actions.prepend(item(copier(words.copyLink, "", () => document.querySelector("link[rel=canonical]").href)));
    actions.append(item(button(words.print, () => window.print())));
  }

  // Times come in UTC; a reader's clock is better. The form is the page's own.
  const two = (n) => String(n).padStart(2, "0");
  const chinese = document.documentElement.lang.startsWith("zh");
  for (const e of document.querySelectorAll("time[datetime]")) {
    const t = new Date(e.dateTime);
    if (isNaN(t)) continue;
    const offset = -t.getTimezoneOffset();
    const hours = Math.trunc(Math.abs(offset) / 60), minutes = Math.abs(offset) % 60;
    const zone = "UTC" + (offset ? (offset < 0 ? "-" : "+") + hours + (minutes ? ":" + two(minutes) : "") : "");
    const clock = `${two(t.getHours())}:${two(t.getMinutes())}:${two(t.getSeconds())}`;
    const month = t.toLocaleString("en", { month: "short" });
    e.textContent = chinese
      ? `${t.getFullYear()}-${two(t.getMonth() + 1)}-${two(t.getDate())} ${clock} (${zone})`
      : `${t.getDate()} ${month} ${t.getFullYear()}, ${clock} ${zone}`;
  }

  // The list of codes follows what is typed; the server does the searching.
  const filter = document.querySelector("[data-filter]");
  if (filter) {
    let timer, latest = 0;
    const search = async () => {
      const mine = ++latest;
      const query = new URLSearchParams([...new FormData(filter.form)].filter(([, v]) => v));
      // Not form.action: the form has a field of that name.
      const url = filter.form.getAttribute("action") + (query.size ? "?" + query : "");
      const answer = await fetch(url, { headers: { Accept: "text/html" } });
      if (!answer.ok || mine !== latest) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.querySelector("[data-found]");
      if (!found || mine !== latest) return;
      document.querySelector("[data-found]").replaceWith(found);
      history.replaceState(null, "", url);
      const path = location.pathname + location.search;
      document.querySelector("link[rel=canonical]").href = path;
      for (const next of document.querySelectorAll("input[name=next]")) next.value = path;
      status.textContent = found.dataset.found;
    };
    filter.form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => search().catch(() => {}), 150);
    });
  }

  const problems = document.querySelector(".summary-errors");
  if (problems) problems.focus();

  for (const form of document.querySelectorAll("form[data-once]")) {
    form.addEventListener("submit", (event) => {
      if (form.getAttribute("aria-busy") === "true") { event.preventDefault(); return; }
      form.setAttribute("aria-busy", "true");
      const submit = form.querySelector("button[type=submit]");
      submit.setAttribute("aria-disabled", "true");
      setTimeout(() => { if (form.getAttribute("aria-busy")) status.textContent = words.waiting; }, 1000);
    });
    // A page that comes back from the back-forward cache is still "busy".
    addEventListener("pageshow", () => {
      form.removeAttribute("aria-busy");
      form.querySelector("button[type=submit]").removeAttribute("aria-disabled");
    });
  }

  for (const e of document.querySelectorAll("details")) {
    addEventListener("beforeprint", () => { e.dataset.open = e.open; e.open = true; });
    addEventListener("afterprint", () => { e.open = e.dataset.open === "true"; });
  }
})();
