/** What a person is told whose click or choice does not count. */
import { STALE } from "./carried.ts";
import type { Refusal } from "./seal.ts";

export const REFUSALS: Readonly<Record<Refusal, string>> = {
  forged: STALE,
  expired: "It is too late for this: it has expired. Please ask me again.",
  "not yours": "This is not for you to decide.",
  "unknown secret": STALE,
};
