/** A program that has a database file until it is killed. Started by tests of the lock. */
import { systemClock } from "@matterwright/clock";
import { sqlite } from "../src/index.ts";

const [file = ""] = process.argv.slice(2);
const durable = sqlite({ file, clock: systemClock });
await durable.store.set("held", true);
process.stdout.write("ready\n");
setInterval(() => {}, 60_000);
