/**
 * The kinds of arguments that only a chat has, as zod schemas: somebody, a channel, a team, a post, a length of time, a moment. Used
 * by authors beside zod's own; the parser looks up what they name, and no schema here asks anything itself.
 */
import type { Channel, Post, Team, User } from "@matterwright/protocol";
import * as z from "zod";

function found<Value>(kind: "user" | "channel" | "team" | "post"): z.ZodType<Value> {
  return z.custom<Value>((value) => typeof value === "object" && value !== null && "id" in value).meta({ kind });
}

/**
 * Somebody on the server, typed as `@ann`, `ann`, an id, or `me`; the handler gets the whole user.
 *
 * @example
 * bot.command("greet", { about: "Greet somebody", args: { who: user() } }, (ctx, { who }) => ctx.reply(`Hello, @${who.username}!`));
 */
export function user(): z.ZodType<User> {
  return found<User>("user");
}

/**
 * A channel that the asker may see, typed as `~ops`, `ops`, a link, an id, or `here`; the handler gets the whole channel.
 *
 * @example
 * args: { to: channel(), text: rest() }
 */
export function channel(): z.ZodType<Channel> {
  return found<Channel>("channel");
}

/** A team that the bot is in, typed by its name, its display name in quotes, its id, or `here`; the handler gets the whole team. */
export function team(): z.ZodType<Team> {
  return found<Team>("team");
}

/** A post that the asker may read, typed as a link to it, an id, or `this` in a thread for its root; the handler gets the whole post. */
export function post(): z.ZodType<Post> {
  return found<Post>("post");
}

/**
 * A length of time, typed as `90s`, `15m`, `1h30m`, `2d` or `"2 days"`; the handler gets milliseconds.
 *
 * @example
 * args: { after: duration().min(60_000).default(600_000) }
 */
export function duration(): z.ZodNumber {
  return z.number().meta({ kind: "duration" });
}

/**
 * A moment in the asker's time zone, typed as `2026-01-31`, `18:00`, `friday`, `"tomorrow 9:00"` or `"in 2h"`; the handler gets a `Date`.
 * `z.date()` of zod is stricter: a date in numbers, in UTC unless it says otherwise.
 */
export function date(): z.ZodDate {
  return z.date().meta({ kind: "moment" });
}

/**
 * An argument that is given by its name only, `--channel ~ops`, and never by its place.
 *
 * @example
 * args: { text: z.string(), channel: named(channel().optional()) }
 */
export function named<Schema extends z.ZodType>(schema: Schema): Schema {
  return schema.meta({ named: true });
}
