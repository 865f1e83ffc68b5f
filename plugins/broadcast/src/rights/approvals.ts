/**
 * Announcements that somebody else has to agree to: kept with exactly what was confirmed, shown to everybody who may agree, and sent when
 * the first of them does. Whoever announces never agrees to it themselves, and what they change afterwards is not what was agreed to.
 */
import { createHash } from "node:crypto";
import { type Action, type Context, UserError, errorFacts, inert, storeKey, z } from "matterwright";
import { askedLine } from "../acknowledge/asked.ts";
import { audience, draft, own, repeat } from "../broadcast.ts";
import { theirs } from "../when/theirs.ts";
import type { TalkParts } from "../talk/parts.ts";
import { tell } from "../talk/behalf.ts";
import { type Start, start } from "../talk/start.ts";
import { countOf } from "../talk/show.ts";

/** So long somebody may take to agree. */
const KEPT_MS = 24 * 60 * 60_000;
const NAMES_SHOWN = 10;

const change = z.object({
  kind: z.enum(["edit", "correct"]),
  broadcastId: z.string(),
  /** What it said when this was asked. */
  before: z.string(),
  text: z.string(),
  /** Whether it notifies nobody with `@all`. */
  isQuiet: z.boolean(),
  /** Makes it the only one. */
  key: z.string(),
});

/** A change of a broadcast that somebody else agreed to. */
export type AgreedChange = z.output<typeof change>;

const record = z.object({
  id: z.string(),
  draft,
  targets: z.array(
    z.object({
      id: z.string(),
      isPerson: z.boolean(),
      name: z.string(),
      why: z.array(z.string()).readonly(),
      groups: z.array(z.string()).readonly(),
      ...own.shape,
      dueAt: z.number().optional(),
      zone: z.string().optional(),
    }),
  ),
  print: z.string(),
  author: z.object({ id: z.string(), username: z.string() }),
  tellIn: z.string(),
  /** When it shall go out, where that is not at once. */
  dueAt: z.number().optional(),
  repeat: repeat.optional(),
  audience: audience.optional(),
  theirs: theirs.optional(),
  disturbs: z.boolean().optional(),
  /** The same, as it is told. */
  when: z.string().optional(),
  /** What is to be changed of a broadcast that there is already. */
  change: change.optional(),
});

type Waiting = z.output<typeof record>;

const waiting = storeKey("approval", record, { ttlMs: KEPT_MS });
/** From the author's post, or from the broadcast that is to be changed, to what waits: what is asked for again is void. */
const subjects = storeKey("approval-of", z.string(), { ttlMs: KEPT_MS });

export interface ApprovalsParts extends TalkParts {
  /** Yes and no for those who are asked; nothing where the server cannot call the bot. */
  readonly buttons: (id: string, print: string) => readonly Action[];
}

/** Where it happens, and who does it. */
export type Judge = Context<"post" | "slash" | "click" | "edit" | "delete">;

export class Approvals {
  readonly #parts: ApprovalsParts;
  #change: ((change: AgreedChange, by: Waiting) => Promise<void>) | undefined;

  constructor(parts: ApprovalsParts) {
    this.#parts = parts;
  }

  /** What changes a broadcast when somebody has agreed to it. @param act throws a UserError when it is too late */
  onChange(act: (change: AgreedChange, by: Waiting) => Promise<void>): void {
    this.#change = act;
  }

