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
  errorFacts,
  inert,
  rest,
  storeKey,
  z,
} from "matterwright";
import type { Rest } from "@matterwright/client";
import type { Broadcast, Target } from "../broadcast.ts";
import { type BroadcastDesk, editable, repeats } from "../broadcasts.ts";
import { short, which } from "../manage/looking.ts";
import { mayManage, named } from "../manage/may.ts";
import { differenceOf } from "./difference.ts";
import type { Consent } from "./consent.ts";
import { ASKED_MS, type Pending } from "./pending.ts";
import { type Example, fitting } from "./fitting.ts";

const newText = {
  id: z.string(),
  text: z.string(),
  /** Whether its `@all` notifies nobody. */
  isQuiet: z.boolean().default(false),
  /** `@all` or its like, where some copy would say that. */
  mention: z.string().optional(),
  /** What was shown of it. */
  shown: z.string().default(""),
};

const wish = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("edit"), ...newText }),
  z.object({ kind: z.literal("correct"), ...newText }),
  z.object({ kind: z.literal("recall"), id: z.string(), mode: z.enum(["delete", "withdraw"]) }),
]);

type Change = z.output<typeof wish>;

export interface AskingParts {
  readonly bot: PluginScope;
  readonly broadcasts: BroadcastDesk;
  readonly consent: Consent;
  readonly pending: Pending;
  readonly rest: Rest;
}

export function asking(parts: AskingParts): void {
  const { bot, consent, broadcasts, pending, rest } = parts;
  consent.onAgreed(async ({ broadcastId, before, key, ...change }, { author, tellIn }) => {
    const broadcast = await broadcasts.show(broadcastId);
    if (broadcast.recalled !== undefined || broadcast.draft.text !== before)
      throw new UserError(`Broadcast ${broadcastId} was changed meanwhile, so this is void: it has to be asked again.`);
    if (change.kind === "edit") await broadcasts.edit(broadcastId, change.text, { isQuiet: change.isQuiet });
    else await correct(broadcast, { ...change, key, authorId: author.id, tellIn }, broadcasts);
  });
  const carried = { wish: z.string() };
  const yes = button("broadcastchange", carried, async (ctx, { wish: id }) => {
    await ctx.edit(await done(ctx, id, parts), { actions: [] });
  });
  const no = button("broadcastleave", carried, async (ctx, { wish: id }) => {
    await wishes.at(id).delete(bot.store);
    await ctx.edit(LEFT, { actions: [] });
  });
  pending.onAnswer(async (ctx, { wish: id, postId }, isYes) => {
    const said = isYes ? await done(ctx, id, parts) : LEFT;
    await wishes.at(id).delete(bot.store);
    await ctx.reply(said);
    // Its buttons go; where they stay, a click says that it was too long ago.
    await rest.posts.patch(postId, { message: "*Answered: see below.*", props: {} }).catch((error: unknown) => {
      bot.log.warn({ error: errorFacts(error) }, "a question about a change could not be closed");
    });
  });
  const ask = async (ctx: CommandContext | Context<"edit">, change: Change, question: string): Promise<void> => {
    const id = `${ctx.now.getTime()}-${ctx.ref}`;
    await wishes.at(id).set(bot.store, change);
    const options = { for: [ctx.user.id], once: true } as const;
    const label = change.kind === "recall" ? "Take them back" : change.kind === "edit" ? "Change them" : "Send it";
    const post = await ctx.to(ctx.channelId).post(question, {
      actions: [yes(label, { wish: id }, { ...options, style: "danger" }), no("Leave it", { wish: id }, options)],
      durable: false,
    });
    await pending.ask(ctx.user.id, { wish: id, postId: post.id });
  };
  bot.use(yes, no);
  edits(parts, ask);
  recalls(parts, ask);
  corrections(parts, ask);
}

type Ask = (ctx: CommandContext | Context<"edit">, change: Change, question: string) => Promise<void>;

const LEFT = "Nothing was changed.";

/** What is asked about, until it is answered. */
const wishes = storeKey("wish", wish, { ttlMs: ASKED_MS });

/** What became of it. */
async function done(
  ctx: Context<"click" | "post">,
  id: string,
  { bot, broadcasts, consent }: AskingParts,
): Promise<string> {
  const change = await wishes.at(id).get(bot.store);
  if (change === undefined) throw new UserError("That was too long ago: please ask me again.");
  const broadcast = await broadcasts.show(change.id);
  mayManage(ctx, broadcast);
  const by = `@${ctx.user.username}`;
  if (change.kind === "recall") await broadcasts.recall(change.id, change.mode, by);
  const why = change.kind === "recall" ? "" : await consent.why(broadcast, change.mention);
  if (change.kind !== "recall" && why !== "") {
    const { kind, text, isQuiet, shown } = change;
    const asked = { kind, text, isQuiet, shown, key: id, before: broadcast.draft.text };
    const names = await consent.ask(ctx, { ...asked, broadcast, why });
    await wishes.at(id).delete(bot.store);
    return `:busts_in_silhouette: ${why} I have asked ${names.join(", ")}. It is done as soon as one of them agrees.`;
  }
  if (change.kind === "edit") await broadcasts.edit(change.id, change.text, { isQuiet: change.isQuiet });
  if (change.kind === "correct")
    await correct(broadcast, { ...change, key: id, authorId: ctx.user.id, tellIn: ctx.channelId }, broadcasts);
  await wishes.at(id).delete(bot.store);
  return `:white_check_mark: ${label(change, broadcast)}`;
}

