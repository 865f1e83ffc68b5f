/** An announcement as it would be sent now: where it goes, what stands in its way, and a print that changes when any of it does. */
import { createHash } from "node:crypto";
import type { Audience, Wanted } from "../audience/wanted.ts";
import type { Book } from "../book/book.ts";
import { wideMentions, withoutWideMentions } from "../preflight/mentions.ts";
import type { Flight } from "../preflight/flight.ts";
import type { Person } from "../rights/rights.ts";
import type { TalkParts } from "./parts.ts";
import type { TalkState } from "./state.ts";

export interface Look {
  readonly audience: Audience;
  readonly flight: Flight;
  /** The text as it is sent: `@all` without its effect where that is not allowed. */
  readonly text: string;
  /** Of exactly this message to exactly these targets. */
  readonly print: string;
  /** Why somebody else has to agree; empty when nobody has to. */
  readonly approval: string;
}

/** @throws CallError when the server does not say. */
export async function lookAt(
  { message, steps, priority, due }: Pick<TalkState, "message" | "steps" | "priority" | "due">,
  { person, book, parts }: { readonly person: Person; readonly book: Book; readonly parts: TalkParts },
): Promise<Look> {
  const { audiences, preflight, rights } = parts;
  const audience = await audiences.resolve(steps, book, await rights.reach(person, book));
  const mayMention = await rights.mayMention(person);
  const text = mayMention ? message.text : withoutWideMentions(message.text);
  const { fileIds } = message;
  const flight = await preflight.look({ text: message.text, fileIds, targets: audience.targets, mayMention });
  const print = printOf([text, fileIds, priority ?? "", due?.at ?? 0, audience.targets.map(({ id }) => id)]);
  return { audience, flight, text, print, approval: whyApproval(audience.targets, { text, book, parts }) };
}

function whyApproval(
  targets: readonly Wanted[],
  { text, book, parts: { approval } }: { readonly text: string; readonly book: Book; readonly parts: TalkParts },
): string {
  const { over, mentions } = approval;
  const group = [...new Set(targets.flatMap(({ groups }) => groups))].find(
    (name) => book.rights.get(name)?.approve === true,
  );
  const [mention] = mentions ? wideMentions(text) : [];
  if (group !== undefined) return `Somebody else has to agree to whatever goes to **${group}**.`;
  if (mention !== undefined) return `Somebody else has to agree, because it says \`${mention}\`.`;
  return over !== undefined && targets.length > over
    ? `Somebody else has to agree, because it goes to more than ${over}.`
    : "";
}

function printOf(what: unknown): string {
  return createHash("sha256").update(JSON.stringify(what)).digest("base64url");
}
