/** Who takes the updates that are addressed by name: clicks on a button, submissions of a dialog, calls of a hook. One map, so that thousands cost what one costs. */
import type { MiddlewareFn } from "./composer.ts";
import type { Context } from "./context.ts";
import { MisuseError } from "./errors.ts";

/** Kinds of updates that say for whom they are. */
export type AddressedKind = "click" | "hook" | "submit";

type Run = (ctx: Context) => unknown;

export class Addressed {
  readonly #runs = new Map<string, { readonly owner: string; readonly run: Run }>();

  /** @returns what takes it back. @throws MisuseError when the name is taken. */
  add(kind: AddressedKind, name: string, { owner, run }: { readonly owner: string; readonly run: Run }): () => void {
    const key = `${kind} ${name}`;
    const taken = this.#runs.get(key);
    if (taken !== undefined)
      throw new MisuseError(`${taken.owner} takes every ${kind} of "${name}" already: choose another name`);
    this.#runs.set(key, { owner, run });
    return () => void this.#runs.delete(key);
  }

  /** Whether anybody takes it. */
  has(kind: AddressedKind, name: string): boolean {
    return this.#runs.has(`${kind} ${name}`);
  }

  readonly route: MiddlewareFn<Context> = async (ctx, next) => {
    const { update } = ctx;
    const found = "name" in update ? this.#runs.get(`${update.kind} ${update.name}`) : undefined;
    if (found === undefined) return next();
    ctx.handledBy = `${found.owner} ${update.kind} ${"name" in update ? update.name : ""}`;
    await found.run(ctx);
  };
}
