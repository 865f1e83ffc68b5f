/**
 * The path at which a server calls the bot's slash commands. It verifies the token first, reads then, and hands on an update whose answer
 * it waits for. Nothing that it cannot verify reaches a handler.
 */
import type { Answer } from "../update/answering.ts";
import { json } from "../door/json.ts";
import type { DoorCall, Route } from "../door/route.ts";
import { problem } from "../door/door.ts";
import type { Workplace } from "../install/install.ts";
import { type SlashCall, readSlashCall } from "./call.ts";
import { SlashAnswering } from "./answering.ts";
import type { SlashAnswer } from "./answer.ts";
import type { Caller } from "./tokens.ts";
import { errorFacts } from "../log/log.ts";
import { Seen } from "../source/seen.ts";
import { Claims } from "../store/claims.ts";
import { splitText } from "../text/split.ts";

/** A text of the greatest length, percent-encoded, with everybody mentioned. */
const BODY_MAX_BYTES = 524_288;
/** Calls that are remembered here, so that none is done twice; the store remembers them longer. */
const REMEMBERED = 10_000;
/** A server calls at once. What is older is not taken any more, so that nobody has to remember it; but clocks differ. */
const OLDEST_MS = 86_400_000;

export const SLASH_PATH = "/slash";

export interface SlashRouteParts {
  readonly workplace: Workplace;
  /** Whose a token is; asks the server and the store again before it says that nobody knows it. */
  readonly whose: (token: string) => Promise<Caller | undefined>;
  /** Whether the bot has a command for this word. */
  readonly isKnown: (call: SlashCall) => boolean;
}

/** A command that was made by hand may be called by GET: then everything stands in the query. */
export function slashRoutes(parts: SlashRouteParts): Route[] {
  const isFirst = firstTimes(parts.workplace);
  const route = { path: SLASH_PATH, handle: (call: DoorCall) => handled(call, parts, isFirst) };
  return [
    { ...route, bodyMaxBytes: BODY_MAX_BYTES },
    { ...route, method: "GET", bodyMaxBytes: 0 },
  ];
}

type IsFirst = (triggerId: string) => Promise<boolean>;

/** Whether a call is made for the first time: to this process, to another one of this bot, and to one that is gone. */
function firstTimes({ durable, log }: Workplace): IsFirst {
  const seen = new Seen(REMEMBERED);
  const claims = new Claims(durable.store, "slash/called");
  return async (triggerId) => {
    if (triggerId === "") return true;
    if (!seen.first(triggerId)) return false;
    try {
      return await claims.claim(triggerId, 2 * OLDEST_MS);
    } catch (error) {
      // Commands are needed most when something is broken, and who calls has shown the token.
      log.error({ error: errorFacts(error) }, "whether a slash command was called before cannot be read in the store");
      return true;
    }
  };
}

/** Whether the server says that it was called long ago. Some do not say. */
function isOld(triggerId: string, clock: Workplace["clock"]): boolean {
  if (triggerId.length < SHORTEST_TRIGGER) return false;
  const [, , at = "", ...signature] = Buffer.from(triggerId, "base64").toString("latin1").split(":");
  return signature.length > 0 && /^\d{13}$/.test(at) && clock.now() - Number(at) > OLDEST_MS;
}

/** Two ids, a moment and a signature. */
const SHORTEST_TRIGGER = 80;

async function handled(request: DoorCall, parts: SlashRouteParts, isFirst: IsFirst): Promise<Response> {
  // No server asks so; what only looks must not run anything.
  if (request.method === "HEAD") return problem(404, "there is nothing here");
  const verified = await verify(request, parts);
  if (verified instanceof Response) return verified;
  parts.workplace.reached();
  if (!parts.isKnown(verified)) {
    const text = `I do not know \`/${verified.trigger}\` any more.`;
    return json({ response_type: "ephemeral", text, skip_slack_parsing: true });
  }
  if (!(await isFirst(verified.triggerId))) return problem(409, "this call was made already");
  return new Promise((resolve) => submit(parts.workplace, verified, resolve));
}

/** The call, if its token is one of a command of ours. */
async function verify(call: DoorCall, { whose, workplace }: SlashRouteParts): Promise<SlashCall | Response> {
  const refuse = (reason: string): Response => {
    workplace.log.warn({ reason, from: call.from }, "a call of a slash command was refused");
    return problem(401, "this is no call of a slash command of mine");
  };
  // A server says its token twice; a proxy that asks for a password of its own leaves only the one in the form.
  const [, first] = /^token (\S+)$/i.exec(call.headers.get("authorization") ?? "") ?? [];
  const known = first === undefined ? undefined : await whose(first);
  if (first !== undefined && known === undefined) return refuse("nobody knows its token");
  const form = call.method === "GET" ? call.url.searchParams : new URLSearchParams(call.text());
  const token = form.get("token") ?? "";
  const isSame = first === undefined || first === token;
  const caller = token === "" || !isSame ? undefined : (known ?? (await whose(token)));
  if (caller === undefined) return refuse("nobody knows its token");
  const said = readSlashCall(form);
  if ("wrong" in said) return problem(400, said.wrong);
  if (caller.trigger !== said.trigger || (caller.teamId !== "" && caller.teamId !== said.teamId))
    return refuse("its token belongs to another command");
  if (isOld(said.triggerId, workplace.clock)) return refuse("it is too old, or a clock is wrong");
  return said;
}

function submit(workplace: Workplace, call: SlashCall, resolve: (response: Response) => void): void {
  const { clock, rest } = workplace;
  const { id, username } = workplace.me();
  const key = call.responseKey;
  // What the server has taken must not be said twice.
  const later = async (body: SlashAnswer): Promise<void> =>
    void (await rest.with({ retryForMs: 0 }).raw("POST", `/hooks/commands/${key}`, { body }));
  workplace.submit({
    kind: "slash",
    at: clock.now(),
    channelId: call.channelId,
    channelName: call.channelName,
    teamId: call.teamId,
    user: { id: call.userId, username: call.username },
    trigger: call.trigger,
    text: call.text,
    rootId: call.rootId,
    isDirect: call.channelName.split("__").includes(id) && call.channelName.includes("__"),
    triggerId: call.triggerId,
    answering: new SlashAnswering({
      clock,
      username,
      respond: (answer) => resolve(json(answer)),
      later: key === "" ? undefined : later,
      asBot: (said) => sayAsBot(workplace, call, said),
    }),
  });
}

/** What was for everybody is posted where it was asked, what was for one person in a direct message. */
async function sayAsBot(workplace: Workplace, call: SlashCall, said: Answer): Promise<void> {
  const { rest, people } = workplace;
  const { id } = workplace.me();
  const { text, attachments, props, inChannel = false } = said;
  // Asking about a channel that the bot is not in is refused.
  const isMember = inChannel && (await people.member(call.channelId, id).catch(() => undefined)) !== undefined;
  const channelId = isMember ? call.channelId : (await people.direct(id, call.userId)).id;
  const parts = splitText(text);
  for (const [index, message] of parts.entries()) {
    const isLast = index === parts.length - 1;
    await rest.posts.create({
      channel_id: channelId,
      message,
      ...(isMember && call.rootId !== "" ? { root_id: call.rootId } : {}),
      ...(isLast
        ? { props: { ...props, ...(attachments === undefined ? {} : { attachments: [...attachments] }) } }
        : {}),
    });
  }
}
