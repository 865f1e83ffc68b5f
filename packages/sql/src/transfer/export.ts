/** `matterwright data export`: everything that an engine holds, as lines of JSON. Works on every engine and changes nothing. */
import type { Clock } from "@matterwright/clock";
import type { Durable } from "matterwright";
import { type Counts, FORMAT, type Line } from "./line.ts";

const PAGE = 1_000;

/**
 * The lines of an export, without line ends: what is stored and alive, what is still to be sent or has failed, and jobs. Secrets stay
 * locked as they are. A page is held at a time, so a bot that goes on writing is seen at several moments: export from a backup.
 *
 * @throws StoreUnavailableError when the engine cannot be read.
 * @example
 * for await (const line of exportData(durable, systemClock)) file.write(`${line}\n`);
 */
export async function* exportData({ store, outbox, jobs }: Durable, clock: Clock): AsyncGenerator<string> {
  const counts: { -readonly [Name in keyof Counts]: number } = { entries: 0, intents: 0, jobs: 0 };
  yield text({ kind: "matterwright", format: FORMAT, exportedAt: new Date(clock.now()).toISOString() });
  for await (const { version: _, ...entry } of pages((after) => store.list("", { after, limit: PAGE }), keyOf)) {
    counts.entries++;
    yield text({ kind: "entry", ...entry });
  }
  for await (const entry of pages((after) => outbox.list({ after: after || "0", limit: PAGE }), idOf)) {
    const { id: _, attempts: _tries, postId: _post, finishedAt: _end, state, ...intent } = entry;
    if (state === "sent") continue;
    counts.intents++;
    yield text({ kind: "intent", state, ...intent } as Line);
  }
  for await (const entry of pages((after) => jobs.list({ after: after || "0", limit: PAGE }), idOf)) {
    const { id: _, attempt: _tries, addedAt: _added, ...job } = entry;
    counts.jobs++;
    yield text({ kind: "job", ...job });
  }
  yield text({ kind: "end", ...counts });
}

const text = (line: Line): string => JSON.stringify(line);
const keyOf = ({ key }: { readonly key: string }): string => key;
const idOf = ({ id }: { readonly id: string }): string => id;

async function* pages<Item>(
  page: (after: string) => Promise<Item[]>,
  nameOf: (item: Item) => string,
): AsyncGenerator<Item> {
  for (let after = ""; ;) {
    const items = await page(after);
    yield* items;
    const last = items.at(-1);
    if (last === undefined || items.length < PAGE) return;
    after = nameOf(last);
  }
}
