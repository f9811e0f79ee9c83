// The buttons under a message, as in Telegram: rows of equal keys.

import { element, icon } from "/parts.js";
import { isWeb } from "/text.js";

/** The keyboard of a message. `press(row, column)` tells the bot, `tell(text)` shows a short word. */
export function keyboard(message, press, tell) {
  const made = element("div", "keyboard");
  message.buttons.forEach((keys, row) => {
    const line = element("div", "keys");
    keys.forEach((key, column) => line.append(keyOf(key, () => press(row, column), tell)));
    made.append(line);
  });
  return made;
}

function keyOf(key, press, tell) {
  if (key.url && isWeb(key.url)) return linkOf(key, press);
  const made = element("button", "key", key.label);
  made.type = "button";
  if (key.copies) made.append(icon("copy"));
  made.addEventListener("click", async () => {
    if (key.copies) await navigator.clipboard.writeText(key.copies).then(() => tell("Copied"), () => {});
    else if (!key.url) made.classList.add("waiting"); // until the bot answers
    if (!(await press())) made.classList.remove("waiting");
  });
  return made;
}

function linkOf(key, press) {
  const link = element("a", "key", key.label, icon("link"));
  link.href = key.url;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  link.title = key.url;
  link.addEventListener("click", press);
  return link;
}
