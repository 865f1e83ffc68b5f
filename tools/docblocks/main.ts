/** `node tools/docblocks/main.ts`: checks the code blocks of all documents and ends with 1 when one is wrong. */
import { resolve } from "node:path";
import { checkDocuments } from "./docblocks.ts";

const { errors, shown, checked } = await checkDocuments(resolve(import.meta.dirname, "../.."));
for (const line of shown) process.stdout.write(`${line} (shown only)\n`);
for (const error of errors) process.stdout.write(`${error}\n`);
process.stdout.write(`docblocks: ${checked} checked, ${errors.length} wrong\n`);
process.exitCode = errors.length === 0 ? 0 : 1;
