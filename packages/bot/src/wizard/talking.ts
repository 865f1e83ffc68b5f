/**
 * The way of answers to wizards: finds out for each message of a person whether somebody waits for it, before commands do, and tells
 * the wizard; tells it too when somebody has been silent for too long. One for each bot, however many wizards there are.
 */
import type { Addressed } from "../addressed.ts";
import { type Callsigns, addressOf } from "../command/address.ts";
import { type MiddlewareFn, run } from "../composer.ts";
import type { Context } from "../context.ts";
import type { JobHandler } from "../install.ts";
import { Slot } from "../slot.ts";
import type { Durable } from "../store/durable.ts";
import { KEPT, OPEN, type Talks, placeOf } from "./talk.ts";
import { type Steering, steeringOf } from "./words.ts";

export interface TalkingParts {
  readonly durable: Durable;
  readonly addressed: Addressed;
  /** What makes a message a command, which is no answer. */
  readonly callsigns: () => Callsigns;
}

const EXPIRED = "wizard-expired";
const AT_ONCE = 100;
/** So often it is looked for wizards that nobody answers. */
export const LOOK_EVERY_MS = 30_000;

/** What a context is to a wizard. */
export interface Turn {
  readonly talks: Talks;
  /** Nothing when it is an answer. */
  readonly steering: Steering | undefined;
}

/** Told to the wizard beside the context. */
export const turnFor = new Slot<Turn>("wizard turn", "the bot");

export class Talking {
  readonly #parts: TalkingParts;

  constructor(parts: TalkingParts) {
    this.#parts = parts;
  }

  readonly route: MiddlewareFn<Context> = async (ctx, next) => {
    const { addressed } = this.#parts;
    const talks = addressed.hasAny("answer") ? await this.#waiting(ctx) : undefined;
    const name = talks?.talks.at(-1)?.wizard;
    // A wizard that is no more has nobody who would understand the answer.
    if (talks === undefined || name === undefined || !addressed.has("answer", name)) return next();
    turnFor.fill(ctx, { talks, steering: steeringOf(ctx.text, this.#parts.callsigns().prefixes) });
    await run(addressed.to("answer", name), ctx);
  };

  /** Tells people that nobody waits for their answer any more. */
  readonly expired: JobHandler = {
    name: EXPIRED,
    run: async (ctx) => {
      const { addressed } = this.#parts;
      const talks = ctx.update.job.payload as Talks;
      const name = talks.talks.at(-1)?.wizard ?? "";
      if (!addressed.has("silence", name)) return;
      turnFor.fill(ctx, { talks, steering: undefined });
      await run(addressed.to("silence", name), ctx as Context);
    },
  };

  /** Takes wizards that nobody answered, and sees to it that each is told about once. */
  readonly look = async (): Promise<void> => {
    const { durable, addressed } = this.#parts;
    if (!addressed.hasAny("answer")) return;
    const take = (): Promise<number> =>
      durable.transaction(async (tx) => {
        const gone = await tx.store.takeExpired(OPEN, AT_ONCE);
        for (const { value } of gone) await tx.jobs.add({ name: EXPIRED, payload: value });
        return gone.length;
      });
    while ((await take()) === AT_ONCE);
  };

  async #waiting(ctx: Context): Promise<Talks | undefined> {
    const { durable, callsigns } = this.#parts;
    if (!ctx.is("post") || ctx.update.author !== "person") return undefined;
    const { channelId, user, post } = ctx;
    // Wizards talk in direct messages and in threads.
    if (!ctx.isDirect && post.root_id === "") return undefined;
    const place = placeOf({ userId: user.id, channelId, rootId: ctx.isDirect ? "" : post.root_id });
    const steering = steeringOf(ctx.text, callsigns().prefixes);
    if (steering?.type === "resume") return this.#left(place);
    if (steering === undefined && addressOf(ctx.text, callsigns(), false) !== undefined) return undefined;
    return (await durable.store.get(OPEN + place)) as Talks | undefined;
  }

  async #left(place: string): Promise<Talks | undefined> {
    const { store } = this.#parts.durable;
    return ((await store.get(OPEN + place)) ?? (await store.get(KEPT + place))) as Talks | undefined;
  }
}
