/**
 * All commands of a bot, by name. The bot asks it for every message that is addressed to it, help asks it for lists.
 * Finding takes the same time among ten commands and ten thousand; it runs nothing and decides no rights.
 */
import { commandName, nameAttempts, nameWords } from "./words/names.ts";
import { Suggestions } from "./help/suggest.ts";
import { Triggers } from "./triggers.ts";

/** What the table needs to know of a command. */
export interface Named {
  /** In normal form, as {@link commandName} gives it. */
  readonly name: string;
  readonly aliases: readonly string[];
  /** Who brought it, for the message when two bring the same: the name of a plugin. */
  readonly owner?: string | undefined;
  /** Which slash command it is; that of its first word where nothing is said. */
  readonly slash?: boolean | string;
}

export interface Found<C> {
  readonly command: C;
  /** Where the name ends in the text, in UTF-16 units. */
  readonly end: number;
}

export class CommandTable<C extends Named> {
  readonly #byName = new Map<string, C>();
  readonly #commands = new Set<C>();
  readonly #suggestions = new Suggestions();
  /** Which slash commands there are, and whose. */
  readonly triggers = new Triggers<C>();
  /** By the words that other names go on from: `plugin` holds `plugin list` and `plugin info`. */
  readonly #groups = new Map<string, Set<C>>();
  #mostWords = 1;

  /**
   * Adds a command under its name and aliases. Returns the function that takes it away again.
   *
   * @throws Error when one of its names is taken, and by whom; MisuseError when its slash command is
   */
  add(command: C): () => void {
    const names = [command.name, ...command.aliases];
    for (const name of names) {
      const other = this.#byName.get(name);
      if (other) throw new Error(`There is a command "${name}" already${other.owner ? `, from ${other.owner}` : ""}.`);
    }
    this.triggers.add(command);
    for (const name of names) {
      this.#byName.set(name, command);
      this.#suggestions.add(name);
      this.#mostWords = Math.max(this.#mostWords, name.split(" ").length);
    }
    this.#commands.add(command);
    for (const group of groupsOf(command.name)) {
      this.#groups.set(group, (this.#groups.get(group) ?? new Set()).add(command));
    }
    return () => this.#remove(command);
  }

  #remove(command: C): void {
    if (!this.#commands.delete(command)) return;
    this.triggers.delete(command);
    for (const name of [command.name, ...command.aliases]) {
      this.#byName.delete(name);
      this.#suggestions.delete(name);
    }
    for (const group of groupsOf(command.name)) this.#groups.get(group)?.delete(command);
  }

  /** The command whose name is the longest that `text` begins with, case, spaces and underscores aside. */
  find(text: string): Found<C> | undefined {
    for (const { name, end } of nameAttempts(text, this.#mostWords)) {
      const command = this.#byName.get(name);
      if (command) return { command, end };
    }
    return undefined;
  }

  /** The command of exactly this name or alias. */
  get(name: string): C | undefined {
    return this.#byName.get(nameWords(name).join(" "));
  }

  /** The commands whose names go on from `text`: for `plugin`, `plugin list` and `plugin info`; by alphabet. */
  group(text: string): C[] {
    return byName(this.#groups.get(nameWords(text).join(" ")) ?? []);
  }

  /** Every command once, by alphabet. */
  all(): C[] {
    return byName(this.#commands);
  }

  /** Commands that `text` may have meant, most likely first: near misses, then those that go on from its first word. */
  near(text: string): C[] {
    return [...new Set([...this.misspelt(text), ...this.group(nameWords(text)[0] ?? "")])];
  }

  /** Commands of which a name is nearly what `text` begins with, most likely first. */
  misspelt(text: string): C[] {
    return this.#suggestions.near(nameWords(text)).map((name) => this.#byName.get(name) as C);
  }
}

function groupsOf(name: string): string[] {
  const words = commandName(name).split(" ");
  return words.slice(1).map((_, index) => words.slice(0, index + 1).join(" "));
}

function byName<C extends Named>(commands: Iterable<C>): C[] {
  return [...commands].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
