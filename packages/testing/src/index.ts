/** Tests like a user's: a bot, a town and a clock in one test, without a server and without waiting. */

// To begin with
export { Stage, stage } from "./stage/stage.ts";
export type { LogLine, StageOptions } from "./stage/stage.ts";
export { Actor } from "./stage/actor.ts";

// The network of a stage, for tests that build their own
export { httpInto, socketInto } from "./stage/transports.ts";

// For whoever writes an engine that keeps state
export { durableContract } from "./contract/durable.ts";
export type { DurableContractOptions } from "./contract/durable.ts";
export type { Harness } from "./contract/harness.ts";
