/** What is measured of the HTTP side: calls of a slash command, 32 at a time over kept connections, in calls per second of the server's own processor time. So whatever else shares the machine counts for neither. */
import { Pool } from "undici";
import { type Program, run } from "./program.ts";
import type { Place } from "./measure.ts";

export interface DoorFigures {
  /** Verified, read and answered by the door alone: the command is gone. */
  readonly answeredPerSecond: number;
  /** … and then found, parsed, run and answered as any other. */
  readonly commandsPerSecond: number;
  /** With a token that nobody knows. */
  readonly forgedPerSecond: number;
}

const WARM_UP = 4_000;
const CALLS = 12_000;
const CONNECTIONS = 32;
const ID = "y".repeat(26);
interface Call {
  readonly token: string;
  readonly command: string;
  /** What is in a right answer, or its status. */
  readonly answer: RegExp;
}

const PING: Call = { token: "p".repeat(26), command: "/ping", answer: /^200 .*pong/ };
const GONE: Call = { token: "g".repeat(26), command: "/gone", answer: /^200 / };
const FORGED: Call = { token: "f".repeat(26), command: "/ping", answer: /^(?:200|401) / };

export async function measureDoor(file: string, { url, token }: Place): Promise<DoorFigures> {
  const program = await run(file, url, token, PING.token, GONE.token);
  const pool = new Pool(`http://127.0.0.1:${program.said.trim()}`, { connections: CONNECTIONS });
  const place = { pool, program };
  try {
    for (const call of [GONE, PING, FORGED]) await rate(place, WARM_UP, call);
    return {
      answeredPerSecond: await rate(place, CALLS, GONE),
      commandsPerSecond: await rate(place, CALLS, PING),
      forgedPerSecond: await rate(place, CALLS, FORGED),
    };
  } finally {
    await pool.close();
    await program.stop();
  }
}

interface DoorPlace {
  readonly pool: Pool;
  readonly program: Program;
}

/** A call that is not answered as it should be ends the measurement. */
async function rate({ pool, program }: DoorPlace, calls: number, what: Call): Promise<number> {
  const startedMs = program.cpuMs();
  let left = calls;
  const caller = async (): Promise<void> => {
    while (left-- > 0) await call(pool, what);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, caller));
  return calls / ((program.cpuMs() - startedMs) / 1_000);
}

let called = 0;

async function call(pool: Pool, { token, command, answer }: Call): Promise<void> {
  const who = { user_id: ID, user_name: `user${called % 500}` };
  const place = { team_id: ID, channel_id: ID, channel_name: "ops", root_id: "" };
  const said = { command, text: "", trigger_id: `trigger ${called++}`, response_url: "" };
  const { statusCode, body } = await pool.request({
    method: "POST",
    path: "/slash",
    headers: { "content-type": "application/x-www-form-urlencoded", authorization: `Token ${token}` },
    body: new URLSearchParams({ token, ...who, ...place, ...said }).toString(),
  });
  const text = `${statusCode} ${await body.text()}`;
  if (!answer.test(text)) throw new Error(`the door answered ${text}`);
}
