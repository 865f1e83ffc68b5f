/**
 * Ends a server of Node's HTTP: it takes no more calls, lets those that it has taken end, and then the port is free. Node's own `close` waits for
 * connections on which nothing was ever asked, and for those that a caller keeps open for its next call. Used by `serve.ts`.
 */
import type { Server } from "node:http";
import type { Socket } from "node:net";

/** @returns what ends it: whatever has not ended within `withinMs` is cut off. */
export function endingOf(server: Server): (withinMs: number) => Promise<void> {
  /** The calls in hand on each connection. */
  const calls = new Map<Socket, number>();
  let isEnding = false;
  server.on("connection", (socket: Socket) => {
    calls.set(socket, 0);
    socket.once("close", () => calls.delete(socket));
  });
  server.on("request", ({ socket }, response) => {
    calls.set(socket, (calls.get(socket) ?? 0) + 1);
    response.once("close", () => {
      const left = (calls.get(socket) ?? 1) - 1;
      if (calls.has(socket)) calls.set(socket, left);
      if (isEnding && left === 0) socket.destroySoon();
    });
  });
  return async (withinMs) => {
    isEnding = true;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const [socket, inHand] of calls) if (inHand === 0) socket.destroy();
    const patience = setTimeout(() => server.closeAllConnections(), withinMs);
    await closed;
    clearTimeout(patience);
  };
}
