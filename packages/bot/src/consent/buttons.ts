/** The two buttons below a question for consent. They carry nothing but yes or no: what is agreed to stands in the bot's own store. */
import * as z from "zod";
import type { Action } from "../update/actions.ts";
import type { Author } from "../update/update.ts";

/** The name of their kind. */
export const CONSENT_BUTTON = "consent";

const carried = z.object({ isYes: z.boolean() });
/** So long whoever clicks too late is told. */
const AFTERWARDS_MS = 86_400_000;

interface About {
  readonly by: Author;
  readonly lengthMs: number;
}

export function consentButtons(kind: "approve" | "confirm", { by, lengthMs }: About): readonly Action[] {
  const make = (label: string, isYes: boolean): Action => ({
    name: CONSENT_BUTTON,
    label,
    payload: { isYes },
    options: {
      expiresInMs: lengthMs + AFTERWARDS_MS,
      style: isYes ? "good" : "danger",
      ...(kind === "confirm" ? { for: [by.id] } : {}),
    },
  });
  return kind === "confirm" ? [make("Yes", true), make("No", false)] : [make("Agree", true), make("Refuse", false)];
}

/** Whether a click says yes; what makes no sense is a no. */
export function isYesIn(payload: unknown): boolean {
  return carried.safeParse(payload).data?.isYes === true;
}