  /**
   * Asks everybody who may agree. Their names; none when there is nobody to ask, and then nothing is kept. What was asked before about the
   * same message, or the same broadcast, is void.
   *
   * @param shown what they are shown
   * @throws CallError, StoreError.
   */
  async ask(ctx: Judge, wanted: Omit<Waiting, "id">, shown: string): Promise<string[]> {
    const { rights, bot, workplace } = this.#parts;
    const ids = await rights.approvers(wanted.author.id);
    if (ids.length === 0) return [];
    const subject = subjectOf(wanted);
    const id = shortId(`${subject} ${wanted.print}`);
    const before = await subjects.at(subject).get(bot.store);
    if (before !== undefined) await waiting.at(before).delete(bot.store);
    const kept = record.parse({ ...wanted, id });
    await waiting.at(id).set(bot.store, kept);
    await subjects.at(subject).set(bot.store, id);
    const asked: string[] = [];
    for (const userId of ids) {
      try {
        const { username } = await workplace.people.user(userId);
        const { id: channelId } = await workplace.people.direct(workplace.me().id, userId);
        const actions = this.#parts.buttons(id, kept.print);
        await ctx
          .to(channelId)
          .post(questionOf(kept, shown), { durable: true, ...(actions.length === 0 ? {} : { actions }) });
        asked.push(`@${username}`);
      } catch (error) {
        bot.log.warn({ user: userId, error: errorFacts(error) }, "somebody could not be asked to agree to a broadcast");
      }
    }
    return asked;
  }

