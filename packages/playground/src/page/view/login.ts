/** The door: three people of the demo town to be, or anybody else by name and password. */
import { logIn } from "../api.ts";
import { part } from "./dom.ts";

/** @param entered is given the token of the new session */
export function loginView(entered: (token: string) => void): { show(reason: string | undefined): void } {
  const view = part("#login", HTMLElement);
  const form = part("#login-form", HTMLFormElement);
  const name = part("#login-name", HTMLInputElement);
  const password = part("#login-password", HTMLInputElement);
  const trouble = part("#login-trouble", HTMLElement);
  const enter = async (who: string, secret: string): Promise<void> => {
    trouble.textContent = "";
    form.inert = true;
    try {
      entered(await logIn(who, secret));
    } catch (error) {
      trouble.textContent = error instanceof Error ? error.message : String(error);
    } finally {
      form.inert = false;
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void enter(name.value.trim(), password.value);
  });
  for (const button of form.querySelectorAll<HTMLButtonElement>("button[data-name]"))
    button.addEventListener("click", () => void enter(button.dataset["name"] ?? "", password.value));
  return {
    show(reason) {
      view.hidden = false;
      trouble.textContent = reason ?? "";
      form.querySelector("button")?.focus();
    },
  };
}
