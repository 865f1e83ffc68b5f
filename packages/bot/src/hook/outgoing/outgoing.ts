/**
 * An outgoing webhook of Mattermost as one more source of posts: the server tells of them itself, so that the bot hears in open channels
 * that it is not a member of. Given to `bot.use`. What it hears over its own connection as well is left to that.
 */
import { CallError } from "@matterwright/client";
import type { DoorCall } from "../../door/route.ts";
import { problem } from "../../door/door.ts";
import { json } from "../../door/json.ts";
import type { Installable, Workplace } from "../../install/install.ts";
import type { AuthorKind, PostUpdate } from "../../update/update.ts";
import { checkedPath } from "../path.ts";
import { Claims } from "../../store/claims.ts";
import { RefusalLog } from "../refusal-log.ts";
import { isOneOf } from "../../text/is-one-of.ts";
import { type Secret, secretsOf } from "../sender/secret.ts";
import { OutgoingAnswering } from "./answering.ts";
import { type OutgoingCall, readOutgoingCall } from "./call.ts";
import { Tally } from "./tally.ts";

export interface OutgoingWebhookOptions {
  /** The webhook's token, which the server showed when it was made; several where there are several webhooks. */
  readonly token: Secret;
  /** Whether answers open a thread under the post; in the channel by default. */
  readonly inThread?: boolean;
}

/** A text of the greatest length, percent-encoded. */
const BODY_MAX_BYTES = 524_288;
/** A server tells each post once and at once: more than that, or later, is somebody else; but clocks differ. */
const OLDEST_MS = 86_400_000;

/**
 * Takes what an outgoing webhook tells: commands, `hears` and `on("message")` hear such a post like any other, and `ctx.reply` answers it,
 * in the name of who made the webhook. The answer is no post of the bot's own, so `ctx.reply` resolves without one, and durable
 * replies need a bot that is a member.
 *
 * @param path what stands as callback URL, below the base of the bot's door: `/outgoing`
 * @throws MisuseError when the path lies outside the base or is taken, or the token is empty.
 * @example
 * bot.use(outgoingWebhook("/outgoing", { token: process.env["OUTGOING_TOKEN"] ?? "" }));
 */
export function outgoingWebhook(path: string, { token, inThread = false }: OutgoingWebhookOptions): Installable {
  const tokens = secretsOf(token, "An outgoing webhook");
  return {
    install(workplace) {
      checkedPath(path, workplace.urlOf(""));
      const refusals = new RefusalLog(workplace, path);
      const told = new Claims(workplace.durable.store, `outgoing${path}`);
      const refuse = (status: number, reason: string): Response => {
        refusals.note(reason);
        return problem(status, reason);
      };
      const handle = async ({ headers, body }: DoorCall): Promise<Response> => {
        const call = readOutgoingCall({ type: headers.get("content-type"), bytes: body });
        // Whether a call is well formed is told to those only who know the token.
        if ("wrong" in call) return refuse(call.status, "this is no call of an outgoing webhook");
        if (!isOneOf(call.token, await tokens())) return refuse(401, "nobody knows this token");
        if (workplace.clock.now() - call.at > OLDEST_MS) return refuse(401, "this is too old, or a clock is wrong");
        if (!(await told.claim(call.postId, 2 * OLDEST_MS))) return problem(409, "this was told already");
        if (await isHeard(workplace, call)) return json({});
        const author = await authorOf(workplace, call);
        return new Promise((resolve) => {
          const respond = (answer: object): void => resolve(json(answer));
          const { clock } = workplace;
          const answering = new OutgoingAnswering({ clock, username: workplace.me().username, inThread, respond });
          workplace.submit({ ...updateOf(call, author), at: clock.now(), answering });
        });
      };
      const tally = new Tally(workplace, path);
      const counted = async (call: DoorCall): Promise<Response> => tally.count(await handle(call));
      const ends = [
        workplace.route({ path, bodyMaxBytes: BODY_MAX_BYTES, handle: counted }),
        workplace.hooks.enter(() => tally.info()),
      ];
      return () => ends.forEach((end) => end());
    },
  };
}

/** Whether the bot hears of it by itself: its own posts, and what is said where it is a member. */
async function isHeard(workplace: Workplace, { channelId, userId }: OutgoingCall): Promise<boolean> {
  const { people } = workplace;
  const { id } = workplace.me();
  if (userId === id) return true;
  try {
    return (await people.member(channelId, id)) !== undefined;
  } catch (error) {
    // Whoever is no member may not ask who is.
    if (error instanceof CallError && error.status === 403) return false;
    throw error;
  }
}

/** The server does not say whether it was a bot. */
async function authorOf({ people }: Workplace, { userId }: OutgoingCall): Promise<AuthorKind> {
  const user = await people.user(userId).catch(() => undefined);
  return user?.is_bot === true ? "bot" : "person";
}

function updateOf(call: OutgoingCall, author: AuthorKind): Omit<PostUpdate, "at" | "answering"> {
  return {
    kind: "post",
    author,
    channelId: call.channelId,
    channelName: call.channelName,
    channelType: "O",
    teamId: call.teamId,
    user: { id: call.userId, username: call.username },
    post: {
      id: call.postId,
      create_at: call.at,
      update_at: call.at,
      edit_at: 0,
      delete_at: 0,
      is_pinned: false,
      user_id: call.userId,
      channel_id: call.channelId,
      // The server does not say in which thread it stands.
      root_id: "",
      original_id: "",
      message: call.text,
      type: "",
      props: {},
      hashtags: "",
      file_ids: [...call.fileIds],
      pending_post_id: "",
      reply_count: 0,
      last_reply_at: 0,
      participants: null,
    },
  };
}
