/**
 * Choices without any call of the server: offered as reactions that the bot has put there, or as numbers to answer with. What is chosen
 * goes the way of a click, to the same handler, with the same rights and the same time.
 */
import type { Id, Post } from "@matterwright/protocol";
import type { Drawable, Drawn } from "../../update/actions.ts";
import type { MiddlewareFn } from "../../listen/composer.ts";
import type { Context } from "../../context/context.ts";
import type { Workplace } from "../../install/install.ts";
import { errorFacts } from "../../log/log.ts";
import type { ClickUpdate, Update } from "../../update/update.ts";
import { STALE } from "../carried.ts";
import type { Claims } from "../../store/claims.ts";
import { REFUSALS } from "../refusals.ts";
import type { Sealed, Sealer } from "../seal.ts";
import { ChoiceAnswer } from "./choice-answer.ts";
import { type KeptOffer, KeptOffers } from "./kept.ts";
import { type Choice, DIGITS, type Offer, type Said, hasReactions, readSaid, written } from "./offer.ts";

export interface ChoiceParts {
  readonly workplace: Workplace;
  readonly sealer: Sealer;
  readonly claims: Claims;
}

/** What somebody chose. */
interface Chosen {
  readonly offer: KeptOffer;
  readonly choice: Choice;
}

export class Choices {
  readonly #parts: ChoiceParts;
  readonly #kept: KeptOffers;

  constructor(parts: ChoiceParts) {
    const { durable, clock } = parts.workplace;
    this.#parts = parts;
    this.#kept = new KeptOffers(durable.store, () => clock.now());
  }

  /** A message with its choices as text. */
  draw(text: string, { attachments, props }: Drawable, offer: Offer & { readonly expiresAt: number }): Drawn {
    const kept: KeptOffer = {
      ...structuredClone(offer),
      choices: [...offer.choices],
      open: [...offer.open],
      postId: "",
      threadId: "",
      channelId: "",
    };
    return {
      text: written(text, offer),
      ...(attachments === undefined ? {} : { attachments }),
      ...(props === undefined ? {} : { props }),
      sent: (post) => this.#sent(kept, post),
      kept: (tx, mark) => this.#kept.keepFor(tx.store, mark, kept),
    };
  }

  /** Channels in which somebody may have reacted while nobody listened: that does not move a channel. */
  channels(): Promise<ReadonlySet<Id>> {
    return this.#kept.channels();
  }

  /** A post that was to be sent later was sent. Never rejects. */
  async delivered(mark: string, postId: Id): Promise<void> {
    const { rest, log } = this.#parts.workplace;
    try {
      const offer = await this.#kept.takeSent(mark);
      if (offer !== undefined) await this.#sent(offer, await rest.posts.get(postId));
    } catch (error) {
      log.error({ post: postId, error: errorFacts(error) }, "the choices of a post cannot be made");
    }
  }

  /** Hears reactions and answers that choose something. */
  readonly middleware: MiddlewareFn<Context> = async (ctx, next) => {
    const chosen = await this.#chosenIn(ctx);
    if (chosen === undefined) return next();
    ctx.handledBy = `choice ${chosen.choice.name}`;
    await this.#choose(ctx, chosen);
  };

  async #chosenIn(ctx: Context): Promise<Chosen | undefined> {
    const { update } = ctx;
    const number = numberIn(update);
    if (number !== undefined && update.kind === "reaction") {
      if (ctx.user.id === ctx.me.id) return undefined;
      return pick(await this.#kept.byPost(update.reaction.post_id), { number });
    }
    if (update.kind !== "post" || update.author !== "person") return undefined;
    const said = readSaid(ctx.text);
    const place = update.post.root_id === "" && ctx.isDirect ? ctx.channelId : update.post.root_id;
    if (said === undefined || place === "") return undefined;
    const chosen = pick(await this.#kept.newestIn(place), said);
    if (chosen === undefined || "number" in said) return chosen;
    const value = await this.#find(ctx, said);
    return { ...chosen, choice: { ...chosen.choice, value } };
  }

  /** The id of who or what was named. */
  async #find(ctx: Context, { source, name }: Exclude<Said, { number: number }>): Promise<string> {
    const { people } = this.#parts.workplace;
    if (source === "users") return (await people.userNamed(name).catch(() => undefined))?.id ?? "";
    const { team_id: team } = await ctx.channel();
    const teams = team === "" ? (await people.myTeams()).map(({ id }) => id) : [team];
    for (const id of teams) {
      const channel = await people.channelNamed(id, name).catch(() => undefined);
      if (channel !== undefined) return channel.id;
    }
    return "";
  }

