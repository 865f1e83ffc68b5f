/**
 * Loads what `start` has to do, and nothing besides: a bot on a server has no use for a town, nor one that keeps a file for PostgreSQL, and each
 * is millions of bytes. Called by start, before anything runs; it begins nothing.
 */
import type { Settings } from "../settings/settings.ts";
import type { Running, Surroundings } from "./job.ts";

/** Begins the job. */
export type Begin = (surroundings: Surroundings) => Promise<Running>;

export async function loadJob(settings: Settings): Promise<Begin> {
  if (settings.job === "embedded") {
    const { startEmbedded } = await import("./embedded.ts");
    return (surroundings) => startEmbedded(settings, surroundings);
  }
  if (settings.databaseUrl !== undefined) await import("@matterwright/sql/postgres");
  const { startReal } = await import("./real.ts");
  return (surroundings) => startReal(settings, surroundings);
}
