/** A task that is a TypeScript or JavaScript module: what it has to export, and how it is run. Loaded by `node/load.ts`. */
import type { Context, MessageOptions } from "matterwright";
import { type Ending, type Run, type Task, TaskFailure } from "../task.ts";
import { oneLine } from "./description.ts";

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

interface Shape {
  readonly run: (bot: TaskBot) => unknown;
  readonly description: string;
  readonly reruns: boolean;
}

/** @throws Error that says what is missing. */
export function moduleTask(module: object, about: Pick<Task, "name" | "file">): Task {
  const { run, description, reruns } = shapeOf(module);
  return {
    ...about,
    description,
    reruns,
    async run(given) {
      const { signal } = given.call;
      const over = Promise.withResolvers<never>();
      const onAbort = (): void => over.reject(signal.reason as Error);
      signal.addEventListener("abort", onAbort);
      try {
        signal.throwIfAborted();
        // Whoever does not listen to the signal is not waited for.
        await Promise.race([run(botFor(about.name, given)), over.promise]);
        return {} satisfies Ending;
      } catch (error) {
        throw signal.aborted ? new TaskFailure((signal.reason as Error).message) : error;
      } finally {
        signal.removeEventListener("abort", onAbort);
        over.promise.catch(() => {});
      }
    },
  };
}

/** Exports by their names, or as one default. `DESCRIPTION` as postbot writes it. */
function shapeOf(module: object): Shape {
  const inner = "default" in module && typeof module.default === "object" ? (module.default ?? {}) : {};
  const all: Readonly<Record<string, unknown>> = { ...inner, ...module };
  const { run, description, DESCRIPTION, rerunsAfterCrash } = all;
  if (typeof run !== "function") throw new Error("it exports no `run`: write `export async function run(bot) { … }`");
  const about = description ?? DESCRIPTION ?? "";
  if (typeof about !== "string") throw new Error("its `description` is no text");
  return { run: run as Shape["run"], description: oneLine(about), reruns: rerunsAfterCrash === true };
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
