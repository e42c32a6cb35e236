// The page of the preview: asks for news, and shows only what has changed.
"use strict";

const by = (id) => document.getElementById(id);
const state = { version: 0, documents: [], open: null, details: null, seen: null, chosen: null };

/** An element with attributes and children. Text is always text, never HTML. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") element.addEventListener("click", value);
    else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(key, value === true ? "" : value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
const tell = (text) => { by("news").textContent = text; };

function outcome(one) {
  if (one.status === "waiting") return "not looked at yet";
  const parts = [];
  if (one.errors) parts.push(plural(one.errors, "error"));
  if (one.warnings) parts.push(plural(one.warnings, "warning"));
  return parts.length ? parts.join(", ") : "no problems";
}

// News ------------------------------------------------------------------------------------

async function listen() {
  for (;;) {
    try {
      const open = state.open ? `&open=${state.open}` : "";
      const news = await fetch(`/documents?after=${state.version}${open}`);
      if (!news.ok) throw new Error(news.statusText);
      const list = await news.json();
      state.version = list.version;
      state.documents = list.documents;
      by("site").textContent = list.name;
      document.title = list.name;
      showList();
      showBeside(list.problems);
      if (!state.open && list.documents.length) open_(fromAddress() ?? list.documents[0].id);
      await refresh();
      document.body.classList.remove("alone");
    } catch {
      by("facts").textContent = "offprint has ended, or cannot be reached. It is asked again.";
      document.body.classList.add("alone");
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

function fromAddress() {
  const id = location.hash.slice(1);
  return state.documents.some((one) => one.id === id) ? id : null;
}

/** Opens a document. The server is asked at once, not when the waiting request has ended. */
function open_(id) {
  if (state.open === id) return;
  state.open = id;
  state.seen = null;
  state.chosen = null;
  location.replace(`#${id}`);
  showList();
  fetch(`/documents?after=0&open=${id}`).then(refresh);
}

async function refresh() {
  const one = state.documents.find((one) => one.id === state.open);
  if (!one) return;
  const answer = await fetch(`/documents/${one.id}`);
  if (!answer.ok || one.id !== state.open) return;
  const details = await answer.json();
  // It is being made.
  if (!details) return;
  const key = `${one.id} ${details.stamp}`;
  if (state.seen === key) return;
  const again = state.seen !== null;
  state.seen = key;
  forget(state.details, details);
  state.details = details;
  showHead(one, details);
  const changed = showPages(details);
  showProblems(details);
  showSource(details);
  showLedger(details);
  if (again) {
    const what = details.pages.length ? plural(changed, "page") + " changed" : "no pages";
    tell(`${details.title}: ${what}, ${outcome(details)}`);
  }
}

// The list --------------------------------------------------------------------------------

function showList() {
  const filter = by("filter").value.trim().toLowerCase();
  const fits = (one) => `${one.title} ${one.file}`.toLowerCase().includes(filter);
  const focused = document.activeElement?.closest?.("#documents a")?.dataset.id;
  const items = state.documents.filter(fits).map((one) =>
    make("li", {},
      make("a", {
        href: `#${one.id}`,
        "data-id": one.id,
        "aria-current": one.id === state.open ? "page" : null,
        onclick: (event) => { event.preventDefault(); open_(one.id); },
      },
        make("span", { class: `dot ${one.status}`, "aria-hidden": "true" }),
        make("span", { class: "name" }, one.title),
        make("span", { class: "extent" }, one.pages ? `${one.pages} p.` : ""),
        make("span", { class: "file" }, one.file),
        make("span", { class: "unseen" }, `, ${outcome(one)}`))));
  by("documents").replaceChildren(...items);
  by("none").hidden = items.length > 0;
  if (focused) by("documents").querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
}

/** What is wrong with the project itself. */
function showBeside(problems) {
  const before = JSON.stringify(state.beside ?? []);
  state.beside = problems;
  if (before === JSON.stringify(problems)) return;
  showProblems(state.details ?? { problems: [] });
  if (problems.length) tell(problems[0].message);
}

