/**
 * The route on which the server tells of clicks. First it is made sure that the server sent it, for whom, and that the button was made
 * here; only then is anything of it handed on.
 */
import { CallError } from "@matterwright/client";
import * as z from "zod";
import type { DoorCall, Route } from "../door/route.ts";
import { problem } from "../door/door.ts";
import { json } from "../door/json.ts";
import type { Workplace } from "../install/install.ts";
import { errorFacts } from "../log/log.ts";
import { STALE } from "./carried.ts";
import type { Claims } from "../store/claims.ts";
import { ClickAnswer } from "./click-answer.ts";
import { REFUSALS } from "./refusals.ts";
import type { Sealed, Sealer } from "./seal.ts";
import { FRESH_MS, type ServerKey } from "./trigger.ts";

export const CLICKS = "/clicks";
/** A seal has 32,000 characters at most, and the rest is ids. */
const BODY_MAX_BYTES = 65_536;

export interface ClickParts {
  readonly workplace: Workplace;
  readonly sealer: Sealer;
  readonly serverKey: ServerKey;
  readonly claims: Claims;
}

const wire = z.object({
  user_id: z.string(),
  user_name: z.string().default(""),
  channel_id: z.string(),
  team_id: z.string().default(""),
  post_id: z.string(),
  trigger_id: z.string(),
  context: z.object({ name: z.string(), seal: z.string(), selected_option: z.string().optional() }),
});

type Click = z.output<typeof wire>;

export function clickRoute(parts: ClickParts): Route {
  return { path: CLICKS, bodyMaxBytes: BODY_MAX_BYTES, handle: (call) => take(parts, call) };
}

async function take(parts: ClickParts, call: DoorCall): Promise<Response> {
  const click = wire.safeParse(jsonOf(call.text()));
  if (!click.success) return problem(400, "this is no click on a button of mine");
  const isReal = await verify(parts, click.data);
  if (isReal !== true) return isReal;
  const { sealer, workplace } = parts;
  const { user_id: user, context } = click.data;
  const { name } = context;
  const opened = sealer.open(context.seal, { purpose: "click", name, user, now: workplace.clock.now() });
  if ("sealed" in opened) return hand(parts, click.data, opened.sealed);
  if (opened.refused === "forged") return problem(403, "this button was not made here");
  return only(REFUSALS[opened.refused]);
}

/** Whether the server itself says that this person clicked just now. */
async function verify({ serverKey, claims, workplace }: ClickParts, click: Click): Promise<true | Response> {
  try {
    const trigger = await serverKey.trigger(click.trigger_id);
    if (trigger === undefined || trigger.user !== click.user_id)
      return problem(403, "the server did not sign that this person clicked");
    workplace.reached();
    const isFirst = await claims.claim(`trigger/${trigger.id}`, 2 * FRESH_MS);
    return isFirst || problem(409, "this click was taken in already");
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    workplace.log.error(
      { error: errorFacts(error) },
      "a click could not be verified: the server does not tell its key",
    );
    return problem(503, "the server does not tell its key");
  }
}

/** Hands a click to whoever made the button, and waits for the answer. */
async function hand({ workplace, claims }: ClickParts, click: Click, sealed: Sealed): Promise<Response> {
  const { name, selected_option: choice } = click.context;
  if (!workplace.isTaken("click", name)) return only(STALE);
  const { clock, rest, log } = workplace;
  const { once } = sealed;
  if (once !== undefined && !(await claims.claim(once, sealed.expiresAt - clock.now())))
    return only("This was decided already.");
  const answering = new ClickAnswer({
    rest,
    clock,
    postId: click.post_id,
    ended: (ending) => {
      // What was not done can be tried again.
      if (once !== undefined && ending !== "done") claims.releaseQuietly(once, log);
    },
  });
  workplace.submit({
    kind: "click",
    at: clock.now(),
    channelId: click.channel_id,
    user: { id: click.user_id, username: click.user_name },
    answering,
    name,
    carried: sealed.payload,
    ...(choice === undefined ? {} : { choice }),
    postId: click.post_id,
    rootId: sealed.rootId ?? click.post_id,
    teamId: click.team_id,
    triggerId: click.trigger_id,
  });
  return answering.response;
}

/** What only the person who clicked is told. */
function only(text: string): Response {
  return json({ ephemeral_text: text, skip_slack_parsing: true });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
