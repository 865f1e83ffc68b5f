/**
 * Answers one call of a slash command, in time whatever its handler does. What is said soon goes with the HTTP answer; what is said
 * later goes by the address that the server opened for this call, five times within half an hour; and what is said after that, by REST
 * as the bot. Made by the door's route for each call.
 */
import { CallError } from "@matterwright/client";
import { type Clock, type Timer, sleep } from "@matterwright/clock";
import { RESPONSE_URL_MAX_USES, RESPONSE_URL_TTL_MS } from "@matterwright/protocol";
import type { Answering, CallEnding, Answer } from "../update/answering.ts";
import { type SlashAnswer, answerOf } from "./answer.ts";

/** So long nobody has to look at nothing: then the server gets its answer, and the handler goes on. */
const HOLD_MS = 2_500;
/** What is said within this time of the first thing that is said goes along with it. */
const GATHER_MS = 250;
/** The server needs a moment to show an answer before it is given the next. */
const AFTER_ANSWER_MS = 250;
/** A server reads a megabyte. */
const ANSWER_MAX_BYTES = 900_000;
/** The address is not used in its last moments. */
const MARGIN_MS = 10_000;

const BUSY = "I am behind with my work here and could not take this in. Please say it again in a moment.";

export interface SlashAnsweringParts {
  readonly clock: Clock;
  /** The bot's own, under which it answers where the server allows that. */
  readonly username: string;
  /** Answers the call. */
  readonly respond: (answer: SlashAnswer) => void;
  /** Answers once more, by the address that the server opened; nothing where there is none. @throws CallError. */
  readonly later: ((answer: SlashAnswer) => Promise<void>) | undefined;
  /** Says something as the bot. @throws CallError. */
  readonly asBot: (said: Answer) => Promise<void>;
}

export class SlashAnswering implements Answering {
  readonly #parts: SlashAnsweringParts;
  readonly #startedMs: number;
  readonly #hold: Timer;
  #gather: Timer | undefined;
  /** What goes with the answer; nothing when it was given. */
  #pending: Answer[] | undefined = [];
  #answeredMs = 0;
  #uses = 0;
  /** One thing after another. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: SlashAnsweringParts) {
    const { clock } = parts;
    this.#parts = parts;
    this.#startedMs = clock.now();
    this.#hold = clock.after(HOLD_MS, () => this.#respond());
  }

  say(said: Answer): Promise<boolean> {
    if (this.#pending === undefined) {
      const told = this.#last.then(() => this.#sayLater(said));
      this.#last = told.catch(() => {});
      return told;
    }
    this.#pending.push(said);
    this.#gather ??= this.#parts.clock.after(GATHER_MS, () => this.#respond());
    return Promise.resolve(true);
  }

  end(ending: CallEnding): void {
    if (ending === "turned away") this.#pending?.push({ text: BUSY });
    this.#respond();
  }

  #respond(): void {
    const { clock, respond, username } = this.#parts;
    if (this.#pending === undefined) return;
    this.#hold.cancel();
    this.#gather?.cancel();
    const said = this.#pending;
    const fitting = fittingOf(said);
    this.#pending = undefined;
    this.#answeredMs = clock.now();
    respond(answerOf(said.slice(0, fitting), username));
    for (const each of said.slice(fitting)) this.say(each).catch(() => {});
  }

  async #sayLater(said: Answer): Promise<boolean> {
    const { clock, later, asBot, username } = this.#parts;
    const waitMs = this.#answeredMs + AFTER_ANSWER_MS - clock.now();
    if (waitMs > 0) await sleep(clock, waitMs);
    const isOpen = clock.now() < this.#startedMs + RESPONSE_URL_TTL_MS - MARGIN_MS;
    if (later !== undefined && isOpen && this.#uses < RESPONSE_URL_MAX_USES) {
      this.#uses++;
      try {
        await later(answerOf([said], username));
        return true;
      } catch (error) {
        if (!isRefused(error)) throw error;
        // The server restarted, or somebody else knows the address: it is of no more use.
        this.#uses = RESPONSE_URL_MAX_USES;
      }
    }
    await asBot(said);
    return true;
  }
}

/** How many of the things that were said fit into one answer. */
function fittingOf(said: readonly Answer[]): number {
  let bytes = 0;
  const over = said.findIndex((each) => (bytes += Buffer.byteLength(JSON.stringify(each))) > ANSWER_MAX_BYTES);
  return over < 0 ? said.length : Math.max(over, 1);
}

/** Whether the server has said that it will not take it; anything else may have been taken. */
function isRefused(error: unknown): boolean {
  return error instanceof CallError && (error.status === 400 || error.status === 404);
}
