/** Runs the command in this process and ends it: imported by `bin/matterwright.js`, which has made it ready, and the only source with an effect. */
import { growNot } from "./memory.ts";

growNot();
const [{ run }, { nodeTerminal }] = await Promise.all([import("./run.ts"), import("./node-terminal.ts")]);
const exitCode = await run(process.argv.slice(2), nodeTerminal);
// A kept-alive connection must not hold the end up, and what was printed must not be cut off.
process.stdout.write("", () => {
  // Node keeps now what was compiled late, and V8 takes it again only under the flags that it was compiled under.
  growNot();
  process.exit(exitCode);
});
