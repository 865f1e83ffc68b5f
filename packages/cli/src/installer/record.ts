/**
 * The record of what is installed, in a file: it alone says what is there. What it does not name is not installed, so whoever is killed
 * in the middle of installing leaves nothing behind.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const installed = z.object({
  /** As it was typed: an update begins from it. */
  asked: z.string(),
  kind: z.enum(["npm", "git", "folder", "packed"]),
  /** Exactly what was taken: `karma@1.2.3`, an address with a commit, a folder. */
  from: z.string(),
  version: z.string(),
  /** Of what was fetched: as the registry tells it, or the commit. */
  integrity: z.string(),
  /** Of the files that stand here. */
  files: z.string(),
  /** In the folder of the record. */
  folder: z.string().regex(/^[\w.-]+$/),
  /** When, and by whom: a username. */
  at: z.string(),
  by: z.string(),
});
const record = z.object({ version: z.literal(1), plugins: z.record(z.string(), installed) });

export type Installed = z.output<typeof installed>;

export class InstallRecord {
  /** With everything that is installed in it. Absolute. */
  readonly folder: string;
  readonly #file: string;

  constructor(folder: string) {
    this.folder = folder;
    this.#file = join(folder, "installed.json");
  }

  /** By the plugins' names. @throws Error that says what is wrong with the file. */
  read(): Readonly<Record<string, Installed>> {
    if (!existsSync(this.#file)) return {};
    try {
      return record.parse(JSON.parse(readFileSync(this.#file, "utf8"))).plugins;
    } catch (error) {
      throw new Error(
        `${this.#file} is not what I wrote, so what is installed is left alone: put it back from a backup, or remove it and install anew.`,
        { cause: error },
      );
    }
  }

  /** Writes down one, or that there is none. From then on it counts. */
  set(name: string, entry: Installed | undefined): void {
    const { [name]: _, ...others } = this.read();
    const plugins = entry === undefined ? others : { ...others, [name]: entry };
    mkdirSync(this.folder, { recursive: true });
    const draft = `${this.#file}.new`;
    const file = openSync(draft, "w");
    try {
      writeSync(file, `${JSON.stringify({ version: 1, plugins }, undefined, 2)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, this.#file);
  }

  /** Removes what nothing in the record speaks of. @throws Error when the record cannot be read. */
  tidy(): void {
    const known = new Set(["installed.json", ...Object.values(this.read()).map(({ folder }) => folder)]);
    if (!existsSync(this.folder)) return;
    for (const name of readdirSync(this.folder))
      if (!known.has(name)) rmSync(join(this.folder, name), { recursive: true, force: true });
  }
}
