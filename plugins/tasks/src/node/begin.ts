/**
 * Where the process of a module begins: it loads the module, tells what it is or runs it, and tells how that ended. Started by `apart.ts`
 * with the module's path and what is wanted of it; nobody imports it.
 */
import { readSync, writeSync } from "node:fs";
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { Guest } from "../bridge/guest.ts";
import { placed } from "../bridge/placed.ts";
import type { Answer, Asking, Outcome, Told } from "../bridge/wire.ts";
import type { TaskBot } from "../folder/module-task.ts";
import { shapeOf } from "../folder/shape.ts";
import { CACHE_VARIABLE } from "./compile-cache.ts";
import { frame, readFrame } from "./frames.ts";

/** A module that has no copies of its own is lent the bot's. */
const LENT = /^(?:matterwright|zod|@matterwright\/[\w-]+)(?:\/|$)/;
/** The pipe on which the bot is asked, and answers. */
const PIPE = 4;
/** A module in a loop does not hear that the bot is dead: somebody beside it does. */
const WATCH = `
  const bot = process.ppid;
  setInterval(() => { if (process.ppid !== bot) process.kill(process.pid, "SIGKILL"); }, 1_000);
`;

const [, , path = "", wanted] = process.argv;
// What it starts itself is none of ours.
delete process.env[CACHE_VARIABLE];
const guest = new Guest({ ask, tell });

process.on("message", (told: Told) => guest.hear(told));
process.on("disconnect", () => process.exit());
for (const event of ["uncaughtException", "unhandledRejection"]) process.on(event, fail);
registerHooks({
  resolve(specifier, context, next) {
    if (!LENT.test(specifier)) return next(specifier, context);
    try {
      return next(specifier, context);
    } catch {
      return next(specifier, { ...context, parentURL: import.meta.url });
    }
  },
});
if (wanted === "run") new Worker(WATCH, { eval: true, env: {}, execArgv: [] }).unref();

try {
  const { run, description, reruns } = shapeOf(await loaded());
  if (wanted === "run") {
    await run(guest.bot as TaskBot);
    tell({ is: "done" });
  } else tell({ is: "found", description, reruns });
} catch (error) {
  fail(error);
}

function fail(error: unknown): void {
  tell({ is: "failed", error: guest.encode(error) });
}

async function loaded(): Promise<object> {
  try {
    return (await import(pathToFileURL(path).href)) as object;
  } catch (error) {
    throw new Error(placed(error, path), { cause: error });
  }
}

function tell(said: Told | Outcome): void {
  process.send?.(said);
}

function ask(asking: Asking): Answer {
  const bytes = frame(asking);
  for (let written = 0; written < bytes.length;) written += writeSync(PIPE, bytes, written);
  return readFrame(read) as Answer;
}

function read(bytes: Uint8Array): number {
  const count = readSync(PIPE, bytes);
  // The bot is gone.
  if (count === 0) process.exit();
  return count;
}