function label({ kind, id }: Change, broadcast: Broadcast): string {
  if (kind === "edit" && isToCome(broadcast)) return `Broadcast ${id} will say that.`;
  if (kind === "edit") return `The copies of broadcast ${id} are being changed. I tell you when it is done.`;
  if (kind === "recall") return `The copies of broadcast ${id} are being taken back. I tell you when it is done.`;
  return `The correction goes into the threads of broadcast ${id}.`;
}

function edits({ bot, broadcasts, consent }: AskingParts, ask: Ask): void {
  const change = async (ctx: CommandContext | Context<"edit">, broadcast: Broadcast, text: string): Promise<void> => {
    editable({ ...broadcast, isRecalled: broadcast.recalled !== undefined });
    const { text: sent, isQuiet } = await consent.allowed(ctx, text);
    if (sent === broadcast.draft.text) throw new UserError(`Broadcast ${broadcast.id} says exactly that already.`);
    const draft = { ...broadcast.draft, isQuiet };
    const { example, mention } = await fitting({ ...broadcast, draft }, sent, broadcasts.deliveries(broadcast.id));
    const shown = `This changes ${wholeOf(broadcast)}:\n\n${differenceOf(broadcast.draft.text, sent)}${inWords(example)}`;
    const question = await withWhy(shown, consent.why(broadcast, mention));
    await ask(ctx, { kind: "edit", id: broadcast.id, text: sent, isQuiet, mention, shown }, question);
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
      if (ctx.text.trim() !== "" && (await consent.allowed(ctx, ctx.text)).text !== broadcast.draft.text)
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
        `This ${how} ${copies(broadcast)} of broadcast ${broadcast.id}.${rest}\n> ${short(broadcast.draft.text)}`,
      );
    },
  );
}

function corrections({ bot, broadcasts, consent }: AskingParts, ask: Ask): void {
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
      correctable(broadcast);
      const { text: sent, isQuiet } = await consent.allowed(ctx, text);
      const correction = correctionOf(broadcast, { text: sent, isQuiet });
      const { example, mention } = await fitting(correction, sent, broadcasts.deliveries(broadcast.id));
      const shown = `This goes into the threads of ${copies(broadcast)} of broadcast ${broadcast.id}:\n\n${inert(sent)}${inWords(example)}`;
      const question = await withWhy(shown, consent.why(broadcast, mention));
      await ask(ctx, { kind: "correct", id: broadcast.id, text: sent, isQuiet, mention, shown }, question);
    },
  );
}

/** @throws UserError where no copy stands anywhere that could be answered. */
function correctable({ id, counts, recalled, repeat }: Broadcast): void {
  if (recalled !== undefined)
    throw new UserError(`Broadcast ${id} was taken back, so there is nothing to correct: announce what is right anew.`);
  if (repeat !== undefined)
    throw new UserError(`Broadcast ${id} repeats: each of its times is corrected by its own number.`);
  if (counts.sent === 0)
    throw new UserError(`Broadcast ${id} has not arrived anywhere, so there is no thread for a correction.`);
}

interface Correction {
  readonly text: string;
  readonly isQuiet: boolean;
}

/** The targets have the values that they had, and nothing stands around it. */
function correctionOf(
  { draft, startedAt }: Broadcast,
  { text, isQuiet }: Correction,
): Pick<Broadcast, "draft" | "startedAt"> {
  const { authorId, isTemplate, zone } = draft;
  return { startedAt, draft: { text, authorId, fileIds: [], isTemplate, isQuiet, zone } };
}

async function correct(
  broadcast: Broadcast,
  {
    key,
    authorId,
    tellIn,
    ...correction
  }: Correction & { readonly key: string; readonly authorId: string; readonly tellIn: string },
  broadcasts: BroadcastDesk,
): Promise<void> {
  const { id: of } = broadcast;
  const threads = async function* (): AsyncGenerator<Target> {
    for await (const { channelId, userId, name, rootId, postId, state, values, zone } of broadcasts.deliveries(of))
      if (state === "sent" && postId !== undefined)
        yield {
          channelId,
          name,
          why: `broadcast ${of}`,
          rootId: rootId ?? postId,
          ...(userId === undefined ? {} : { userId }),
          ...(values === undefined ? {} : { values }),
          ...(zone === undefined ? {} : { zone }),
        };
  };
  const { draft } = correctionOf(broadcast, correction);
  await broadcasts.start({ ...draft, authorId }, threads(), { tellIn, key: `correct/${key}` });
}

/** With why somebody else has to agree, where somebody has to. */
async function withWhy(shown: string, asked: Promise<string>): Promise<string> {
  const why = await asked;
  return why === "" ? shown : `${shown}\n\n:busts_in_silhouette: ${why}`;
}

function inWords(example: Example | undefined): string {
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
