/**
 * Says what a generator yields, each as a message of its own, as soon as it comes. Called for whatever the handler of a command returns;
 * anything but a generator is awaited and says nothing.
 */
import { entered } from "../../storm/holds.ts";
import type { Replying } from "./replying.ts";

/** What can be yielded: a text, something that is written as one, or a text with everything that `ctx.reply` takes besides. */
export type Yielded =
  | string
  | number
  | bigint
  | boolean
  | ({ readonly text: string } & Readonly<Record<string, unknown>>);

/**
 * @throws what the handler throws, and TypeError for a yield that is nothing to say
 * @example
 * bot.command("count", { about: "Count" }, async function* () { yield 0; yield "one"; });
 */
export async function drained(ctx: Replying, handler: () => unknown): Promise<void> {
  const result = await entered(ctx, handler);
  if (!isGenerator(result)) return;
  for await (const yielded of inSteps(ctx, result)) await say(ctx, yielded);
}

/** A generator does its work when the next is asked of it. */
function inSteps(ctx: object, generator: AsyncIterable<unknown>): AsyncIterable<unknown> {
  const steps = generator as unknown as AsyncIterator<unknown>;
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => Promise.resolve(entered(ctx, () => steps.next())),
      return: (value) => Promise.resolve(steps.return?.(value) ?? { done: true, value }),
    }),
  };
}

async function say(ctx: Replying, yielded: unknown): Promise<void> {
  if (yielded === undefined || yielded === null || yielded === "") return;
  if (typeof yielded === "object" && "text" in yielded && typeof yielded.text === "string") {
    const { text, ...options } = yielded;
    await ctx.reply(text, options);
  } else if (isPlain(yielded)) {
    await ctx.reply(String(yielded));
  } else throw new TypeError(`a command yielded ${typeof yielded}: yield a text, or { text, … }`);
}

function isPlain(yielded: unknown): yielded is string | number | bigint | boolean {
  return ["string", "number", "bigint", "boolean"].includes(typeof yielded);
}

/** Arrays and texts can be gone through as well, and are no generators. */
function isGenerator(result: unknown): result is AsyncIterable<unknown> {
  return typeof result === "object" && result !== null && "next" in result && typeof result.next === "function";
}
