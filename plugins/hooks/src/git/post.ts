/** A hook for the events of a code host: each that has words becomes a post. */
import { type Context, type PluginScope, UserError, z } from "matterwright";
import { type HookConfig, senderOf } from "../config.ts";
import type { EventMapping } from "./event.ts";
import { gitea, github } from "./github.ts";
import { gitlab } from "./gitlab.ts";

export type GitHook = Extract<HookConfig, { readonly kind: "github" | "gitea" | "gitlab" }>;

const NAMES = { github: "GitHub", gitea: "Gitea", gitlab: "GitLab" } as const;

const MAPPINGS = { github, gitea, gitlab } as const;

export function addGitHook(bot: PluginScope, path: string, hook: GitHook): void {
  const spec = {
    from: senderOf(hook),
    about: `${NAMES[hook.kind]} to ${hook.channel}`,
    body: z.record(z.string(), z.unknown()),
  };
  bot.hook(path, spec, async (ctx, body) => {
    const event = eventOf(ctx, body, hook.kind);
    const said = wordsFor(hook, event, body);
    if (said === undefined) return ctx.reply(`Nothing is said about ${event === "" ? "this" : event}.`);
    return ctx.to(hook.channel).post(said, { durable: true });
  });
}

/** What an event says in the channel; nothing where it is not wanted or has no words. @throws UserError when it lacks what is needed. */
export function wordsFor({ kind, events }: GitHook, event: string, body: unknown): string | undefined {
  if (events !== undefined && !events.includes(event)) return undefined;
  const known: Readonly<Record<string, EventMapping>> = MAPPINGS[kind];
  if (!Object.hasOwn(known, event)) return undefined;
  try {
    return known[event]?.say(body);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const where = error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
    throw new UserError(`this is no ${event} as ${NAMES[kind]} sends it: ${where}`);
  }
}

function eventOf({ update }: Context<"hook">, body: Readonly<Record<string, unknown>>, kind: GitHook["kind"]): string {
  if (kind === "gitlab") return typeof body["object_kind"] === "string" ? body["object_kind"] : "";
  return update.headers[`x-${kind}-event`] ?? update.headers["x-github-event"] ?? "";
}
