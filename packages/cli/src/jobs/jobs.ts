/** `matterwright jobs`: the work that waits for its time, runs or has failed, and how to take it back. */
import type { JobRecord } from "matterwright";
import { visiting } from "../durable/open.ts";
import type { Terminal } from "../terminal.ts";
import { Trouble } from "../trouble.ts";

export interface JobsOptions {
  /** The bot's home. */
  readonly from: string;
  /** Also what was done or taken back, of the last week. */
  readonly all?: boolean;
}

const PAGE = 1_000;
const SHOWN_CHARACTERS = 60;
const OVER: ReadonlySet<JobRecord["state"]> = new Set(["done", "cancelled"]);

/** Prints what waits, runs or has failed, one line each. */
export async function listJobs({ from, all = false }: JobsOptions, terminal: Terminal): Promise<void> {
  await visiting(from, terminal, async ({ jobs }) => {
    let shown = 0;
    for (let after = "0"; ;) {
      const page = await jobs.list({ after, limit: PAGE });
      for (const job of page) {
        if (OVER.has(job.state) && !all) continue;
        terminal.print(lineOf(job));
        shown++;
      }
      if (page.length < PAGE) break;
      after = page.at(-1)?.id ?? after;
    }
    if (shown === 0) terminal.print("No job waits, and none has failed.");
  });
}

/** Takes a job back. @throws Trouble when there is none that waits or runs. */
export async function cancelJob(id: string, { from }: JobsOptions, terminal: Terminal): Promise<void> {
  await visiting(from, terminal, async ({ jobs }) => {
    const before = await jobs.get(id);
    if (await jobs.cancel(id)) {
      const isRunning = before?.state === "running";
      terminal.print(isRunning ? `${id} runs; it is taken back when it has ended.` : `${id} is taken back.`);
      return;
    }
    throw new Trouble(
      "usage",
      before === undefined
        ? `There is no job ${id}: \`matterwright jobs list --all\` shows what there is.`
        : `${id} is ${before.state}, not waiting or running.`,
    );
  });
}

function lineOf({ id, state, runAt, attempt, name, payload, reason }: JobRecord): string {
  const tries = attempt === 1 ? "1 try" : `${attempt} tries`;
  const why = reason === undefined ? "" : `\n      ${reason}`;
  const text = JSON.stringify(payload);
  const short = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
  return `${id.padStart(4)}  ${state.padEnd(9)}  ${new Date(runAt).toISOString()}  ${tries}  ${name}: ${short}${why}`;
}
