/**
 * The tasks folder: which tasks there are, and which files could be none and why. It looks when it is told to, loads what is new or
 * has changed, and forgets what is gone. One file that cannot be loaded is named, and the others go on.
 */
import { join } from "node:path";
import { type Log, errorFacts } from "matterwright";
import { type FoundFile, filesIn } from "../node/files.ts";
import { loadTask } from "../node/load.ts";
import type { Task } from "../task.ts";
import { isHelper, isModule } from "./name.ts";
import type { ProgramOptions } from "./program-task.ts";

export interface FolderParts extends ProgramOptions {
  /** Absolute. */
  readonly folder: string;
  /** The folder as an operator would write it. */
  readonly shown: string;
  readonly log: Log;
}

/** Each module is loaded by a process of its own. */
const LOADED_AT_ONCE = 4;
const SKIPPED = "a task is skipped: it could not be loaded";

interface Known {
  readonly stamp: string;
  readonly task: Task | undefined;
  /** Why it is no task although it should be one; else empty. */
  readonly trouble: string;
}

export class TasksFolder {
  readonly #parts: FolderParts;
  #known = new Map<string, Known>();
  #tasks = new Map<string, Task>();
  #troubles = new Map<string, string>();
  #looking: Promise<boolean> | undefined;
  #unreadable = "";
  #isOver = false;

  constructor(parts: FolderParts) {
    this.#parts = parts;
  }

  /** The folder as an operator would write it. */
  get shown(): string {
    return this.#parts.shown;
  }

  get(name: string): Task | undefined {
    return this.#tasks.get(name);
  }

  /** By alphabet. */
  all(): readonly Task[] {
    return [...this.#tasks.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** Files that are skipped, and why. */
  get troubles(): ReadonlyMap<string, string> {
    return this.#troubles;
  }

  /** Why there is no task of a name, when a file that could not be loaded would be it. */
  troubleOf(name: string): string | undefined {
    for (const [file, trouble] of this.#troubles)
      if (file.replace(/^.*\//, "").replace(/\.[^.]*$/, "") === name) return `${file} could not be loaded: ${trouble}`;
    return undefined;
  }

  /** Nobody wants to know any more: what is still being loaded is given up, and nothing is said of it. */
  close(): void {
    this.#isOver = true;
  }

  /** Looks at the folder. Whether anything has changed. Never rejects. */
  async look(): Promise<boolean> {
    // Who asks while it looks wants to know what is there after that.
    while (this.#looking !== undefined) await this.#looking;
    this.#looking = this.#look();
    try {
      return await this.#looking;
    } finally {
      this.#looking = undefined;
    }
  }

  async #look(): Promise<boolean> {
    const files = await this.#files();
    if (files === undefined) return false;
    const helpers = files.filter(({ name }) => isHelper(name)).map(({ name, stamp }) => `${name} ${stamp}`);
    const loaded = await severalAtOnce(files, async (found): Promise<[string, Known]> => {
      // Whichever module imports it has changed with it.
      const file = isModule(found.name) ? { ...found, stamp: [found.stamp, ...helpers].join("\n") } : found;
      const before = this.#known.get(file.name);
      return [file.name, before?.stamp === file.stamp ? before : await this.#load(file)];
    });
    const known = new Map(loaded);
    const hasChanged = differ(this.#known, known) || differ(known, this.#known);
    this.#known = known;
    if (hasChanged) this.#sort();
    return hasChanged;
  }

  /** What was known stays when the folder cannot be read just now. */
  async #files(): Promise<FoundFile[] | undefined> {
    const { folder, log, shown } = this.#parts;
    try {
      const files = await filesIn(folder);
      this.#unreadable = "";
      return files;
    } catch (error) {
      const { code = String(error) } = error as NodeJS.ErrnoException;
      if (code !== this.#unreadable) log.warn({ folder: shown, reason: code }, "the tasks folder cannot be read");
      this.#unreadable = code;
      return undefined;
    }
  }

  async #load(file: FoundFile): Promise<Known> {
    const { stamp } = file;
    const shown = join(this.#parts.shown, file.name);
    try {
      const task = await loadTask(file, { ...this.#parts, shown });
      return { stamp, task, trouble: "" };
    } catch (error) {
      if (this.#isOver) return { stamp: "", task: undefined, trouble: "" };
      const trouble = error instanceof Error ? error.message : String(error);
      const { cause } = error instanceof Error ? error : {};
      this.#parts.log.warn(
        { file: shown, reason: trouble, ...(cause === undefined ? {} : { error: errorFacts(cause) }) },
        SKIPPED,
      );
      return { stamp, task: undefined, trouble };
    }
  }

  /** Of two files of one name the first counts. */
  #sort(): void {
    const before = this.#troubles;
    this.#tasks = new Map();
    this.#troubles = new Map();
    for (const [name, { task, trouble }] of this.#known) {
      const shown = join(this.#parts.shown, name);
      if (trouble !== "") this.#troubles.set(shown, trouble);
      if (task === undefined) continue;
      const first = this.#tasks.get(task.name);
      if (first === undefined) {
        this.#tasks.set(task.name, task);
        continue;
      }
      const reason = `${first.file} is called ${task.name} as well: rename one of them`;
      this.#troubles.set(shown, reason);
      if (before.get(shown) !== reason) this.#parts.log.warn({ file: shown, reason }, SKIPPED);
    }
  }
}

/** The results in the order of the items. One that takes long does not keep the others waiting. */
async function severalAtOnce<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const rest = items.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of rest) results[index] = await act(item);
  };
  await Promise.all(Array.from({ length: LOADED_AT_ONCE }, work));
  return results;
}

/** Whether a task or a trouble of the first is not in the other. What tasks write beside themselves is neither. */
function differ(one: ReadonlyMap<string, Known>, other: ReadonlyMap<string, Known>): boolean {
  return [...one].some(
    ([name, known]) => other.get(name) !== known && (known.task !== undefined || known.trouble !== ""),
  );
}
