/**
 * One WebSocket line with all that may go wrong on it. It stands between the server's side of a socket and the other end, for every
 * socket; without a fault it passes on what it is given.
 */
import { SOCKET_SEND_QUEUE_MESSAGES } from "@matterwright/protocol";
import type { Wire } from "../hub/connection.ts";
import type { Visit } from "../hub/door.ts";

type Step = (end: Wire) => void;

/** Events are written with blanks; hellos and replies are not. */
const EVENT = /^\{"event": /;
const SEQ = /"seq": (\d+)\}$/;

export class Line implements Wire, Visit {
  readonly #end: Wire;
  #visit: Visit | undefined;
  /** Half-open: nothing gets through, and neither side learns of it. */
  #isDeaf: boolean;
  /** What waits for an end that does not read. */
  #waiting: Step[] | undefined;
  #duplicates = 0;
  #losses = 0;
  #swaps = 0;
  #heldBack: string | undefined;
  #jump = 0;

  constructor(end: Wire, { deaf }: { readonly deaf: boolean }) {
    this.#end = end;
    this.#isDeaf = deaf;
  }

  /** Tells the line whose door it leads to. */
  leadsTo(visit: Visit): void {
    this.#visit = visit;
  }

  /** The end does not read, and no more is kept for it. */
  get isFull(): boolean {
    return this.#waiting !== undefined && this.#waiting.length >= SOCKET_SEND_QUEUE_MESSAGES;
  }

  send(text: string): void {
    if (!EVENT.test(text)) return this.#write(text);
    if (this.#losses > 0) {
      this.#losses--;
      return;
    }
    const numbered =
      this.#jump === 0 ? text : text.replace(SEQ, (_all, seq: string) => `"seq": ${Number(seq) + this.#jump}}`);
    if (this.#heldBack === undefined && this.#swaps > 0) {
      this.#swaps--;
      this.#heldBack = numbered;
      return;
    }
    this.#write(numbered);
    if (this.#duplicates > 0) {
      this.#duplicates--;
      this.#write(numbered);
    }
    const late = this.#heldBack;
    this.#heldBack = undefined;
    if (late !== undefined) this.#write(late);
  }

  ping(): void {
    this.#pass((end) => end.ping());
  }

  close(code?: number): void {
    this.#pass((end) => end.close(code));
  }

  receive(frame: string | Uint8Array): void {
    if (!this.#isDeaf) this.#visit?.receive(frame);
  }

  pong(): void {
    if (!this.#isDeaf) this.#visit?.pong();
  }

  closed(): void {
    if (!this.#isDeaf) this.#visit?.closed();
  }

  /** Ends it for both sides at once. Without a code there is no close frame; a reset goes past everything that waits. */
  break(code: number | "reset"): void {
    this.#visit?.closed();
    if (this.#isDeaf) return;
    if (code !== "reset") this.#pass((end) => end.close(code));
    else if (this.#end.reset === undefined) this.#end.close(1006);
    else this.#end.reset();
  }

  deafen(): void {
    this.#isDeaf = true;
  }

  stall(): void {
    this.#waiting ??= [];
  }

  /** The end reads again, first what waited. */
  flow(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const step of waiting) this.#pass(step);
  }

  /** The next event comes twice. */
  duplicate(): void {
    this.#duplicates++;
  }

  /** The next event never comes, though it was counted. */
  lose(): void {
    this.#losses++;
  }

  /** The next two events change places. */
  swap(): void {
    this.#swaps++;
  }

  /** Numbers go on so much further. */
  jump(by: number): void {
    this.#jump += by;
  }

  /** Something that the server never said. */
  inject(text: string): void {
    this.#write(text);
  }

  #write(text: string): void {
    this.#pass((end) => end.send(text));
  }

  #pass(step: Step): void {
    if (this.#isDeaf) return;
    if (this.#waiting === undefined) step(this.#end);
    else this.#waiting.push(step);
  }
}
