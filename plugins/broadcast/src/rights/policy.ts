/** When somebody else has to agree to what is announced, or to what is changed of it. Pure. */
import type { Book } from "../book/book.ts";
import { wideMentions } from "../preflight/mentions.ts";

export interface ApprovalPolicy {
  /** To more targets than this. */
  readonly over: number | undefined;
  /** Of messages that mention everybody. */
  readonly mentions: boolean;
}

export interface Judged {
  /** By which the targets came. */
  readonly groups: readonly string[];
  readonly targets: number;
  /** Everything that some copy says. */
  readonly texts: Iterable<string>;
}

/** Why somebody else has to agree, as a sentence; empty when nobody has to. */
export function whyApproval(
  { groups, targets, texts }: Judged,
  { book, policy: { over, mentions } }: { readonly book: Book; readonly policy: ApprovalPolicy },
): string {
  const group = groups.find((name) => book.rights.get(name)?.approve === true);
  if (group !== undefined) return `Somebody else has to agree to whatever goes to **${group}**.`;
  for (const text of mentions ? texts : []) {
    const [mention] = wideMentions(text);
    if (mention !== undefined) return `Somebody else has to agree, because it says \`${mention}\`.`;
  }
  return over !== undefined && targets > over
    ? `Somebody else has to agree, because it goes to more than ${over}.`
    : "";
}
