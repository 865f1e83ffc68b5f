/** Files of all kinds become tasks, or are named with what is wrong. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ManualClock } from "@matterwright/clock";
import { type Log, silentLog } from "matterwright";
import { afterAll, describe, expect, test } from "vitest";
import { Groups } from "../node/group.ts";
import { describedIn } from "./description.ts";
import { TasksFolder } from "./folder.ts";
import { fileKind } from "./name.ts";

const root = mkdtempSync(join(tmpdir(), "folder test "));
let count = 0;
afterAll(() => rmSync(root, { recursive: true }));

function open(files: Readonly<Record<string, string>>, log: Log = silentLog): { folder: string; tasks: TasksFolder } {
  const folder = join(root, String(count++));
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) write(folder, name, text);
  const clock = new ManualClock();
  return {
    folder,
    tasks: new TasksFolder({ folder, shown: "tasks", clock, log, groups: new Groups(), environment: {} }),
  };
}

function write(folder: string, name: string, text: string): void {
  writeFileSync(join(folder, name), text);
  if (text.startsWith("#!")) chmodSync(join(folder, name), 0o755);
}

const names = ({ tasks }: { tasks: TasksFolder }): string[] => tasks.all().map(({ name }) => name);

describe("a tasks folder", () => {
  test("holds modules and programs, each with its description", async () => {
    const { folder, tasks } = open({
      "plan.ts":
        'export const description: string = "Posts\\n the plan"; export function run(bot: unknown): void { void bot; }',
      "tidy.mjs": 'export default { description: "Tidies up", run() {} };',
      "my_task.py": 'DESCRIPTION = "As postbot has it"\nasync def run(driver) -> None:\n    pass\n',
      "backup.sh": "#!/bin/sh\n# Description: Copies things\n",
      watcher: "#!/bin/sh\n",
      "_helper.ts": "",
      ".hidden.py": "",
      "plan.test.ts": "",
      "README.md": "",
      "data.csv": "",
    });
    expect(await tasks.look()).toBe(true);
    expect(tasks.all().map(({ name, description }) => [name, description])).toEqual([
      ["backup", "Copies things"],
      ["my_task", "As postbot has it"],
      ["plan", "Posts the plan"],
      ["tidy", "Tidies up"],
      ["watcher", ""],
    ]);
    expect(tasks.troubles.size).toBe(0);
    expect(await tasks.look()).toBe(false);
    write(folder, "state.db", "what a task has written");
    expect(await tasks.look()).toBe(false);
  });

  test("that is not there holds none", async () => {
    const opened = open({});
    rmSync(opened.folder, { recursive: true });
    expect(await opened.tasks.look()).toBe(false);
    expect(names(opened)).toEqual([]);
  });

  test("names what cannot be loaded, why, and where; the others are there", async () => {
    const warned: unknown[] = [];
    const log = { ...silentLog, warn: (facts: Readonly<Record<string, unknown>>) => void warned.push(facts["file"]) };
    const opened = open(
      {
        "a b.sh": "#!/bin/sh\n",
        "bad.mjs": "export const x = 1;\n\nconst broken = ;",
        "good.mjs": "export function run() {}",
        "good.sh": "#!/bin/sh\n",
        "noexec.py": "print('hello')",
        "norun.mjs": "export const description = 'nothing to run';",
        "odd.mjs": "export const description = 7; export function run() {}",
        "ends.mjs": "process.exit(0); export function run() {}",
        "throws.mjs": "\n\n\nthrow new Error('no such host');",
      },
      log,
    );
    await opened.tasks.look();
    expect(names(opened)).toEqual(["good"]);
    const troubles = Object.fromEntries(opened.tasks.troubles);
    expect(troubles).toEqual({
      "tasks/a b.sh": '"a b" is no name of a task: use letters without accents, digits, "-" and "_", 64 at most',
      "tasks/ends.mjs": "it ends the process when it is loaded: what it does belongs into `run`",
      "tasks/bad.mjs": expect.stringMatching(/^line 3: /),
      "tasks/good.sh": "tasks/good.mjs is called good as well: rename one of them",
      "tasks/noexec.py": "it is not executable: `chmod +x tasks/noexec.py`",
      "tasks/norun.mjs": "it exports no `run`: write `export async function run(bot) { … }`",
      "tasks/odd.mjs": "its `description` is no text",
      "tasks/throws.mjs": "line 4: no such host",
    });
    expect(warned).toHaveLength(8);
    expect(opened.tasks.troubleOf("throws")).toBe("tasks/throws.mjs could not be loaded: line 4: no such host");
  });

  test("notices what is added, changed and removed", async () => {
    const opened = open({ "one.mjs": "export const description = 'first'; export function run() {}" });
    const { folder, tasks } = opened;
    await tasks.look();
    write(folder, "two.sh", "#!/bin/sh\n");
    write(folder, "one.mjs", "export const description = 'the second'; export function run() {}");
    expect(await tasks.look()).toBe(true);
    expect(tasks.all().map(({ name, description }) => [name, description])).toEqual([
      ["one", "the second"],
      ["two", ""],
    ]);
    rmSync(join(folder, "one.mjs"));
    chmodSync(join(folder, "two.sh"), 0o644);
    expect(await tasks.look()).toBe(true);
    expect(names(opened)).toEqual([]);
    expect([...tasks.troubles.keys()]).toEqual(["tasks/two.sh"]);
  });

  test("looks at modules anew when what they may import from a file beside them has changed", async () => {
    const { folder, tasks } = open({ "say.mjs": "export function run() {}", "_word.mjs": "" });
    await tasks.look();
    const before = tasks.get("say");
    write(folder, "_word.mjs", "export const word = 'another';");
    expect(await tasks.look()).toBe(true);
    expect(tasks.get("say")).not.toBe(before);
  });

  test.each([
    ["waits for ever", "await new Promise(() => {});"],
    ["never leaves a loop", "for (;;);"],
  ])("does not wait for a module that %s", async (_what, code) => {
    const clock = new ManualClock();
    const { folder } = open({ "waits.mjs": `${code} export function run() {}` });
    const tasks = new TasksFolder({
      folder,
      shown: "tasks",
      clock,
      log: silentLog,
      groups: new Groups(),
      environment: {},
    });
    const looked = tasks.look();
    while (clock.nextAt === undefined) await new Promise((resolve) => setImmediate(resolve));
    clock.advance(30_000);
    await looked;
    expect(tasks.troubles.get("tasks/waits.mjs")).toMatch(/not loaded within 30 seconds/);
  });
});

test.each([
  ["my_task.py", "script", "my_task"],
  ["report.v2.ts", "module", "report.v2"],
  ["Makefile", "other", "Makefile"],
])("the file %s is a %s called %s", (file, kind, name) => {
  expect(fileKind(file)).toEqual({ kind, name });
});

test.each(["a b.py", "-x.sh", "grün.ts", `${"x".repeat(65)}.js`, "`rm`.sh", "@all"])("%s is no name", (file) => {
  expect(fileKind(file).kind).toBe("misnamed");
});

test.each([
  ['DESCRIPTION = "Posts the plan" # really', "Posts the plan"],
  ["#!/bin/sh\n# description:   two  spaces ", "two spaces"],
  ["// Description: in JavaScript", "in JavaScript"],
  ["nothing", ""],
])("%j says of itself %j", (head, description) => {
  expect(describedIn(head)).toBe(description);
});
