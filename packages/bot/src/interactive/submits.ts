/**
 * The routes on which the server tells of dialogs: submitted, closed, asking for choices, or for other fields. The state that a dialog
 * brings back is sealed for the one person who was shown it; without it nothing of the call is handed on.
 */
import * as z from "zod";
import { problem } from "../door/door.ts";
import { json } from "../door/json.ts";
import type { DoorCall, Route } from "../door/route.ts";
import type { Workplace } from "../install/install.ts";
import { errorFacts } from "../log/log.ts";
import { STALE } from "./carried.ts";
import type { Claims } from "../store/claims.ts";
import type { Choice } from "./fields/field.ts";
import type { Form } from "./dialog.ts";
import type { Sealed, Sealer } from "./seal.ts";
import { SubmitAnswer } from "./submit-answer.ts";

export const DIALOGS = "/dialogs";
export const CHOICES = "/dialogs/choices";
/** A textarea has 3,000 characters, and a dialog has some of them. */
const BODY_MAX_BYTES = 262_144;

const wire = z.object({
  type: z.string().default(""),
  callback_id: z.string(),
  state: z.string(),
  user_id: z.string(),
  channel_id: z.string().default(""),
  team_id: z.string().default(""),
  submission: z.record(z.string(), z.unknown()).nullish(),
  cancelled: z.boolean().nullish(),
});

export type Submission = z.output<typeof wire>;

export interface SubmitParts {
  readonly workplace: Workplace;
  readonly sealer: Sealer;
  readonly claims: Claims;
  readonly forms: ReadonlyMap<string, Form>;
  /** The same dialog again, with other fields. */
  readonly again: (form: Form, submission: Submission, sealed: Sealed) => Response;
}

export function submitRoutes(parts: SubmitParts): readonly Route[] {
  const route = (path: string, act: Act): Route => ({
    path,
    bodyMaxBytes: BODY_MAX_BYTES,
    handle: (call) => verified(parts, call, act),
  });
  return [route(DIALOGS, submitted), route(CHOICES, choices)];
}

type Act = (parts: SubmitParts, submission: Submission, sealed: Sealed) => Promise<Response> | Response;

function verified(parts: SubmitParts, call: DoorCall, act: Act): Promise<Response> | Response {
  const parsed = wire.safeParse(jsonOf(call.text()));
  if (!parsed.success) return problem(400, "this is no dialog of mine");
  const { sealer, workplace } = parts;
  const { callback_id: name, state, user_id: user } = parsed.data;
  const opened = sealer.open(state, { purpose: "dialog", name, user, now: workplace.clock.now() });
  if ("sealed" in opened) return act(parts, parsed.data, opened.sealed);
  if (opened.refused === "expired") return wrong("This has been open for too long. Please open it again.");
  if (opened.refused === "unknown secret") return wrong(STALE);
  return problem(403, "this dialog was not shown to this person");
}

async function submitted(parts: SubmitParts, submission: Submission, sealed: Sealed): Promise<Response> {
  const { workplace, claims, forms, again } = parts;
  const { callback_id: name, type } = submission;
  const form = forms.get(name);
  if (form === undefined || !workplace.isTaken("submit", name)) return wrong(STALE);
  if (type === "refresh") return again(form, submission, sealed);
  const { clock, log } = workplace;
  const { once = "" } = sealed;
  if (!(await claims.claim(once, sealed.expiresAt - clock.now()))) return wrong("This was submitted already.");
  const answering = new SubmitAnswer({
    clock,
    ended: (ending) => {
      // What was not done can be tried again.
      if (ending !== "done") claims.releaseQuietly(once, log);
    },
  });
  workplace.submit({
    kind: "submit",
    at: clock.now(),
    channelId: submission.channel_id,
    user: { id: submission.user_id, username: "" },
    answering,
    name,
    carried: sealed.payload,
    values: submission.submission ?? {},
    isCancelled: submission.cancelled === true,
    teamId: submission.team_id,
  });
  return answering.response;
}

/** Choices for what was typed so far. Where they cannot be found, there are none. */
async function choices({ workplace, forms }: SubmitParts, submission: Submission, sealed: Sealed): Promise<Response> {
  const { callback_id: name, submission: given, user_id: id, channel_id: channelId } = submission;
  const { query = "", selected_field: wanted = "", ...values } = given ?? {};
  const { log, rest, people } = workplace;
  const kind = forms
    .get(name)
    ?.fields(values)
    .find((field) => field.name === wanted)?.kind;
  if (kind?.type !== "lookup") return json({ items: [] });
  try {
    const about = { userId: id, channelId, values, carried: sealed.payload, rest, people };
    const found = await kind.find(typeof query === "string" ? query : "", about);
    return json({ items: found.map(asChoice) });
  } catch (error) {
    log.error({ dialog: name, field: wanted, error: errorFacts(error) }, "choices could not be looked up");
    return json({ items: [] });
  }
}

function asChoice(choice: Choice | string): Choice {
  return typeof choice === "string" ? { text: choice, value: choice } : choice;
}

function wrong(error: string): Response {
  return json({ error });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
