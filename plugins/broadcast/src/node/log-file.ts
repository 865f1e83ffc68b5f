/**
 * The log of broadcasts as a SQLite file, where postbot keeps its own: who announced what, when, to whom, and what arrived. Our tables have
 * names of their own, so that a file which is there already keeps everything that is in it. Opened for each entry, and closed again.
 */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { BroadcastRecord, DeliveryRecord, Tally } from "../store/records.ts";

const TABLES = `
  CREATE TABLE IF NOT EXISTS matterwright_broadcast (
    id INTEGER NOT NULL,
    timestamp TEXT NOT NULL,
    sender TEXT NOT NULL,
    sender_id TEXT NOT NULL,
    message TEXT NOT NULL,
    files INTEGER NOT NULL,
    state TEXT NOT NULL,
    targets INTEGER NOT NULL,
    arrived INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    ended TEXT,
    PRIMARY KEY (id, timestamp)
  );
  CREATE TABLE IF NOT EXISTS matterwright_delivery (
    broadcast INTEGER NOT NULL,
    timestamp TEXT NOT NULL,
    number INTEGER NOT NULL,
    target TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    state TEXT NOT NULL,
    post_id TEXT,
    reason TEXT,
    PRIMARY KEY (broadcast, timestamp, number)
  ) WITHOUT ROWID;`;

/** Rows that are written before anybody else has a turn. */
const AT_ONCE = 500;
const BUSY_MS = 5_000;

export interface Logged {
  readonly record: BroadcastRecord;
  readonly tally: Tally;
  /** Name of whoever announced it. */
  readonly sender: string;
  readonly deliveries: AsyncIterable<DeliveryRecord>;
}

/** Writes a broadcast as it stands, in the place of what was written of it before. @throws Error of SQLite. */
export async function logTo(file: string, { record, tally, sender, deliveries }: Logged): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file, { timeout: BUSY_MS });
  try {
    database.exec(TABLES);
    const { id, draft, targets, startedAt, endedAt, recall } = record;
    const timestamp = new Date(startedAt).toISOString();
    const add = database.prepare("INSERT OR REPLACE INTO matterwright_delivery VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    const write = (page: readonly DeliveryRecord[]): void => {
      database.exec("BEGIN IMMEDIATE");
      for (const { index, name, channelId, state, gone, postId = null, reason = null } of page)
        add.run(Number(id), timestamp, index + 1, name, channelId, gone ?? state, postId, reason);
      database.exec("COMMIT");
    };
    const page: DeliveryRecord[] = [];
    for await (const delivery of deliveries) {
      page.push(delivery);
      if (page.length === AT_ONCE) write(page.splice(0));
    }
    write(page);
    const state = recall?.isDone === true ? "recalled" : record.state;
    const ended = endedAt === undefined ? null : new Date(endedAt).toISOString();
    const row = [Number(id), timestamp, sender, draft.authorId, draft.text, draft.fileIds.length, state] as const;
    database
      .prepare("INSERT OR REPLACE INTO matterwright_broadcast VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .run(...row, targets, tally.sent, tally.failed, ended);
  } finally {
    database.close();
  }
}
