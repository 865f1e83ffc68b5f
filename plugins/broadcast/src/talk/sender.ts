/** Hands a confirmed announcement over: to be sent, or first to those who have to agree. */
import type { Approvals } from "../rights/approvals.ts";
import { draftFor } from "./asides.ts";
import type { Turn } from "./turn.ts";
import type { Look } from "./look.ts";
import type { TalkParts } from "./parts.ts";
import { countOf } from "./show.ts";
import { start } from "./start.ts";
import type { TalkState } from "./state.ts";

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
    if (look.approval !== "") {
      const asked = await this.#approvals.ask(ctx, {
        draft,
        targets: [...targets],
        print: look.print,
        author: { id: ctx.user.id, username: ctx.user.username },
        tellIn: state.channelId,
        ...(state.due === undefined ? {} : { dueAt: state.due.at }),
      });
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
    await start(this.#parts, {
      draft,
      targets,
      tellIn: state.channelId,
      key: `talk/${state.message.postId}/${look.print}`,
      dueAt: state.due?.at,
    });
    const when = state.due === undefined ? "" : `, ${state.due.shown}`;
    return { isDone: true, said: `:white_check_mark: Confirmed: it goes to ${countOf(targets)}${when}.` };
  }
}
