// A link's fragment holds what was typed: JSON, compressed, in base64url. What
// comes out of one was written by a stranger: it is limited in size, checked
// field by field, and shown as text alone.

// longest is how long a fragment may be, in characters: what programs that pass
// on links still take.
export const longest = 8000;

// largest is how much may come out of one, in characters.
const largest = 200_000;

const texts = ["set", "trust", "token", "context", "before", "after"];
const tabs = ["role", "token", "diff"];

export async function write(state) {
  const packed = new Blob([JSON.stringify(state)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  const fragment = "#1." + btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  if (fragment.length > longest) {
    throw new Error(`it would have ${fragment.length} characters, and ${longest} is the most; use the command line for documents this large`);
  }
  return fragment;
}

export async function read(fragment) {
  if (fragment.length > longest) throw new Error(`it has more than ${longest} characters`);
  const match = /^#1\.([A-Za-z0-9_-]+)$/.exec(fragment);
  if (!match) throw new Error("it is not one that this page makes");
  const bytes = Uint8Array.from(atob(match[1].replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).pipeThrough(new TextDecoderStream("utf-8", { fatal: true })).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    text += value;
    if (text.length > largest) {
      reader.cancel().catch(() => {});
      throw new Error(`it unpacks to more than ${largest} characters`);
    }
  }
  return check(JSON.parse(text));
}

// check returns a state of known fields, all of them texts.
function check(state) {
  if (typeof state !== "object" || state === null || Array.isArray(state)) throw new Error("it holds no fields");
  const checked = { values: {} };
  for (const [name, value] of Object.entries(state)) {
    if (name === "tab" && tabs.includes(value)) {
      checked.tab = value;
    } else if (texts.includes(name) && typeof value === "string") {
      checked[name] = value;
    } else if (name === "values" && typeof value === "object" && value !== null && !Array.isArray(value)) {
      for (const [path, text] of Object.entries(value)) {
        if (!/^[A-Za-z0-9.]{1,80}$/.test(path) || typeof text !== "string") throw new Error("an option of it is no text");
        checked.values[path] = text;
      }
    } else {
      throw new Error("it holds a field that this page does not have");
    }
  }
  return checked;
}

// withoutSignature returns the claims of a token, which are no credential; what
// is no token stays as it is. The answer of GitHub's token endpoint holds one
// too.
export function withoutSignature(text) {
  const token = /[A-Za-z0-9_-]+\.([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]*/.exec(text);
  if (!token || !/^\s*(?:bearer\s+)?["']?eyJ|^\s*\{\s*"(?:count|value)"/i.test(text)) return text;
  try {
    const bytes = Uint8Array.from(atob(token[1].replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
    return JSON.stringify(JSON.parse(new TextDecoder().decode(bytes)), null, 2);
  } catch {
    throw new Error("the token can't be decoded, and a link must not hold it as it is");
  }
}
