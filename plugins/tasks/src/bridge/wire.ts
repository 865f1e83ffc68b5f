/**
 * What the bot and the process of a module say to each other: values as they cross, and the messages around them. Read by both sides;
 * nothing is done here.
 */

/** A value on its way. What cannot be copied is lent: it stays where it is, and the other side works with it from afar. */
export type Wire =
  | { readonly is: "copy"; readonly value: unknown }
  | { readonly is: "list"; readonly items: readonly Wire[] }
  | { readonly is: "record"; readonly entries: readonly (readonly [key: string, value: Wire])[] }
  | {
      readonly is: "error";
      readonly name: string;
      readonly message: string;
      readonly stack: string;
      readonly facts: Wire;
    }
  | { readonly is: "promise"; readonly id: number }
  | { readonly is: "signal"; readonly id: number; readonly reason: Wire | undefined }
  | { readonly is: "lent"; readonly id: number; readonly as: "function" | "object" | "sequence" }
  | { readonly is: "returned"; readonly id: number };

/** What a module asks of something that the bot has lent it; it waits for the answer. */
export interface Asking {
  readonly what: "get" | "has" | "call";
  /** Of what was lent; 0 is the `bot` of the task. */
  readonly id: number;
  /** Of it; without one, it is a function itself. */
  readonly key?: string | undefined;
  readonly args?: readonly Wire[];
}

export type Answer =
  | { readonly is: "value"; readonly value: Wire }
  /** A function, to be called by its key. */
  | { readonly is: "method" }
  | { readonly is: "thrown"; readonly error: Wire };

/** What either side tells the other without waiting. */
export type Told =
  | { readonly is: "settled"; readonly id: number; readonly hasFailed: boolean; readonly value: Wire }
  | { readonly is: "aborted"; readonly id: number; readonly reason: Wire }
  /** The bot calls what the module has lent it. */
  | {
      readonly is: "called";
      readonly promise: number;
      readonly id: number;
      readonly key?: string;
      readonly args: readonly Wire[];
    };

/** What a module's process tells at its end, besides what both sides say. */
export type Outcome =
  | { readonly is: "found"; readonly description: string; readonly reruns: boolean }
  | { readonly is: "done" }
  | { readonly is: "failed"; readonly error: Wire };
