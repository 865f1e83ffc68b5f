/** `/api/v4/actions/dialogs`: opening them with a trigger, submitting, cancelling and looking choices up. */
import type { DialogAnswer } from "@matterwright/protocol";
import { AppError, refuse } from "../errors.ts";
import { goJson, sorted, sortedDeep } from "../json.ts";
import { postToIntegration } from "../outgoing/integration.ts";
import { decodeDialog, decodeDialogAnswer, decodeLookup } from "../world/integrations/dialog-json.ts";
import { openDialog } from "../world/integrations/dialogs.ts";
import { type Call, OK, text } from "./call.ts";
import type { Answer, Router } from "./router.ts";

export function dialogRoutes(router: Router): void {
  router.add("POST /api/v4/actions/dialogs/open", open, { open: true });
  router.add("POST /api/v4/actions/dialogs/submit", submit);
  router.add("POST /api/v4/actions/dialogs/lookup", lookup);
}

/** The trigger is all the proof that is asked for. */
function open(call: Call): Answer {
  const body = call.body("dialog");
  const dialog = decodeDialog(body["dialog"] ?? null);
  if (dialog === undefined || !areTexts(body, ["trigger_id", "url"])) throw refuse.bodyParam("dialog");
  const url = text(body, "url") ?? "";
  if (url === "") throw refuse.bodyParam("url");
  openDialog(call.act, { triggerId: text(body, "trigger_id") ?? "", url, dialog });
  return OK;
}

async function submit(call: Call): Promise<Answer> {
  const sent = submissionOf(call, (type) => (type === "refresh" ? type : "dialog_submission"));
  const said = await postToIntegration(call.outside, sent);
  const answer = said === "" ? {} : decodeDialogAnswer(parsed(said));
  if (answer === undefined) throw undecodable("submit", "submission");
  if (!isWhole(answer)) {
    const message = "Encountered an invalid response from interactive dialog submission.";
    throw new AppError("app.submit_interactive_dialog.invalid_response", message, 400);
  }
  return written(answer.errors === undefined ? answer : { ...answer, errors: sorted(answer.errors) });
}

async function lookup(call: Call): Promise<Answer> {
  const url = text(call.body("dialog"), "url") ?? "";
  if (url !== "" && !/^(?:https?:\/\/[^/]|\/plugins\/)/.test(url)) throw refuse.bodyParam("url");
  const said = await postToIntegration(
    call.outside,
    submissionOf(call, () => "dialog_lookup"),
  );
  const found = said === "" ? { items: null } : decodeLookup(parsed(said));
  if (found === undefined) throw undecodable("lookup", "lookup");
  return written(found);
}

const TEXTS = ["type", "url", "callback_id", "state", "channel_id", "team_id"] as const;

/** What the integration is told: the client's words, and who really said them. @throws AppError 400, 403, 404. */
function submissionOf(
  call: Call,
  typeOf: (given: string) => string,
): { readonly url: string; readonly body: Readonly<Record<string, unknown>> } {
  const given = call.body("dialog");
  const { submission = null, cancelled = false } = given;
  if (!areTexts(given, TEXTS) || !isMap(submission) || typeof (cancelled ?? false) !== "boolean")
    throw refuse.bodyParam("dialog");
  const said = (name: (typeof TEXTS)[number]): string => text(given, name) ?? "";
  if (said("url") === "") throw refuse.bodyParam("url");
  const channel = call.channel(said("channel_id"));
  call.mayRead(channel);
  call.require(said("team_id") !== "" && (call.isAdmin || call.world.isInTeam(said("team_id"), call.me.id)));
  const body = {
    type: typeOf(said("type")),
    callback_id: said("callback_id"),
    state: said("state"),
    user_id: call.me.id,
    channel_id: channel.id,
    team_id: said("team_id"),
    submission: sortedDeep(submission),
    cancelled: cancelled === true,
  };
  return { url: said("url"), body };
}

/** Errors count whatever else is said; else a form comes with the type `form`, and with no other. */
function isWhole({ error, errors, type = "", form }: DialogAnswer): boolean {
  if (error !== undefined || errors !== undefined) return true;
  return type === "form" ? form !== undefined : ["", "ok", "navigate"].includes(type) && form === undefined;
}

function areTexts(body: Readonly<Record<string, unknown>>, names: readonly string[]): boolean {
  return names.every((name) => typeof (body[name] ?? "") === "string");
}

function isMap(value: unknown): boolean {
  return typeof value === "object" && !Array.isArray(value);
}

/** What is no JSON decodes to nothing. */
function parsed(said: string): unknown {
  try {
    return JSON.parse(said);
  } catch {
    return undefined;
  }
}

function undecodable(what: "submit" | "lookup", named: string): AppError {
  const message = `Encountered an error decoding JSON response from interactive dialog ${named}.`;
  return new AppError(`app.${what}_interactive_dialog.decode_json_error`, message, 500);
}

/** Unlike most answers these end without a line break. */
function written(json: unknown): Answer {
  return { status: 200, headers: { "Content-Type": "application/json" }, body: goJson(json) };
}
