/** A task that is a TypeScript or JavaScript module: what it is given when it is run. Made by `node/load.ts`. */
import type { Context, MessageOptions } from "matterwright";
import { runModule } from "../node/apart.ts";
import type { ModuleOptions } from "../node/module-child.ts";
import type { Run, Task } from "../task.ts";

/**
 * What `run(bot)` is given: everything that a context can do, and what belongs to the run.
 *
 * @example
 * export const description = "Posts the weekly plan";
 * export async function run(bot) {
 *   await bot.to("~ops").post("The plan of this week");
 * }
 */
export interface TaskBot extends Omit<Context<"tick">, "reply" | "replyInThread" | "progress" | "user" | "is"> {
  /** The task's name. */
  readonly task: string;
  /** What stood behind the task's name in `!run`, or as `args` in `scheduler.toml`. */
  readonly args: readonly string[];
  /** Aborted when the run was cancelled or took too long, or the bot stops. */
  readonly signal: AbortSignal;
  /** The time for which the run was planned. */
  readonly plannedAt: Date | undefined;
  /** Who asked for the run; the bot itself for a planned one. */
  readonly user: Context["user"];
  /** Writes where the run was asked for; for a planned run into the channel of its schedule. @throws UserError, CallError. */
  reply(text: string, options?: MessageOptions): Promise<void>;
  /** Shows how far it is, where somebody is looking. */
  progress(text: string): void;
}

export interface Module extends Pick<Task, "name" | "file" | "description" | "reruns"> {
  /** Absolute. */
  readonly path: string;
}

export function moduleTask({ path, ...task }: Module, options: ModuleOptions): Task {
  return {
    ...task,
    run: (given) =>
      runModule({ path, bot: botFor(task.name, given), signal: given.call.signal, unit: given.ctx.unit }, options),
  };
}

/** The context with what belongs to the run before it. */
function botFor(task: string, { call, ctx, say, progress }: Run): TaskBot {
  const { args, signal, plannedAt, user } = call;
  const own: Partial<TaskBot> = {
    task,
    args,
    signal,
    plannedAt,
    user,
    progress,
    reply: (text, options = {}) => say({ text, options }),
  };
  return new Proxy(ctx, {
    get(target, key) {
      if (Object.hasOwn(own, key)) return Reflect.get(own, key) as unknown;
      const value = Reflect.get(target, key, target) as unknown;
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
    has: (target, key) => Object.hasOwn(own, key) || Reflect.has(target, key),
  }) as unknown as TaskBot;
}