function showHead(one, details) {
  by("title").textContent = details.title;
  const parts = [plural(details.pages.length, "page")];
  if (details.bytes) parts.push(`${Math.ceil(details.bytes / 1000)} kB`);
  parts.push(`${details.coverage.percent} % of ${plural(details.coverage.words, "word")} on paper`);
  by("facts").textContent = parts.join(" · ");
  by("pdf").hidden = !details.bytes;
  by("pdf").href = `/documents/${one.id}/pdf`;
}

// The pages -------------------------------------------------------------------------------

/** Shows the pages; those that have not changed stay as they are, and so does the scroll place. */
function showPages(details) {
  const main = by("pages");
  const fresh = main.dataset.id !== state.open;
  if (fresh) { main.replaceChildren(); main.dataset.id = state.open; main.scrollTop = 0; }
  main.querySelector(".empty")?.remove();
  if (!details.pages.length) {
    // What was there stays until it is right again.
    if (!main.children.length) {
      main.append(make("p", { class: "empty" }, "There are no pages. The problems beside say why."));
    }
    main.classList.add("stale");
    return 0;
  }
  main.classList.remove("stale");
  let changed = 0;
  details.pages.forEach((page, index) => {
    let figure = main.querySelectorAll(".page")[index];
    if (!figure) {
      figure = make("figure", { class: "page" }, make("img", { alt: "" }), make("div"), make("figcaption"));
      main.append(figure);
    }
    figure.style.setProperty("--ratio", `${page.width} / ${page.height}`);
    figure.style.setProperty("--points", page.width);
    figure.querySelector("figcaption").textContent = index + 1;
    figure.setAttribute("aria-label", `Page ${index + 1} of ${details.pages.length}`);
    if (figure.dataset.digest !== page.digest) {
      if (figure.dataset.digest) mark(figure);
      figure.dataset.digest = page.digest;
      picture(figure, `/documents/${state.open}/pages/${page.digest}`);
      changed += 1;
    }
    showRegions(figure, page);
  });
  [...main.querySelectorAll(".page")].slice(details.pages.length).forEach((page) => page.remove());
  zoom();
  return changed;
}

/** Puts a picture in the place of another once it is there: nothing flickers. */
function picture(figure, address) {
  const next = make("img", { alt: "" });
  next.addEventListener("load", () => {
    // A later one may have been asked for meanwhile.
    if (address.endsWith(figure.dataset.digest)) figure.querySelector("img").replaceWith(next);
  });
  next.src = address;
}

function mark(figure) {
  figure.classList.remove("new");
  void figure.offsetWidth;
  figure.classList.add("new");
}

function showRegions(figure, page) {
  const percent = (value, whole) => `${(100 * value) / whole}%`;
  const layer = figure.querySelector("div");
  const regions = page.regions.map((region) => {
    const button = make("button", {
      type: "button",
      class: "region",
      title: `${region.file}:${region.line}`,
      "aria-label": `${region.text || "Picture"} (line ${region.line})`,
      tabindex: -1,
      onclick: (event) => choose(region.file, region.line, region.end_line, event, button),
    });
    Object.assign(button.style, {
      left: percent(region.left, page.width),
      top: percent(region.top, page.height),
      width: percent(region.right - region.left, page.width),
      height: percent(region.bottom - region.top, page.height),
    });
    button.dataset.file = region.file;
    button.dataset.line = region.line;
    button.dataset.end = region.end_line;
    return button;
  });
  const focused = [...layer.children].indexOf(document.activeElement);
  const stop = [...layer.children].findIndex((region) => region.tabIndex === 0);
  layer.replaceChildren(...regions);
  only(regions, regions[Math.min(Math.max(stop, 0), regions.length - 1)]);
  if (focused >= 0) regions[Math.min(focused, regions.length - 1)]?.focus({ preventScroll: true });
  if (state.chosen) highlight();
}

/** Of many, Tab stops at this one; arrow keys lead to the others. */
function only(all, one) {
  for (const other of all) other.tabIndex = other === one ? 0 : -1;
}

