/** Asking the integration of a slash command: a form, or a query, with its token in two places. It changes nothing in the world. */
import { type Command, type CommandAnswer, ErrorId } from "@matterwright/protocol";
import { AppError } from "../errors.ts";
import { readAnswer } from "../world/integrations/command-answer-json.ts";
import { AGENT, readOf } from "./integration.ts";
import type { OutgoingAnswer, OutgoingCall, Outside } from "./outside.ts";

/** What the integration is told, by the names of the form. A name may have many values. */
export type CommandForm = Readonly<Record<string, string | readonly string[]>>;

/** @throws AppError 500 when nobody answers in time, the status is not 200, or JSON was promised and not sent. */
export async function askCommand(outside: Outside, command: Command, form: CommandForm): Promise<CommandAnswer> {
  const sent = await outside.fetch(requestOf(command, form)).catch(() => undefined);
  if (sent === undefined) throw failed(command);
  if (sent.status !== 200) throw failedStatus(command, sent);
  const answer = readAnswer({ contentType: sent.headers["content-type"] ?? "", body: readOf(sent) });
  if (answer === undefined) throw failed(command);
  return answer;
}

function requestOf({ method, url, token }: Command, form: CommandForm): OutgoingCall {
  const encoded = new URLSearchParams(
    Object.keys(form)
      .toSorted()
      .flatMap((name) => [form[name] ?? ""].flat().map((value): [string, string] => [name, value])),
  ).toString();
  const headers = { "User-Agent": AGENT, Accept: "application/json", Authorization: `Token ${token}` };
  if (method === "G") {
    const asked = new URL(url);
    asked.search = asked.search === "" ? encoded : `${asked.search}&${encoded}`;
    return { method: "GET", url: asked.href, headers, body: "" };
  }
  return {
    method: "POST",
    url,
    headers: { ...headers, "Content-Type": "application/x-www-form-urlencoded" },
    body: encoded,
  };
}

function failed({ trigger }: Command): AppError {
  return new AppError(ErrorId.commandFailed, `Command with a trigger of '${trigger}' failed.`, 500);
}

function failedStatus({ trigger }: Command, { status, statusText = "" }: OutgoingAnswer): AppError {
  const said = `${status} ${statusText}`.trim();
  const message = `Command with a trigger of '${trigger}' returned response ${said}.`;
  return new AppError(ErrorId.commandFailedStatus, message, 500);
}
