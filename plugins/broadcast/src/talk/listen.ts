/**
 * Hears whoever writes to the bot directly. What is a command stays one; of those who may announce, everything else is an announcement or
 * an answer about one; others are told whom to ask. Registered once, when the plugin is set up.
 */
import { type BotCommand, type Context, type PluginScope, type Session, code } from "matterwright";
import type { Pending } from "../after/pending.ts";
import type { Approvals } from "../rights/approvals.ts";
import { type Desk, writtenIn } from "./desk.ts";
import type { Turn } from "./turn.ts";
import { kept } from "./kept.ts";
import type { TalkParts } from "./parts.ts";
import { USAGE, whereYouAre } from "./show.ts";
import type { TalkState } from "./state.ts";
import { within } from "./session.ts";
import { bareSlip, meantBy, slip } from "./slip.ts";
import { steerIn } from "./words.ts";

/** A command longer than this, without its prefix, is a message that happens to begin like one. */
const BARE_COMMAND_CHARACTERS = 200;

/** They are called with a text of any length. */
const WITH_TEXT: ReadonlySet<string> = new Set(["edit last", "broadcast edit", "broadcast correct", "template save"]);

/** They go on with the dialog themselves: what stands of it is written down once for each message. */
const WITH_TALK: ReadonlySet<string> = new Set(["template use"]);

export interface ListenParts extends TalkParts {
  readonly talk: Session<TalkState>;
  readonly desk: Desk;
  readonly approvals: Approvals;
  readonly pending: Pending;
}

export function listen(bot: PluginScope, parts: ListenParts): void {
  const { talk, desk, approvals } = parts;
  const withTalk = <C extends Turn>(ctx: C, handler: (ctx: C) => Promise<unknown>): Promise<void> =>
    within(talk, ctx, handler);
  bot.around({
    before: async (ctx, { command, line, args }) => {
      if (!ctx.is("post") || !ctx.isDirect || ctx.update.author !== "person") return undefined;
      if (WITH_TALK.has(command.name)) return undefined;
      let isTaken = false;
      await withTalk(ctx, async () => {
        isTaken = await takes(ctx, { parts, command, line, args });
        if (isTaken) await hear(ctx, parts, command.name);
        else if (["help", "man"].includes(command.name) && args === "" && talk(ctx).at === "nothing")
          await usage(ctx, parts, command.name);
      });
      return isTaken ? { block: true } : undefined;
    },
  });
  // What was written while the bot was away is not lost.
  bot.on("dm", (ctx) => withTalk(ctx, () => hear(ctx, parts)), { replay: "always" });
  bot.on("edit", async (ctx) => {
    await withTalk(ctx, () => desk.edited(ctx));
    if (await approvals.revoke(ctx.post.id, ctx.user.id))
      await ctx
        .to(ctx.channelId)
        .post(
          ":pencil2: You have changed a message that somebody was asked to agree to. That is void now: send it to me again as it shall be.",
        );
  });
  bot.on("delete", async (ctx) => {
    await withTalk(ctx, () => desk.deleted(ctx));
    if (await approvals.revoke(ctx.post.id, ctx.user.id))
      await ctx
        .to(ctx.channelId)
        .post(":wastebasket: You have deleted a message that somebody was asked to agree to. Nothing was sent.");
  });
}

interface Call {
  readonly parts: ListenParts;
  readonly command: BotCommand;
  readonly line: string;
  readonly args: string;
}

/** Whether a message that names a command is meant for the dialog all the same. */
async function takes(ctx: Context<"post">, { parts, command, line, args }: Call): Promise<boolean> {
  const { talk, bot, rights, file, audiences } = parts;
  const isOpen = talk(ctx).at !== "nothing";
  const steer = steerIn(line);
  const isPrefixed = bot.commands.prefixes.some((prefix) => line.trimStart().startsWith(prefix)) || /^\s*@/.test(line);
  if (isOpen && steer !== undefined && (!isPrefixed || steer.type === "no")) return true;
  if (isPrefixed) return false;
  const book = await file.read();
  if (!(await rights.mayAnnounce(ctx, book))) return false;
  if (args === "") return isOpen && (await isTarget(line, { parts: { audiences, rights }, ctx, book }));
  // A single word in front of others is how sentences begin; names of two words are hardly said by chance.
  if (WITH_TEXT.has(command.name)) return false;
  const isPlain = command.name.includes(" ") || (command.name === "acks" && /^(?:last|\d+)$/i.test(args.trim()));
  if (!isPlain || line.length > BARE_COMMAND_CHARACTERS || line.includes("\n")) return true;
  const from = line.trimEnd().length - args.length;
  return "answer" in (await command.read(ctx, { line, from, lead: "" }));
}

