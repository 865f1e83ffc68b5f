/** On narrow screens the list of places is behind a button. Set up once for each session. */
import { part } from "./dom.ts";

/** @param signal ends what listens beyond the elements of the session */
export function setUpMenu(signal: AbortSignal): void {
  const button = part("#menu-button", HTMLButtonElement);
  button.addEventListener("click", () => showMenu(button.getAttribute("aria-expanded") !== "true"));
  part("#places", HTMLElement).addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("a") !== null) showMenu(false);
  });
  addEventListener(
    "keydown",
    ({ key }) => {
      if (key === "Escape") showMenu(false);
    },
    { signal },
  );
}

export function showMenu(isOpen: boolean): void {
  part("#menu-button", HTMLButtonElement).setAttribute("aria-expanded", String(isOpen));
  document.body.classList.toggle("has-menu", isOpen);
}
