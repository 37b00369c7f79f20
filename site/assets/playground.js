// The playground: it asks the core, which is the command line's own code as
// WebAssembly, and shows what it answers. Whatever is shown is set as text.
import { Decompress } from "./fzstd/fzstd.js";
import { read, withoutSignature, write } from "./link.js";

const byId = (id) => document.getElementById(id);
const values = {}; // of the options, by their paths; kept when the set changes
const names = ["role", "token", "diff"];
const fieldsOf = { token: ["trust", "token", "context"], diff: ["before", "after"] };
let set = "";
let tab = "role";
let ask;

// The first example: every permission is asked for by name.
const example = {
  values: {
    AccountId: "123456789012", Region: "eu-west-1", "S3.BucketName": "acme-dist", "S3.Prefix": "app/", "Ecr.RepositoryNames": "app",
    "Subjects.Repositories": "acme@1234/app@5678", "Subjects.Environments": "release",
  },
  token: JSON.stringify({
    iss: "https://token.actions.githubusercontent.com", aud: "sts.amazonaws.com", sub: "repo:acme@1234/app@5678:ref:refs/heads/main",
    repository: "acme/app", repository_id: "5678", repository_owner_id: "1234", ref: "refs/heads/main",
  }, null, 2),
};

function element(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

// start loads the core. It comes compressed, whatever the server does, and is
// unpacked and compiled while it comes.
async function start() {
  const go = new Go();
  const packed = await fetch("assets/core.wasm.zst");
  if (!packed.ok) throw new Error(`the server answers ${packed.status}`);
  const unpack = new TransformStream({
    start(out) { this.unpacker = new Decompress((part) => out.enqueue(part)); },
    transform(part) { this.unpacker.push(part); },
    flush() { this.unpacker.push(new Uint8Array(0), true); },
  });
  const core = new Response(packed.body.pipeThrough(unpack), { headers: { "Content-Type": "application/wasm" } });
  const { instance } = await WebAssembly.instantiateStreaming(core, go.importObject);
  go.run(instance);
  ask = (request) => JSON.parse(globalThis.cipublisher(JSON.stringify(request)));
}

// fields builds the form of a permission set.
function fields() {
  const { form, faults } = ask({ ask: "form", set });
  if (faults) {
    say(faults.map((f) => f.text).join(" "));
    set = "";
    return fields();
  }
  set ||= form.sets[0].name;
  byId("set").replaceChildren(...form.sets.map((s) => {
    const option = element("option", s.name);
    option.selected = s.name === set;
    return option;
  }));
  byId("set-about").textContent = "to " + form.sets.find((s) => s.name === set).about;
  byId("groups").replaceChildren(...form.groups.filter((g) => g.fields).map((g) => {
    const group = element("details");
    const first = g.first || g.fields.length;
    const more = element("details");
    const rest = g.fields.slice(first);
    group.open = g.open || g.fields.some((f) => values[f.path]);
    group.append(element("summary", g.title), ...g.fields.slice(0, first).map(field));
    if (rest.length > 0) {
      more.open = rest.some((f) => values[f.path]);
      more.append(element("summary", `${rest.length} more`), ...rest.map(field));
      group.append(more);
    }
    return group;
  }));
}

function field(f) {
  const id = "option-" + f.path;
  const about = [f.about];
  if (f.unset) about.push(`without it: ${f.unset}`);
  if (f.kind === "list") about.push("one on each line");
  const line = element("p", undefined, { class: "field" });
  const label = element("label", f.name, { for: id, class: "mono" });
  const note = element("span", about.join("; "), { id: id + "-about", class: "about" });
  let input;
  if (f.kind === "switch") {
    input = element("input", undefined, { type: "checkbox" });
    input.checked = values[f.path] === "true";
  } else if (f.kind === "choice") {
    input = element("select");
    input.append(...["", ...f.choices].map((c) => element("option", c)));
    input.value = values[f.path] ?? "";
  } else if (f.kind === "list") {
    input = element("textarea", values[f.path] ?? "", { rows: Math.max(1, (values[f.path] ?? "").split("\n").length), placeholder: f.example ?? "" });
  } else {
    input = element("input", undefined, { type: "text", placeholder: f.example ?? "" });
    input.value = values[f.path] ?? "";
  }
  for (const [name, value] of Object.entries({ id, "aria-describedby": note.id, autocomplete: "off", spellcheck: "false", autocapitalize: "off" })) {
    input.setAttribute(name, value);
  }
  input.addEventListener("input", () => {
    values[f.path] = f.kind === "switch" ? (input.checked ? "true" : "") : input.value;
    later();
  });
  line.append(...(f.kind === "switch" ? [input, " ", label] : [label, " ", input]), note);
  return line;
}

// given is the values that are given, of the options that the set has.
function given() {
  const all = {};
  for (const [path, value] of Object.entries(values)) {
    if (value.trim() !== "" && byId("option-" + path)) all[path] = value;
  }
  return all;
}

let timer;
function later() {
  clearTimeout(timer);
  timer = setTimeout(answer, 120);
  byId("shared").textContent = "";
}

// answer asks about what is typed on the open tab, and shows the answer.
function answer() {
  const request = { ask: tab };
  if (tab === "role") Object.assign(request, { set, values: given() });
  for (const name of fieldsOf[tab] ?? []) request[name] = byId(name).value;
  const place = byId(tab + "-answer");
  if (tab !== "role" && fieldsOf[tab].every((name) => request[name].trim() === "")) {
    place.replaceChildren();
    say("");
    return;
  }
  const got = ask(request);
  place.dataset.shown ??= String(Math.round(performance.now()));
  mark(got.faults ?? []);
  if (got.faults) {
    const list = element("ul", undefined, { class: "fault" });
    list.append(...got.faults.map((f) => element("li", f.text)));
    place.replaceChildren(element("p", got.faults.length === 1 ? "One thing is wrong:" : `${got.faults.length} things are wrong:`, { class: "verdict bad" }), list);
    say(got.faults.length === 1 ? "One thing is wrong." : `${got.faults.length} things are wrong.`);
    return;
  }
  place.replaceChildren(...show[tab](got[tab]));
}

// mark marks the fields that something is wrong with.
function mark(faults) {
  for (const input of document.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  for (const fault of faults) (byId("option-" + fault.field) ?? byId(fault.field))?.setAttribute("aria-invalid", "true");
}

function say(text) {
  byId("state").textContent = text;
}

const show = {
  role(role) {
    const parts = [];
    const warnings = (role.notices ?? []).filter((n) => !n.note).length;
    say(`${role.policies.length === 1 ? "One policy" : `${role.policies.length} policies`}${role.trust ? " and a role" : ", and no role: nobody is trusted yet"}${warnings ? `, with ${warnings} warning${warnings > 1 ? "s" : ""}` : ""}.`);
    if (role.notices) {
      parts.push(element("h2", "What to know"));
      const list = element("ul");
      list.append(...role.notices.map((n) => element("li", `${n.note ? "note" : "warning"}: ${n.text} (${n.id})`, { class: n.note ? "" : "warn" })));
      parts.push(list);
    }
    for (const p of role.policies) parts.push(...code(`Policy ${p.name}, ${p.characters.toLocaleString("en")} of ${p.quota.toLocaleString("en")} characters`, p.text));
    if (role.trust) parts.push(...code(`Trust policy of ${role.arn}`, role.trust));
    if (role.jobs) parts.push(element("h2", "Who is admitted"), jobs(role.jobs));
    if (role.admitted) parts.push(element("h2", "Subjects that are accepted, where * is any text"), texts(role.admitted, "mono"));
    parts.push(...code("In words", role.table), ...code("The same on the command line", role.commands.join("\n\n") + "\n"));
    return parts;
  },
  token(token) {
    const word = token.admitted ? "Admitted" : token.undecided ? "Undecided" : "Refused";
    say(word + ".");
    return [element("p", word, { class: "verdict " + (token.admitted ? "good" : token.undecided ? "warn" : "bad") }), ...code("Why", token.report)];
  },
  diff(diff) {
    const word = diff.gains ? "Something new may be granted" : "Nothing new is granted";
    say(word + ".");
    return [element("p", word, { class: "verdict " + (diff.gains ? "bad" : "good") }), ...code("What changes", diff.report)];
  },
};

function jobs(all) {
  const list = element("ul", undefined, { class: "jobs" });
  list.append(...all.map((j) => {
    const item = element("li");
    const word = j.admitted ? "admitted" : j.undecided ? "undecided" : "refused";
    item.append(element("strong", word, { class: j.admitted ? "good" : j.undecided ? "warn" : "bad" }), ": " + j.what, element("span", j.subject, { class: "mono" }));
    if (j.why) item.append(element("span", j.why, { class: "about" }));
    return item;
  }));
  return list;
}

function texts(all, kind) {
  const list = element("ul", undefined, { class: kind });
  list.append(...all.map((text) => element("li", text)));
  return list;
}

// code shows a text with a button that copies it.
function code(title, text) {
  const heading = element("h2", title);
  const copy = element("button", "Copy", { type: "button", class: "copy", "aria-label": "Copy: " + title });
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      copy.textContent = "Copied";
    } catch {
      copy.textContent = "Not allowed";
    }
    setTimeout(() => { copy.textContent = "Copy"; }, 1500);
  });
  heading.append(copy);
  return [heading, element("pre", text, { tabindex: "0" })];
}

