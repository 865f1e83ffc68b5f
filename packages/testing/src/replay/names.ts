/**
 * What the names of a recording (`<user.ben>`, `<p>`, `<id3>`) stand for in one run. Most are known from the start; a numbered one
 * takes the first value it meets, and no two names share one.
 */
import type { Playback } from "./run.ts";

export class Names {
  readonly #known: Map<string, readonly string[]>;
  #bound: Map<string, string>;
  #taken: Set<string>;

  constructor(known: ReadonlyMap<string, readonly string[]>) {
    this.#known = new Map(known);
    this.#bound = new Map();
    this.#taken = new Set();
  }

  /** Every value that the scenario itself gave a name. */
  get values(): readonly string[] {
    return [...this.#known.values()].flat();
  }

  /** Whether this is a name at all, and not a text in angle brackets. */
  has(name: string): boolean {
    return this.#known.has(name) || isNumbered(name);
  }

  /** What the name may stand for here. Nothing: it is still free. */
  of(name: string): readonly string[] | undefined {
    const bound = this.#bound.get(name);
    return bound === undefined ? this.#known.get(name) : [bound];
  }

  /** Gives a numbered name its value. False: the value belongs to another one. */
  bind(name: string, value: string): boolean {
    if (this.#taken.has(value)) return false;
    this.#bound.set(name, value);
    this.#taken.add(value);
    return true;
  }

  /** Tries something out: what was bound is forgotten again unless the trial succeeds. */
  attempt(trial: () => boolean): boolean {
    const [bound, taken] = [this.#bound, this.#taken];
    this.#bound = new Map(bound);
    this.#taken = new Set(taken);
    if (trial()) return true;
    this.#bound = bound;
    this.#taken = taken;
    return false;
  }
}

/** The names that a run has given. */
export function namesOf({ town, saved }: Playback): Names {
  const known = new Map<string, readonly string[]>();
  const note = (name: string, value: string | undefined): void => {
    if (value !== undefined && value !== "") known.set(name, [value]);
  };
  for (const [who, id] of town.users) note(`user.${who}`, id);
  for (const [name, id] of town.channels) note(`channel.${name}`, id);
  for (const [who, token] of town.tokens) note(`token.${who}`, token);
  note("team.eng", town.teamId);
  note("token_id.wright", town.wrightTokenId);
  note("base", town.server.base);
  note("receiver", town.server.receiver.base);
  for (const [name, values] of saved) {
    const texts = values.filter((value) => value !== undefined && value !== null).map(String);
    if (texts.length > 0) known.set(name, texts);
  }
  return new Names(known);
}

function isNumbered(name: string): boolean {
  return /^id\d+$/.test(name);
}
