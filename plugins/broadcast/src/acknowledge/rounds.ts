/**
 * What happens by itself after a broadcast that asks for acknowledgement was sent: who reads it is written down, who has not is reminded,
 * and at the deadline its author is told. One job at a time for each broadcast; a reminder is a broadcast of its own to those who are
 * missing, so that nobody is reminded twice, whenever the program dies. What was taken back reminds nobody.
 */
import { type Context, type JobKind, type PluginScope, UserError, job, momentIn, z } from "matterwright";
import type { BroadcastDesk } from "../broadcasts.ts";
import { uploaded } from "../report/report.ts";
import { orAgain } from "../sending/again.ts";
import { linkTo } from "../sending/copy.ts";
import type { BroadcastRecord } from "../store/records.ts";
import { inOneLine } from "../text/cut.ts";
import { type Asked, deadlineOf, reminderAfter } from "./asked.ts";
import { standingFile } from "./csv.ts";
import { type Course, ackKeys } from "./records.ts";
import { mayBeAsked, missingOf, standingText } from "./said.ts";
import { type Place, type Standing, type StandingParts, standingOf } from "./standing.ts";

const QUOTED_CHARACTERS = 160;
/** After the server or the store could not be asked. */
const PAUSE_MS = 30_000;
const MOST_TRIES = 100;

const wish = z.object({ id: z.string() });

export interface RoundsParts extends StandingParts {
  readonly bot: Pick<PluginScope, "storeIn" | "log">;
  readonly broadcasts: Pick<BroadcastDesk, "start">;
}

export class Rounds {
  readonly #parts: RoundsParts;
  /** For `bot.use`. */
  readonly kind: JobKind<z.output<typeof wish>>;

  constructor(parts: RoundsParts) {
    this.#parts = parts;
    this.kind = job("broadcast.acks", wish, (ctx, { id }) => this.#guarded(ctx, id));
  }

  /** A broadcast has been sent. */
  begin(ctx: Context<"tick">, { id, draft }: BroadcastRecord): void {
    if (draft.ack !== undefined) this.kind.add(ctx, { id }, { key: id });
  }

  /** Reminds those who are missing now. Returns how many. @throws UserError when there is nobody to remind. */
  async remind(id: string, key: string): Promise<number> {
    const standing = await standingOf(id, this.#parts, true);
    const { record } = standing;
    mayBeAsked(record);
    if (record.recall !== undefined) throw new UserError(`Broadcast ${record.id} was taken back.`);
    const course = await ackKeys.course(record.id).get(this.#parts.store);
    return this.#remind(standing, course, key);
  }

  async #guarded(ctx: Context<"tick">, id: string): Promise<void> {
    const now = (): number => ctx.now.getTime();
    const tell = (error: unknown): void =>
      this.#parts.bot.log.warn({ broadcast: id, error: String(error) }, "acknowledgements have to wait for a moment");
    await orAgain(ctx, { pauseMs: PAUSE_MS, mostTries: MOST_TRIES, now, tell }, () => this.#round(ctx, id));
  }

  async #round(ctx: Context<"tick">, id: string): Promise<void> {
    const { book, store } = this.#parts;
    const { record } = await book.get(id);
    const { ack } = record.draft;
    const before = await ackKeys.course(id).get(store);
    const now = ctx.now.getTime();
    if (ack === undefined || record.recall !== undefined || before?.isOver === true) return;
    // Somebody has asked twice: the other one comes at its time.
    if (before?.nextAt !== undefined && before.nextAt > now) return;
    const course: Course = before ?? { sentAt: record.endedAt ?? now, reminders: 0, isOver: false };
    const deadline = deadlineOf(ack, course.sentAt);
    const standing = await standingOf(id, this.#parts, before !== undefined);
    if (before !== undefined && (deadline === undefined || now >= deadline))
      return this.#end(ctx, standing, { ...course, isOver: true });
    if (before !== undefined && missingOf(standing).length > 0)
      await this.#remind(standing, course, `remind/${id}/${course.reminders}`);
    const gone = before === undefined ? course : { ...course, remindedAt: now, reminders: course.reminders + 1 };
    this.#goOn(ctx, id, { ...gone, ...nextOf(ack, gone, deadline) });
  }

  #goOn(ctx: Context<"tick">, id: string, course: Course): void {
    ctx.write((tx) => ackKeys.course(id).set(this.#parts.bot.storeIn(tx), course));
    if (course.nextAt !== undefined) this.kind.add(ctx, { id }, { at: new Date(course.nextAt) });
  }

  async #end(ctx: Context<"tick">, standing: Standing, course: Course): Promise<void> {
    const { id, tellIn } = standing.record;
    if (tellIn !== undefined) {
      const { rest, bot } = this.#parts;
      const file = await uploaded(tellIn, standingFile(standing), { workplace: { rest, log: bot.log } });
      const text = standingText(standing, course, "its deadline is over, and ");
      await ctx.to(tellIn).post(text, file === undefined ? {} : { fileIds: [file] });
    }
    this.#goOn(ctx, id, course);
  }

  async #remind(standing: Standing, course: Course | undefined, key: string): Promise<number> {
    const { record } = standing;
    const missing = missingOf(standing);
    if (missing.length === 0) return 0;
    const targets = missing.map(({ user, places }) => ({
      channelId: "",
      userId: user.id,
      name: `@${user.username}`,
      why: `has not read broadcast ${record.id}`,
      values: { what: this.#quoted(places[0]) },
      frame: { footer: "{{what}}" },
    }));
    const { authorId } = record.draft;
    const text = reminderText(record, course);
    const draft = { text, authorId, serves: { id: record.id, as: "reminder" } } as const;
    const { tellIn } = record;
    await this.#parts.broadcasts.start(draft, targets, { key, ...(tellIn === undefined ? {} : { tellIn }) });
    return missing.length;
  }

  /** What somebody has not read, and where it is. */
  #quoted(place: Place | undefined): string {
    if (place === undefined) return "";
    const beginning = inOneLine(place.text, QUOTED_CHARACTERS);
    const link = `[Open the message](${linkTo(place.postId, this.#parts.rest)})`;
    return beginning === "" ? link : `> ${beginning}\n\n${link}`;
  }
}

/** When it goes on: at the next reminder, or at the deadline. */
function nextOf(ack: Asked, { remindedAt, sentAt }: Course, deadline: number | undefined): Pick<Course, "nextAt"> {
  if (deadline === undefined) return { nextAt: undefined };
  return { nextAt: reminderAfter(ack, remindedAt ?? sentAt, deadline) ?? deadline };
}

function reminderText({ draft }: BroadcastRecord, course: Course | undefined): string {
  const { ack } = draft;
  const deadline = ack && deadlineOf(ack, course?.sentAt ?? 0);
  const isTold = ack !== undefined && deadline !== undefined && course?.isOver !== true;
  const until = isTold ? ` by ${momentIn(deadline, ack.zone)} (${ack.zone})` : "";
  return `:bell: **You have not confirmed yet that you have read this.** Please do so${until}.`;
}
