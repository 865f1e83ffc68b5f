/** The last line of defence around a handler: the person gets an answer, the log gets the truth, the bot goes on. */
import type { Context } from "./context.ts";
import { UserError } from "./errors.ts";
import { errorFacts } from "./log.ts";
import { type MiddlewareFn, run } from "./composer.ts";

/** How an update ended. */
export type Ending = "done" | "told" | "failed";

/**
 * Runs middleware and answers what it throws: a `UserError` with its own words, anything else with a reference that stands in the
 * log as well. Never rejects.
 */
export async function guarded(middleware: MiddlewareFn<Context>, ctx: Context): Promise<Ending> {
  try {
    await run(middleware, ctx);
    return "done";
  } catch (error) {
    const isTold = error instanceof UserError;
    if (!isTold) ctx.log.error({ ref: ctx.ref, error: errorFacts(error) }, "a handler failed");
    await answer(ctx, isTold ? error.message : `Something went wrong. Ref ${ctx.ref}`);
    return isTold ? "told" : "failed";
  }
}

/** Only a person who wrote something is answered; an answer that cannot be sent is one more line in the log. */
async function answer(ctx: Context, text: string): Promise<void> {
  if (ctx.update.kind !== "post" || ctx.update.author !== "person") return;
  try {
    await ctx.reply(text);
  } catch (error) {
    ctx.log.error({ ref: ctx.ref, error: errorFacts(error) }, "the answer to a failure could not be sent");
  }
}
