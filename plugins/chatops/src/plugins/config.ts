/** `!plugin config`: shows what a plugin is configured with, and changes it. Secrets are never shown, and taken in direct messages only. */
import {
  type CommandContext,
  type PluginConfig,
  type PluginScope,
  UserError,
  code,
  codeBlock,
  rest,
  z,
} from "matterwright";
import { changesIn } from "./changes.ts";

const args = {
  name: z.string().describe("a plugin's name"),
  changes: rest().default("").describe("`key=value …`, JSON, or `reset`"),
};

export function pluginConfig(bot: PluginScope): void {
  const about = "Show what a plugin is configured with, or change it";
  const examples = ["karma", "karma cap=20", 'karma {"cap": 20}', "karma reset"];
  bot.command(
    "plugin config",
    // A call may hold a secret.
    { about, slash: false, adminOnly: true, isForgotten: true, args, examples },
    async (ctx, { name, changes }) => {
      const before = await bot.manage.config(name);
      if (changes === "") return ctx.reply(shown(name, before));
      const wanted = changes === "reset" ? undefined : changesIn(changes);
      refuseSecrets(ctx, before, wanted);
      await bot.manage.configure(name, wanted);
      return ctx.reply(`:white_check_mark: ${shown(name, await bot.manage.config(name))}`);
    },
  );
}

function shown(name: string, { value, schema }: PluginConfig): string {
  if (schema === undefined) return `${code(name)} has nothing to configure.`;
  return `${code(name)} is configured with\n${codeBlock(JSON.stringify(value, undefined, 2), "json")}`;
}

/** What is written in a channel is read by others and stays in its history. */
function refuseSecrets(
  ctx: CommandContext,
  { secrets }: PluginConfig,
  wanted: Readonly<Record<string, unknown>> = {},
): void {
  const told = secrets.find((path) => isIn(wanted, path.split(".")));
  if (told === undefined || ctx.isDirect) return;
  throw new UserError(
    `${code(told)} is a secret, so I did not take it here: write it to me in a direct message, delete your message, and change the secret if others could read it.`,
  );
}

/** On a path, `*` is every entry of a list or a record. */
function isIn(value: unknown, [name = "", ...more]: readonly string[]): boolean {
  if (typeof value !== "object" || value === null) return false;
  const inner = Object.entries(value).filter(([key]) => name === "*" || key === name);
  return inner.some(([, each]) => more.length === 0 || isIn(each, more));
}
