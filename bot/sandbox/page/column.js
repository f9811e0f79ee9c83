// One chat, as the person in it sees it: bubbles, buttons, and a place to write.

import { Composer } from "/composer.js";
import { keyboard } from "/keyboard.js";
import { act, avatar, button, clock, element, icon } from "/parts.js";
import { formatted, picture } from "/text.js";

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
    this.composer = new Composer(chat, (text) => this.say(text));
    this.root.append(this.header(close), this.log, this.jump, this.popups, this.composer.root);
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

  outline() {
    const { chat } = this;
    const isPrivate = chat.kind === "private";
    this.idle = chat.blocked ? "has blocked the bot" : isPrivate ? `with ${this.bot.name}` : `${chat.kind}, ${chat.members.length} people`;
    this.subtitle.textContent = this.idle;
    this.blocking.hidden = !isPrivate;
    this.blocking.textContent = chat.blocked ? "Unblock" : "Block";
    this.blocking.title = chat.blocked ? "Let the bot write again" : "Block the bot, as people do";
    this.blocking.setAttribute("aria-label", this.blocking.title);
    this.composer.outline(chat);
    const names = chat.members.map((name) => [name, name]);
    const threads = chat.threads.map((thread) => [String(thread.id), thread.title]);
    if (!isPrivate && names.length) this.composer.offer("Speak as", names, this.speaker, (name) => this.speakAs(name));
    if (threads.length) {
      this.composer.offer("Thread", [["0", "General"], ...threads], String(this.thread), (id) => { this.thread = Number(id); });
    }
    this.offerStart();
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
    const shown = message.picture ? [picture(message.picture.url)] : [];
    box.append(...(message.picture?.is_above ? [...shown, text] : [text, ...shown]));
    made.append(box);
    if (message.buttons.length) made.append(keyboard(message, (row, column) => this.press(message, row, column), (text) => this.popup(text)));
    return made;
  }

  press(message, row, column) {
    const where = { chat: this.chat.id, message: message.id, row, column };
    return this.report(act("press", { ...where, name: this.speaker }));
  }

  speakAs(name) {
    this.speaker = name;
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

  async say(text) {
    if (!text.trim()) return false;
    this.composer.closeMenu();
    return this.report(act("say", { chat: this.chat.id, name: this.speaker, text, thread: this.thread }));
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
    this.composer.field.focus({ preventScroll: true });
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
