/** Files with real sockets on this machine: neither way is more of one in memory than the sockets hold. */
import { afterEach, expect, test } from "vitest";
import { createRest, nodeHttp } from "../index.ts";
import { closeAll, serve } from "./testing-network.ts";

afterEach(closeAll);

const PIECE = new Uint8Array(64 * 1_024).fill(97);
const PIECES = 1_024;
const WHOLE = PIECE.byteLength * PIECES;
/** What the buffers of a local line take, with room to spare; a whole file is four times as much. */
const BUFFERS = WHOLE / 4;

test("64 MiB are uploaded as they are produced", async () => {
  let received = 0;
  let ahead = 0;
  const { port, asked } = await serve({
    handle: (request, response) => {
      request.on("data", (piece: Buffer) => (received += piece.byteLength));
      request.on("end", () => response.end('{"file_infos":[{"id":"f"}],"client_ids":null}'));
    },
  });
  // eslint-disable-next-line typescript/require-await -- an async generator is the shape that is asked for
  async function* content(): AsyncGenerator<Uint8Array> {
    for (let produced = 1; produced <= PIECES; produced++) {
      ahead = Math.max(ahead, produced * PIECE.byteLength - received);
      yield PIECE;
    }
  }
  const rest = createRest({ url: `http://127.0.0.1:${port}`, http: nodeHttp() });
  await rest.files.upload({ channel: "c", name: "big", content: content(), size: WHOLE });
  expect(received).toBe(WHOLE);
  expect(asked[0]?.headers["content-length"]).toBe(String(WHOLE));
  expect(ahead).toBeLessThan(BUFFERS);
});

test("64 MiB are downloaded as they are read", async () => {
  let sent = 0;
  const { port } = await serve({
    handle: (_request, response) => {
      const more = (): void => {
        while (sent < WHOLE) {
          sent += PIECE.byteLength;
          if (!response.write(PIECE)) return void response.once("drain", more);
        }
        response.end();
      };
      more();
    },
  });
  const rest = createRest({ url: `http://127.0.0.1:${port}`, http: nodeHttp() });
  let read = 0;
  let ahead = 0;
  for await (const piece of await rest.files.download("f")) {
    read += piece.byteLength;
    ahead = Math.max(ahead, sent - read);
  }
  expect(read).toBe(WHOLE);
  expect(ahead).toBeLessThan(BUFFERS);
});
