/**
 * A hook: a path of the bot's door that others call over HTTP, and a handler for what they say. Who calls is verified before anything
 * is read; then the body is read, checked by the schema, and handled once. Given to `bot.use`, or made by `bot.hook`.
 */
import type { Context } from "../context/context.ts";
import { MisuseError } from "../errors.ts";
import type { Installable } from "../install/install.ts";
import type { HookAnswering } from "./answering.ts";
import { Deliveries } from "./once.ts";
import { checkedPath } from "./path.ts";
import { Reception } from "./reception.ts";
import type { Sender } from "./sender/sender.ts";
import { type HookBody, type HookHandler, type HookSpec, METHODS } from "./spec.ts";
import { entered } from "../storm/holds.ts";

const REMEMBER_MS = 7 * 86_400_000;

/**
 * Makes a hook. The call is answered when the handler has ended: 200 with what it replied, or `{"status":"ok"}`; 422 with the words of a
 * `UserError`; 500 with a reference that stands in the log. A delivery that came before is answered 200 and not handled again; one whose
 * handler failed may come again.
 *
 * @param path below the base of the bot's door: `/deployed`
 * @throws MisuseError when the path lies outside the base or is taken, or nobody is said to call. Thrown when the bot is built.
 * @example
 * const deployed = z.object({ service: z.string(), version: z.string() });
 * bot.use(
 *   hook("/deployed", { from: senders.bearer(secret), body: deployed }, async (ctx, { service, version }) => {
 *     await ctx.to("~ops").post(`${service} ${version} is out.`, { durable: true });
 *   }),
 * );
 */
export function hook<const Spec extends HookSpec>(path: string, spec: Spec, handler: HookHandler<Spec>): Installable {
  if ((spec.from as Sender | undefined) === undefined)
    throw new MisuseError(
      `the hook "${path}" does not say who may call it: add from: senders.bearer(secret), or senders.anyone(why) to let everybody in`,
    );
  return {
    install(workplace) {
      const base = workplace.urlOf("");
      checkedPath(path, base);
      const deliveries = new Deliveries(workplace.durable.store, path, {
        rememberMs: spec.rememberMs ?? REMEMBER_MS,
        claimMs: 2 * (spec.timeoutMs ?? 30_000),
      });
      const reception = new Reception({ path, spec, deliveries, workplace });
      const run = (ctx: Context<"hook">): Promise<void> => {
        const answering = ctx.update.answering as HookAnswering;
        if (answering.marks.length > 0) ctx.write((tx) => deliveries.done(tx.store, answering.marks));
        return answering.running(ctx.ref, () => entered(ctx, () => handler(ctx, ctx.update.body as HookBody<Spec>)));
      };
      if (!spec.from.isKnown)
        workplace.log.warn({ hook: path, sender: spec.from.name }, "this hook takes calls from anyone");
      const ends = [
        workplace.take("hook", path, run),
        ...METHODS.map((method) => workplace.route(reception.route(method))),
        workplace.hooks.enter(() => reception.info()),
      ];
      return () => ends.forEach((end) => end());
    },
  };
}
