/** `matterwright outbox`: what the bot still has to send, what it could not, and what to do about that. */
import type { Intent, OutboxEntry } from "matterwright";
import { visiting } from "../durable/open.ts";
import type { Terminal } from "../terminal.ts";
import { Trouble } from "../trouble.ts";

export interface OutboxOptions {
  /** The bot's home. */
  readonly from: string;
  /** Also what was sent, of the last day. */
  readonly all?: boolean;
}

const PAGE = 1_000;
const SHOWN_CHARACTERS = 60;

/** Prints what is waiting, being sent or failed, one line each. */
export async function listOutbox({ from, all = false }: OutboxOptions, terminal: Terminal): Promise<void> {
  await visiting(from, terminal, async ({ outbox }) => {
    let shown = 0;
    for (let after = "0"; ;) {
      const page = await outbox.list({ after, limit: PAGE });
      for (const entry of page) {
        if (entry.state === "sent" && !all) continue;
        terminal.print(lineOf(entry));
        shown++;
      }
      if (page.length < PAGE) break;
      after = page.at(-1)?.id ?? after;
    }
    if (shown === 0) terminal.print("Nothing is waiting, and nothing has failed.");
  });
}

/** Has a failed intent tried again. @throws Trouble when there is no failed one of this id. */
export async function retryIntent(id: string, { from }: OutboxOptions, terminal: Terminal): Promise<void> {
  await visiting(from, terminal, async ({ outbox }) => {
    if (!(await outbox.retry(id))) throw notThere(id, await outbox.get(id), "failed");
    terminal.print(`${id} will be tried again: within a minute, if the bot is running.`);
  });
}

/** Forgets an intent. @throws Trouble when there is none that is waiting or failed. */
export async function dropIntent(id: string, { from }: OutboxOptions, terminal: Terminal): Promise<void> {
  await visiting(from, terminal, async ({ outbox }) => {
    if (!(await outbox.drop(id))) throw notThere(id, await outbox.get(id), "waiting or failed");
    terminal.print(`${id} is forgotten.`);
  });
}

function notThere(id: string, entry: OutboxEntry | undefined, wanted: string): Trouble {
  if (entry === undefined)
    return new Trouble(
      "usage",
      `There is no ${id} in the outbox: \`matterwright outbox list --all\` shows what there is.`,
    );
  return new Trouble("usage", `${id} is ${entry.state}, not ${wanted}.`);
}

function lineOf({ id, state, attempts, addedAt, owner, intent, reason }: OutboxEntry): string {
  const tries = attempts === 1 ? "1 try" : `${attempts} tries`;
  const why = reason === undefined ? "" : `\n      ${reason}`;
  return `${id.padStart(4)}  ${state.padEnd(7)}  ${new Date(addedAt).toISOString()}  ${tries}  ${owner}: ${nameOf(intent)}${why}`;
}

function nameOf(intent: Intent): string {
  if (intent.kind !== "post") return `${intent.kind} ${intent.postId}`;
  const text = (intent.post.message ?? "").replaceAll(/\s+/g, " ");
  const short = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
  return `post to ${intent.post.channel_id}: ${short}`;
}
