// Where a person writes: a field that grows, the menu of commands, whom and where to speak as.

import { button, element, icon } from "/parts.js";

const TALLEST = 180; // px

export class Composer {
  /** `say(text)` resolves to whether it was said. */
  constructor(chat, say) {
    this.sayNow = say;
    this.field = element("textarea");
    this.field.rows = 1;
    this.field.placeholder = "Message";
    this.field.setAttribute("aria-label", `Message in the chat ${chat.title}`);
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("keydown", (event) => this.pressed(event));
    this.menu = element("ul", "menu");
    this.menu.hidden = true;
    this.menuButton = button("slash round", "Commands", "/", () => this.toggleMenu());
    this.menuButton.setAttribute("aria-expanded", "false");
    this.choices = element("span", "choices");
    const start = button("start", "Start the bot", "START", () => this.sayNow("/start"));
    const send = element("button", "send round", icon("send"));
    send.setAttribute("aria-label", "Send");
    this.root = element("form", "composer", this.menu, start, this.menuButton, this.choices, this.field, send);
    this.root.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
  }

  outline(chat) {
    this.commands = chat.commands;
    this.menuButton.hidden = !chat.commands.length;
    this.choices.replaceChildren();
  }

  /** A choice beside the field: pairs of value and text. */
  offer(label, options, current, choose) {
    const made = element("select");
    made.setAttribute("aria-label", label);
    for (const [value, text] of options) made.append(new Option(text, value, false, value === current));
    made.addEventListener("change", () => choose(made.value));
    this.choices.append(made);
  }

  async send() {
    const text = this.field.value;
    if ((await this.sayNow(text)) && this.field.value === text) this.write("");
  }

  write(text) {
    this.field.value = text;
    this.typed();
  }

  typed() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, TALLEST)}px`;
    this.root.classList.toggle("writing", this.field.value.trim() !== "");
    const word = /^\/(\w*)$/.exec(this.field.value);
    if (word) this.openMenu(word[1].toLowerCase());
    else this.closeMenu();
  }

  // Enter sends, Shift+Enter breaks the line; while the menu is open, the arrows choose in it and Tab completes.
  pressed(event) {
    if (event.isComposing) return;
    const chosen = this.menu.hidden ? null : this.menu.querySelector(".chosen");
    const step = { ArrowDown: chosen?.nextElementSibling, ArrowUp: chosen?.previousElementSibling }[event.key];
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (chosen) this.sayCommand(chosen.dataset.command);
      else this.send();
    } else if (event.key === "Tab" && chosen) {
      event.preventDefault();
      this.write(`/${chosen.dataset.command} `);
    } else if (event.key === "Escape") {
      this.closeMenu();
    } else if (step) {
      event.preventDefault();
      this.choose(step);
      step.scrollIntoView({ block: "nearest" });
    }
  }

  sayCommand(command) {
    this.write("");
    this.sayNow(`/${command}`);
  }

  toggleMenu() {
    if (this.menu.hidden) this.openMenu("");
    else this.closeMenu();
    this.field.focus();
  }

  openMenu(start) {
    const fitting = this.commands.filter((one) => one.command.startsWith(start));
    this.menu.replaceChildren(...fitting.map((one) => this.line(one)));
    this.menu.hidden = !fitting.length;
    this.menuButton.setAttribute("aria-expanded", String(!this.menu.hidden));
    if (fitting.length) this.choose(this.menu.firstElementChild);
  }

  line({ command, description }) {
    const item = element("button", "", element("b", "", `/${command}`), element("span", "", description));
    item.type = "button";
    item.tabIndex = -1; // the arrows lead here
    item.addEventListener("click", () => this.sayCommand(command));
    const line = element("li", "", item);
    line.dataset.command = command;
    line.addEventListener("pointermove", () => this.choose(line));
    return line;
  }

  choose(line) {
    this.menu.querySelector(".chosen")?.classList.remove("chosen");
    line.classList.add("chosen");
  }

  closeMenu() {
    this.menu.hidden = true;
    this.menuButton.setAttribute("aria-expanded", "false");
  }
}
