// The small parts everything here is made of. None of them turns text into markup.

/** A new element: its tag, its class, what is in it. */
export function element(tag, name = "", ...content) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...content);
  return made;
}

/** An icon of the page's own. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

/** A button with a label; `content` is what is seen of it. */
export function button(name, label, content, press) {
  const made = element("button", name, content);
  made.type = "button";
  made.title = label;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", press);
  return made;
}

/** The hour and minute of a moment. */
export function clock(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** The round picture of a chat: initials on a colour of its own. */
export function avatar(chat) {
  const initials = chat.title.split(" ").slice(0, 2).map((word) => [...word][0] ?? "").join("");
  const made = element("span", "avatar", initials.toUpperCase());
  made.dataset.colour = String(Math.abs(chat.id) % 7);
  made.setAttribute("aria-hidden", "true");
  return made;
}

/** Do something as a person; what comes of it arrives by the stream. Resolves to an error text, or null. */
export async function act(name, content) {
  try {
    const answer = await fetch(`/page/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(content),
    });
    const body = await answer.json();
    return body.ok ? null : body.description;
  } catch {
    return "The sandbox does not answer.";
  }
}
