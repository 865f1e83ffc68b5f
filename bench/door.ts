/**
 * What is measured of the HTTP side: calls of a slash command, 32 at a time over kept connections, in calls per second of the server's own
 * processor time. All servers are open, and take turns of a few calls: whatever else shares the machine costs each of them the same.
 */
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

const WARM_UP = 8_000;
/** Of each server, in turns. */
const TURNS = 24;
const CALLS_A_TURN = 1_000;
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

export async function measureDoors(files: readonly string[], { url, token }: Place): Promise<DoorFigures[]> {
  const doors: Door[] = [];
  try {
    for (const file of files) {
      const program = await run(file, url, token, PING.token, GONE.token);
      doors.push({ program, pool: new Pool(`http://127.0.0.1:${program.said.trim()}`, { connections: CONNECTIONS }) });
    }
    for (const door of doors) for (const what of [GONE, PING, FORGED]) await cpuMs(door, WARM_UP, what);
    const answered = await rates(doors, GONE);
    const commands = await rates(doors, PING);
    const forged = await rates(doors, FORGED);
    return doors.map((_door, index) => ({
      answeredPerSecond: answered[index] ?? 0,
      commandsPerSecond: commands[index] ?? 0,
      forgedPerSecond: forged[index] ?? 0,
    }));
  } finally {
    for (const { pool, program } of doors) {
      await pool.close();
      await program.stop();
    }
  }
}

interface Door {
  readonly pool: Pool;
  readonly program: Program;
}

/** By door, calls per second of its processor time. */
async function rates(doors: readonly Door[], what: Call): Promise<number[]> {
  const spentMs = doors.map(() => 0);
  for (let turn = 0; turn < TURNS; turn++)
    for (const [index, door] of doors.entries())
      spentMs[index] = (spentMs[index] ?? 0) + (await cpuMs(door, CALLS_A_TURN, what));
  return spentMs.map((ms) => (TURNS * CALLS_A_TURN) / (ms / 1_000));
}

/** A call that is not answered as it should be ends the measurement. */
async function cpuMs({ pool, program }: Door, calls: number, what: Call): Promise<number> {
  const startedMs = program.cpuMs();
  let left = calls;
  const caller = async (): Promise<void> => {
    while (left-- > 0) await call(pool, what);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, caller));
  return program.cpuMs() - startedMs;
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
