/** `broadcast list` and `broadcast show`: which broadcasts there are, and how each stands. */
import { type CommandContext, type PluginScope, inert, momentIn, table, z } from "matterwright";
import type { Broadcast, Delivery } from "../broadcast.ts";
import type { BroadcastDesk } from "../broadcasts.ts";
import { progressText } from "../progress/text.ts";
import { named } from "./may.ts";

/** Characters of a message in a list. */
const SHORT = 60;
/** Targets that are named. */
const NAMED = 30;

export interface LookingParts {
  readonly bot: PluginScope;
  readonly broadcasts: BroadcastDesk;
  /** What can be done with it now, in words. */
  readonly hint: (broadcast: Broadcast) => string;
}

export const which = z.string().regex(/^(?:\d{1,8}|last)$/i, "write a number from `broadcast list`, or `last`");

export function looking({ bot, broadcasts, hint }: LookingParts): void {
  bot
    .command(
      "broadcast list",
      {
        about: "List what was announced",
        details: "Your own; administrators see all. It answers where others do not see it.",
        slash: false,
      },
      (ctx) => list(ctx, broadcasts),
    )
    .command(
      "broadcast show",
      {
        about: "Show how a broadcast stands",
        slash: false,
        args: { which: which.default("last").describe("a number from `broadcast list`, or `last`") },
        examples: ["", "7"],
      },
      async (ctx, args) => {
        const broadcast = await named(ctx, args.which, broadcasts);
        const failed: Delivery[] = [];
        for await (const delivery of broadcasts.deliveries(broadcast.id))
          if (delivery.state === "failed" && failed.length < NAMED) failed.push(delivery);
        await ctx.reply(
          [progressText(broadcast), quoted(broadcast), missed(broadcast, failed), hint(broadcast)]
            .filter((part) => part !== "")
            .join("\n\n"),
        );
      },
    );
}

async function list(ctx: CommandContext, broadcasts: BroadcastDesk): Promise<void> {
  const all = await broadcasts.list();
  const seen = all.filter(({ draft }) => ctx.isAdmin || draft.authorId === ctx.user.id);
  const zone = (await ctx.find.chosenZone()) ?? "UTC";
  const rows = seen.map(({ id, draft, state, counts, targets, dueAt, nextAt, startedAt, repeat }) => [
    id,
    short(draft.text),
    repeat === undefined || state === "cancelled" ? state : `${state}, ${repeat.shown}`,
    repeat === undefined ? `${counts.sent} of ${targets}` : `to ${targets}`,
    momentIn(
      (state === "cancelled" ? undefined : repeat?.nextAt) ??
        (state === "scheduled" ? nextAt : undefined) ??
        dueAt ??
        startedAt,
      zone,
    ),
  ]);
  const answer =
    rows.length === 0
      ? "Nothing was announced yet."
      : table(["", "Message", "Stands", "Arrived", `When (${zone})`], rows);
  if (ctx.isDirect) await ctx.reply(answer);
  else await ctx.to(`@${ctx.user.username}`).post(answer);
}

function missed({ counts }: Broadcast, failed: readonly Delivery[]): string {
  if (failed.length === 0) return "";
  const rows = failed.map(({ name, reason = "", advice = "" }) => [inert(name), reason, advice]);
  const more = counts.failed > failed.length ? `\n… and ${counts.failed - failed.length} more` : "";
  return `${table(["Not reached", "Why", "What to do"], rows)}${more}`;
}

/** The first line, in which nobody is mentioned. */
export function short(text: string): string {
  const [line = ""] = inert(text.trim()).split("\n");
  return line.length > SHORT ? `${line.slice(0, SHORT)}…` : line;
}

function quoted({ draft }: Broadcast): string {
  const files =
    draft.fileIds.length === 0 ? "" : ` _(${draft.fileIds.length === 1 ? "1 file" : `${draft.fileIds.length} files`})_`;
  return draft.text === "" ? files.trim() : `> ${short(draft.text)}${files}`;
}