function open(name, focus) {
  tab = name;
  for (const other of names) {
    const button = byId("tab-" + other);
    button.setAttribute("aria-selected", String(other === name));
    button.tabIndex = other === name ? 0 : -1;
    byId("panel-" + other).hidden = other !== name;
  }
  if (focus) byId("tab-" + name).focus();
  // The token is first tried against the trust policy that the options make.
  if (name === "token" && byId("trust").value === "" && byId("token").value === "") {
    byId("trust").value = ask({ ask: "role", set, values: given() }).role?.trust ?? "";
    byId("token").value = example.token;
  }
  // What changes is first tried with one repository more.
  if (name === "diff" && byId("before").value === "" && byId("after").value === "") {
    const policy = (of) => ask({ ask: "role", set: "", values: of }).role.policies[0].text;
    byId("before").value = policy(example.values);
    byId("after").value = policy({ ...example.values, "Ecr.RepositoryNames": "app\nlib" });
  }
  answer();
}

// restore puts what a link holds into the fields.
function restore(state) {
  for (const path of Object.keys(values)) delete values[path];
  Object.assign(values, state.values);
  set = state.set ?? "";
  for (const name of [...fieldsOf.token, ...fieldsOf.diff]) byId(name).value = state[name] ?? "";
  fields();
  open(state.tab ?? "role");
  const missing = Object.keys(values).filter((path) => !byId("option-" + path));
  if (missing.length > 0) byId("shared").textContent = `The link has options that the set ${set} does not have: ${missing.join(", ")}.`;
}

