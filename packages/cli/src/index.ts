/** The `matterwright` command, callable: for tests, and for programs that bring their own terminal. */

export { run } from "./run.ts";
export type { Terminal } from "./terminal.ts";
export { exitCodes } from "./trouble.ts";
