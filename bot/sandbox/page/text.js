// Formatted text as elements. Everything a bot wrote goes through textContent: there is no way from text to markup.

import { button, element, icon } from "/parts.js";

const PLAIN = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote", spoiler: "span", date_time: "time",
};

const BLOCKS = new Set(["BLOCKQUOTE", "PRE"]);

/** Only addresses of the web are opened; whatever else a bot links to stays text. */
export function isWeb(address) {
  try {
    return ["http:", "https:"].includes(new URL(address).protocol);
  } catch {
    return false;
  }
}

/** `text` with its entities as a fragment. `say` sends a command that is clicked. */
export function formatted(text, entities, say) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const fragment = document.createDocumentFragment();
  fill(fragment, text, sorted, 0, text.length, say);
  return fragment;
}

// Entities lie within each other. Where two overlap by halves, the inner one ends with the outer one.
function fill(parent, text, entities, start, end, say) {
  let at = start;
  for (let i = 0; i < entities.length; i += 1) {
    const { offset, length } = entities[i];
    if (offset < at || offset >= end) continue;
    const stop = Math.min(offset + length, end);
    const within = entities.slice(i + 1).filter((one) => one.offset < stop);
    parent.append(text.slice(at, offset));
    const made = marked(entities[i], text.slice(offset, stop), say);
    fill(made.lastElementChild?.classList.contains("quoted") ? made.lastElementChild : made, text, within, offset, stop, say);
    parent.append(made);
    // A block ends its line by itself: the line break after it would show as an empty line.
    at = BLOCKS.has(made.tagName) && text[stop] === "\n" ? stop + 1 : stop;
  }
  parent.append(text.slice(at, end));
}

function marked(entity, text, say) {
  if (entity.type === "url") return link(/^\w+:\/\//.test(text) ? text : `https://${text}`);
  if (entity.type === "text_link") return link(entity.url);
  if (entity.type === "bot_command") return command(text, say);
  const made = element(PLAIN[entity.type] ?? "span", entity.type.replaceAll("_", "-"));
  if (entity.type === "spoiler") hide(made);
  if (entity.type === "expandable_blockquote") fold(made);
  if (entity.type === "pre" && entity.language) made.dataset.language = entity.language;
  if (entity.type === "date_time") made.title = new Date(entity.unix_time * 1000).toLocaleString();
  return made;
}

function link(address) {
  if (!isWeb(address)) return element("span", "dead-link");
  const made = element("a");
  made.href = address;
  made.target = "_blank";
  made.rel = "noopener noreferrer";
  if (!address.startsWith("about:")) made.title = address;
  return made;
}

/** A picture, framed. It is not fetched: nothing a bot sends makes this page ask anybody; a click opens it. */
export function picture(address) {
  const host = isWeb(address) ? new URL(address).host : "";
  const made = link(address);
  made.classList.add("picture");
  made.setAttribute("aria-label", `Picture: ${address}`);
  made.append(icon("picture"), element("span", "host", host || address));
  return made;
}

function command(text, say) {
  const made = button("command", `Send ${text}`, "", () => say(text));
  made.removeAttribute("aria-label");
  return made;
}

function hide(spoiler) {
  const reveal = () => {
    spoiler.classList.add("revealed");
    spoiler.removeAttribute("role");
    spoiler.removeAttribute("aria-label");
  };
  spoiler.tabIndex = 0;
  spoiler.setAttribute("role", "button");
  spoiler.setAttribute("aria-label", "Hidden text: press to show");
  spoiler.addEventListener("click", reveal);
  spoiler.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") reveal();
  });
}

function fold(quote) {
  const toggle = button("unfold", "Show all", icon("down"), () => {
    const open = quote.classList.toggle("open");
    toggle.setAttribute("aria-expanded", String(open));
    toggle.title = open ? "Show less" : "Show all";
    toggle.setAttribute("aria-label", toggle.title);
  });
  toggle.setAttribute("aria-expanded", "false");
  quote.append(toggle, element("div", "quoted"));
}