async function follow(event) {
  if (event && !location.hash.startsWith("#1.")) return; // such as the link to the content
  byId("shared").textContent = "";
  if (location.hash.length < 2) {
    restore({ values: example.values });
    return;
  }
  try {
    restore(await read(location.hash));
  } catch (error) {
    restore({ values: example.values });
    byId("shared").textContent = `The link can't be read: ${error.message}.`;
  }
}

async function share() {
  const state = { tab };
  if (tab === "role") Object.assign(state, { set, values: given() });
  for (const name of fieldsOf[tab] ?? []) if (byId(name).value) state[name] = byId(name).value;
  const said = byId("shared");
  try {
    if (state.token) state.token = withoutSignature(state.token);
    history.replaceState(null, "", await write(state));
    try {
      await navigator.clipboard.writeText(location.href);
      said.textContent = "Copied. What you typed is in the link, for whoever gets it.";
    } catch {
      said.textContent = "The link is in the address bar. What you typed is in it, for whoever gets it.";
    }
  } catch (error) {
    said.textContent = `No link: ${error.message}.`;
  }
}

for (const name of names) {
  byId("tab-" + name).addEventListener("click", () => open(name));
  byId("tab-" + name).addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    open(names[(names.indexOf(name) + step + names.length) % names.length], true);
  });
}
for (const name of [...fieldsOf.token, ...fieldsOf.diff]) byId(name).addEventListener("input", later);
for (const form of document.querySelectorAll("main form")) form.addEventListener("submit", (event) => event.preventDefault());
byId("set").addEventListener("input", () => {
  set = byId("set").value;
  fields();
  answer();
});
byId("link").addEventListener("click", share);
byId("down").addEventListener("click", () => {
  byId(tab + "-answer").focus();
  byId(tab + "-answer").scrollIntoView();
});
addEventListener("hashchange", follow);

try {
  await start();
  byId("tabs").hidden = byId("share").hidden = byId("narrow").hidden = false;
  await follow();
} catch (error) {
  say(`The playground can't run in this browser: ${error.message}.`);
}
