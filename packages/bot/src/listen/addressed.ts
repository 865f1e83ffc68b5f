/** Who takes the updates that are addressed by name: clicks on a button, submissions of a dialog, calls of a hook. One map, so that thousands cost what one costs. */
import type { MiddlewareFn } from "./composer.ts";
import type { Context } from "../context/context.ts";
import { MisuseError } from "../errors.ts";
import type { Kind } from "../update/update.ts";

/** Kinds of updates that say for whom they are; answers to a wizard, and that somebody did not answer it, are told by the bot itself. */
export type AddressedKind = "answer" | "click" | "hook" | "silence" | "submit";

/** The context of what is addressed so. */
export type AddressedContext<K extends AddressedKind> = K extends "answer"
  ? Context<"click" | "post">
  : K extends "silence"
    ? Context<"tick">
    : Context<Extract<K, Kind>>;

type Run = (ctx: Context) => unknown;

export class Addressed {
  readonly #runs = new Map<string, { readonly owner: string; readonly run: Run }>();
  readonly #counts = new Map<AddressedKind, number>();

  /** @returns what takes it back. @throws MisuseError when the name is taken. */
  add(kind: AddressedKind, name: string, { owner, run }: { readonly owner: string; readonly run: Run }): () => void {
    const key = `${kind} ${name}`;
    const taken = this.#runs.get(key);
    if (taken !== undefined)
      throw new MisuseError(`${taken.owner} takes every ${kind} of "${name}" already: choose another name`);
    this.#runs.set(key, { owner, run });
    this.#count(kind, 1);
    return () => {
      if (this.#runs.delete(key)) this.#count(kind, -1);
    };
  }

  #count(kind: AddressedKind, change: 1 | -1): void {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + change);
  }

  /** Whether anybody takes it. */
  has(kind: AddressedKind, name: string): boolean {
    return this.#runs.has(`${kind} ${name}`);
  }

  /** Whether anybody takes anything of this kind. */
  hasAny(kind: AddressedKind): boolean {
    return (this.#counts.get(kind) ?? 0) > 0;
  }

  /** Hands a context to whoever takes what is addressed so, or on. */
  to(kind: AddressedKind, name: string): MiddlewareFn<Context> {
    const found = this.#runs.get(`${kind} ${name}`);
    return async (ctx, next) => {
      if (found === undefined) return next();
      ctx.handledBy = `${found.owner} ${kind} ${name}`;
      await found.run(ctx);
    };
  }

  readonly route: MiddlewareFn<Context> = (ctx, next) => {
    const { update } = ctx;
    return "name" in update ? this.to(update.kind, update.name)(ctx, next) : next();
  };
}
