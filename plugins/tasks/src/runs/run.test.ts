/** Runs that somebody asks for, as they are seen in a town. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Home, ask, ended, run, said, until } from "../../test/home.ts";

let home: Home;

beforeEach(() => {
  home = new Home();
});
afterEach(() => home[Symbol.dispose]());

describe("!run", () => {
  test("tells what a module says and how it ended, and hands it its arguments", async () => {
    home.write(
      "greet.ts",
      `export async function run(bot) {
         await bot.reply("Hello " + bot.args.join(", ") + " from @" + bot.me.username + " for @" + bot.user.username);
       }`,
    );
    await using town = await home.open();
    expect(await run(town, 'greet "two words" --loud')).toEqual([
      ":white_check_mark: `greet` is done, after less than a second.",
      "Hello two words, --loud from @wright for @ann",
    ]);
  });

  test("hands a program everything, and shows what it prints", async () => {
    home.write(
      "show.py",
      `#!/usr/bin/env python3
import json, os, sys
told = json.load(sys.stdin)
print(sys.argv[1:], told["task"], told["args"], told["trigger"], told["user"]["username"], told["bot"]["username"])
print(os.environ["TASK_NAME"], os.environ["TASK_USER"], os.environ["TASK_RUN"] == told["run"], os.environ.get("HOME"))
print(json.dumps({"message": "to all", "channel": "~off-topic"}))
print("the end")
`,
    );
    await using town = await home.open();
    const ben = town.person("ben");
    await ben.looksAt("off-topic");
    expect(await run(town, "show --all x")).toEqual([
      ":white_check_mark: `show` is done, after less than a second.",
      "['--all', 'x'] show ['--all', 'x'] command ann wright\nshow ann True None",
      "the end",
    ]);
    expect(ben.sees).toBe("to all");
  });

  test("stays in the thread in which it was asked", async () => {
    home.write("say.sh", "#!/bin/sh\necho here");
    await using town = await home.open();
    const ann = town.person("ann");
    const root = await ann.says("Shall we?", { in: "town-square" });
    await ann.says("!run say", { thread: root });
    await ended(town, "say");
    expect(ann.posts.slice(2).map(({ root_id }) => root_id)).toEqual([root.id, root.id]);
  });

  test("is a slash command too: who runs it is answered alone, and the task speaks where it was run", async () => {
    home.write("say.sh", "#!/bin/sh\necho here");
    await using town = await home.open();
    const [ann, ben] = [town.person("ann"), town.person("ben")];
    await ben.looksAt("town-square");
    await ann.runs("/run say", { in: "town-square" });
    await ended(town, "say");
    expect(ann.ephemerals.map(({ message }) => message)).toEqual([":hourglass_flowing_sand: `say` …"]);
    expect(ben.posts.map(({ message }) => message)).toEqual([
      "here",
      ":white_check_mark: `say` is done, after less than a second.",
    ]);
  });

  test("is for administrators, and knows what was meant", async () => {
    home.write("report.sh", "#!/bin/sh\n");
    await using town = await home.open();
    expect(await ask(town, "!run report", "ben")).toContain("Only administrators");
    expect(await ask(town, "!run reprot")).toBe("There is no task called `reprot`. Did you mean `report`?");
    expect(await ask(town, "!task log ../../etc/passwd")).toContain("There is no task called `../../etc/passwd`.");
  });

  test("tells how far it is, seldom and seldomer, and says when it runs already", async () => {
    home.write("work.sh", '#!/bin/sh\necho \'{"progress": "half way"}\'\nread line < go; echo "$line"');
    execFileSync("mkfifo", [home.path("go")]);
    await using town = await home.open();
    const ann = town.person("ann");
    await ann.says("!run work", { in: "town-square" });
    const status = (): string => ann.posts.find(({ message }) => message.includes(":hourglass"))?.message ?? "";
    // What it has said is shown without any time going by.
    await until(async () => {
      await town.wait(0);
      return status().includes("half way");
    });
    expect(status()).toBe(":hourglass_flowing_sand: `work` has been running for less than a second: half way");
    expect(await ask(town, "!run work")).toBe("`work` is running already.");
    expect(await ask(town, "!tasks")).toMatch(/\| `work` \|.*\| :hourglass_flowing_sand: running \|/);
    await town.wait("2m");
    writeFileSync(home.path("go"), "finished\n");
    await ended(town, "work");
    const said = ann.posts.map(({ message }) => message);
    expect(said).toContain("finished");
    // Who waited for two minutes looks elsewhere by now.
    expect(said.at(-1)).toMatch(/^:white_check_mark: `work` is done, after 2 minutes/);
  });

  test("goes on when its file is removed meanwhile, and is over in good order", async () => {
    home.write("gone.sh", '#!/bin/sh\necho yes > began; read line < go; echo "still $line"');
    execFileSync("mkfifo", [home.path("go")]);
    await using town = await home.open();
    const ann = town.person("ann");
    await ask(town, "!run gone");
    await home.wrote("began");
    home.remove("gone.sh");
    await town.wait("1m");
    await said(town, "the tasks have changed", 2);
    expect(await ask(town, "!run gone")).toContain("There is no task called `gone`.");
    writeFileSync(home.path("go"), "here\n");
    await until(() => ann.posts.some(({ message }) => message.startsWith(":white_check_mark: `gone` is done")));
    expect(ann.posts.map(({ message }) => message)).toContain("still here");
  });

  test("can be taken back, and what the program has started with it", async () => {
    home.write("endless.sh", "#!/bin/sh\necho $$ > pid; sleep 1000 & wait");
    await using town = await home.open();
    await ask(town, "!run endless");
    await home.wrote("pid");
    expect(await ask(town, "!task cancel endless")).toBe("`endless` is told to end.");
    await ended(town, "endless");
    await until(() => town.person("ann").posts.some(({ message }) => message.startsWith(":no_entry_sign: `endless`")));
    expect(await ask(town, "!task cancel endless")).toBe("`endless` is not running.");
    expect(await ask(town, "!task log endless")).toMatch(/\| @ann \| :no_entry_sign: cancelled \|/);
    await town.person("ann").looksAt("ops");
    expect(town.person("ann").posts).toEqual([]);
  });
});

describe("what a program does that is no failure", () => {
  test.each([
    ["is no UTF-8", "#!/bin/sh\nprintf 'a\\377b'", "some of what it printed is no UTF-8 and is shown as \uFFFD"],
    ["leaves something running", "#!/bin/sh\nsleep 1000 &", "it left programs running, which were ended"],
  ])("%s stands in its log", async (_what, script, note) => {
    home.write("odd.sh", script);
    await using town = await home.open();
    expect((await run(town, "odd")).at(0)).toContain("is done");
    expect(await ask(town, "!task log odd")).toContain(`:information_source: ${note}`);
  });
});
