/** A TCP proxy between a bot and its server, on which tests and proofs cause the troubles that networks have. It knows nothing of HTTP. */
import { type Server, type Socket, connect, createServer } from "node:net";

/** A WebSocket close frame of a server, with the code 1001: going away. */
const GOING_AWAY = Buffer.from([0x88, 0x02, 0x03, 0xe9]);

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

export class TcpProxy {
  readonly #target: { readonly host: string; readonly port: number };
  readonly #pairs = new Set<Pair>();
  readonly #swallowed: Pair[] = [];
  #listener: Server | undefined;
  port = 0;

  /** @param target of the server behind it: `http://127.0.0.1:8065` */
  constructor(target: string) {
    const { hostname, port } = new URL(target);
    this.#target = { host: hostname, port: Number(port) };
  }

  /** Takes connections, on the same port as before if there was one. */
  async open(): Promise<void> {
    const listener = createServer((client) => this.#pair(client));
    this.#listener = listener;
    await new Promise<void>((listening) => listener.listen(this.port, "127.0.0.1", listening));
    const address = listener.address();
    if (address !== null && typeof address !== "string") this.port = address.port;
  }

  /** Refuses new connections. */
  refuse(): void {
    this.#listener?.close();
    this.#listener = undefined;
  }

  /** Ends every connection with an RST. */
  reset(): void {
    this.#each(({ client, server }) => {
      client.resetAndDestroy();
      server.resetAndDestroy();
    });
  }

  /** Ends every connection with a FIN, as whoever dies properly. */
  finish(): void {
    this.#each(({ client, server }) => {
      client.end();
      server.destroy();
    });
  }

  /** Ends every connection with a WebSocket's goodbye. */
  sayGoodbye(): void {
    this.#each(({ client, server }) => {
      client.end(GOING_AWAY);
      server.destroy();
    });
  }

  /** Nothing passes any more over what is connected now, in either direction, and nobody is told: not even that a side has gone. */
  swallow(): void {
    this.#each((pair) => {
      const { client, server } = pair;
      this.#pairs.delete(pair);
      this.#swallowed.push(pair);
      client.unpipe(server).resume();
      server.unpipe(client).resume();
    });
  }

  /** Nothing passes until it is thawed; then all of it does. */
  freeze(): void {
    for (const { client, server } of this.#pairs) {
      client.unpipe(server).pause();
      server.unpipe(client).pause();
    }
  }

  thaw(): void {
    for (const { client, server } of this.#pairs) {
      client.pipe(server);
      server.pipe(client);
    }
  }

  close(): void {
    this.refuse();
    this.reset();
    for (const { client, server } of this.#swallowed) {
      client.destroy();
      server.destroy();
    }
  }

  #each(act: (pair: Pair) => void): void {
    for (const pair of this.#pairs) act(pair);
  }

  #pair(client: Socket): void {
    const server = connect(this.#target);
    const pair = { client, server };
    this.#pairs.add(pair);
    client.pipe(server);
    server.pipe(client);
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      // What broke a line is of no interest; that it is over, is.
      socket.on("error", () => {});
      socket.on("close", () => {
        if (this.#pairs.delete(pair)) other.destroy();
      });
    }
  }
}
