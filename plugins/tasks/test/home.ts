/** A bot's home with tasks in it, for the tests of this package: real files, real programs, and a clock that is turned by hand. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scheduler } from "node:timers/promises";
import { type Stage, stage } from "@matterwright/testing";
import { type AccessOptions, Bot } from "matterwright";
import tasks from "../src/index.ts";

interface OpenOptions {
  readonly startMs?: number;
  readonly access?: AccessOptions;
  /** Whether to go on before all files were looked at. */
  readonly isHasty?: boolean;
}

export class Home implements Disposable {
  readonly #root = mkdtempSync(join(tmpdir(), "tasks test "));

  constructor() {
    mkdirSync(join(this.#root, "tasks"));
  }

  /** Where a file of the tasks folder is. */
  path(name: string): string {
    return join(this.#root, "tasks", name);
  }

  /** Writes a task, or the scheduler file. What begins with `#!` can be executed. */
  write(name: string, text: string): void {
    const path = name === "scheduler.toml" ? join(this.#root, name) : this.path(name);
    writeFileSync(path, text);
    if (text.startsWith("#!")) chmodSync(path, 0o755);
  }

  remove(name: string): void {
    rmSync(this.path(name));
  }

  /** Resolves when a task has written a file, with what is in it. */
  async wrote(name: string): Promise<string> {
    await until(() => existsSync(this.path(name)) && readFileSync(this.path(name), "utf8") !== "");
    return readFileSync(this.path(name), "utf8");
  }

  /** A bot with these tasks. Its log channel is ~ops. */
  async open({ startMs, access = {}, isHasty = false }: OpenOptions = {}): Promise<Stage> {
    const config = {
      folder: join(this.#root, "tasks"),
      schedule: join(this.#root, "scheduler.toml"),
      shown: { folder: "tasks", schedule: "scheduler.toml" },
      logChannel: "~ops",
      environment: { PATH: process.env["PATH"] ?? "" },
    };
    const town = await stage(
      (options) => new Bot({ ...options, access }).plugin(tasks, config),
      startMs === undefined ? {} : { startMs },
    );
    if (!isHasty) await said(town, "the tasks are ready");
    await town.rest();
    return town;
  }

  [Symbol.dispose](): void {
    rmSync(this.#root, { recursive: true, maxRetries: 3 });
  }
}

/** How often real processes are looked at: they want the processor as well. */
const LOOK_MS = 2;

/** What is real takes its time: goes on until it is so, and turns no clock. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await scheduler.wait(LOOK_MS);
}

/** Resolves when the log has said something so often. */
export async function said(town: Stage, message: string, times = 1): Promise<void> {
  await until(() => town.log.filter((line) => line.message === message).length >= times);
}

/** Resolves when a task does not run any more. */
export async function ended(town: Stage, task: string): Promise<void> {
  await until(async () => (await town.bot.schedules.get(`tasks/${task}`)).state !== "running");
  await town.rest();
}

/** What somebody sees who has written something in town-square. */
export async function ask(town: Stage, text: string, who = "ann"): Promise<string> {
  await town.person(who).says(text, { in: "town-square" });
  return town.person(who).sees;
}

/** What is said where ann runs a task, when the run is over. */
export async function run(town: Stage, call: string): Promise<string[]> {
  const ann = town.person("ann");
  await ann.looksAt("town-square");
  const before = ann.posts.length;
  await ann.says(`!run ${call}`, { in: "town-square" });
  await ended(town, call.split(" ")[0] ?? "");
  return ann.posts.slice(before + 1).map(({ message }) => message);
}

export function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
