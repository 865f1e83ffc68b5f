/** Keeps what was made last, so that a few that are used often are made once and many cost no memory. Used for zones and for the calendars of schedules. */
export class Recent<Made> {
  readonly #most: number;
  readonly #kept = new Map<string, Made>();

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string, make: () => Made): Made {
    const made = this.#kept.get(key) ?? make();
    this.#kept.delete(key);
    this.#kept.set(key, made);
    if (this.#kept.size > this.#most) this.#kept.delete(this.#kept.keys().next().value as string);
    return made;
  }
}
