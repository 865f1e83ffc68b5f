/** Questions about an announcement that was shown and is not confirmed yet: all its targets, why they are in, a dry run, a rehearsal. */
import { type Context, UserError } from "matterwright";
import type { Broadcasts, Target } from "../broadcast.ts";
import { type Look, groupsOf, lookAt, lookingOf } from "./look.ts";
import type { TalkParts } from "./parts.ts";
import { previewFor } from "./show.ts";
import type { TalkState } from "./state.ts";
import { dryRun, explained } from "./targets-told.ts";
import type { Steer } from "./words.ts";

/** As the server allows by default. */
const POSTS_PER_SECOND = 10;

export class Asides {
  readonly #parts: TalkParts;

  constructor(parts: TalkParts) {
    this.#parts = parts;
  }

  /** Whether it was such a question. */
  async answer(ctx: Context<"post">, state: TalkState, steer: Steer): Promise<boolean> {
    if (steer.type === "rehearse") {
      await this.#rehearse(ctx, state, steer.where);
      return true;
    }
    if (!["list", "explain", "dry-run", "preview"].includes(steer.type)) return false;
    const look = await lookAt(state, await lookingOf(ctx, this.#parts));
    if (steer.type === "preview") await ctx.reply(previewFor(look, steer.target));
    else if (steer.type === "dry-run") await ctx.reply(dryRun(look, POSTS_PER_SECOND));
    else await ctx.reply(explained(look, steer.type === "explain" ? steer.target : ""));
    return true;
  }

  /** The very same message, files and all, in one place alone: here, or in a channel that the author may name. */
  async #rehearse(ctx: Context<"post">, state: TalkState, where: string): Promise<void> {
    const { file, audiences, rights, broadcasts } = this.#parts;
    const book = await file.read();
    const look = await lookAt(state, await lookingOf(ctx, this.#parts));
    if (look.flight.findings.some(({ level }) => level === "block"))
      throw new UserError("It cannot be sent as it is, so it cannot be rehearsed either: see above.");
    const [{ values, frame } = {}] = look.audience.targets;
    // As the first of those will read it for whom it is meant.
    const own = { ...(values === undefined ? {} : { values }), ...(frame === undefined ? {} : { frame }) };
    let target: Target = { channelId: ctx.channelId, name: "here", why: "rehearsal", ...own };
    if (where !== "") {
      const steps = await audiences.read(where, book);
      const { targets, refused } = await audiences.resolve(steps, book, await rights.reach(ctx, book));
      const [only, second] = targets;
      if (refused[0] !== undefined) throw new UserError(`${where}: ${refused[0].why}.`);
      if (only === undefined || second !== undefined || only.isPerson)
        throw new UserError(
          "A rehearsal goes to one channel: write `rehearse ~channel`, or `rehearse` alone for here.",
        );
      target = { channelId: only.id, name: only.name, why: "rehearsal", ...own };
    }
    await broadcasts.start(rehearsed(draftFor(ctx.user.id, state, look)), [target], {
      key: `rehearsal/${ctx.post.id}`,
      tellIn: ctx.channelId,
      isRehearsal: true,
    });
    await ctx.reply(
      `:performing_arts: A rehearsal, ${where === "" ? "here alone" : `in ${target.name} alone`}. I am still waiting for \`yes\` or \`no\`.`,
    );
  }
}

type Draft = Parameters<Broadcasts["start"]>[0];

/** A rehearsal looks the same, and nobody is reminded of it. */
function rehearsed(draft: Draft): Draft {
  const { ack } = draft;
  return ack === undefined ? draft : { ...draft, ack: { isNative: ack.isNative, zone: ack.zone } };
}

/** What is sent of an announcement. */
export function draftFor(
  authorId: string,
  { message, priority, ack }: Pick<TalkState, "message" | "priority" | "ack">,
  { wording, fileIds, audience }: Look,
): Draft {
  const groups = groupsOf(audience.targets);
  return {
    ...wording,
    fileIds: [...fileIds],
    authorId,
    sourcePostId: message.postId,
    ...(groups.length === 0 ? {} : { groups }),
    ...(priority === undefined ? {} : { priority }),
    ...(ack === undefined ? {} : { ack }),
  };
}
