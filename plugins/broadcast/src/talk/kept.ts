/** Announcements that nobody went on with: kept for a day, so that nothing typed is lost. */
import { storeKey } from "matterwright";
import { talkState } from "./state.ts";

export const KEPT_MS = 86_400_000;

/** By the author's id. */
export const kept = storeKey("kept", talkState, { ttlMs: KEPT_MS });
