/** Where a command answers: as its author says, or as the operator of the bot does, which counts for more. Called for every command. */
import { globPattern } from "../access/rule.ts";
import type { CommonSpec } from "../command/command.ts";

/** Commands that answer elsewhere than where they were called, by name or glob: `deploy`, `releases:*`, `*`. */
export interface DivertOptions {
  readonly direct?: readonly string[];
  readonly thread?: readonly string[];
}

interface Diverted {
  readonly name: string;
  readonly owner?: string | undefined;
  readonly spec: Pick<CommonSpec, "answerIn">;
}

export function divertedBy(
  { name, owner = "bot", spec }: Diverted,
  { direct = [], thread = [] }: DivertOptions = {},
): "place" | "thread" | "direct" {
  const isAmong = (globs: readonly string[]): boolean =>
    globs.map((glob) => globPattern(glob)).some((pattern) => pattern.test(name) || pattern.test(`${owner}:${name}`));
  return isAmong(direct) ? "direct" : isAmong(thread) ? "thread" : (spec.answerIn ?? "place");
}
