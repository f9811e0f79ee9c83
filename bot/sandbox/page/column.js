// One chat, as the person in it sees it: bubbles, buttons, and a place to write.

import { act, avatar, button, clock, element, icon } from "/parts.js";
import { formatted, isWeb } from "/text.js";

const CLOSE_TO_END = 80; // px: who is this near the end is carried along by new messages
const TYPING_FOR = 5000; // ms, as in Telegram
const POPUP_FOR = 3500; // ms
const PAUSE = 300; // s: messages further apart than this are not one group of bubbles

export class Column {
  constructor(chat, bot, close) {
    this.chat = chat;
    this.bot = bot;
    this.speaker = chat.members[0] ?? chat.title;
    this.thread = 0;
    this.bubbles = new Map();
    this.log = element("div", "log");
    this.log.setAttribute("role", "log");
    this.log.setAttribute("aria-live", "polite");
    this.log.setAttribute("aria-label", `Messages of ${chat.title}`);
    this.log.tabIndex = 0;
    this.log.addEventListener("scroll", () => this.notice());
    this.jump = button("jump round", "To the newest message", icon("down"), () => this.toEnd("smooth"));
    this.popups = element("div", "popups");
    this.popups.setAttribute("role", "status");
    this.root = element("section", "column");
    this.root.setAttribute("aria-label", `Chat: ${chat.title}`);
    this.root.append(this.header(close), this.log, this.jump, this.popups, this.composer());
    this.outline();
    for (const message of chat.messages) this.place(message);
    this.regroup();
  }

  // What does not change with every message

  header(close) {
    this.subtitle = element("span", "subtitle");
    this.blocking = button("block", "", "", () => this.report(act("block", { chat: this.chat.id })));
    const names = element("div", "names", element("h2", "", this.chat.title), this.subtitle);
    const back = button("back round", "Back to the chats", icon("back"), () => close(this.chat.id));
    const shut = button("shut round", "Close this column", icon("close"), () => close(this.chat.id));
    return element("header", "", back, avatar(this.chat), names, this.blocking, shut);
  }

