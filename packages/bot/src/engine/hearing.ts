/**
 * What a bot hears of its server: the socket and its frames, what they mean, and what was missed while there was none. It hands every
 * update on once; what becomes of it is not its business.
 */
import { type Rest, Socket, type SocketChange, tokenVerdict } from "@matterwright/client";
import { type Timer, sleep } from "@matterwright/clock";
import type { Id } from "@matterwright/protocol";
import { type Counters, REFUSED } from "./counters.ts";
import { FirstLink } from "./first-link.ts";
import type { Replica } from "../lease/replica.ts";
import { type Log, errorFacts } from "../log/log.ts";
import type { Machine } from "../node/defaults.ts";
import { type People, withName } from "../people/people.ts";
import { CatchUp } from "../source/gap/catch-up.ts";
import type { Journal } from "../source/gap/journal.ts";
import { DEAF, EchoWatch } from "../source/echo.ts";
import type { Made } from "../source/own-posts.ts";
import { Seen } from "../source/seen.ts";
import { SocketSource } from "../source/socket.ts";
import type { Update } from "../update/update.ts";

/** Updates that are remembered, so that none is handed on twice. */
const REMEMBERED = 20_000;
/** After the store could not be asked. */
const PAUSE_MS = 1_000;
/** A line may lose its last event before a silence, and nobody can know but by asking. */
const LOOK_EVERY_MS = 600_000;

export interface HearingParts {
  readonly server: {
    readonly url: string;
    readonly token: string;
    readonly headers?: Readonly<Record<string, string>>;
  };
  readonly machine: Machine;
  readonly rest: Rest;
  readonly log: Log;
  readonly counters: Counters;
  readonly people: People;
  /** This process among those of the bot: whether what is heard is its to do; if not, it only keeps up with the news about people. */
  readonly replica: Pick<Replica, "done" | "durable" | "leads">;
  readonly journal: Journal;
  /** Channels in which a reaction counts. */
  readonly watched: () => Promise<ReadonlySet<Id>>;
  /** Whether somebody listens for posts of the bot's own. */
  readonly hearsOwn: () => boolean;
  /** Takes what is heard as it is said. */
  readonly take: (update: Update) => void;
  /** Takes what was missed, as soon as there is room. */
  readonly admit: (update: Update) => Promise<void>;
}

export class Hearing {
  readonly #parts: HearingParts;
  readonly #me: { readonly id: Id };
  readonly #firstLink = new FirstLink();
  readonly #catchUp: CatchUp;
  readonly #seen = new Seen(REMEMBERED);
  readonly #echo: EchoWatch;
  readonly #socket: Socket;
  /** Whether anything was ever read up: the first connection of a life always has to. */
  #hasLevelled = false;
  #nextLook: Timer | undefined;

