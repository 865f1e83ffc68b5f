/**
 * What a conformance case works with: a town on a server under test, calls as somebody, sockets that remember what they heard. The
 * same for the simulator and for a real server.
 */
import { at, parsed } from "../replay/paths.ts";
import type { OpenSocket, ServerAnswer, ServerUnderTest } from "../replay/server.ts";
import { Town } from "../replay/town.ts";

const QUIET_MS = 250;

/** An answer, read. */
export interface Answered {
  readonly status: number;
  readonly headers: ServerAnswer["headers"];
  readonly text: string;
  /** A place in the JSON body: `metadata.files.0.id`. A text with JSON in it is entered. */
  at(path: string): unknown;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is. */
  readonly raw?: string | Uint8Array;
}

export class World {
  readonly town: Town;
  readonly server: ServerUnderTest;
  readonly #open: Listener[] = [];

  constructor(town: Town) {
    this.town = town;
    this.server = town.server;
  }

  static async build(server: ServerUnderTest): Promise<World> {
    const world = new World(new Town(server));
    await world.town.build();
    await server.wait(QUIET_MS);
    return world;
  }

  /** The id of somebody. */
  id(who: string): string {
    return this.town.user(who);
  }

  channel(name: string): string {
    return this.town.channels.get(name) ?? "";
  }

  /** A request as somebody; `"nobody"` shows no token. `call` is `"POST /api/v4/posts"`. */
  async call(who: string, call: string, { body, raw, headers = {} }: CallOptions = {}): Promise<Answered> {
    const [method = "GET", target = "/"] = call.split(" ");
    const token = who === "nobody" ? {} : { Authorization: `Bearer ${await this.town.tokenOf(who)}` };
    const sent = body === undefined ? raw : JSON.stringify(body);
    const type = body === undefined ? {} : { "Content-Type": "application/json" };
    const answer = await this.server.request({
      method,
      target,
      headers: { ...type, ...token, ...headers },
      ...(sent === undefined ? {} : { body: sent }),
    });
    const text = new TextDecoder().decode(answer.body);
    return { status: answer.status, headers: answer.headers, text, at: (path) => at(parsed(text), path) };
  }

  /** A post that must be accepted. */
  async post(who: string, message: string, more: Readonly<Record<string, unknown>> = {}): Promise<Answered> {
    const body = { channel_id: this.channel("dev"), message, ...more };
    const answer = await this.call(who, "POST /api/v4/posts", { body });
    if (answer.status !== 201) throw new Error(`@${who} cannot post: ${answer.status} ${answer.text}`);
    return answer;
  }

  /** A socket with the token in the header, or as told. Resolves when it has come to rest. */
  async socket(who: string, how: SocketOptions = {}): Promise<Listener> {
    const query = new URLSearchParams(how.query ?? {}).toString();
    const target = `/api/v4/websocket${query === "" ? "" : `?${query}`}`;
    const token = how.token ?? (await this.town.tokenOf(who));
    const listener = new Listener();
    const opened = await this.server.open(
      target,
      how.auth === "none" ? {} : { Authorization: `Bearer ${token}` },
      listener.ears(how.ignoresPings === true),
    );
    if ("status" in opened) throw new Error(`the upgrade was refused with ${opened.status}`);
    listener.line = opened;
    this.#open.push(listener);
    await this.rest();
    return listener;
  }

  /** Lets everything that is on its way arrive. */
  async rest(): Promise<void> {
    const heard = (): number => this.#open.reduce((sum, { texts }) => sum + texts.length, 0);
    await this.server.settle(QUIET_MS, heard);
  }

  /** Sends an action over a socket and lets the answer arrive. */
  async act(listener: Listener, action: Readonly<Record<string, unknown>>): Promise<void> {
    listener.line?.send(JSON.stringify(action));
    await this.rest();
  }

  async leave(): Promise<void> {
    for (const { line } of this.#open) line?.reset();
    await this.town.leave();
    await this.server.close();
  }
}

export interface SocketOptions {
  readonly query?: Readonly<Record<string, string>>;
  readonly auth?: "none";
  readonly token?: string;
  readonly ignoresPings?: boolean;
}

/** One socket and everything it heard. */
export class Listener {
  line: OpenSocket | undefined;
  readonly texts: string[] = [];
  /** How the server ended the line, when it did. */
  closedWith: number | undefined;

  ears(ignoresPings: boolean): {
    readonly ignoresPings: boolean;
    frame(text: string): void;
    closed(code: number): void;
  } {
    return {
      ignoresPings,
      frame: (text) => void this.texts.push(text),
      closed: (code) => (this.closedWith = code),
    };
  }

  /** All frames, read. */
  get frames(): readonly Frame[] {
    return this.texts.map((text) => new Frame(text));
  }

  /** Events of one kind. */
  events(event: string): readonly Frame[] {
    return this.frames.filter((frame) => frame.at("event") === event);
  }

  /** Replies to actions. */
  get replies(): readonly Frame[] {
    return this.frames.filter((frame) => frame.at("event") === undefined);
  }

  /** The connection's id, of the last hello. */
  get connectionId(): string {
    return String(this.events("hello").at(-1)?.at("data.connection_id"));
  }

  get lastSeq(): number {
    return Number(this.frames.findLast((frame) => frame.at("seq") !== undefined)?.at("seq"));
  }

  forget(): void {
    this.texts.length = 0;
  }
}

class Frame {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  at(path: string): unknown {
    return at(parsed(this.text), path);
  }

  /** Whether there is such a place at all. */
  has(path: string): boolean {
    return this.at(path) !== undefined;
  }
}
