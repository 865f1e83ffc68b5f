/** Middleware: small functions in a row, each of which may do something and call the next. The whole engine is in this file. */
import { MisuseError } from "../errors.ts";

/** Calls what comes behind. */
export type Next = () => Promise<void>;

/** Does something before or after the next, or instead of it. */
export type MiddlewareFn<C> = (ctx: C, next: Next) => unknown;

/** Something that brings its middleware along: a session, a composer. */
export interface MiddlewareObject<C> {
  middleware(): MiddlewareFn<C>;
}

export type Middleware<C> = MiddlewareFn<C> | MiddlewareObject<C>;

/** A session is both a function, by which it is read, and an object that brings middleware: the latter counts. */
export function flatten<C>(middleware: Middleware<C>): MiddlewareFn<C> {
  return "middleware" in middleware ? (ctx, next) => middleware.middleware()(ctx, next) : middleware;
}

/** Runs the functions of a list one inside the other. The list is read anew for each run, so that it may change in between. */
export function concat<C>(list: () => readonly MiddlewareFn<C>[]): MiddlewareFn<C> {
  return (ctx, next) => {
    const all = list();
    const from = async (index: number): Promise<void> => {
      const each = all[index];
      if (each === undefined) return next();
      let called = false;
      await each(ctx, () => {
        if (called) return Promise.reject(new MisuseError("next() was called twice in one middleware"));
        called = true;
        return from(index + 1);
      });
    };
    return from(0);
  };
}

/** Runs middleware to its end. */
export async function run<C>(middleware: MiddlewareFn<C>, ctx: C): Promise<void> {
  await middleware(ctx, pass);
}

export function pass(): Promise<void> {
  return Promise.resolve();
}
