/** The order in which everything that was registered sees an update. Made once by the engine. */
import type { Addressed } from "../listen/addressed.ts";
import type { CommandRouter } from "../command/router.ts";
import { type MiddlewareFn, concat } from "../listen/composer.ts";
import type { CommandContext, Context } from "../context/context.ts";
import { type Listeners, forCommands } from "../listen/listeners.ts";
import { sessionHost } from "../session/session.ts";
import { Turns } from "../session/turns.ts";
import { answeringSlash } from "../slash/unanswered.ts";
import type { Store } from "../store/store.ts";
import type { Talking } from "../wizard/talking.ts";

export interface ChainParts {
  readonly store: Store;
  /** Choices where no button can be clicked. */
  readonly interactive: MiddlewareFn<Context>;
  /** Answers to what was asked before a command, and wishes to cancel one. */
  readonly consent: MiddlewareFn<Context>;
  readonly talking: Talking;
  readonly addressed: Addressed;
  readonly router: CommandRouter<CommandContext>;
  /** What the bot's author registered. */
  readonly listeners: Listeners;
  /** What plugins registered. */
  readonly plugins: () => MiddlewareFn<Context>;
}

/** Middleware of the author goes around everything; then answers to wizards, what is addressed by name, commands, listeners, and what nobody knew. */
export function chainOf({
  store,
  interactive,
  consent,
  talking,
  addressed,
  router,
  listeners,
  plugins,
}: ChainParts): MiddlewareFn<Context> {
  const turns = new Turns();
  const unanswered = answeringSlash(router);
  const host = { store, turn: (key: string) => turns.take(key) };
  const inner = concat(() => [
    interactive,
    consent,
    talking.route,
    addressed.route,
    forCommands(router.route),
    listeners.handlers,
    plugins(),
    forCommands(router.fallback),
    unanswered,
  ]);
  return async (ctx, next) => {
    sessionHost.fill(ctx, host);
    await listeners.around(inner)(ctx, next);
  };
}
