/** `!webhook list` and `!webhook test`: which hooks there are, how they are doing, and whether what they post arrives. */
import { type HookInfo, type PluginScope, UserError, closest, code, moment, table, z } from "matterwright";
import type { Board } from "./alerts/board.ts";
import { sampleAlert, targetOf } from "./alerts/hook.ts";
import { type HookConfig, SET_UP } from "./config.ts";
import { wordsFor } from "./git/post.ts";
import { sampleEvent } from "./git/sample.ts";
import { count } from "./words.ts";

export interface NamedHook {
  readonly path: string;
  readonly hook: HookConfig;
}

export function addList(bot: PluginScope): void {
  bot.command(
    "webhook list",
    { about: "List the hooks and how each is doing", aliases: ["webstatus"], adminOnly: true, slash: false },
    async (ctx) => {
      const all = bot.hooks();
      if (all.length === 0) return ctx.reply("This bot has no hooks.");
      const zone = await ctx.find.zone();
      const rows = all.map((info) => [code(info.path), info.about, info.sender, calls(info), last(info, zone)]);
      return ctx.reply(`${table(["Hook", "What for", "Who may call", "Calls", "Last"], rows)}${where(all)}`);
    },
  );
}

function calls({ handled, repeated, refused, failed }: HookInfo): string {
  const parts = [
    `${handled} handled`,
    repeated > 0 ? `${repeated} repeated` : "",
    refused > 0 ? `${refused} refused` : "",
    failed > 0 ? `**${failed} failed**` : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}

function last({ lastAt, lastStatus }: HookInfo, zone: string): string {
  return lastAt === undefined ? "never called" : `${moment(lastAt, zone)}, answered ${lastStatus}`;
}

function where([first]: readonly HookInfo[]): string {
  const { url, path = "" } = first ?? {};
  if (url !== undefined) return `\n\nThey are reached below ${url.slice(0, -path.length)}.`;
  return "\n\nThis bot was not told where it is reached: nobody can call these before `callbackUrl` is set.";
}

/** @param hooks by their names */
export function addTest(bot: PluginScope, board: Board, hooks: ReadonlyMap<string, NamedHook>): void {
  const args = { hook: z.string().describe("its name") };
  /** Alerts of tests that fire until the next test of their hook. */
  const firing = new Map<string, number>();
  const about = "Post what a hook would post, and tell where its calls have to go";
  bot.command("webhook test", { about, args, adminOnly: true, slash: false }, async (ctx, { hook: name }) => {
    const { path, hook } = found(hooks, name);
    const said = await (async (): Promise<string> => {
      if (hook.kind === "alertmanager" || hook.kind === "grafana") {
        const startMs = firing.get(name);
        if (startMs === undefined) firing.set(name, ctx.now.getTime());
        else firing.delete(name);
        board.take(
          ctx,
          targetOf(name, hook),
          sampleAlert(startMs === undefined ? "firing" : "resolved", startMs ?? ctx.now.getTime()),
        );
        return startMs === undefined ? "An alert fires. Test again, and it is resolved." : "The alert is resolved.";
      }
      const { event, body } = sampleEvent(hook.kind);
      await ctx.to(hook.channel).post(wordsFor({ ...hook, events: undefined }, event, body) ?? "", { durable: true });
      return "An issue was opened.";
    })();
    const url = bot.hooks().find((info) => info.path === path)?.url;
    const address = url === undefined ? `${code(path)} below the address at which this bot is reached` : code(url);
    return ctx.reply(
      `${said} Look into ${hook.channel}. The calls themselves go to ${address}: set that ${SET_UP[hook.kind]}.`,
    );
  });
}

function found(hooks: ReadonlyMap<string, NamedHook>, name: string): NamedHook {
  const hook = hooks.get(name);
  if (hook !== undefined) return hook;
  if (hooks.size === 0)
    throw new UserError(
      "No hook is set up here that I could test: name one in the configuration of the plugin `hooks`.",
    );
  const near = closest(name, [...hooks.keys()]);
  const meant =
    near === undefined
      ? `There ${hooks.size === 1 ? "is" : "are"} ${count(hooks.size, "hook")}: ${[...hooks.keys()].map(code).join(", ")}.`
      : `Did you mean ${code(near)}?`;
  throw new UserError(`There is no hook called ${code(name)}. ${meant}`);
}
