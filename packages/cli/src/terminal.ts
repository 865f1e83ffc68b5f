/** Where a command runs: what it can read and write. The real one is made in main.ts; a test makes one that remembers. */

export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that the command was called in. */
  readonly cwd: string;
  /** Whether a person is looking at what `note` writes. */
  readonly isWatched: boolean;
  /** Writes a result: nothing else goes to standard output. */
  readonly print: (text: string) => void;
  /** Writes what is said beside the result, to standard error. */
  readonly note: (text: string) => void;
  /** All of standard input, or nothing when it is a keyboard. */
  readonly input: () => Promise<string | undefined>;
  /** Resolves when the command is asked to stop. A second wish ends the process at once. */
  readonly stopWish: () => Promise<"interrupt" | "terminate">;
  /** To be called when the code of a command that runs on is there, before it begins: the process settles down for a long time. */
  readonly loaded: () => void;
  /** Starts the same command anew in the place of this process. Returns where the system cannot do that. */
  readonly replace: () => void;
  /** Has told what fails where nobody waits for it, as behind a forgotten `await`. Without this it ends the process. */
  readonly onStray: (tell: (error: unknown) => void) => void;
}
