/** `node tools/walls/main.ts`: prints every breach of the import rules and ends with 1 when there is one. */
import { resolve } from "node:path";
import { findBreaches } from "./walls.ts";

const breaches = findBreaches(resolve(import.meta.dirname, "../.."));
for (const { rule, where, what } of breaches) process.stdout.write(`${where}  ${rule}: ${what}\n`);
process.stdout.write(
  breaches.length === 0 ? "walls: all imports keep to their direction\n" : `walls: ${breaches.length} breaches\n`,
);
process.exitCode = breaches.length === 0 ? 0 : 1;