/** Arrows lead from one to the next, Home and End to the first and the last of those beside it. */
function walk(event, chosen, beside) {
  const all = [...event.currentTarget.querySelectorAll(chosen)];
  const at = all.indexOf(event.target.closest(chosen));
  if (at < 0) return;
  const near = [...all[at].closest(beside).querySelectorAll(chosen)];
  const next = { ArrowDown: all[at + 1], ArrowUp: all[at - 1], Home: near[0], End: near.at(-1) }[event.key];
  if (!next) return;
  event.preventDefault();
  only([...next.closest(beside).querySelectorAll(chosen)], next);
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function zoom() {
  const value = by("zoom").value;
  for (const figure of document.querySelectorAll(".page")) {
    const points = Number(figure.style.getPropertyValue("--points"));
    const width = value === "fit" ? "min(100%, 58rem)" : `${points * (4 / 3) * Number(value)}px`;
    figure.style.setProperty("--width", width);
  }
}

// From a page to its source and back ------------------------------------------------------

/** Chooses lines of a file: they are marked in the source, and what they became on the pages. Who
    comes by keyboard is led there, from a line to its place on the pages, else to the line; Escape
    leads back. */
function choose(file, line, end, event, region) {
  state.chosen = { file, line, end: end ?? line };
  select("source");
  highlight();
  const row = document.querySelector("#source .row.chosen");
  const place = document.querySelector(".region.chosen");
  row?.scrollIntoView({ block: "center" });
  if (row) only(document.querySelectorAll("#source .row"), row);
  if (!region) place?.scrollIntoView({ block: "center" });
  const page = (region ?? place)?.closest(".page").getAttribute("aria-label");
  tell(`${file}, line ${line}${page ? `, ${page}` : ", not on the pages"}`);
  const from = event.currentTarget;
  const target = from.matches(".row") ? place : row;
  // A mouse counts its clicks.
  if (event.detail === 0 && target) {
    state.back = { file, line, isPage: Boolean(region), from };
    if (target === place) only(place.parentElement.children, place);
    target.focus({ preventScroll: true });
  }
}

/** Back to where the keyboard came from; what was drawn anew meanwhile is found by its line. */
function back() {
  const { file, line, isPage, from } = state.back ?? {};
  if (!from) return;
  state.back = null;
  const same = (one) => one.dataset.file === file && Number(one.dataset.line) === line;
  const again = [...document.querySelectorAll(isPage ? ".region" : "#source .row")].find(same);
  (from.isConnected ? from : again)?.focus();
}

/** Lines that are others now are no longer the chosen ones. */
function forget(before, now) {
  if (!before || !state.chosen) return;
  const { file, line, end } = state.chosen;
  const lines = (details) => details.sources.find((one) => one.file === file)?.text.split("\n").slice(line - 1, end).join("\n");
  const alike = (a, b) => a !== undefined && b !== undefined && a.slice(0, 8) === b.slice(0, 8);
  if (!alike(lines(before), lines(now))) state.chosen = null;
}

function highlight() {
  const { file, line, end } = state.chosen;
  for (const one of document.querySelectorAll("#source .row, .region")) {
    const meets = Number(one.dataset.line) <= end && Number(one.dataset.end) >= line;
    const is = one.dataset.file === file && meets;
    one.classList.toggle("chosen", is);
    if (is) one.setAttribute("aria-current", "true");
    else one.removeAttribute("aria-current");
  }
}

function showSource(details) {
  const panel = by("source");
  const kept = panel.scrollTop;
  const focused = document.activeElement?.closest?.("#source .row")?.dataset;
  const files = details.sources.flatMap(({ file, text }) => {
    const rows = text.split("\n").map((line, index) => {
      const number = index + 1;
      return make("li", {},
        make("button", {
          type: "button",
          class: "row",
          tabindex: -1,
          "data-file": file,
          "data-line": number,
          "data-end": number,
          onclick: (event) => choose(file, number, number, event),
        },
          make("span", { class: "number" }, `${number} `),
          make("span", { class: "text" }, line)));
    });
    return [make("h2", {}, file), make("ol", { class: "lines" }, ...rows)];
  });
  panel.replaceChildren(...files);
  panel.scrollTop = kept;
  if (state.chosen) highlight();
  const rows = [...panel.querySelectorAll(".row")];
  const same = (row) => row.dataset.file === focused?.file && row.dataset.line === focused?.line;
  const row = rows.find(same);
  only(rows, row ?? rows.find((row) => row.classList.contains("chosen")) ?? rows[0]);
  row?.focus({ preventScroll: true });
}

// Beside the pages ------------------------------------------------------------------------

function showProblems(details) {
  const problems = [...(state.beside ?? []), ...details.problems];
  const errors = problems.filter((one) => one.severity === "error").length;
  const count = by("count-problems");
  count.hidden = !problems.length;
  count.textContent = problems.length;
  count.classList.toggle("errors", errors > 0);
  if (!problems.length) {
    by("problems").replaceChildren(make("p", { class: "good" }, "Nothing is wrong with this document."));
    return;
  }
  by("problems").replaceChildren(...problems.map((one) =>
    make("article", { class: "problem" },
      make("h2", {}, make("span", { class: `severity ${one.severity}` }, `${one.severity}: `), one.message),
      one.file ? make("button", { type: "button", class: "place", onclick: (event) => choose(one.file, one.line ?? 1, one.end_line ?? one.line ?? 1, event) },
        `${one.file}${one.line ? `:${one.line}` : ""}${one.column ? `:${one.column}` : ""}`) : null,
      " ", make("span", { class: "code" }, one.code),
      one.hint ? make("p", { class: "hint" }, one.hint) : null)));
}

function showLedger(details) {
  const { coverage, totals, ledger } = details;
  const lost = by("count-ledger");
  lost.hidden = totals.lost === 0;
  lost.textContent = `${totals.lost} lost`;
  lost.classList.toggle("errors", totals.lost > 0);
  const missing = coverage.missing.length ? ` Not there: ${coverage.missing.join(", ")}.` : "";
  const text = `${coverage.found} of ${plural(coverage.words, "word")} of the page are on paper.${missing}`;
  const order = { lost: 0, dropped: 1, printed: 2 };
  const rows = [...ledger].sort((a, b) => order[a.fate] - order[b.fate] || a.line - b.line).map((one) =>
    make("tr", {},
      make("td", {}, make("button", { type: "button", class: "place", onclick: (event) => choose(one.file, one.line, one.line, event) }, String(one.line))),
      make("td", {}, `${one.item} ${one.name}`),
      make("td", { class: one.fate }, one.fate, one.reason ? `: ${one.reason}` : "")));
  by("ledger").replaceChildren(
    make("div", { class: "coverage" },
      make("meter", { min: "0", max: "100", low: "99.5", optimum: "100", value: coverage.percent, "aria-label": "Share of the words on paper" }),
      make("p", { class: "good" }, text)),
    make("table", {},
      make("caption", {}, `${totals.printed} printed, ${totals.dropped} dropped on purpose, ${totals.lost} lost`),
      make("thead", {}, make("tr", {}, ...["Line", "What", "Fate"].map((head) => make("th", { scope: "col" }, head)))),
      make("tbody", {}, ...rows)));
}

// Tabs, by mouse and keyboard -------------------------------------------------------------

const tabs = ["problems", "source", "ledger"];

function select(name, focus) {
  for (const tab of tabs) {
    const chosen = tab === name;
    by(`tab-${tab}`).setAttribute("aria-selected", chosen);
    by(`tab-${tab}`).tabIndex = chosen ? 0 : -1;
    by(tab).hidden = !chosen;
    if (chosen && focus) by(`tab-${tab}`).focus();
  }
}

for (const tab of tabs) {
  by(`tab-${tab}`).addEventListener("click", () => select(tab));
  by(`tab-${tab}`).addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) select(tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length], true);
  });
}

by("documents").addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const links = [...by("documents").querySelectorAll("a")];
  links[links.indexOf(document.activeElement) + step]?.focus();
});

by("pages").addEventListener("keydown", (event) => walk(event, ".region", ".page"));
by("source").addEventListener("keydown", (event) => walk(event, ".row", ".lines"));

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") back();
  if (event.key === "/" && !/^(INPUT|SELECT)$/.test(document.activeElement.tagName)) {
    event.preventDefault();
    by("filter").focus();
  }
});

by("filter").addEventListener("input", showList);
by("zoom").addEventListener("change", zoom);
window.addEventListener("hashchange", () => { const id = fromAddress(); if (id) open_(id); });
listen();
