/** `!channels`, `!id` and `!refresh_channels`: what channels there are, for people who announce. */
import { type PluginScope, UserError, code, inert, rest as restOf, table } from "matterwright";
import { nearTo } from "../audience/near.ts";
import type { Place } from "../directory/place.ts";
import type { TalkParts } from "../talk/parts.ts";
import { asAuthor } from "./guard.ts";

export function channels(bot: PluginScope, parts: TalkParts): void {
  const { directory, file } = parts;
  bot.command("channels", { about: "List the channels that I know", slash: false }, async (ctx) => {
    await asAuthor(ctx, parts);
    const places = await directory.all();
    const { whitelist } = await file.read();
    const allowed = new Set(whitelist);
    if (places.length === 0) throw new UserError("I see no channels: invite me into a team.");
    const head = ["Channel", "Name", "Id", "I am in it", "May be named alone"];
    const rows = places.map((place) => [
      inert(place.displayName),
      shownIn(place, places),
      code(place.id),
      place.isMine ? "yes" : "",
      allowed.has(place.id) ? "yes" : "",
    ]);
    await ctx.reply(`${count(places.length, "channel")}:\n\n${table(head, rows)}`);
  });
  const named = { name: restOf().describe("as people see it, or as in its address") };
  bot.command(
    "id",
    { about: "Tell a channel's id", args: named, examples: ["town-square"], slash: false },
    async (ctx, { name }) => {
      await asAuthor(ctx, parts);
      const wanted = name
        .trim()
        .replace(/^["“„'](.*)["”“']$/u, "$1")
        .replace(/^~/, "");
      const found = await directory.byName(wanted);
      if (found.length === 0) {
        const near = nearTo(
          wanted,
          (await directory.all()).flatMap((place) => [place.displayName, place.name]),
        );
        const hint = near.length === 0 ? "" : ` Did you mean ${near.map((each) => code(each)).join(" or ")}?`;
        throw new UserError(
          `I know no channel called ${code(wanted)}.${hint} ${code("!refresh_channels")} reads the list anew.`,
        );
      }
      const lines = found.map(
        ({ place }) => `${inert(place.displayName)} (~${place.teamName}/${place.name}): ${code(place.id)}`,
      );
      const note = found.some(({ isNew }) => isNew)
        ? [`\nIt is newer than my list of channels: ${code("!refresh_channels")} reads it anew.`]
        : [];
      await ctx.reply([...lines, ...note].join("\n"));
    },
  );
  bot.command("refresh_channels", { about: "Read the list of channels anew", slash: false }, async (ctx) => {
    await asAuthor(ctx, parts);
    await ctx.reply(`:arrows_counterclockwise: I know ${count(await directory.refresh(), "channel")} now.`);
  });
}

/** With its team where another team has one of that name. */
function shownIn(place: Place, places: readonly Place[]): string {
  const isDouble = places.some((other) => other.name === place.name && other.id !== place.id);
  return code(isDouble ? `~${place.teamName}/${place.name}` : `~${place.name}`);
}

function count(many: number, what: string): string {
  return `${many} ${what}${many === 1 ? "" : "s"}`;
}
