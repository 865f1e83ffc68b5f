/**
 * Has broadcasts repeat: keeps a schedule of the bot for each, and at each of its times makes a broadcast of it, which is sent and reported
 * like any other. What somebody wants of them stands in the book, so that every process of the bot, and the shell, see the same.
 */
import {
  type Context,
  type PluginScope,
  type Schedule,
  type ScheduledRun,
  UserError,
  errorFacts,
  every,
  inWords,
  momentIn,
} from "matterwright";
import type { Broadcasts } from "../broadcast.ts";
import type { Book } from "../store/book.ts";
import type { BroadcastRecord } from "../store/records.ts";
import { nextOf } from "./next.ts";
import { wallOf } from "./theirs.ts";
import { isMeant } from "./weeks.ts";

/** A time that was missed by more is not made up for: a good morning is none in the afternoon. */
const LATE_MS = 3_600_000;
/** By everybody's own clocks it begins so much before most of them. */
const LATE_THEIRS_MS = 12 * 3_600_000;
/** What is written down of it is renewed so often, so that it is not forgotten between two times. */
const RENEWED_MS = 86_400_000;

export interface RepeatsParts {
  readonly bot: PluginScope;
  readonly book: Book;
  readonly broadcasts: Pick<Broadcasts, "start">;
  readonly now: () => number;
}

interface Planned {
  readonly definition: string;
  readonly schedule: Schedule;
  renewedAt: number;
}

export class Repeats {
  readonly #parts: RepeatsParts;
  readonly #planned = new Map<string, Planned>();
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: RepeatsParts) {
    this.#parts = parts;
  }

  /** Plans what the book says. Never rejects. */
  sync(): Promise<void> {
    this.#turn = this.#turn.then(() =>
      this.#sync().catch((error: unknown) =>
        this.#parts.bot.log.error({ error: errorFacts(error) }, "broadcasts that repeat cannot be looked at now"),
      ),
    );
    return this.#turn;
  }

  async #sync(): Promise<void> {
    const { book } = this.#parts;
    const ids = new Set(await book.repeating());
    for (const id of this.#planned.keys()) if (!ids.has(id)) this.#forget(id);
    for (const id of ids) {
      const entry = await book.get(id).catch((error: unknown) => {
        if (!(error instanceof UserError)) throw error;
        return undefined;
      });
      if (entry === undefined) this.#forget(id);
      else await this.#plan(entry.record);
    }
  }

  #forget(id: string): void {
    this.#planned.get(id)?.schedule.remove();
    this.#planned.delete(id);
  }

  async #plan({ id, repeat, state, run, audience }: BroadcastRecord): Promise<void> {
    if (repeat === undefined) return;
    const { bot, book, now } = this.#parts;
    const { line, zone, shown, skips } = repeat;
    const definition = [line, zone, state].join("|");
    if (this.#planned.get(id)?.definition !== definition) {
      this.#forget(id);
      const schedule = every(
        `series-${id}`,
        line,
        {
          about: `broadcast ${id}, ${shown}`,
          timezone: zone,
          missed: "once",
          overlap: "queue",
          rerunsAfterCrash: true,
          enabled: state === "repeating",
        },
        (ctx, planned) => this.#come(ctx, id, planned),
      );
      bot.use(schedule);
      this.#planned.set(id, { definition, schedule, renewedAt: 0 });
    }
    const nextAt = nextOf(bot, repeat, skips);
    const planned = this.#planned.get(id);
    const isRenewed = planned !== undefined && now() - planned.renewedAt < RENEWED_MS;
    if (isRenewed && nextAt === repeat.nextAt) return;
    if (planned !== undefined) planned.renewedAt = now();
    await book.note({ id, run }, ({ record, tally }) => ({ record: withNext(record, nextAt), tally }));
    if (!isRenewed && audience?.isAgreed === true) await book.renew(id);
  }

  /** One of its times has come. */
  async #come(ctx: Context<"tick">, id: string, { planned, asked }: ScheduledRun): Promise<void> {
    const { book, broadcasts, bot, now } = this.#parts;
    const { record } = await book.get(id);
    const { repeat, state, draft, audience, tellIn, keeperId, disturbs } = record;
    const at = planned.getTime();
    if (repeat === undefined || audience === undefined || state !== "repeating") return;
    const isTheirs = repeat.isTheirs === true;
    const isWanted = asked !== undefined || (isMeant(at, repeat) && !repeat.skips.includes(at));
    const isLate = isWanted && asked === undefined && now() - at > (isTheirs ? LATE_THEIRS_MS : LATE_MS);
    if (isLate) await this.#tellLate(ctx, record, at);
    else if (isWanted) {
      // The author's post stays with what repeats: an edit of it is meant for the times that come.
      const { sourcePostId: _, ...once } = draft;
      const { id: lastId } = await broadcasts.start(once, [], {
        dueAt: at,
        audience,
        key: `series/${id}/${at}`,
        series: { id, shownIn: repeat.lastId ?? id },
        ...(tellIn === undefined ? {} : { tellIn }),
        ...(keeperId === undefined ? {} : { keeperId }),
        ...(isTheirs ? { theirs: wallOf(at, repeat.zone) } : {}),
        ...(disturbs === undefined ? {} : { disturbs }),
      });
      await book.note(record, (entry) => ({ record: withLast(entry.record, lastId) }));
    }
    const { record: after } = await book.get(id);
    const skips = after.repeat?.skips.filter((skip) => skip > at) ?? [];
    const nextAt = nextOf(bot, repeat, skips);
    await book.note(after, (entry) => ({ record: withNext(entry.record, nextAt, skips) }));
  }

  async #tellLate(ctx: Context<"tick">, { id, repeat, tellIn }: BroadcastRecord, at: number): Promise<void> {
    if (tellIn === undefined || repeat === undefined) return;
    const { now } = this.#parts;
    const when = momentIn(at, repeat.zone);
    await ctx
      .to(tellIn)
      .post(
        `:hourglass: **Broadcast ${id}** (${repeat.shown}) was not sent for ${when}: I was away then, and ${inWords(now() - at)} later it may be wrong. Its next time is as planned.`,
      );
  }
}

function withLast(record: BroadcastRecord, lastId: string): BroadcastRecord {
  return record.repeat === undefined ? record : { ...record, repeat: { ...record.repeat, lastId } };
}

function withNext(record: BroadcastRecord, nextAt: number | undefined, skips = record.repeat?.skips): BroadcastRecord {
  if (record.repeat === undefined) return record;
  const { nextAt: _, ...repeat } = record.repeat;
  return { ...record, repeat: { ...repeat, skips: skips ?? [], ...(nextAt === undefined ? {} : { nextAt }) } };
}
