/** What every mapping of events is made of: a schema of what is needed from the payload, and the words for it. */
import { z } from "matterwright";

/** What an event says in a channel, in Markdown; nothing when it is not worth a message. */
export type Said = string | undefined;

/** One kind of event. */
export interface EventMapping {
  /** @throws ZodError when the payload is not what this kind of event has. */
  say(payload: unknown): Said;
}

/** Only what the words need is asked of a payload: senders add to it all the time. */
export function mapping<Payload>(schema: z.ZodType<Payload>, say: (payload: Payload) => Said): EventMapping {
  return { say: (payload) => say(schema.parse(payload)) };
}

/** Text that may be missing. */
export const text = z
  .string()
  .nullish()
  .transform((value) => value ?? "");
