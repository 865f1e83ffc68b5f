/**
 * Changes of what was announced, from chat: `edit last`, an edit of the author's own message, `broadcast recall`, `broadcast correct`. What
 * would be changed is shown first, with the count, and done when it is confirmed.
 */
import {
  type CommandContext,
  type Context,
  type PluginScope,
  UserError,
  button,
  inert,
  rest,
  storeKey,
  z,
} from "matterwright";
import type { Broadcast, Target } from "../broadcast.ts";
import { type BroadcastDesk, repeats } from "../broadcasts.ts";
import { which } from "../manage/looking.ts";
import { mayManage, named } from "../manage/may.ts";
import { differenceOf } from "./difference.ts";
import { type Example, fitting } from "./fitting.ts";

const HOUR_MS = 3_600_000;

const wish = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("edit"), id: z.string(), text: z.string() }),
  z.object({ kind: z.literal("correct"), id: z.string(), text: z.string() }),
  z.object({ kind: z.literal("recall"), id: z.string(), mode: z.enum(["delete", "withdraw"]) }),
]);

type Change = z.output<typeof wish>;

export interface AskingParts {
  readonly bot: PluginScope;
  readonly broadcasts: BroadcastDesk;
  /** The text as this person may send it. @throws UserError when they may not send it without somebody's consent. */
  readonly allowed: (ctx: Pick<Context, "user" | "isAdmin">, broadcast: Broadcast, text: string) => Promise<string>;
}

export function asking(parts: AskingParts): void {
  const { bot } = parts;
  const carried = { wish: z.string() };
  const yes = button("broadcastchange", carried, (ctx, { wish: id }) => done(ctx, id, parts));
  const no = button("broadcastleave", carried, async (ctx, { wish: id }) => {
    await wishes.at(id).delete(bot.store);
    await ctx.edit("Nothing was changed.", { actions: [] });
  });
  const ask = async (ctx: CommandContext | Context<"edit">, change: Change, question: string): Promise<void> => {
    const id = `${ctx.now.getTime()}-${ctx.ref}`;
    await wishes.at(id).set(bot.store, change);
    const options = { for: [ctx.user.id], once: true } as const;
    const label = change.kind === "recall" ? "Take them back" : change.kind === "edit" ? "Change them" : "Send it";
    await ctx.to(ctx.channelId).post(question, {
      actions: [yes(label, { wish: id }, { ...options, style: "danger" }), no("Leave it", { wish: id }, options)],
      durable: false,
    });
  };
  bot.use(yes, no);
  edits(parts, ask);
  recalls(parts, ask);
  corrections(parts, ask);
}

type Ask = (ctx: CommandContext | Context<"edit">, change: Change, question: string) => Promise<void>;

/** What is asked about, until it is answered. */
const wishes = storeKey("wish", wish, { ttlMs: HOUR_MS });

async function done(ctx: Context<"click">, id: string, { bot, broadcasts }: AskingParts): Promise<void> {
  const change = await wishes.at(id).get(bot.store);
  if (change === undefined) throw new UserError("That was too long ago: please ask me again.");
  const broadcast = await broadcasts.show(change.id);
  mayManage(ctx, broadcast);
  const by = `@${ctx.user.username}`;
  if (change.kind === "edit") await broadcasts.edit(change.id, change.text);
  else if (change.kind === "recall") await broadcasts.recall(change.id, change.mode, by);
  else await correct(broadcast, { id, text: change.text, ctx, broadcasts });
  await wishes.at(id).delete(bot.store);
  await ctx.edit(`:white_check_mark: ${label(change, broadcast)}`, { actions: [] });
}

function label({ kind, id }: Change, broadcast: Broadcast): string {
  if (kind === "edit" && isToCome(broadcast)) return `Broadcast ${id} will say that.`;
  if (kind === "edit") return `The copies of broadcast ${id} are being changed. I tell you when it is done.`;
  if (kind === "recall") return `The copies of broadcast ${id} are being taken back. I tell you when it is done.`;
  return `The correction goes into the threads of broadcast ${id}.`;
}

function edits({ bot, broadcasts, allowed }: AskingParts, ask: Ask): void {
  const change = async (ctx: CommandContext | Context<"edit">, broadcast: Broadcast, text: string): Promise<void> => {
    const sent = await allowed(ctx, broadcast, text);
    if (sent === broadcast.draft.text) throw new UserError(`Broadcast ${broadcast.id} says exactly that already.`);
    const example = await fitting(broadcast, sent, broadcasts.deliveries(broadcast.id));
    const question = `This changes ${wholeOf(broadcast)}:\n\n${differenceOf(broadcast.draft.text, sent)}${shown(example)}`;
    await ask(ctx, { kind: "edit", id: broadcast.id, text: sent }, question);
  };
  const spec = {
    slash: false,
    about: "Change what was announced, everywhere",
    details: "You see the difference first. Editing your own message that was announced does the same.",
  } as const;
  bot
    .command(
      "broadcast edit",
      {
        ...spec,
        args: { which, text: rest().describe("the new text") },
        examples: ["last Lunch is at one", "7 Lunch is at one"],
      },
      async (ctx, args) => change(ctx, await named(ctx, args.which, broadcasts), args.text),
    )
    .command(
      "edit last",
      { ...spec, args: { text: rest().describe("the new text") }, examples: ["Lunch is at one"] },
      async (ctx, { text }) => change(ctx, await named(ctx, "last", broadcasts), text),
    )
    .use(async (ctx, next) => {
      const broadcast =
        ctx.is("edit") && ctx.update.author === "person" ? await broadcasts.ofSource(ctx.post.id) : undefined;
      if (broadcast === undefined || !ctx.is("edit") || broadcast.recalled !== undefined) return next();
      if (broadcast.repeat !== undefined && broadcast.state === "cancelled") return next();
      ctx.handledBy = "broadcast edit";
      mayManage(ctx, broadcast);
      if (ctx.text.trim() !== "" && (await allowed(ctx, broadcast, ctx.text)) !== broadcast.draft.text)
        await change(ctx, broadcast, ctx.text);
    });
}

