/** A program that has a database file until it is killed. Started by tests of the lock. */
import { systemClock } from "@matterwright/clock";
import { sqlite } from "../src/index.ts";

const [file = ""] = process.argv.slice(2);
await sqlite({ file, clock: systemClock }).store.set("held", true);
setInterval(() => {}, 60_000);
// Nobody refers to the engine any more, and when the garbage collector comes by is not for chance to say.
setTimeout(() => {
  (globalThis as { readonly gc?: () => void }).gc?.();
  setTimeout(() => process.stdout.write("ready\n"), 10);
}, 10);
