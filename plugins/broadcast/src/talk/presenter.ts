/** Shows an announcement with its buttons, and takes these away when it is over. What was shown is what can be confirmed. */
import { type Action, type Log, errorFacts } from "matterwright";
import type { Rest } from "@matterwright/client";
import type { Look } from "./look.ts";
import { preview } from "./show.ts";
import type { TalkState } from "./state.ts";
import type { Turn } from "./turn.ts";

/** What the buttons of a preview go by. */
export interface Shown {
  readonly print: string;
  readonly isBlocked: boolean;
  /** Whether its readers are asked to confirm that they have read it. */
  readonly isAsking: boolean;
}

export interface PresenterParts {
  readonly rest: Rest;
  readonly log: Log;
  /** `yes` and `no` as buttons; nothing where the server cannot call the bot. */
  readonly buttons: (shown: Shown) => readonly Action[];
}

export class Presenter {
  readonly #parts: PresenterParts;

  constructor(parts: PresenterParts) {
    this.#parts = parts;
  }

  async show(
    ctx: Turn,
    state: TalkState,
    { look, lead }: { readonly look: Look; readonly lead: string },
  ): Promise<void> {
    const { flight, print, when } = look;
    const { priority, channelId, ack } = state;
    const isBlocked = flight.findings.some(({ level }) => level === "block");
    const text = preview({ look, priority, ack, when });
    await this.close(state, "*This is out of date: see below.*");
    const actions = this.#parts.buttons({ print, isBlocked, isAsking: ack !== undefined });
    const post = await ctx.to(channelId).post(lead === "" ? text : `${lead}\n\n${text}`, {
      durable: false,
      ...(actions.length === 0 ? {} : { actions }),
    });
    state.shown = { postId: post.id, print };
  }

  /** Takes the buttons away, and says what became of it. */
  async close(state: TalkState, text: string): Promise<void> {
    const { shown } = state;
    if (shown === undefined) return;
    delete state.shown;
    await this.#parts.rest.posts
      .patch(shown.postId, { message: text, props: {} })
      .catch((error: unknown) => this.#parts.log.warn({ error: errorFacts(error) }, "a preview could not be closed"));
  }
}
