/** The line between a bot and the simulator of its stage, with the troubles that a test chooses. Only scenarios use it. */
import type { SocketTransport } from "@matterwright/client";
import type { BotOptions } from "matterwright";

type Events = Parameters<SocketTransport>[2];
type Wire = ReturnType<SocketTransport>;

interface End {
  readonly events: Events;
  readonly wire: Wire;
  /** Nothing passes any more, and nobody is told. */
  isSwallowed: boolean;
}

export class Line {
  /** Addresses of all connections that were tried, in order. */
  readonly tried: string[] = [];
  /** Nobody can connect. */
  isRefusing = false;
  /** What becomes of the server's frames, and in what order. */
  through: (frame: string) => readonly string[] = (frame) => [frame];
  #end: End | undefined;

  /** The same options for a bot, with this line. */
  into(options: BotOptions): BotOptions {
    return { ...options, connect: this.#connect(options.connect as SocketTransport) };
  }

  /** Cuts the connection: with 1006 as an RST does, with another code as a goodbye. */
  cut(code = 1006): void {
    const end = this.#end;
    this.#end = undefined;
    end?.wire.terminate();
    end?.events.closed(code);
  }

  /** The connection of now lets nothing pass for ever after, in either direction; neither end is told. */
  swallow(): void {
    if (this.#end !== undefined) this.#end.isSwallowed = true;
  }

  /** Says something to the bot that the server did not. */
  say(frame: string): void {
    this.#end?.events.message(frame);
  }

  #connect(inner: SocketTransport): SocketTransport {
    return (url, headers, events) => {
      this.tried.push(url);
      if (this.isRefusing) {
        queueMicrotask(() => events.failed({ message: "refused", code: "ECONNREFUSED" }));
        return { send: () => {}, ping: () => {}, close: () => {}, terminate: () => {} };
      }
      const passing = (then: () => void): void => {
        if (!end.isSwallowed) then();
      };
      const wire = inner(url, headers, {
        opened: () => passing(() => events.opened()),
        message: (text) => passing(() => this.through(text).forEach((frame) => events.message(frame))),
        ponged: () => passing(() => events.ponged()),
        failed: (failure) => passing(() => events.failed(failure)),
        closed: (code) => passing(() => events.closed(code)),
      });
      const end: End = { events, wire, isSwallowed: false };
      this.#end = end;
      return {
        send: (text) => passing(() => wire.send(text)),
        ping: () => passing(() => wire.ping()),
        close: () => passing(() => wire.close()),
        terminate: () => passing(() => wire.terminate()),
      };
    };
  }
}

/** The kind of a frame of the server: the event's name, or `reply`. */
export function kindOf(frame: string): string {
  return (JSON.parse(frame) as { readonly event?: string }).event ?? "reply";
}
