/** What goes wrong with a webhook, as a trouble of this command. Its address was an option, not a variable, and is never shown whole. */
import { NetworkError } from "@matterwright/client";
import { WebhookError } from "matterwright/webhook";
import { explained } from "../explain.ts";
import { Trouble } from "../trouble.ts";

/** The trouble that an error stands for; anything that is not about a webhook comes back as it is. */
export function troubleOf(error: unknown): unknown {
  if (!(error instanceof WebhookError)) return error;
  if (error.trouble === "network") return ofNetwork(error);
  const message = error.trouble === "address" ? error.message.replace(/^This/, "--webhook") : error.message;
  return new Trouble(error.isPassing ? "passing" : "setting", message, { cause: error });
}

/** The command knows more than the webhook about what may lie between: proxies, certificates. */
function ofNetwork(error: WebhookError): Trouble {
  const { code, cause } = error;
  const [, where = "", shown = ""] = /^(.*?)(https?:\S+) gave no answer/.exec(error.message) ?? [];
  const call = { method: "POST", route: "/hooks/…" };
  const reason = new NetworkError({ call, reason: "no answer came" }, code, { cause });
  const said = explained(reason, { url: shown, tokenName: "" });
  if (!(said instanceof Trouble)) return new Trouble("passing", error.message, { cause: error });
  const unsure = error.posted === "perhaps" ? " Whether the message was posted is not known." : "";
  const sentence = said.message
    .replaceAll("MATTERMOST_URL", "--webhook")
    .replace(/name its authority's file in MATTERMOST_CA_FILE.*$/, "name its authority's file in NODE_EXTRA_CA_CERTS.");
  return new Trouble(said.exitCode === 75 ? "passing" : "setting", where + sentence + unsure, { cause: error });
}
