/** `!outbox list`, `retry` and `drop`: what the bot still has to send, what it could not, and what to do about that. */
import {
  type Intent,
  type OutboxEntry,
  type PluginScope,
  UserError,
  code,
  inert,
  moment,
  table,
  z,
} from "matterwright";
import { called } from "../help/called.ts";
import { answerDiscreetly, discreet } from "./discreet.ts";

const MOST = 50;
const SHOWN_CHARACTERS = 60;
const id = z.string().regex(/^\d+$/, "write its number, as the list shows it").describe("its number in the list");

export function outbox(bot: PluginScope): void {
  const { outbox } = bot.operations;
  const change = { slash: false, adminOnly: true, args: { id }, examples: ["17"] } as const;
  bot
    .command(
      "outbox list",
      { ...discreet, about: "List what the bot still has to send, and what it could not" },
      async (ctx) => {
        const open = [...(await outbox.list({ state: "failed" })), ...(await outbox.list({ state: "waiting" }))];
        const { waiting, sending, failed } = await outbox.counts();
        const zone = await ctx.find.zone();
        const rows = open.slice(0, MOST).map((entry) => row(entry, zone));
        const title = `${failed} failed, ${waiting} waiting, ${sending} being sent.`;
        const more = open.length > MOST ? `The first ${MOST} of them; \`matterwright outbox list\` shows all.` : "";
        const list = table(["Id", "State", "Since", "Tries", "Of", "What", "Because"], rows);
        const nothing = "Nothing is waiting, and nothing has failed.";
        const parts = rows.length === 0 ? [nothing] : [title, list, more].filter((part) => part !== "");
        await answerDiscreetly(ctx, parts.join("\n\n"));
      },
    )
    .command("outbox retry", { ...change, about: "Try again to send what has failed" }, async (ctx, { id }) => {
      if (!(await outbox.retry(id))) throw notThere(bot, await outbox.get(id), { id, wanted: "failed" });
      await ctx.reply(`:white_check_mark: ${id} is tried again.`);
    })
    .command("outbox drop", { ...change, about: "Forget what is waiting or has failed" }, async (ctx, { id }) => {
      if (!(await outbox.drop(id))) throw notThere(bot, await outbox.get(id), { id, wanted: "waiting or failed" });
      await ctx.reply(`:white_check_mark: ${id} is forgotten, and will not be sent.`);
    });
}

interface Unmet {
  readonly id: string;
  /** What it would have to be. */
  readonly wanted: string;
}

function notThere(bot: PluginScope, entry: OutboxEntry | undefined, { id, wanted }: Unmet): UserError {
  if (entry === undefined)
    return new UserError(`There is no ${id} in the outbox: ${called(bot, "outbox list")} shows it.`);
  return new UserError(`${id} is ${entry.state}, and not ${wanted}.`);
}

function row({ id, state, attempts, addedAt, owner, intent, reason = "" }: OutboxEntry, zone: string): string[] {
  return [id, state, moment(addedAt, zone), `${attempts}`, owner, code(nameOf(intent)), inert(reason)];
}

function nameOf(intent: Intent): string {
  if (intent.kind !== "post") return `${intent.kind} ${intent.postId}`;
  const text = (intent.post.message ?? "").replaceAll(/\s+/g, " ");
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}
