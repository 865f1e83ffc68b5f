/** Changes of what was announced that somebody else has to agree to: whether one is, who is asked, and what happens when they do. */
import { type Context, UserError } from "matterwright";
import type { Broadcast } from "../broadcast.ts";
import type { BookFile } from "../book/file.ts";
import type { Renames } from "../book/renames.ts";
import { withoutWideMentions } from "../preflight/mentions.ts";
import type { AgreedChange, Approvals } from "../rights/approvals.ts";
import { type ApprovalPolicy, whyApproval } from "../rights/policy.ts";
import type { Person, Rights } from "../rights/rights.ts";

export interface ConsentParts {
  readonly rights: Pick<Rights, "mayMention">;
  readonly file: Pick<BookFile, "read">;
  readonly renames: Pick<Renames, "nameNow">;
  readonly approvals: Approvals;
  readonly approval: ApprovalPolicy;
}

/** A text as somebody may send it. */
export interface AllowedText {
  readonly text: string;
  /** Whether its `@all` and its like notify nobody. */
  readonly isQuiet: boolean;
}

export interface AskedChange extends Omit<AgreedChange, "broadcastId"> {
  readonly broadcast: Broadcast;
  readonly why: string;
  /** What they are shown. */
  readonly shown: string;
}

export class Consent {
  readonly #parts: ConsentParts;

  constructor(parts: ConsentParts) {
    this.#parts = parts;
  }

  /** What is done when somebody has agreed. */
  onAgreed(act: Parameters<Approvals["onChange"]>[0]): void {
    this.#parts.approvals.onChange(act);
  }

  /** The text as this person may send it. */
  async allowed(person: Person, text: string): Promise<AllowedText> {
    const mayMention = await this.#parts.rights.mayMention(person);
    return { text: mayMention ? text : withoutWideMentions(text), isQuiet: !mayMention };
  }

  /** Why somebody else has to agree to a change; empty when nobody has to. @param mention that some copy would say */
  async why({ draft, targets }: Broadcast, mention: string | undefined): Promise<string> {
    const { file, approval, renames } = this.#parts;
    const texts = mention === undefined ? [] : [mention];
    const book = await file.read();
    const groups = await Promise.all(
      (draft.groups ?? []).map(async (name) => (await renames.nameNow(name, book)) ?? name),
    );
    return whyApproval({ groups, targets, texts }, { book, policy: approval });
  }

  /** Asks for it. Who was asked. @throws UserError when there is nobody. */
  async ask(ctx: Context<"click" | "post">, { broadcast, why, shown, ...change }: AskedChange): Promise<string[]> {
    const asked = await this.#parts.approvals.ask(
      ctx,
      {
        draft: broadcast.draft,
        targets: [],
        print: JSON.stringify([change.kind, change.before, change.text]),
        author: { id: ctx.user.id, username: ctx.user.username },
        tellIn: ctx.channelId,
        change: { ...change, broadcastId: broadcast.id },
      },
      shown,
    );
    if (asked.length === 0)
      throw new UserError(
        `${why} But there is nobody else to ask: whoever runs this bot names somebody in \`BROADCAST_APPROVERS\`.`,
      );
    return asked;
  }
}
