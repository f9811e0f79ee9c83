// The page: a list of chats, some of them open as columns, all kept up to date by one stream.

import { act, avatar, button, clock, element, icon } from "/parts.js";
import { Column } from "/column.js";

const NARROW = 360; // px: a column narrower than this is no pleasure to read
const world = { bot: { name: "Briefbot" }, chats: new Map() };
const columns = new Map(); // chat id → Column, from left to right
const rows = new Map(); // chat id → the chat's row in the list
const unread = new Map();
const list = document.querySelector("#chats");
const main = document.querySelector("#columns");
const connection = document.querySelector("#connection");

function connect() {
  const stream = new EventSource("/page/stream");
  stream.addEventListener("open", () => showConnection("online"));
  stream.addEventListener("error", () => showConnection("reconnecting…"));
  stream.addEventListener("message", (event) => hear(JSON.parse(event.data)));
}

function showConnection(state) {
  connection.textContent = state;
  connection.className = state === "online" ? "online" : "lost";
}

function hear(event) {
  if (event.kind === "world") begin(event);
  else if (event.kind === "chat") meet(event.outline);
  else if (event.message) change(event);
  else columns.get(event.chat)?.hear(event);
}

// Also after a lost connection: the world as it is now replaces what the page believed.
function begin(event) {
  const wanted = columns.size ? [...columns.keys()] : idsInAddress();
  world.bot = event.bot;
  world.chats = new Map(event.chats.map((chat) => [chat.id, chat]));
  rows.clear();
  list.replaceChildren();
  for (const chat of world.chats.values()) list.append(row(chat));
  const known = wanted.filter((id) => world.chats.has(id));
  if (!known.length && !isPhone()) known.push(...[...world.chats.keys()].slice(0, 1));
  show(known);
}

function meet(outline) {
  const chat = Object.assign(world.chats.get(outline.id) ?? { messages: [] }, outline);
  const isNew = !world.chats.has(chat.id);
  world.chats.set(chat.id, chat);
  if (isNew) list.append(row(chat));
  columns.get(chat.id)?.outline();
  describe(chat);
}

function change({ kind, chat: id, message }) {
  const chat = world.chats.get(id);
  const at = chat.messages.findIndex((one) => one.id === message.id);
  if (kind === "deleted") chat.messages.splice(at, at < 0 ? 0 : 1);
  else if (at < 0) chat.messages.push(message);
  else chat.messages[at] = message;
  const column = columns.get(id);
  column?.change(kind, message);
  if (kind === "sent" && (!column || document.hidden)) unread.set(id, (unread.get(id) ?? 0) + 1);
  describe(chat);
}

// The list

function row(chat) {
  const open = element("button", "row");
  open.type = "button";
  open.append(
    avatar(chat), element("span", "title", chat.title), element("time"), element("span", "last"), element("span", "badge"),
  );
  open.addEventListener("click", () => show([chat.id]));
  const beside = button("beside", `Open ${chat.title} beside`, icon("beside"), () => show([...columns.keys(), chat.id]));
  const item = element("li", "", open, beside);
  rows.set(chat.id, item);
  describe(chat);
  return item;
}

function describe(chat) {
  const item = rows.get(chat.id);
  const last = chat.messages.at(-1);
  const count = unread.get(chat.id) ?? 0;
  const badge = item.querySelector(".badge");
  item.classList.toggle("open", columns.has(chat.id));
  item.querySelector(".row").setAttribute("aria-current", String(columns.has(chat.id)));
  item.querySelector(".last").textContent = last ? `${last.from_bot ? "" : `${last.name}: `}${last.text}` : "nothing said yet";
  item.querySelector("time").textContent = last ? clock(last.at) : "";
  badge.textContent = count || "";
  badge.setAttribute("aria-label", count ? `${count} unread` : "");
  const total = [...unread.values()].reduce((sum, one) => sum + one, 0);
  document.title = total ? `(${total}) Briefbot sandbox` : "Briefbot sandbox";
}

// The columns

function isPhone() {
  return matchMedia("(max-width: 720px)").matches;
}

// A column that stays open is left alone, with its place and what is being written there.
function show(ids) {
  const room = isPhone() ? 1 : Math.max(1, Math.floor(main.clientWidth / NARROW));
  const wanted = [...new Set(ids)].slice(-room);
  const before = new Map(columns);
  columns.clear();
  for (const id of wanted) columns.set(id, kept(before.get(id), world.chats.get(id)));
  const fresh = [...columns.values()].filter((column) => !column.root.isConnected);
  for (const [id, column] of before) if (columns.get(id) !== column) column.root.remove();
  main.append(...fresh.map((column) => column.root));
  document.body.classList.toggle("chatting", columns.size > 0);
  document.body.classList.toggle("several", columns.size > 1);
  history.replaceState(null, "", `#${wanted.join(",")}`);
  for (const column of fresh) column.appear();
  for (const id of wanted) unread.delete(id);
  for (const chat of world.chats.values()) describe(chat);
  if (!isPhone()) fresh.at(-1)?.focus();
}

function kept(column, chat) {
  if (column?.chat === chat) return column;
  const made = new Column(chat, world.bot, close);
  if (column) made.composer.write(column.composer.field.value);
  return made;
}

function close(id) {
  show([...columns.keys()].filter((one) => one !== id));
}

function idsInAddress() {
  return location.hash.slice(1).split(",").map(Number);
}

document.querySelector("#meet").addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = event.target.elements.name;
  const name = field.value.trim().replace(/\s+/g, " ");
  const error = await act("meet", { name });
  if (error) return;
  field.value = "";
  // The newcomer may arrive by the stream a moment later than the answer.
  const find = () => [...world.chats.values()].find((chat) => chat.kind === "private" && chat.title === name);
  for (let i = 0; i < 20 && !find(); i += 1) await new Promise((go) => setTimeout(go, 50));
  if (find()) show([...columns.keys(), find().id]);
});

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  for (const id of columns.keys()) {
    unread.delete(id);
    describe(world.chats.get(id));
  }
});

connect();
