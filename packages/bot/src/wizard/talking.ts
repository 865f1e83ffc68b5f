/**
 * The way of answers to wizards: finds out for each message of a person whether somebody waits for it, before commands do, and tells
 * the wizard; tells it too of clicks on its buttons, and when somebody has been silent for too long. One for each bot, however many
 * wizards there are.
 */
import type { Addressed } from "../listen/addressed.ts";
import { type Callsigns, addressOf } from "../command/words/address.ts";
import { type MiddlewareFn, run } from "../listen/composer.ts";
import type { Context } from "../context/context.ts";
import { UserError } from "../errors.ts";
import type { Installable, Workplace } from "../install/install.ts";
import { STALE } from "../interactive/carried.ts";
import { code } from "../text/code.ts";
import { WizardEntries } from "../install/wizard-entries.ts";
import { type WizardBook, wizardBook } from "./book.ts";
import { type Pressed, WIZARD_BUTTON, readPressed } from "./buttons.ts";
import type { Shelf } from "./shelf.ts";
import { OVER } from "./show.ts";
import type { Talks } from "./talk.ts";
import { type Said, turnFor } from "./turn.ts";
import { steeringOf, unquoted } from "./words.ts";

export interface TalkingParts {
  readonly shelf: Shelf;
  readonly addressed: Addressed;
  /** What makes a message a command, which is no answer. */
  readonly callsigns: () => Callsigns;
}

const EXPIRED = "wizard-expired";
const AT_ONCE = 100;
/** So often it is looked for wizards that nobody answers. */
const LOOK_EVERY_MS = 30_000;

export class Talking implements Installable {
  readonly #parts: TalkingParts;

  /** The wizards of the bot. */
  readonly entries = new WizardEntries();
  readonly book: WizardBook;

  constructor(parts: TalkingParts) {
    this.#parts = parts;
    this.book = wizardBook(this.entries, parts.shelf);
  }

  readonly route: MiddlewareFn<Context> = async (ctx, next) => {
    const { addressed } = this.#parts;
    const talks = addressed.hasAny("answer") && ctx.is("post") ? await this.#waiting(ctx) : undefined;
    const name = talks?.talks.at(-1)?.wizard;
    // A wizard that is no more has nobody who would understand the answer.
    if (talks === undefined || name === undefined || !addressed.has("answer", name) || !ctx.is("post")) return next();
    turnFor.fill(ctx, { talks, said: this.#saidIn(ctx) });
    await run(addressed.to("answer", name), ctx as Context);
  };

  /** Takes the buttons of all wizards, and looks for those that nobody answers. */
  install(workplace: Workplace): () => void {
    const taken = [
      workplace.take("click", WIZARD_BUTTON, (ctx) => this.#pressed(ctx)),
      workplace.handleJobs({ name: EXPIRED, run: (ctx) => this.#tellExpired(ctx) }),
      workplace.every(LOOK_EVERY_MS, () => this.#look()),
    ];
    return () => taken.forEach((giveBack) => giveBack());
  }

  /** Tells people that nobody waits for their answer any more. */
  async #tellExpired(ctx: Context<"tick">): Promise<void> {
    const { addressed } = this.#parts;
    const talks = ctx.update.job.payload as Talks;
    const name = talks.talks.at(-1)?.wizard ?? "";
    if (!addressed.has("silence", name)) return;
    turnFor.fill(ctx, { talks, said: { type: "nothing" } });
    await run(addressed.to("silence", name), ctx as Context);
  }

  /** Takes wizards that nobody answered, and sees to it that each is told about once. */
  async #look(): Promise<void> {
    const { shelf, addressed } = this.#parts;
    if (!addressed.hasAny("answer")) return;
    const take = (): Promise<number> =>
      shelf.takeSilent(AT_ONCE, (tx, talks) => tx.jobs.add({ name: EXPIRED, payload: talks }));
    while ((await take()) === AT_ONCE);
  }

  async #waiting(ctx: Context<"post">): Promise<Talks | undefined> {
    const { shelf, callsigns } = this.#parts;
    const { channelId, user, post, update } = ctx;
    if (update.author !== "person") return undefined;
    // Wizards talk in direct messages and in threads.
    if (!ctx.isDirect && post.root_id === "") return undefined;
    const place = { userId: user.id, channelId, rootId: ctx.isDirect ? "" : post.root_id };
    const steering = steeringOf(ctx.text, callsigns().prefixes);
    if (steering?.type === "resume") return shelf.left(ctx, place);
    if (steering === undefined && addressOf(ctx.text, callsigns(), false) !== undefined) return undefined;
    return shelf.open(ctx, place);
  }

  #saidIn({ text, post, now }: Context<"post">): Said {
    const given = { text: unquoted(text), fileIds: post.file_ids ?? [], postId: post.id, at: now.getTime() };
    return steeringOf(text, this.#parts.callsigns().prefixes) ?? { type: "answer", given };
  }

  /** A click counts as what its person could have written, if the question is still the last. */
  async #pressed(ctx: Context<"click">): Promise<void> {
    const { addressed, shelf } = this.#parts;
    const pressed = readPressed(ctx.update.carried, ctx.update.choice);
    const { wizard, began, step, rootId } = pressed;
    if (!addressed.has("answer", wizard)) throw new UserError(STALE);
    const talks = await shelf.left(ctx, { userId: ctx.user.id, channelId: ctx.channelId, rootId });
    const last = talks?.talks.at(-1);
    const isOurs = talks?.talks.some((talk) => talk.wizard === wizard && talk.startedAt === began) === true;
    if (talks === undefined || last === undefined || !isOurs) throw new UserError(OVER);
    if (last.wizard !== wizard || last.startedAt !== began)
      throw new UserError(`${code(last.wizard)} comes first: this waits until it is done.`);
    turnFor.fill(ctx, { talks, said: saidBy(pressed, ctx), below: step });
    await run(addressed.to("answer", wizard), ctx as Context);
  }
}

function saidBy({ does, answer }: Pressed, { now }: Context<"click">): Said {
  const given = { fileIds: [], postId: "", at: now.getTime() };
  if (does === "answer") return { type: "answer", given: { ...given, text: answer, isChosen: true } };
  if (does === "yes") return { type: "answer", given: { ...given, text: "yes" } };
  return { type: does };
}