  /** Somebody agrees, and it is sent. Returns what to tell them. @throws UserError when they may not, or it is too late. */
  async agree(ctx: Judge, id: string, print?: string): Promise<string> {
    const { kept, version } = await this.#entitled(ctx, id, print);
    if (kept.change !== undefined) return this.#agreeToChange(ctx, { kept, version, change: kept.change });
    const { draft: agreed, targets, tellIn, author } = kept;
    // The key makes it one broadcast, however often this is done again after a crash.
    const key = `approval/${id}/${kept.print}`;
    await start(this.#parts, { draft: agreed, targets, tellIn, key, ...laterOf(kept) });
    await this.#parts.bot.store.delete(waiting.at(id).name, { ifVersion: version });
    await tell(ctx, { draft: agreed, targets, by: `@${author.username}` }, this.#parts);
    const said = `:white_check_mark: @${ctx.user.username} agrees: it goes to ${countOf(targets)}.`;
    await ctx.to(tellIn).post(said, { durable: true });
    this.#parts.ledger.add(ctx, "agreed to a broadcast", `of @${author.username} to ${countOf(targets)}`);
    return `:white_check_mark: Agreed: it goes to ${countOf(targets)}.`;
  }

  async #agreeToChange(
    ctx: Judge,
    {
      kept,
      version,
      change: agreed,
    }: { readonly kept: Waiting; readonly version: number; readonly change: AgreedChange },
  ): Promise<string> {
    const { store } = this.#parts.bot;
    const { broadcastId, kind } = agreed;
    try {
      await this.#change?.(agreed, kept);
    } catch (error) {
      if (error instanceof UserError) await store.delete(waiting.at(kept.id).name, { ifVersion: version });
      throw error;
    }
    await store.delete(waiting.at(kept.id).name, { ifVersion: version });
    const done =
      kind === "edit"
        ? `broadcast ${broadcastId} is changed`
        : `the correction goes into the threads of broadcast ${broadcastId}`;
    await ctx.to(kept.tellIn).post(`:white_check_mark: @${ctx.user.username} agrees: ${done}.`, { durable: true });
    this.#parts.ledger.add(ctx, "agreed to a change", `of broadcast ${broadcastId}, by @${kept.author.username}`);
    return `:white_check_mark: Agreed: ${done}.`;
  }

  /** Somebody does not agree: it is forgotten, and its author is told. @throws UserError. */
  async refuse(ctx: Judge, id: string, reason: string): Promise<string> {
    const { kept, version } = await this.#entitled(ctx, id);
    if (!(await this.#parts.bot.store.delete(waiting.at(id).name, { ifVersion: version }))) throw new UserError(GONE);
    const why = reason === "" ? "" : ` They say: ${inert(reason)}`;
    const what = kept.change === undefined ? "nothing was sent" : `broadcast ${kept.change.broadcastId} stays as it is`;
    const again = kept.change === undefined ? "\n\nYour message is above: change it, and send it to me again." : "";
    const said = `:no_entry_sign: @${ctx.user.username} does not agree, so ${what}.${why}${again}`;
    await ctx.to(kept.tellIn).post(said, { durable: true });
    this.#parts.ledger.add(ctx, "refused a broadcast", `of @${kept.author.username}`);
    return ":no_entry_sign: Refused: its author is told.";
  }

  /** The author has changed or deleted a message that waits: nobody agreed to that. Whether there was one. */
  async revoke(postId: string, authorId: string): Promise<boolean> {
    const { store } = this.#parts.bot;
    const id = await subjects.at(postId).get(store);
    if (id === undefined) return false;
    const key = waiting.at(id);
    const kept = await key.get(store);
    if (kept === undefined || kept.author.id !== authorId || kept.draft.sourcePostId !== postId) return false;
    return key.delete(store);
  }

  async #entitled(
    ctx: Judge,
    id: string,
    print?: string,
  ): Promise<{ readonly kept: Waiting; readonly version: number }> {
    const { bot, rights } = this.#parts;
    if (!(await rights.mayApprove(ctx))) throw new UserError("You may not agree to what others announce.");
    const stored = await bot.store.read(waiting.at(id).name);
    const kept = stored && record.parse(stored.value);
    if (stored === undefined || kept === undefined || (print !== undefined && kept.print !== print))
      throw new UserError(GONE);
    if (kept.author.id === ctx.user.id) throw new UserError("This is your own: somebody else has to agree to it.");
    return { kept, version: stored.version };
  }
}

const GONE = "This waits for nobody any more: it was agreed to, refused, changed, or nobody answered for a day.";

/** Of what is not sent at once: the targets are found out again when it is sent, and none may come in. */
function laterOf({
  dueAt,
  repeat: times,
  audience: named,
  theirs: clocks,
  disturbs,
}: Waiting): Pick<Start, "dueAt" | "repeat" | "audience" | "theirs" | "disturbs"> {
  return {
    ...(clocks === undefined ? {} : { theirs: clocks }),
    ...(disturbs === undefined ? {} : { disturbs }),
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(times === undefined ? {} : { repeat: times }),
    ...(named === undefined ? {} : { audience: { ...named, isAgreed: true } }),
  };
}

function questionOf(kept: Waiting, shown: string): string {
  return [
    `:busts_in_silhouette: **@${kept.author.username} wants to ${deedIn(kept)}, and somebody else has to agree.`,
    ...(kept.when === undefined ? [] : [`:clock3: It goes out ${kept.when}.`]),
    "",
    shown,
    "",
    ...(kept.draft.ack === undefined ? [] : [askedLine(kept.draft.ack)]),
    `Write \`!approve ${kept.id}\` to have exactly this done, or \`!reject ${kept.id} why\`.`,
  ].join("\n");
}

function deedIn({ change: changed, targets }: Waiting): string {
  if (changed?.kind === "edit") return `change what broadcast ${changed.broadcastId} says**`;
  if (changed?.kind === "correct") return `correct broadcast ${changed.broadcastId}**`;
  const names = targets
    .slice(0, NAMES_SHOWN)
    .map(({ name }) => name)
    .join(", ");
  const more = targets.length > NAMES_SHOWN ? ` and ${targets.length - NAMES_SHOWN} more` : "";
  return `announce this to ${countOf(targets)}** (${names}${more})`;
}

/** What a question is about: of several about one thing the last counts. */
function subjectOf({ change: changed, draft: { sourcePostId }, print }: Omit<Waiting, "id">): string {
  return changed === undefined ? (sourcePostId ?? print) : `broadcast/${changed.broadcastId}`;
}

/** Short enough to be typed, and another one for anything else. */
function shortId(what: string): string {
  return createHash("sha256").update(what).digest("hex").slice(0, 6);
}
