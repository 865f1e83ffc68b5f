/** Tells about sessions that have lived their time: takes them from the store, and makes a job of each so that none is forgotten. */
import type { Context } from "../context/context.ts";
import type { Installable, JobHandler } from "../install/install.ts";
import type { Stored } from "../store/store.ts";

/** A state that has lived its time. */
export interface Expired<Value> {
  /** Whose it was: the id of the person, channel or thread, or what `per` said. */
  readonly key: string;
  readonly state: Value;
}

export interface ExpiryOptions<Value> {
  readonly name: string;
  readonly read: (stored: Stored) => Value;
  readonly options: { readonly onExpired?: (expired: Expired<Value>, ctx: Context<"tick">) => unknown };
}

const LOOK_EVERY_MS = 30_000;
const AT_ONCE = 100;

/** Watches one session, for every plugin that uses it. */
export function expiryOf<Value>({ name, read, options }: ExpiryOptions<Value>): Installable {
  const { onExpired } = options;
  if (onExpired === undefined) return { install: () => () => {} };
  const prefix = `session/${name}/`;
  const handler: JobHandler = {
    name: `session-expired/${name}`,
    check: ({ payload }) => void read(payload as Stored),
    run: (ctx) => {
      const stored = ctx.update.job.payload as Stored;
      return onExpired({ key: stored.key.slice(prefix.length), state: read(stored) }, ctx);
    },
  };
  return {
    install(workplace) {
      const { durable } = workplace;
      const take = (): Promise<number> =>
        durable.transaction(async (tx) => {
          const gone = await tx.store.takeExpired(prefix, AT_ONCE);
          for (const stored of gone) await tx.jobs.add({ name: handler.name, payload: stored });
          return gone.length;
        });
      const stopJobs = workplace.handleJobs(handler);
      const stopLooking = workplace.every(LOOK_EVERY_MS, async () => {
        while ((await take()) === AT_ONCE);
      });
      return () => {
        stopLooking();
        stopJobs();
      };
    },
  };
}
