/** A method of a Python class, as the scanner takes it apart. */
import type { LogicalLine } from "../python/tokens.ts";
import type { Argument } from "../python/value.ts";

export interface Method {
  readonly name: string;
  readonly line: number;
  readonly isAsync: boolean;
  readonly parameters: readonly string[];
  readonly decorators: readonly Decorator[];
  readonly body: readonly LogicalLine[];
}

export interface Decorator {
  readonly name: string;
  readonly line: number;
  readonly args: readonly Argument[];
}
