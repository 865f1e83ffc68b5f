/** Faults of WebSocket lines, of those that are open now and, where it is said, of those to come. `sim.faults.lines` for tests. */
import type { Id } from "@matterwright/protocol";
import type { SimRequest } from "../http.ts";
import type { Wire } from "../hub/connection.ts";
import type { Hub } from "../hub/hub.ts";
import type { World } from "../world/world.ts";
import { type Aim, type Lasting, aimedAt } from "./aim.ts";
import { Line } from "./line.ts";

export class LineFaults {
  readonly #world: World;
  readonly #hub: Hub;
  readonly #whoAsks: (request: SimRequest) => Id | undefined;
  readonly #lines = new Set<Line>();
  readonly #swallowing = new Set<{ readonly userId: Id | undefined }>();

  constructor(world: World, hub: Hub, whoAsks: (request: SimRequest) => Id | undefined) {
    this.#world = world;
    this.#hub = hub;
    this.#whoAsks = whoAsks;
  }

  /** Cuts lines with RST: both sides learn it at once, and what was under way is lost. Returns how many. */
  cut(aim: Aim = {}): number {
    return this.#each(aim, (line) => line.break("reset"));
  }

  /** Ends lines without a close frame, as a server that is shut down does. Returns how many. */
  drop(aim: Aim = {}): number {
    return this.#each(aim, (line) => line.break(1006));
  }

  /** Says goodbye with a close frame. Returns how many. */
  close(code: number, aim: Aim = {}): number {
    return this.#each(aim, (line) => line.break(code));
  }

  /**
   * Makes lines half-open: nothing gets through any more in either direction, and neither side is told. The server finds out when
   * nobody answered its pings for 100 seconds; until then such a connection cannot be resumed. Returns how many.
   */
  deafen(aim: Aim = {}): number {
    return this.#each(aim, (line) => line.deafen());
  }

  /** Makes lines half-open, and every new one too until it is ended: a proxy that accepts and swallows. */
  swallow(aim: Aim = {}): Lasting {
    this.deafen(aim);
    const rule = { userId: aimedAt(this.#world, aim) };
    this.#swallowing.add(rule);
    return { end: () => void this.#swallowing.delete(rule) };
  }

  /**
   * The other end of these lines stops reading, until it is ended. At the 257th message that waits the server closes the line and
   * forgets what it kept for a resume.
   */
  stall(aim: Aim = {}): Lasting {
    const stalled: Line[] = [];
    this.#each(aim, (line) => {
      line.stall();
      stalled.push(line);
    });
    return {
      end: () => {
        for (const line of stalled.splice(0)) line.flow();
      },
    };
  }

  /** The next event of each line arrives twice. Returns how many lines. */
  duplicate(aim: Aim = {}): number {
    return this.#each(aim, (line) => line.duplicate());
  }

  /** The next two events of each line change places. Returns how many lines. */
  reorder(aim: Aim = {}): number {
    return this.#each(aim, (line) => line.swap());
  }

  /** The next event of each line never arrives, though the server counted and kept it: a resume can fetch it. Returns how many. */
  lose(aim: Aim = {}): number {
    return this.#each(aim, (line) => line.lose());
  }

  /** The numbers of each line jump by so much with nothing between, which no resume can fetch. Returns how many lines. */
  jump(by: number, aim: Aim = {}): number {
    if (!Number.isSafeInteger(by) || by === 0)
      throw new Error(`numbers jump by a whole number other than 0, not ${by}`);
    return this.#each(aim, (line) => line.jump(by));
  }

  /** Sends each line a text that is no frame. Returns how many lines. */
  garbage(text = '{"event": "posted", "data": {"post": "{\\"id\\"', aim: Aim = {}): number {
    return this.#each(aim, (line) => line.inject(text));
  }

  /** Forgets what is kept for those who left: whoever asks to resume is given a new connection. Returns how many. */
  expire(aim: Aim = {}): number {
    const userId = aimedAt(this.#world, aim);
    const left = [...this.#hub.all()].filter(
      (connection) => connection.wire === undefined && (userId === undefined || connection.userId === userId),
    );
    for (const connection of left) this.#hub.forget(connection);
    return left.length;
  }

  /** A line for a socket that is let in. For the simulator. */
  open(request: SimRequest, end: Wire): Line {
    const deaf = [...this.#swallowing].some(({ userId }) => userId === undefined || userId === this.#whoAsks(request));
    const line = new Line(end, { deaf });
    this.#lines.add(line);
    return line;
  }

  /** A line has ended. For the simulator. */
  over(line: Line): void {
    this.#lines.delete(line);
  }

  #each(aim: Aim, act: (line: Line) => void): number {
    const userId = aimedAt(this.#world, aim);
    const connected = new Map([...this.#hub.all()].map((connection) => [connection.wire, connection.userId]));
    const hit = [...this.#lines].filter((line) => userId === undefined || connected.get(line) === userId);
    for (const line of hit) act(line);
    return hit.length;
  }
}
