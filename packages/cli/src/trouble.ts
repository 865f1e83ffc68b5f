/** What ends a command, as a sentence for the person who called it and an exit code for the machine. Thrown anywhere, printed in run.ts. */

/** After `sysexits.h`, besides `failed`, for tests: a supervisor may start again after `passing`, and should not after `setting`. */
export const exitCodes = { done: 0, failed: 1, usage: 64, internal: 70, passing: 75, setting: 78 } as const;

/**
 * Something that the caller has to know. Its message is printed as it is: one sentence, or one a line.
 *
 * @example
 * throw new Trouble("setting", "MATTERMOST_TOKEN is missing: ...");
 */
export class Trouble extends Error {
  override name = "Trouble";
  readonly exitCode: number;

  constructor(kind: Exclude<keyof typeof exitCodes, "done">, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCodes[kind];
  }
}
