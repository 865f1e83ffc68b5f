/** Tests like a user's: a bot, a town and a clock in one test, without a server and without waiting. */

// To begin with
export { Stage, stage } from "./stage/stage.ts";
export type { LogLine, StageOptions } from "./stage/stage.ts";
export { Actor } from "./stage/actor.ts";

// The network of a stage, for tests that build their own
export { httpInto, socketInto } from "./stage/transports.ts";
