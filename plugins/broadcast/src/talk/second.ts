/**
 * Another message that came while one is being announced: asks what it is, and does with it what was said. Called by the desk, which goes on
 * where it was.
 */
import type { Context, Session } from "matterwright";
import type { TalkParts } from "./parts.ts";
import { secondQuestion, targetsQuestion } from "./show.ts";
import type { TalkState, Written } from "./state.ts";
import type { Turn } from "./turn.ts";
import type { Steer } from "./words.ts";

export interface SecondParts extends Pick<TalkParts, "file"> {
  readonly talk: Session<TalkState>;
  /** Shows what would be sent. @param lead what stands above it */
  readonly show: (ctx: Turn, lead?: string) => Promise<void>;
}

export class Second {
  readonly #parts: SecondParts;

  constructor(parts: SecondParts) {
    this.#parts = parts;
  }

  async ask(ctx: Context<"post">, message: Written): Promise<void> {
    const state = this.#parts.talk(ctx);
    if (state.at !== "targets" && state.at !== "confirm") return;
    state.second = { message, from: state.at };
    state.at = "second";
    await ctx.reply(secondQuestion(state.message, message));
  }

  async decide(ctx: Context<"post">, steer: Steer | undefined, written: Written): Promise<void> {
    const state = this.#parts.talk(ctx);
    const { second } = state;
    if (second === undefined) return;
    if (steer?.type === "replace") state.message = second.message;
    else if (steer?.type === "add") state.message = joined(state.message, second.message);
    else if (steer?.type !== "keep") {
      state.second = { ...second, message: joined(second.message, written) };
      await ctx.reply(`I keep this too.\n\n${secondQuestion(state.message, state.second.message)}`);
      return;
    }
    await this.#goOn(ctx);
  }

  /** Its author has deleted it: the dialog is where it was before. */
  forget(ctx: Turn): Promise<void> {
    return this.#goOn(ctx, ":wastebasket: You have deleted your second message, so I go on with the first.");
  }

  async #goOn(ctx: Turn, lead?: string): Promise<void> {
    const { talk, file, show } = this.#parts;
    const state = talk(ctx);
    const { from = "targets" } = state.second ?? {};
    delete state.second;
    state.at = from;
    if (from === "confirm") return show(ctx, lead);
    const question = targetsQuestion(state.message, await file.read());
    await ctx.to(state.channelId).post(lead === undefined ? question : `${lead}\n\n${question}`);
  }
}

/** Two messages as one: it is still the first that is watched for changes. */
function joined(one: Written, other: Written): Written {
  return {
    postId: one.postId,
    text: [one.text, other.text].filter((text) => text !== "").join("\n\n"),
    fileIds: [...one.fileIds, ...other.fileIds],
  };
}