function recalls({ bot, broadcasts }: AskingParts, ask: Ask): void {
  bot.command(
    "broadcast recall",
    {
      slash: false,
      about: "Take back what was announced, everywhere",
      details:
        "The copies are deleted, or with `withdraw` say that they were withdrawn. What is still to be sent is not sent.",
      args: { which: which.default("last"), mode: z.enum(["delete", "withdraw"]).default("delete") },
      examples: ["", "7", "last withdraw"],
    },
    async (ctx, { which: id, mode }) => {
      const broadcast = await named(ctx, id, broadcasts);
      if (broadcast.recalled !== undefined) throw new UserError(`Broadcast ${broadcast.id} was taken back.`);
      if (broadcast.repeat !== undefined) throw new UserError(repeats(broadcast.id));
      const how = mode === "delete" ? "deletes" : "withdraws, with a note in their place,";
      const rest = broadcast.counts.pending === 0 ? "" : ` ${broadcast.counts.pending} are not sent at all.`;
      await ask(
        ctx,
        { kind: "recall", id: broadcast.id, mode },
        `This ${how} ${copies(broadcast)} of broadcast ${broadcast.id}.${rest}`,
      );
    },
  );
}

function corrections({ bot, broadcasts, allowed }: AskingParts, ask: Ask): void {
  bot.command(
    "broadcast correct",
    {
      slash: false,
      about: "Answer every copy of what was announced in its thread",
      args: { which, text: rest().describe("the correction") },
      examples: ["last Lunch is at one, not at twelve"],
    },
    async (ctx, { which: id, text }) => {
      const broadcast = await named(ctx, id, broadcasts);
      const sent = await allowed(ctx, broadcast, text);
      const example = await fitting(correctionOf(broadcast), sent, broadcasts.deliveries(broadcast.id));
      await ask(
        ctx,
        { kind: "correct", id: broadcast.id, text: sent },
        `This goes into the threads of ${copies(broadcast)} of broadcast ${broadcast.id}:\n\n${sent}${shown(example)}`,
      );
    },
  );
}

/** The targets have the values that they had, and nothing stands around it. */
function correctionOf({ draft, startedAt }: Broadcast): Pick<Broadcast, "draft" | "startedAt"> {
  const { authorId, fileIds, isTemplate, isQuiet, zone } = draft;
  return { startedAt, draft: { text: "", authorId, fileIds, isTemplate, isQuiet, zone } };
}

async function correct(
  broadcast: Broadcast,
  {
    id,
    text,
    ctx,
    broadcasts,
  }: { readonly id: string; readonly text: string; readonly ctx: Context<"click">; readonly broadcasts: BroadcastDesk },
): Promise<void> {
  const { id: of } = broadcast;
  const threads = async function* (): AsyncGenerator<Target> {
    for await (const { channelId, name, rootId, postId, state, values, zone } of broadcasts.deliveries(of))
      if (state === "sent" && postId !== undefined)
        yield {
          channelId,
          name,
          why: `broadcast ${of}`,
          rootId: rootId ?? postId,
          ...(values === undefined ? {} : { values }),
          ...(zone === undefined ? {} : { zone }),
        };
  };
  const draft = { ...correctionOf(broadcast).draft, text, authorId: ctx.user.id, fileIds: [] };
  await broadcasts.start(draft, threads(), { tellIn: ctx.channelId, key: `correct/${id}` });
}

function shown(example: Example | undefined): string {
  return example === undefined ? "" : `\n\n*For ${example.name}:*\n\n${inert(example.text)}`;
}

/** What a new text changes: copies, or what is still to come. */
function wholeOf(broadcast: Broadcast): string {
  const { id } = broadcast;
  return isToCome(broadcast) ? `what broadcast ${id} will say` : `${copies(broadcast)} of broadcast ${id}`;
}

function isToCome({ repeat, counts, state }: Broadcast): boolean {
  return repeat !== undefined || (counts.sent === 0 && state === "scheduled");
}

function copies({ counts }: Broadcast): string {
  return counts.sent === 1 ? "1 copy" : `${counts.sent} copies`;
}
