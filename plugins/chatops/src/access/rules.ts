/** `!access list`, `allow`, `deny` and `remove`: the rules of who may run what, and how administrators change them from chat. */
import {
  type AccessRule,
  type CommandContext,
  type ListedRule,
  type PluginScope,
  UserError,
  channel,
  code,
  inert,
  moment,
  named,
  table,
  team,
  user,
  z,
} from "matterwright";
import { type Named, namesIn } from "./names.ts";

const args = {
  user: named(z.array(user())).describe("for these people only"),
  group: named(z.array(z.string())).describe("for these groups of the server only"),
  admins: z.boolean().optional().describe("for administrators of the bot only, or for all but them"),
  systemRole: named(z.array(z.string())).describe("for this role on the server only"),
  channelRole: named(z.array(z.string())).describe("for this role in the channel only"),
  channel: named(z.array(channel())).describe("in these channels only"),
  team: named(z.array(team())).describe("in these teams only"),
  direct: z.boolean().optional().describe("in direct messages only, or everywhere but there"),
  arg: named(z.array(z.string().regex(/^[^=]+=./, "write it as name=value"))).describe(
    "with this argument only, name=value",
  ),
  because: named(z.string().optional()).describe("the reason that is told"),
  place: named(z.int().min(1).optional()).describe("which rule it shall be, from 1; the first by default"),
};
const commands = z
  .array(z.string())
  .min(1)
  .describe(
    "names of commands or patterns, such as `deploy`, `room_*` or `releases:*`; also whom and where, `@ann` and `~ops`",
  );
const approve = named(z.int().min(1).max(10).optional()).describe("how many others have to agree first");

type Given = z.output<z.ZodObject<typeof args>> & { readonly approve?: number | undefined };

export function rules(bot: PluginScope): void {
  const change = { slash: false, adminOnly: "always" } as const;
  const examples = ["deploy --user @ann --channel ~ops", "@ann deploy", '"room *" --because "Ask the help desk"'];
  bot
    .command("access list", { ...change, about: "List the rules of who may run what", aliases: ["access"] }, (ctx) =>
      list(bot, ctx),
    )
    .command(
      "access allow",
      { ...change, about: "Allow commands by a rule", args: { ...args, approve, commands }, examples },
      async (ctx, given) => {
        const named = await namesIn(given.commands, bot, ctx);
        await make(bot, ctx, { allow: [...named.commands] }, withNamed(given, named));
      },
    )
    .command(
      "access deny",
      { ...change, about: "Deny commands by a rule", args: { ...args, commands }, examples },
      async (ctx, given) => {
        const named = await namesIn(given.commands, bot, ctx);
        await make(bot, ctx, { deny: [...named.commands] }, withNamed(given, named));
      },
    )
    .command(
      "access remove",
      {
        ...change,
        about: "Remove a rule",
        args: { rule: z.string().describe("as it stands in the list") },
        examples: ["r1"],
      },
      async (ctx, { rule }) => {
        const words = await bot.access.remove(ctx, rule);
        await ctx.reply(`Removed: ${code(words)}.`);
      },
    );
}

/** `!access deny @ben deploy` is `!access deny deploy --user @ben`. */
function withNamed(given: Given, { users, channels }: Named): Given {
  return { ...given, user: [...given.user, ...users], channel: [...given.channel, ...channels] };
}

async function list(bot: PluginScope, ctx: CommandContext): Promise<void> {
  const zone = await ctx.find.zone();
  const rows = (await bot.access.list()).map((rule) => [
    code(rule.id),
    inert(rule.words),
    inert(rule.because),
    origin(rule, zone),
  ]);
  const text =
    rows.length === 0
      ? "There are no rules: what is not for administrators is decided by the default."
      : `The first rule that fits decides.\n\n${table(["Rule", "What", "Because", "From"], rows)}`;
  await ctx.reply(text);
}

function origin({ by, at }: ListedRule, zone: string): string {
  return by === undefined || at === undefined ? "configuration" : `${inert(`@${by.username}`)}, ${moment(at, zone)}`;
}

async function make(
  bot: PluginScope,
  ctx: CommandContext,
  effect: Pick<AccessRule, "allow" | "deny">,
  given: Given,
): Promise<void> {
  const rule: AccessRule = {
    ...effect,
    ...of("users", given.user, ({ username }) => `@${username}`),
    ...of("channels", given.channel, ({ name }) => `~${name}`),
    ...of("teams", given.team, ({ name }) => name),
    ...(given.group.length === 0 ? {} : { groups: given.group }),
    ...(given.systemRole.length === 0 ? {} : { systemRole: given.systemRole }),
    ...(given.channelRole.length === 0 ? {} : { channelRole: given.channelRole }),
    ...(given.admins === undefined ? {} : { admins: given.admins }),
    ...(given.direct === undefined ? {} : { direct: given.direct }),
    ...(given.approve === undefined ? {} : { approve: given.approve }),
    ...(given.because === undefined ? {} : { because: given.because }),
    ...(given.arg.length === 0 ? {} : { args: argumentsIn(given.arg) }),
  };
  checkArguments(bot, rule);
  const ids = { users: known(given.user), channels: known(given.channel), teams: known(given.team) };
  const made = await bot.access.add(ctx, rule, { place: given.place, ids });
  await ctx.reply(`Made rule ${code(made.id)}: ${inert(made.words)}.`);
}

function of<Value extends { readonly id: string }>(
  key: "users" | "channels" | "teams",
  values: readonly Value[],
  name: (value: Value) => string,
): Pick<AccessRule, typeof key> {
  return values.length === 0 ? {} : { [key]: values.map(name) };
}

function known(values: readonly { readonly id: string }[]): { ids: string[]; missing: string[] } | undefined {
  return values.length === 0 ? undefined : { ids: values.map(({ id }) => id), missing: [] };
}

function argumentsIn(pairs: readonly string[]): Record<string, string[]> {
  const args: Record<string, string[]> = {};
  for (const pair of pairs) {
    const [name = "", ...value] = pair.split("=");
    (args[name] ??= []).push(value.join("="));
  }
  return args;
}

/** A rule about an argument that does not exist would never fit, and nobody would notice. */
function checkArguments(bot: PluginScope, { allow, deny, args: wanted = {} }: AccessRule): void {
  for (const name of [allow ?? deny ?? []].flat()) {
    const command = bot.commands.get(name);
    if (command === undefined || command.pattern !== undefined) continue;
    const missing = Object.keys(wanted).find((key) => !command.arguments.all.some((each) => each.name === key));
    if (missing !== undefined)
      throw new UserError(`${code(command.name)} has no argument ${code(missing)}: no rule was made.`);
  }
}
