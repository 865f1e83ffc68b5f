/**
 * `/livez` and `/readyz`, for whoever supervises the process: the first says that it runs, the second whether it can do its work, and if
 * not, why. Neither asks for anything, so neither tells anything that is nobody's business.
 */
import { type Clock, within } from "@matterwright/clock";
import type { Route } from "./route.ts";
import { json } from "./json.ts";

/** How long the store may take to answer. */
const PATIENCE_MS = 2_000;
/** So long an answer of the store counts: whoever asks often does not ask it often. */
const ASK_EVERY_MS = 1_000;

export interface HealthParts {
  readonly clock: Clock;
  /** How the connection to the server is, and why. */
  readonly link: () => { readonly link: string; readonly linkReason: string };
  /** Reads something, anything, of the store. */
  readonly touchStore: () => Promise<unknown>;
}

export function healthRoutes(parts: HealthParts): Route[] {
  const store = watched(parts);
  const livez: Route = {
    method: "GET",
    path: "/livez",
    isAlwaysOpen: true,
    handle: () => json({ status: "alive" }),
  };
  const readyz: Route = {
    method: "GET",
    path: "/readyz",
    isAlwaysOpen: true,
    handle: async () => {
      const reasons = [linkTrouble(parts.link()), await store()].filter((reason) => reason !== undefined);
      if (reasons.length === 0) return json({ status: "ready" });
      return json({ status: "not ready", reasons }, 503);
    },
  };
  return [livez, readyz];
}

function linkTrouble({ link, linkReason }: { readonly link: string; readonly linkReason: string }): string | undefined {
  // Whoever is degraded may still hear; to take it away would make sure that nobody does.
  if (link === "live" || link === "degraded") return undefined;
  if (link === "refused") return linkReason;
  const why = linkReason === "" ? "" : `: ${linkReason}`;
  return `the connection to Mattermost is not there (${link})${why}`;
}

function watched({ clock, touchStore }: HealthParts): () => Promise<string | undefined> {
  let askedMs = -Infinity;
  let answer: Promise<string | undefined> = Promise.resolve(undefined);
  return () => {
    if (clock.now() >= askedMs + ASK_EVERY_MS) {
      askedMs = clock.now();
      answer = storeTrouble(clock, touchStore);
    }
    return answer;
  };
}

async function storeTrouble(clock: Clock, touchStore: () => Promise<unknown>): Promise<string | undefined> {
  let trouble: string | undefined = "the store does not answer";
  const touched = touchStore().then(
    () => (trouble = undefined),
    () => (trouble = "the store cannot be read"),
  );
  await within(clock, PATIENCE_MS, touched);
  return trouble;
}
