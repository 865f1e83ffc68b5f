/**
 * Work in order where order matters: one queue for each conversation, side by side across conversations. The reader that puts work
 * in never waits for it.
 */

export type Posted = "accepted" | "full";

export interface MailboxOptions {
  /** Tasks that one conversation may have waiting. */
  readonly perConversation: number;
  /** Tasks that may wait altogether. */
  readonly total: number;
}

/** Called with what a task threw: tasks are expected to handle their own errors. */
export type TaskFailed = (error: unknown) => void;

export class Mailboxes {
  readonly #queues = new Map<string, (() => Promise<void>)[]>();
  readonly #options: MailboxOptions;
  readonly #failed: TaskFailed;
  #waiting = 0;
  #idle: (() => void)[] = [];
  /** Who waits for room in a conversation. */
  #wanting: { readonly conversation: string; readonly resolve: () => void }[] = [];

  constructor(options: MailboxOptions, failed: TaskFailed) {
    this.#options = options;
    this.#failed = failed;
  }

  /** Tasks that run or wait. */
  get size(): number {
    return this.#waiting;
  }

  /** Puts a task behind those of the same conversation; refused when too many wait. */
  post(conversation: string, task: () => Promise<void>): Posted {
    if (!this.#hasRoom(conversation)) return "full";
    const queue = this.#queues.get(conversation);
    this.#waiting++;
    if (queue !== undefined) queue.push(task);
    else {
      const fresh = [task];
      this.#queues.set(conversation, fresh);
      void this.#work(conversation, fresh);
    }
    return "accepted";
  }

  /** Resolves when a conversation can take one more. */
  async room(conversation: string): Promise<void> {
    while (!this.#hasRoom(conversation))
      await new Promise<void>((resolve) => this.#wanting.push({ conversation, resolve }));
  }

  #hasRoom(conversation: string): boolean {
    const { perConversation, total } = this.#options;
    return (this.#queues.get(conversation)?.length ?? 0) < perConversation && this.#waiting < total;
  }

  /** Resolves when nothing runs and nothing waits. */
  idle(): Promise<void> {
    return this.#waiting === 0 ? Promise.resolve() : new Promise((resolve) => this.#idle.push(resolve));
  }

  #tellOfRoom(): void {
    const lucky = this.#wanting.filter(({ conversation }) => this.#hasRoom(conversation));
    this.#wanting = this.#wanting.filter((each) => !lucky.includes(each));
    for (const { resolve } of lucky) resolve();
  }

  async #work(conversation: string, queue: (() => Promise<void>)[]): Promise<void> {
    for (let task = queue[0]; task !== undefined; task = queue[0]) {
      try {
        await task();
      } catch (error) {
        this.#failed(error);
      }
      queue.shift();
      this.#waiting--;
      if (this.#wanting.length > 0) this.#tellOfRoom();
    }
    this.#queues.delete(conversation);
    if (this.#waiting > 0) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}
