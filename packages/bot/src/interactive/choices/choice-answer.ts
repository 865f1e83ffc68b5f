/** The answer to a choice that was made by a reaction or a number: nobody waits for it, so everything is posted. */
import type { Rest } from "@matterwright/client";
import type { Id } from "@matterwright/protocol";
import type { Drawn } from "../../update/actions.ts";
import type { Answering, CallEnding } from "../../update/answering.ts";
import { changedProps } from "../changed.ts";

export interface ChoiceAnswerParts {
  readonly rest: Rest;
  readonly postId: Id;
  readonly forget: () => Promise<void>;
  readonly ended: (ending: CallEnding) => void;
}

export class ChoiceAnswer implements Answering {
  readonly #parts: ChoiceAnswerParts;

  constructor(parts: ChoiceAnswerParts) {
    this.#parts = parts;
  }

  say(): Promise<boolean> {
    return Promise.resolve(false);
  }

  /** Choices that are not offered again are gone. */
  async change(drawn: Drawn): Promise<void> {
    const { rest, postId, forget } = this.#parts;
    const props = changedProps(await rest.posts.get(postId), drawn);
    const post = await rest.posts.patch(postId, { message: drawn.text, props });
    await forget();
    await drawn.sent?.(post);
  }

  end(ending: CallEnding): void {
    this.#parts.ended(ending);
  }
}