  async #choose(ctx: Context, { offer, choice }: Chosen): Promise<void> {
    const { workplace, sealer, claims } = this.#parts;
    const { clock } = workplace;
    const opened = sealer.open(choice.seal, {
      purpose: "click",
      name: choice.name,
      user: ctx.user.id,
      now: clock.now(),
    });
    const tell = (why: string): Promise<unknown> =>
      ctx.to(ctx.channelId, { thread: offer.threadId }).post(`@${ctx.user.username} ${why}`, { durable: false });
    if ("refused" in opened) return void (await tell(REFUSALS[opened.refused]));
    if (!workplace.isTaken("click", choice.name)) return void (await tell(STALE));
    const { once, expiresAt } = opened.sealed;
    if (once !== undefined && !(await claims.claim(once, expiresAt - clock.now())))
      return void (await tell("This was decided already."));
    workplace.submit(this.#click(ctx, { offer, choice }, opened.sealed));
  }

  #click({ user, channelId }: Context, { offer, choice }: Chosen, { payload, once }: Sealed): ClickUpdate {
    const { workplace, claims } = this.#parts;
    const { clock, rest } = workplace;
    const { postId, threadId } = offer;
    const answering = new ChoiceAnswer({
      rest,
      postId,
      forget: () => this.#kept.forget(postId),
      ended: (ending) => void (ending !== "done" && once !== undefined && claims.releaseQuietly(once, workplace.log)),
    });
    return {
      kind: "click",
      at: clock.now(),
      channelId,
      user,
      answering,
      name: choice.name,
      carried: payload,
      ...(choice.value === undefined ? {} : { choice: choice.value }),
      postId,
      rootId: threadId,
      teamId: "",
      triggerId: "",
    };
  }

  /** Keeps the choices of a post, and puts its reactions there. */
  async #sent(offer: KeptOffer, { id, root_id: root, channel_id: channelId }: SentPost): Promise<void> {
    const { workplace } = this.#parts;
    const { rest, log } = workplace;
    await this.#kept.keep({ ...offer, postId: id, threadId: root === "" ? id : root, channelId });
    if (!hasReactions(offer)) return;
    try {
      for (const emoji of DIGITS.slice(0, offer.choices.length))
        await rest.reactions.add({ user: workplace.me().id, post: id, emoji });
    } catch (error) {
      log.warn(
        { error: errorFacts(error) },
        "choices could not be offered as reactions: they can be answered with numbers",
      );
    }
  }
}

/** The number that a reaction says, from one; nothing for what cannot be a choice. */
export function numberIn(update: Update): number | undefined {
  if (update.kind !== "reaction" || update.change !== "added") return undefined;
  const index = (DIGITS as readonly string[]).indexOf(update.reaction.emoji_name);
  return index < 0 ? undefined : index + 1;
}

type SentPost = Pick<Post, "channel_id" | "id" | "root_id">;

/** What an answer means among the choices of a post. */
function pick(offer: KeptOffer | undefined, said: Said): Chosen | undefined {
  if (offer === undefined) return undefined;
  const choice =
    "number" in said ? offer.choices[said.number - 1] : offer.open.find(({ source }) => source === said.source);
  return choice === undefined ? undefined : { offer, choice };
}
