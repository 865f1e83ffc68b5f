/** The table of a broadcast as bytes. A long one is made while it is sent, so that a hundred thousand lines are nowhere at once. Used by the report. */
import type { DeliveryRecord } from "../store/records.ts";
import { CSV_HEAD, csvLine } from "./csv.ts";

/** What is longer cannot be sent again when the server refuses it for a moment. */
const WHOLE_MOST_LINES = 2_000;
const ENCODED_AT_ONCE = 250;

export interface Tabled {
  /** How many there are. */
  readonly count: number;
  readonly deliveries: AsyncIterable<DeliveryRecord>;
  /** The address of a post. */
  readonly linkTo: (postId: string) => string;
}

export async function csvBytes(tabled: Tabled): Promise<Uint8Array | AsyncIterable<Uint8Array>> {
  if (tabled.count > WHOLE_MOST_LINES) return pieces(tabled);
  return Buffer.concat(await Array.fromAsync(pieces(tabled)));
}

async function* pieces({ deliveries, linkTo }: Tabled): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let lines = [CSV_HEAD];
  for await (const delivery of deliveries) {
    lines.push(csvLine(delivery, linkTo));
    if (lines.length < ENCODED_AT_ONCE) continue;
    yield encoder.encode(lines.join(""));
    lines = [];
  }
  yield encoder.encode(lines.join(""));
}