interface Asked {
  readonly parts: Pick<ListenParts, "audiences" | "rights">;
  readonly ctx: Context<"post">;
  readonly book: Awaited<ReturnType<ListenParts["file"]["read"]>>;
}

/** Whether a text names targets, all of them known, whether or not they may be used. */
async function isTarget(text: string, { parts: { audiences, rights }, ctx, book }: Asked): Promise<boolean> {
  const { targets, unknown, refused } = await audiences.resolve(
    await audiences.read(text, book),
    book,
    await rights.reach(ctx, book),
  );
  return targets.length + refused.length > 0 && unknown.length === 0;
}

/** What is no command. @param name of the command that it begins like */
async function hear(ctx: Context<"post">, parts: ListenParts, name?: string): Promise<void> {
  const { talk, desk, rights, file, bot, pending } = parts;
  const book = await file.read();
  if (!(await rights.mayAnnounce(ctx, book))) {
    await ctx.reply((await slip(ctx, bot)) ?? (await bareSlip(ctx, bot)) ?? rights.whomToAsk());
    return;
  }
  const state = talk(ctx);
  const where = state.at === "nothing" ? "" : `\n\n${whereYouAre(state, false)}`;
  if (name === undefined && isCryForHelp(ctx.text, bot)) return void (await ctx.reply(`${USAGE}${where}`));
  const typo = state.at === "second" ? undefined : await slip(ctx, bot);
  if (typo !== undefined) return void (await ctx.reply(`${typo}${where}`));
  if (where !== "") return (await isAmbiguous(ctx, parts)) ? undefined : desk.hear(ctx);
  if (await takenUp(ctx, parts)) return;
  await pending.leave(ctx.user.id);
  const [prefix = ""] = bot.commands.prefixes;
  const meant = name === undefined ? await meantBy(ctx, bot) : undefined;
  const command = name === undefined ? meant : `${name} …`;
  const hint = command === undefined ? "" : `(Did you mean the command? Write ${code(prefix + command)}.)`;
  await desk.begin(ctx, writtenIn(ctx), hint);
}

/** Where a bot has no such command, and in every spelling that people try. */
function isCryForHelp(text: string, bot: PluginScope): boolean {
  const said = text.trim();
  const prefix = bot.commands.prefixes.find((each) => said.startsWith(each)) ?? "";
  return /^(?:-{0,2}help|man|-h)$/i.test(said.slice(prefix.length));
}

/** Whether a change was asked about while an announcement waits: which of both is meant by a word is asked back. */
async function isAmbiguous(ctx: Context<"post">, { pending }: ListenParts): Promise<boolean> {
  if (steerIn(ctx.text)?.type !== "yes" || !(await pending.leave(ctx.user.id))) return false;
  await ctx.reply(
    "Two things wait for an answer: a change of what was announced, and a new announcement. For the change, take what stands below its question. For the announcement, write `yes` once more.",
  );
  return true;
}

/** Goes on with what was given up, where that is what the message is about. */
async function takenUp(ctx: Context<"post">, parts: ListenParts): Promise<boolean> {
  const { desk, bot, file } = parts;
  const key = kept.at(ctx.user.id);
  const state = await key.get(bot.store);
  const steer = (ctx.post.file_ids ?? []).length === 0 ? steerIn(ctx.text) : undefined;
  if ((steer?.type === "yes" || steer?.type === "no") && (await parts.pending.answered(ctx, steer.type === "yes")))
    return true;
  if (state === undefined) {
    if (steer === undefined || !["yes", "no", "resume"].includes(steer.type)) return false;
    await ctx.reply("There is nothing that waits for an answer. Write me what shall be announced.");
    return true;
  }
  const go = (): void => ctx.write((tx) => key.delete(bot.storeIn(tx)));
  if (steer?.type === "resume") {
    go();
    await desk.resume(ctx, state);
    return true;
  }
  if (steer?.type === "no") {
    go();
    await ctx.reply(":x: Forgotten: nothing was sent.");
    return true;
  }
  if (steer !== undefined) {
    await ctx.reply(
      "I had stopped waiting for an answer, so nothing was sent. Write `resume` to see your announcement again and confirm it, or `no` to forget it.",
    );
    return true;
  }
  const isLateAnswer = state.at === "targets" && (await isTarget(ctx.text, { parts, ctx, book: await file.read() }));
  if (!isLateAnswer) return false;
  go();
  Object.assign(parts.talk(ctx), state);
  await desk.hear(ctx);
  return true;
}

async function usage(ctx: Context<"post">, { rights, file }: ListenParts, name: string): Promise<void> {
  if (name === "help" && (await rights.mayAnnounce(ctx, await file.read()))) await ctx.reply(USAGE);
}
