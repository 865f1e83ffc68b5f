/** The answer to a call of a hook: what its handler replied, once it has ended, with a status that says how. */
import type { Answer, Answering, CallEnding } from "../update/answering.ts";
import { UserError } from "../errors.ts";
import { problem } from "../door/door.ts";
import { json } from "../door/json.ts";

export class HookAnswering implements Answering {
  /** What names this delivery. */
  readonly marks: readonly string[];
  readonly #texts: string[] = [];
  readonly #over = Promise.withResolvers<CallEnding>();
  #isOver = false;
  #ref = "";
  #told = "";

  constructor(marks: readonly string[]) {
    this.marks = marks;
  }

  /** Resolves when everything that the handler wrote is written. */
  get over(): Promise<CallEnding> {
    return this.#over.promise;
  }

  say({ text }: Answer): Promise<boolean> {
    if (!this.#isOver) this.#texts.push(text);
    return Promise.resolve(!this.#isOver);
  }

  end(ending: CallEnding): void {
    this.#isOver = true;
    this.#over.resolve(ending);
  }

  /** Runs a handler, and keeps what the caller may be told of its failure. */
  async running(ref: string, run: () => unknown): Promise<void> {
    this.#ref = ref;
    try {
      await run();
    } catch (error) {
      if (error instanceof UserError) this.#told = error.message;
      throw error;
    }
  }

  /** What is answered. */
  response(ending: CallEnding): Response {
    switch (ending) {
      case "done":
        return this.#texts.length === 0 ? json({ status: "ok" }) : new Response(this.#texts.join("\n"));
      case "told":
        return problem(422, this.#told);
      case "failed":
        return json({ error: "something went wrong here", ref: this.#ref }, 500);
      case "silenced":
      case "turned away":
        return again("the bot is busy, call again later");
    }
  }
}

/** A refusal that is not for ever. */
export function again(error: string, status = 503): Response {
  const answer = problem(status, error);
  answer.headers.set("retry-after", "30");
  return answer;
}
