// The search: the sections of all pages, loaded when somebody first searches.
const root = document.body.dataset.root;
const form = document.getElementById("search");
const input = document.getElementById("query");
const panel = document.getElementById("results");
const found = document.getElementById("found");
const list = panel.querySelector("ul");
const most = 20;
let sections;

async function load() {
  sections ??= fetch(root + "search.json").then((answer) => answer.json());
  return sections;
}

// rank says how well a section fits: 0 where a word is missing.
function rank(section, words) {
  const heading = section.h.toLowerCase();
  const page = section.p.toLowerCase();
  const text = section.t.toLowerCase();
  let sum = 0;
  for (const word of words) {
    const points = (heading.includes(word) ? 10 : 0) + (page.includes(word) ? 5 : 0) + Math.min(4, text.split(word).length - 1);
    if (points === 0) return 0;
    sum += points;
  }
  return sum + (heading === words.join(" ") ? 20 : 0);
}

// snippet is the text around the first word that was found, with every word
// marked. It is built of text nodes: a page may hold any character.
function snippet(text, words) {
  const lower = text.toLowerCase();
  const first = Math.max(0, Math.min(...words.map((w) => lower.indexOf(w)).filter((i) => i >= 0), text.length) - 60);
  const part = text.slice(first, first + 200);
  const p = document.createElement("p");
  if (first > 0) p.append("… ");
  let at = 0;
  const low = part.toLowerCase();
  while (at < part.length) {
    let next = part.length, length = 0;
    for (const word of words) {
      const i = low.indexOf(word, at);
      if (i >= 0 && i < next) [next, length] = [i, word.length];
    }
    p.append(part.slice(at, next));
    if (length > 0) {
      const mark = document.createElement("mark");
      mark.textContent = part.slice(next, next + length);
      p.append(mark);
    }
    at = next + length;
  }
  if (first + 200 < text.length) p.append(" …");
  return p;
}

async function search() {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  panel.hidden = words.length === 0;
  if (words.length === 0) return;
  const all = await load();
  const ranked = all.map((section) => [rank(section, words), section]).filter(([points]) => points > 0).sort((a, b) => b[0] - a[0]);
  list.replaceChildren(...ranked.slice(0, most).map(([, section]) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = root + section.u;
    link.textContent = section.h && section.h !== section.p ? section.p + ": " + section.h : section.p;
    link.addEventListener("click", close);
    item.append(link, snippet(section.t, words));
    return item;
  }));
  found.textContent = ranked.length === 0 ? "Nothing found." : ranked.length > most ? `The best ${most} of ${ranked.length} sections.` : `${ranked.length} section${ranked.length > 1 ? "s" : ""}.`;
}

function close() {
  panel.hidden = true;
}

form.hidden = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  list.querySelector("a")?.click();
});
input.addEventListener("focus", load, { once: true });
input.addEventListener("input", search);
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    input.focus();
  }
  if (event.key === "Escape" && !panel.hidden) {
    close();
    input.focus();
  }
  const links = [...list.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  if (event.key === "ArrowDown" && !panel.hidden && (event.target === input || at >= 0)) {
    event.preventDefault();
    links[at + 1]?.focus();
  }
  if (event.key === "ArrowUp" && at >= 0) {
    event.preventDefault();
    (links[at - 1] ?? input).focus();
  }
});

// On a wide screen the list of pages is open.
const pages = document.getElementById("pages");
const wide = matchMedia("(min-width: 60rem)");
const fit = () => { pages.open = wide.matches && !document.querySelector(".panel"); };
fit();
wide.addEventListener("change", fit);