  constructor(parts: HearingParts, me: { readonly id: Id }) {
    const { machine, rest, log, journal, replica, admit, watched } = parts;
    const seen = this.#seen;
    this.#parts = parts;
    this.#me = me;
    this.#catchUp = new CatchUp({
      rest,
      me,
      clock: machine.clock,
      log,
      durable: replica.durable,
      journal,
      seen,
      done: () => replica.done(),
      watched,
      named: (updates) => this.#named(updates),
      take: parts.take,
      admit,
    });
    this.#echo = new EchoWatch({
      clock: machine.clock,
      // Who does not lead does not listen.
      isHearing: async (channelId) =>
        parts.replica.leads && (await parts.people.member(channelId, me.id)) !== undefined,
      renew: (reason) => this.#socket.renew(reason),
    });
    const source = new SocketSource({
      me,
      seen,
      now: () => machine.clock.now(),
      onUpdate: (update) => this.#catchUp.hear(update),
      onOwn: (post) => {
        this.#echo.heard(post.id);
        this.#catchUp.saw(post);
      },
      hearsOwn: parts.hearsOwn,
      onRefused: (reason) => this.#refuse(reason),
    });
    this.#socket = this.#makeSocket(source);
  }

  /** What is wrong although the line is there: even a new one brings nothing back, or what comes in has to wait. */
  get trouble(): { readonly link: "degraded"; readonly linkReason: string } | undefined {
    if (!this.#parts.replica.leads) return undefined;
    const linkReason = this.#echo.isDeaf ? DEAF : this.#catchUp.trouble;
    return linkReason === undefined ? undefined : { link: "degraded", linkReason };
  }

  /** The bot is about to post. What is returned is told when the server has taken the post. */
  posting(): Made | undefined {
    return this.#parts.replica.leads ? this.#echo.posting() : undefined;
  }

  /** Resolves when the server is heard. @throws AuthenticationError, NetworkError when it cannot be. */
  async start(): Promise<void> {
    await this.#parts.journal.load(this.#parts.replica.durable, this.#me);
    this.#socket.start();
    try {
      await this.#firstLink.live(this.#parts.machine.clock);
    } catch (error) {
      this.stop();
      throw error;
    }
    this.#lookLater();
  }

  /** What is heard is this process's to do from now on, or again: what nobody has done comes first. */
  async lead(): Promise<void> {
    this.#catchUp.hold();
    this.#hasLevelled = true;
    await this.#inherit();
    if (this.#parts.replica.leads) await this.#catchUp.run();
  }

  /** Goes by what was written down, and by nothing that was known before: what was begun without leading was not done. */
  async #inherit(): Promise<void> {
    const { journal, replica, log, machine } = this.#parts;
    this.#seen.clear();
    while (replica.leads) {
      try {
        return await journal.load(replica.durable, this.#me);
      } catch (error) {
        log.warn({ error: errorFacts(error) }, "how far another process came cannot be read now; what comes in waits");
        await sleep(machine.clock, PAUSE_MS);
      }
    }
  }

  stop(): void {
    this.#socket.stop();
    this.#nextLook?.cancel();
    this.#echo.stop();
    this.#catchUp.stop();
  }

  /** Looks from time to time whether anything was said that was not heard: one call, when nothing was. */
  #lookLater(): void {
    this.#nextLook = this.#parts.machine.clock.after(LOOK_EVERY_MS, () => {
      if (this.#parts.replica.leads && this.#socket.isLive && this.#catchUp.isLevel) void this.#catchUp.run("silence");
      this.#lookLater();
    });
  }

  async #named(updates: readonly Update[]): Promise<readonly Update[]> {
    const { people } = this.#parts;
    // Without names everything works but what needs them: the next try may be long in coming.
    await people.meet(updates.map(({ user }) => user.id)).catch(() => {});
    return Promise.all(updates.map((update) => withName(update, people)));
  }

  #makeSocket(source: SocketSource): Socket {
    const { server, machine, rest, people } = this.#parts;
    return new Socket({
      ...server,
      ...machine,
      verify: () => tokenVerdict(rest),
      onEvent: (frame) => {
        people.heard(frame);
        if (this.#parts.replica.leads) source.read(frame);
      },
      onRefusedFrame: (reason) => this.#refuse(reason),
      onState: (change) => {
        this.#changed(change);
        this.#firstLink.changed(change);
      },
    });
  }

  #changed(change: SocketChange): void {
    const { counters, machine, people, log } = this.#parts;
    counters.linkChanged(change, machine.clock.now());
    this.#echo.linkChanged(change.kind === "live");
    if (change.kind === "refused") {
      this.#catchUp.pause();
      return log.error({}, REFUSED);
    }
    if (change.kind === "down") {
      const { reason, retryInMs } = change;
      return log.warn({ reason, retryInMs }, "the connection ended; it will come back");
    }
    log.info({ missed: change.missed }, "connected");
    if (change.missed) people.missedNews();
    if (!this.#parts.replica.leads || (!change.missed && this.#hasLevelled)) return;
    this.#hasLevelled = true;
    void this.#catchUp.run();
  }

  /** What makes no sense is counted each time and written down once. */
  #refuse(reason: string): void {
    const { counters, log } = this.#parts;
    if (counters.refusedFor(reason)) log.warn({ reason }, "something that the server sent makes no sense");
  }
}
