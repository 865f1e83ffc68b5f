/** The parts of the plugin, put together. Made once, when the plugin is set up; its commands and its dialog are given them. */
import { type Context, type PluginScope, type Workplace, placeOf } from "matterwright";
import { acknowledging, readButton } from "./acknowledge/acknowledging.ts";
import { AskingCopies } from "./acknowledge/copies.ts";
import { Rounds } from "./acknowledge/rounds.ts";
import { BroadcastDesk } from "./broadcasts.ts";
import type { BroadcastSettings } from "./config.ts";
import { mayManage } from "./manage/may.ts";
import { type Deed, type Steering, steering } from "./manage/steering.ts";
import { type Reaching, reachingOf } from "./reaching.ts";
import { Runs, runKind } from "./sending/runs.ts";
import { Book } from "./store/book.ts";
import { nextOf } from "./when/next.ts";
import { Repeats } from "./when/repeats.ts";
import { resolved } from "./when/resolve.ts";

/** Wishes of other processes are looked for so often. */
export const HEED_EVERY_MS = 3_000;
/** What they have done about broadcasts that repeat is looked at so often. */
const REPEATS_EVERY_MS = 15_000;

export interface Parts {
  readonly bot: PluginScope;
  readonly settings: BroadcastSettings;
  readonly workplace: Workplace;
  readonly broadcasts: BroadcastDesk;
  readonly steering: Steering;
  readonly reaching: Reaching;
  readonly book: Book;
}

export function made(bot: PluginScope, settings: BroadcastSettings): Parts {
  const workplace = placeOf(bot);
  const { durable, clock } = workplace;
  const now = (): number => clock.now();
  const kind = runKind({ run: (ctx, wish) => runs.run(ctx, wish) });
  const book = new Book({
    durable,
    now,
    store: bot.store,
    storeIn: (tx) => bot.storeIn(tx),
    ask: (wish, { jobs }) => kind.addTo(jobs, wish, wish.at === undefined ? {} : { at: new Date(wish.at) }),
  });
  const broadcasts: BroadcastDesk = new BroadcastDesk({
    book,
    now,
    overtaken: (wish) => runs.overtake(wish),
    replanned: () => repeats.sync(),
    nextOf: (repeat, skips) => nextOf(bot, repeat, skips),
  });
  const repeats = new Repeats({ bot, book, broadcasts, now });
  const reaching = reachingOf({ bot, settings, workplace });
  const buttons = steering(bot, workplace, (deed, id, ctx) => steer(broadcasts, { deed, id, ctx }));
  const rest = workplace.rest.with({ lane: "bulk" });
  const rounds = new Rounds({ bot, book, rest, store: bot.store, broadcasts });
  const runs = new Runs({
    bot,
    workplace,
    book,
    steering: buttons,
    resolve: (record) =>
      resolved(record, { ...reaching, bot, people: workplace.people, now, myId: () => workplace.me().id }),
    quiet: reaching.quiet,
    additions: new AskingCopies({ workplace, book, store: bot.store, button: readButton(bot, book) }),
    ended: (ctx, record) => rounds.begin(ctx, record),
    logChannel: settings.logChannel,
    logFile: settings.logFile,
  });
  bot.use(kind, rounds.kind);
  acknowledging({ bot, book, rest: workplace.rest, store: bot.store, broadcasts, rounds });
  bot.dispose(
    workplace.every(HEED_EVERY_MS, () =>
      book.heed((wish, jobs) => kind.addTo(jobs, wish, wish.at === undefined ? {} : { at: new Date(wish.at) })),
    ),
  );
  bot.dispose(workplace.every(REPEATS_EVERY_MS, () => repeats.sync()));
  return { bot, settings, workplace, broadcasts, steering: buttons, reaching, book };
}

/** What a button wants. */
interface Click {
  readonly deed: Deed;
  readonly id: string;
  readonly ctx: Context<"click">;
}

async function steer(broadcasts: BroadcastDesk, { deed, id, ctx }: Click): Promise<void> {
  mayManage(ctx, await broadcasts.show(id));
  if (deed === "cancel") await broadcasts.cancel(id, `@${ctx.user.username}`);
  else if (deed === "retry") await broadcasts.retryFailed(id);
  else await broadcasts[deed](id);
}
