/** A CSV file that somebody sent instead of writing the targets. */
import type { Rest } from "@matterwright/client";
import { UserError } from "matterwright";
import { stepsOfTable } from "./csv.ts";
import type { Step } from "./expression.ts";

const LARGEST_BYTES = 2_000_000;

/** Whether what was sent is one table. @throws CallError. */
export async function isTable(rest: Rest, fileIds: readonly string[]): Promise<boolean> {
  const [only, second] = fileIds;
  if (only === undefined || second !== undefined) return false;
  return (await rest.files.info(only)).name.toLowerCase().endsWith(".csv");
}

/** @throws UserError for a table that is too large or empty; CallError. */
export async function stepsOfFile(rest: Rest, [fileId = ""]: readonly string[]): Promise<Step[]> {
  const { name, size } = await rest.files.info(fileId);
  if (size > LARGEST_BYTES) throw new UserError(`**${name}** is too large for a list of targets.`);
  const pieces: Uint8Array[] = [];
  for await (const piece of await rest.files.download(fileId)) pieces.push(piece);
  const steps = stepsOfTable(new TextDecoder().decode(Buffer.concat(pieces)));
  if (steps.length === 0)
    throw new UserError(`**${name}** names no targets: its first column has to, one in each row.`);
  return steps;
}
