/**
 * Announcements that somebody else has to agree to: kept with exactly what was confirmed, shown to everybody who may agree, and sent when
 * the first of them does. Whoever announces never agrees to it themselves, and what they change afterwards is not what was agreed to.
 */
import { type Action, type Context, UserError, errorFacts, inert, storeKey, z } from "matterwright";
import { audience, draft, own, repeat } from "../broadcast.ts";
import { theirs } from "../when/theirs.ts";
import type { TalkParts } from "../talk/parts.ts";
import { type Start, start } from "../talk/start.ts";
import { countOf } from "../talk/show.ts";

/** So long somebody may take to agree. */
const KEPT_MS = 24 * 60 * 60_000;
const SHOWN_CHARACTERS = 6_000;

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
});

type Waiting = z.output<typeof record>;

const waiting = storeKey("approval", record, { ttlMs: KEPT_MS });

export interface ApprovalsParts extends TalkParts {
  /** Yes and no for those who are asked; nothing where the server cannot call the bot. */
  readonly buttons: (id: string, print: string) => readonly Action[];
}

/** Where it happens, and who does it. */
export type Judge = Context<"post" | "slash" | "click" | "edit" | "delete">;

export class Approvals {
  readonly #parts: ApprovalsParts;

  constructor(parts: ApprovalsParts) {
    this.#parts = parts;
  }

  /** Asks everybody who may agree. Their names; none when there is nobody to ask, and then nothing is kept. @throws CallError, StoreError. */
  async ask(ctx: Judge, wanted: Omit<z.input<typeof record>, "id">): Promise<string[]> {
    const { rights, bot, workplace } = this.#parts;
    const ids = await rights.approvers(wanted.author.id);
    if (ids.length === 0) return [];
    const id = shortId(wanted.draft.sourcePostId ?? wanted.print);
    const kept = record.parse({ ...wanted, id });
    await waiting.at(id).set(bot.store, kept);
    const asked: string[] = [];
    for (const userId of ids) {
      try {
        const { username } = await workplace.people.user(userId);
        const { id: channelId } = await workplace.people.direct(workplace.me().id, userId);
        const actions = this.#parts.buttons(id, kept.print);
        await ctx.to(channelId).post(questionOf(kept), { durable: true, ...(actions.length === 0 ? {} : { actions }) });
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
    const { draft: agreed, targets, tellIn, author } = kept;
    // The key makes it one broadcast, however often this is done again after a crash.
    const key = `approval/${id}/${kept.print}`;
    await start(this.#parts, { draft: agreed, targets, tellIn, key, ...laterOf(kept) });
    await this.#parts.bot.store.delete(waiting.at(id).name, { ifVersion: version });
    const said = `:white_check_mark: @${ctx.user.username} agrees: it goes to ${countOf(targets)}.`;
    await ctx.to(tellIn).post(said, { durable: true });
    this.#parts.ledger.add(ctx, "agreed to a broadcast", `of @${author.username} to ${countOf(targets)}`);
    return `:white_check_mark: Agreed: it goes to ${countOf(targets)}.`;
  }

  /** Somebody does not agree: it is forgotten, and its author is told. @throws UserError. */
  async refuse(ctx: Judge, id: string, reason: string): Promise<string> {
    const { kept, version } = await this.#entitled(ctx, id);
    if (!(await this.#parts.bot.store.delete(waiting.at(id).name, { ifVersion: version }))) throw new UserError(GONE);
    const why = reason === "" ? "" : ` They say: ${inert(reason)}`;
    const said = `:no_entry_sign: @${ctx.user.username} does not agree, so nothing was sent.${why}\n\nYour message is above: change it, and send it to me again.`;
    await ctx.to(kept.tellIn).post(said, { durable: true });
    this.#parts.ledger.add(ctx, "refused a broadcast", `of @${kept.author.username}`);
    return ":no_entry_sign: Refused: its author is told.";
  }

  /** The author has changed or deleted a message that waits: nobody agreed to that. Whether there was one. */
  async revoke(postId: string, authorId: string): Promise<boolean> {
    const { store } = this.#parts.bot;
    const key = waiting.at(shortId(postId));
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

function questionOf({ id, author, targets, when, draft: { text, fileIds } }: Waiting): string {
  const names = targets
    .slice(0, 10)
    .map(({ name }) => name)
    .join(", ");
  const more = targets.length > 10 ? ` and ${targets.length - 10} more` : "";
  const files =
    fileIds.length === 0 ? "" : `\n\n:paperclip: *with ${fileIds.length} file${fileIds.length === 1 ? "" : "s"}*`;
  const signs = [...text];
  const shown = signs.length > SHOWN_CHARACTERS ? `${signs.slice(0, SHOWN_CHARACTERS).join("")}…` : text;
  return [
    `:busts_in_silhouette: **@${author.username} wants to announce this to ${countOf(targets)}** (${names}${more}), and somebody else has to agree.`,
    ...(when === undefined ? [] : [`:clock3: It goes out ${when}.`]),
    "",
    "---",
    `${inert(shown)}${files}`,
    "",
    "---",
    `Write \`!approve ${id}\` to have exactly this sent, or \`!reject ${id} why\`.`,
  ].join("\n");
}

/** Short enough to be typed. */
function shortId(postId: string): string {
  return postId.slice(0, 6).toLowerCase();
}
