/** A terminal that remembers what was written, for tests of this package. */
import type { Terminal } from "./terminal.ts";

export interface FakeTerminal extends Terminal {
  /** Standard output. */
  readonly printed: string[];
  /** Standard error. */
  readonly noted: string[];
  /** Everything that was written. */
  all(): string;
  /** As Ctrl-C does. */
  interrupt(): void;
  /** Resolves with the first text that was printed. */
  readonly firstPrint: Promise<string>;
}

export interface FakeTerminalOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly input?: string;
}

export function fakeTerminal({ env = {}, cwd = import.meta.dirname, input }: FakeTerminalOptions = {}): FakeTerminal {
  const printed: string[] = [];
  const noted: string[] = [];
  const first = Promise.withResolvers<string>();
  const wish = Promise.withResolvers<"interrupt">();
  return {
    env,
    cwd,
    isWatched: false,
    printed,
    noted,
    firstPrint: first.promise,
    print(text) {
      printed.push(text);
      first.resolve(text);
    },
    note: (text) => void noted.push(text),
    input: () => Promise.resolve(input),
    stopWish: () => wish.promise,
    loaded: () => {},
    replace: () => {},
    onStray: () => {},
    interrupt: () => wish.resolve("interrupt"),
    all: () => [...printed, ...noted].join("\n"),
  };
}
