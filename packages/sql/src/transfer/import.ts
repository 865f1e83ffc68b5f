/** `matterwright data import`: the lines of an export into an engine that holds nothing yet, all of them or none. */
import type { Clock } from "@matterwright/clock";
import { type Durable, MisuseError, StoreError, type Transaction } from "matterwright";
import { type Counts, FORMAT, type Line, line as lineSchema } from "./line.ts";

/** The lines are no export, or the engine is not empty. Nothing was imported. */
export class ImportError extends StoreError {
  override name = "ImportError";
}

export interface Imported extends Counts {
  /** What had ended, and of which nothing has to be remembered: failed intents and jobs. */
  readonly leftOut: number;
}

export interface ImportOptions {
  /** Opens the lines; called again when the transaction has to be run again. */
  readonly lines: () => AsyncIterable<string>;
  /** What they are called in sentences: a file's name. */
  readonly name: string;
  readonly clock: Clock;
}

/**
 * Imports an export in one transaction. What was still to be sent may have been sent since by the bot that it comes from, so the
 * outbox looks in the channel first; a key of a job that was done is remembered, so that it is not done again.
 *
 * @throws ImportError that names the line and what is wrong with it, or says that the engine is not empty.
 * @example
 * await importData(durable, { lines: () => createInterface(createReadStream(file)), name: file, clock: systemClock });
 */
export async function importData(durable: Durable, { lines, name, clock }: ImportOptions): Promise<Imported> {
  await refuseUnlessEmpty(durable);
  return durable.transaction(async (tx) => {
    const importing = new Importing(tx, clock.now());
    let number = 0;
    for await (const text of lines()) {
      number++;
      try {
        await importing.take(parsed(text), number);
      } catch (error) {
        // Everything else is the engine's own, which may want to begin the transaction anew.
        if (!(error instanceof ImportError || error instanceof MisuseError)) throw error;
        throw new ImportError(`${name}, line ${number}: ${error.message}. Nothing was imported`, { cause: error });
      }
    }
    if (importing.isOver) return importing.done;
    throw new ImportError(
      number === 0
        ? `${name} is empty: name a file that \`matterwright data export\` made`
        : `${name} ends after line ${number}, before its last line: export again. Nothing was imported`,
    );
  });
}

async function refuseUnlessEmpty(durable: Durable): Promise<void> {
  const { store, outbox, jobs } = durable;
  const found = [await store.list("", { limit: 1 }), await outbox.list({ limit: 1 }), await jobs.list({ limit: 1 })];
  if (found.some((list) => list.length > 0))
    throw new ImportError(
      `${durable.describe()} holds data already, and an import never mixes: name a home where no bot has run yet`,
    );
}

function parsed(text: string): Line {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ImportError("it is no JSON");
  }
  const { data, error } = lineSchema.safeParse(value);
  if (data !== undefined) return data;
  throw new ImportError(error.issues.map(({ path, message }) => `${path.join(".") || "it"}: ${message}`).join("; "));
}

/** Where an import stands. */
class Importing {
  readonly #tx: Transaction;
  readonly #nowMs: number;
  readonly #counts = { entries: 0, intents: 0, jobs: 0, leftOut: 0 };
  readonly #read = { entries: 0, intents: 0, jobs: 0 };
  isOver = false;

  constructor(tx: Transaction, nowMs: number) {
    this.#tx = tx;
    this.#nowMs = nowMs;
  }

  get done(): Imported {
    return this.#counts;
  }

  async take(line: Line, number: number): Promise<void> {
    if (this.isOver) throw new ImportError("there is something behind the last line");
    if ((number === 1) !== (line.kind === "matterwright"))
      throw new ImportError(number === 1 ? "this is not how an export begins" : "an export begins in the middle");
    if (line.kind === "matterwright") checkFormat(line.format);
    else if (line.kind === "end") this.#end(line);
    else if (line.kind === "entry") await this.#entry(line);
    else if (line.kind === "intent") await this.#intent(line);
    else await this.#job(line);
  }

  async #entry({ key, value, expiresAt }: Line & { kind: "entry" }): Promise<void> {
    this.#read.entries++;
    const ttlMs = expiresAt === undefined ? undefined : expiresAt - this.#nowMs;
    if (ttlMs !== undefined && ttlMs <= 0) return void this.#counts.leftOut++;
    await this.#tx.store.set(key, value, ttlMs === undefined ? {} : { ttlMs });
    this.#counts.entries++;
  }

  async #intent({
    intent,
    queue,
    owner,
    state,
    dueAt,
    addedAt,
    unsureSince,
  }: Line & { kind: "intent" }): Promise<void> {
    this.#read.intents++;
    if (state === "failed") return void this.#counts.leftOut++;
    await this.#tx.outbox.add({
      intent,
      queue,
      owner,
      dueAt,
      unsureSince: unsureSince ?? addedAt,
    });
    this.#counts.intents++;
  }

  async #job({ name, key, payload, state, runAt }: Line & { kind: "job" }): Promise<void> {
    this.#read.jobs++;
    const isOpen = state === "waiting" || state === "running";
    if (!isOpen && key === undefined) return void this.#counts.leftOut++;
    const id = await this.#tx.jobs.add({ name, payload, runAt, ...(key === undefined ? {} : { key }) });
    // Its key stays taken, and nobody runs it.
    if (!isOpen && id !== undefined) await this.#tx.jobs.cancel(id);
    if (isOpen) this.#counts.jobs++;
    else this.#counts.leftOut++;
  }

  #end({ entries, intents, jobs }: Line & { kind: "end" }): void {
    const isWhole = entries === this.#read.entries && intents === this.#read.intents && jobs === this.#read.jobs;
    if (!isWhole) throw new ImportError("it counts more or fewer lines than there are: export again");
    this.isOver = true;
  }
}

function checkFormat(format: number): void {
  if (format !== FORMAT)
    throw new ImportError(
      `the export has format ${format} and this program reads ${FORMAT}: import it with the Matterwright that made it`,
    );
}
