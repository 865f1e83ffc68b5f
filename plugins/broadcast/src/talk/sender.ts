/** Hands a confirmed announcement over: to be sent, or first to those who have to agree. */
import type { StartOptions } from "../broadcast.ts";
import type { Approvals } from "../rights/approvals.ts";
import { draftFor } from "./asides.ts";
import { draft as draftSchema } from "../broadcast.ts";
import { tell } from "./behalf.ts";
import type { Turn } from "./turn.ts";
import { type Look, tableOf } from "./look.ts";
import type { TalkParts } from "./parts.ts";
import { agreement, countOf } from "./show.ts";
import { start } from "./start.ts";
import type { TalkState } from "./state.ts";

type Later = Pick<StartOptions, "dueAt" | "repeat" | "audience" | "theirs" | "disturbs">;

/** What there is to know of an announcement that is not sent at once. */
function laterOf(
  { user }: Turn,
  { due, repeat, steps, disturbs }: TalkState,
  { startsAt, tableId }: { readonly startsAt: number | undefined; readonly tableId: string | undefined },
): Later {
  const always = disturbs === true ? { disturbs } : {};
  if (startsAt === undefined && repeat === undefined) return always;
  const by = { id: user.id, username: user.username };
  const audience = { steps, by, isAgreed: false, ...(tableId === undefined ? {} : { tableId }) };
  return {
    ...always,
    audience,
    ...(startsAt === undefined ? {} : { dueAt: startsAt }),
    ...(repeat === undefined ? {} : { repeat }),
    ...(due?.theirs === undefined ? {} : { theirs: due.theirs }),
  };
}

export class Sender {
  readonly #parts: TalkParts;
  readonly #approvals: Approvals;

  constructor(parts: TalkParts, approvals: Approvals) {
    this.#parts = parts;
    this.#approvals = approvals;
  }

  /** What became of it, and whether the dialog is over. @throws StoreError, CallError: then nothing was sent. */
  async send(ctx: Turn, state: TalkState, look: Look): Promise<{ readonly isDone: boolean; readonly said: string }> {
    const { targets } = look.audience;
    const draft = draftFor(ctx.user.id, state, look);
    const later = laterOf(ctx, state, { startsAt: look.startsAt, tableId: await tableOf(state, this.#parts) });
    if (look.approval !== "") {
      const wanted = {
        draft: draftSchema.parse(draft),
        targets: [...targets],
        print: look.print,
        author: { id: ctx.user.id, username: ctx.user.username },
        tellIn: state.channelId,
        ...later,
        ...(look.when === undefined ? {} : { when: look.when }),
      };
      const asked = await this.#approvals.ask(ctx, wanted, agreement(look, { priority: state.priority }));
      return asked.length === 0
        ? {
            isDone: false,
            said: `${look.approval} But there is nobody else to ask: whoever runs this bot names somebody in \`BROADCAST_APPROVERS\`.`,
          }
        : {
            isDone: true,
            said: `:busts_in_silhouette: ${look.approval} I have asked ${asked.join(", ")}. It goes to ${countOf(targets)} as soon as one of them agrees.`,
          };
    }
    const { id } = await start(this.#parts, {
      ...later,
      draft,
      targets,
      tellIn: state.channelId,
      key: `talk/${state.message.postId}/${look.print}`,
    });
    await tell(ctx, { draft, targets, by: `@${ctx.user.username}` }, this.#parts);
    const confirmed = `:white_check_mark: Confirmed: it goes to ${countOf(targets)}`;
    if (look.when === undefined) return { isDone: true, said: `${confirmed}.` };
    const skip = state.repeat === undefined ? "" : `, \`broadcast skip ${id}\` leaves out its next time`;
    return {
      isDone: true,
      said: `${confirmed}, ${look.when}.\nIt is broadcast ${id}: \`broadcast cancel ${id}\` takes it back${skip}.`,
    };
  }
}
