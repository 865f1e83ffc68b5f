/** Errors that a bot's author throws on purpose, and those that the framework throws at its author. */
import type { ZodError } from "zod";

/**
 * Something that the person in the channel shall read. Thrown in a handler, its message is the answer; any other error is answered
 * with a reference only.
 *
 * @example
 * throw new UserError("There is no service called `api2`.");
 */
export class UserError extends Error {
  override name = "UserError";
}

/** The framework was used in a way that cannot work; the message says how to do it. */
export class MisuseError extends Error {
  override name = "MisuseError";
}

/** The bot has answered too often in one place and is silent there: no answer was sent. Nothing for a handler to do about it. */
export class StormError extends Error {
  override name = "StormError";
}

/** What a schema says is wrong with a value, in one line: `to: Invalid option; it: Unrecognized key`. */
export function issuesOf({ issues }: Pick<ZodError, "issues">): string {
  return issues.map(({ path, message }) => `${path.join(".") || "it"}: ${message}`).join("; ");
}

/** A command was cancelled, or took too long, and whoever called it was told: what its handler goes on to say is not said. */
export class StoppedError extends Error {
  override name = "StoppedError";
}

/** Something failed, and a hook knows what to tell about it. Its message is told together with the reference; its cause is logged. */
export class ExplainedFailure extends Error {
  override name = "ExplainedFailure";
}

/** What is wrong, in words, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