  composer() {
    this.field = element("textarea");
    this.field.rows = 1;
    this.field.placeholder = "Message";
    this.field.setAttribute("aria-label", `Message from ${this.speaker}`);
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("keydown", (event) => this.pressed(event));
    this.menu = element("ul", "menu");
    this.menu.hidden = true;
    this.menuButton = button("slash round", "Commands", "/", () => this.toggleMenu());
    this.menuButton.setAttribute("aria-expanded", "false");
    this.start = button("start", "Start the bot", "START", () => this.say("/start"));
    this.choices = element("span", "choices");
    const send = element("button", "send round", icon("send"));
    send.setAttribute("aria-label", "Send");
    const form = element("form", "composer", this.menu, this.start, this.menuButton, this.choices, this.field, send);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.say(this.field.value);
    });
    return form;
  }

  outline() {
    const { chat } = this;
    const isPrivate = chat.kind === "private";
    this.idle = chat.blocked ? "has blocked the bot" : isPrivate ? `with ${this.bot.name}` : `${chat.kind}, ${chat.members.length} people`;
    this.subtitle.textContent = this.idle;
    this.blocking.hidden = !isPrivate;
    this.blocking.textContent = chat.blocked ? "Unblock" : "Block";
    this.blocking.title = chat.blocked ? "Let the bot write again" : "Block the bot, as people do";
    this.blocking.setAttribute("aria-label", this.blocking.title);
    this.menuButton.hidden = !chat.commands.length;
    this.choices.replaceChildren();
    if (!isPrivate) this.choose("Speak as", chat.members.map((name) => [name, name]), (name) => { this.speaker = name; this.refill(); });
    if (chat.threads.length) {
      const threads = [["0", "General"], ...chat.threads.map((thread) => [String(thread.id), thread.title])];
      this.choose("Thread", threads, (id) => { this.thread = Number(id); });
    }
    this.offerStart();
  }

  choose(label, options, choose) {
    const made = element("select");
    made.setAttribute("aria-label", label);
    for (const [value, text] of options) made.append(new Option(text, value));
    made.addEventListener("change", () => choose(made.value));
    this.choices.append(made);
  }

  offerStart() {
    const isOffered = this.chat.kind === "private" && !this.chat.messages.length;
    this.root.classList.toggle("unstarted", isOffered);
    if (isOffered && !this.hint) {
      this.hint = element("p", "hint", `${this.chat.title} and the bot have not met. Press START, or just write.`);
      this.log.append(this.hint);
    } else if (!isOffered) this.hint?.remove();
  }

  // Messages

  change(kind, message) {
    const wasAtEnd = this.isAtEnd() || message.name === this.speaker;
    if (kind === "deleted") {
      this.bubbles.get(message.id)?.remove();
      this.bubbles.delete(message.id);
    } else this.place(message, kind === "sent" || kind === "said");
    if (message.from_bot) this.rest();
    this.offerStart();
    this.regroup();
    if (wasAtEnd && kind !== "deleted") this.toEnd(kind === "edited" ? "auto" : "smooth");
    else if (kind === "sent") this.root.classList.add("behind");
  }

  place(message, isNew = false) {
    const made = this.bubble(message);
    made.classList.toggle("new", isNew);
    const old = this.bubbles.get(message.id);
    this.bubbles.set(message.id, made);
    if (old) old.replaceWith(made);
    else this.log.append(made);
  }

  bubble(message) {
    if (message.service) return element("p", "service", message.text);
    const isOwn = message.name === this.speaker && !message.from_bot;
    const made = element("article", `message ${isOwn ? "own" : "other"}`);
    made.dataset.sender = message.from_bot ? "bot" : message.name;
    made.dataset.at = message.at;
    const box = element("div", "bubble");
    if (this.chat.kind !== "private" && !isOwn) box.append(element("div", "sender", message.name));
    if (message.thread) box.append(element("div", "thread", message.thread));
    if (message.reply) box.append(element("div", "reply", element("b", "", message.reply.name), message.reply.text));
    const text = element("div", "text", formatted(message.text, message.entities, (words) => this.say(words)));
    const time = element("time", "", `${message.edited ? "edited " : ""}${clock(message.at)}`);
    time.dateTime = new Date(message.at * 1000).toISOString();
    text.append(time);
    box.append(text);
    made.append(box);
    if (message.buttons.length) made.append(this.keyboard(message));
    return made;
  }

  keyboard(message) {
    const made = element("div", "keyboard");
    message.buttons.forEach((labels, row) => {
      const line = element("div", "keys");
      labels.forEach((key, column) => line.append(this.keyOf(message, key, row, column)));
      made.append(line);
    });
    return made;
  }

  keyOf(message, key, row, column) {
    const press = () => this.report(act("press", { chat: this.chat.id, message: message.id, row, column, name: this.speaker }));
    if (key.url && isWeb(key.url)) {
      const link = element("a", "key", key.label, icon("link"));
      link.href = key.url;
      link.target = "_blank";
      link.rel = "noopener noreferrer";
      link.title = key.url;
      link.addEventListener("click", press);
      return link;
    }
    const made = element("button", "key", key.label);
    made.type = "button";
    if (key.copies) made.append(icon("copy"));
    made.addEventListener("click", async () => {
      if (key.copies) await navigator.clipboard.writeText(key.copies).then(() => this.popup("Copied"), () => {});
      else if (!key.url) made.classList.add("waiting");
      await press();
    });
    return made;
  }

  refill() {
    for (const message of this.chat.messages) this.place(message);
    this.regroup();
  }

  // Bubbles of one sender within a few minutes belong together: one tail, at the last. Days are told apart.
  regroup() {
    for (const day of this.log.querySelectorAll(".day")) day.remove();
    let before = null;
    for (const made of this.log.querySelectorAll(".message")) {
      const day = dayOf(Number(made.dataset.at));
      const isNewDay = !before || dayOf(Number(before.dataset.at)) !== day;
      if (isNewDay) made.before(element("p", "day", day));
      const isNext = !isNewDay && before.dataset.sender === made.dataset.sender && made.dataset.at - before.dataset.at < PAUSE;
      made.classList.toggle("next", isNext);
      made.classList.add("tail");
      if (isNext) before.classList.remove("tail");
      before = made;
    }
  }

  // What happens besides messages

  hear(event) {
    if (event.kind === "typing") this.work();
    if (event.name !== this.speaker) return;
    if (event.kind === "popup" || event.kind === "answered") {
      for (const key of this.log.querySelectorAll(".key.waiting")) key.classList.remove("waiting");
    }
    if (event.kind !== "popup") return;
    if (event.alert) alertOf(event.text);
    else this.popup(event.text);
  }

  popup(text) {
    const made = element("p", "popup", text);
    this.popups.replaceChildren(made);
    setTimeout(() => made.remove(), POPUP_FOR);
  }

  work() {
    this.subtitle.replaceChildren(element("span", "typing", `${this.bot.name} is typing`));
    clearTimeout(this.working);
    this.working = setTimeout(() => this.rest(), TYPING_FOR);
  }

  rest() {
    clearTimeout(this.working);
    this.subtitle.textContent = this.idle;
  }

  async report(outcome) {
    const error = await outcome;
    if (error) this.popup(error);
    return !error;
  }

  // Writing

  async say(text) {
    if (!text.trim()) return;
    this.closeMenu();
    const words = { chat: this.chat.id, name: this.speaker, text, thread: this.thread };
    if ((await this.report(act("say", words))) && this.field.value === text) {
      this.field.value = "";
      this.typed();
    }
  }

  typed() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 180)}px`;
    this.root.classList.toggle("writing", this.field.value.trim() !== "");
    const word = /^\/(\w*)$/.exec(this.field.value);
    if (word) this.openMenu(word[1].toLowerCase());
    else this.closeMenu();
  }

  pressed(event) {
    if (event.isComposing) return;
    const chosen = this.menu.hidden ? null : this.menu.querySelector(".chosen");
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.say(chosen ? `/${chosen.dataset.command}` : this.field.value);
      if (chosen) this.field.value = "";
    } else if (event.key === "Tab" && chosen) {
      event.preventDefault();
      this.field.value = `/${chosen.dataset.command} `;
      this.typed();
    } else if (event.key === "Escape") this.closeMenu();
    else if (chosen && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? chosen.nextElementSibling : chosen.previousElementSibling;
      this.choice(step ?? chosen);
    }
  }

  toggleMenu() {
    if (!this.menu.hidden) this.closeMenu();
    else this.openMenu("");
    this.field.focus();
  }

  openMenu(start) {
    const fitting = this.chat.commands.filter((one) => one.command.startsWith(start));
    this.menu.replaceChildren(...fitting.map((one) => {
      const item = element("button", "", element("b", "", `/${one.command}`), element("span", "", one.description));
      item.type = "button";
      item.tabIndex = -1;
      item.addEventListener("click", () => { this.field.value = ""; this.typed(); this.say(`/${one.command}`); });
      const line = element("li", "", item);
      line.dataset.command = one.command;
      line.addEventListener("pointermove", () => this.choice(line, false));
      return line;
    }));
    this.menu.hidden = !fitting.length;
    this.menuButton.setAttribute("aria-expanded", String(!this.menu.hidden));
    if (fitting.length) this.choice(this.menu.firstElementChild);
  }

  choice(line, scrolls = true) {
    this.menu.querySelector(".chosen")?.classList.remove("chosen");
    line.classList.add("chosen");
    if (scrolls) line.scrollIntoView({ block: "nearest" });
  }

  closeMenu() {
    this.menu.hidden = true;
    this.menuButton.setAttribute("aria-expanded", "false");
  }

  // Place

  isAtEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < CLOSE_TO_END;
  }

  notice() {
    const atEnd = this.isAtEnd();
    this.jump.classList.toggle("shown", !atEnd);
    if (atEnd) this.root.classList.remove("behind");
  }

  toEnd(behavior) {
    this.log.scrollTo({ top: this.log.scrollHeight, behavior });
  }

  appear() {
    this.toEnd("auto");
    this.notice();
  }

  focus() {
    this.field.focus({ preventScroll: true });
  }
}

function dayOf(seconds) {
  const day = new Date(seconds * 1000);
  const isToday = day.toDateString() === new Date().toDateString();
  return isToday ? "Today" : day.toLocaleDateString([], { weekday: "long", day: "numeric", month: "long" });
}

function alertOf(text) {
  const dialog = document.querySelector("#alert");
  dialog.querySelector("p").textContent = text;
  if (!dialog.open) dialog.showModal();
}
