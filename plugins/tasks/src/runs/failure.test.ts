/** Runs that fail, also the worst of them: each has a clear answer, and the others go on. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Home, ask, run, said, until } from "../../test/home.ts";

let home: Home;

beforeEach(() => {
  home = new Home();
});
afterEach(() => home[Symbol.dispose]());

describe("a run that fails", () => {
  test("is told once, with a count that grows, and so is that it works again", async () => {
    home.write("flaky.sh", "#!/bin/sh\necho trying; echo 'no route to db' >&2; exit 3");
    await using town = await home.open();
    const ben = town.person("ben");
    await ben.looksAt("ops");
    expect((await run(town, "flaky")).at(0)).toMatch(
      /^:x: `flaky` did not end well after less than a second: `it ended with exit code 3: no route to db` Ref [0-9A-F]{4}$/,
    );
    await town.rest();
    expect(ben.sees).toMatch(
      /^:x: The task `flaky` failed: `it ended with exit code 3: no route to db` Ref [0-9A-F]{4}$/,
    );
    const line = town.log.find(({ message }) => message === "a scheduled run failed");
    expect(ben.sees).toContain(String(line?.facts["ref"]));
    await run(town, "flaky");
    await run(town, "flaky");
    await town.rest();
    expect(ben.posts).toHaveLength(1);
    expect(ben.sees).toMatch(/^:x: The task `flaky` has failed 3 times in a row, since 2026-01-01 08:00 UTC; the last/);
    home.write("flaky.sh", "#!/bin/sh\necho fine");
    await town.wait("1m");
    await said(town, "the tasks have changed", 2);
    expect(await run(town, "flaky")).toEqual([expect.stringContaining("is done"), "fine"]);
    await town.rest();
    expect(ben.posts.map(({ message }) => message).at(-1)).toBe(
      ":white_check_mark: The task `flaky` works again, after 3 failures.",
    );
    expect(ben.posts.at(-1)?.root_id).toBe(ben.posts[0]?.id);
    expect(await ask(town, "!task log flaky")).toMatch(
      /:white_check_mark: done .*\n.*:x: failed .*exit code 3: no route/,
    );
  });

  test("is told anew when somebody has deleted what told of it", async () => {
    home.write("flaky.sh", "#!/bin/sh\nexit 3");
    await using town = await home.open();
    const ann = town.person("ann");
    await run(town, "flaky");
    await ann.looksAt("ops");
    const [first] = ann.posts;
    if (first !== undefined) await ann.calls(`DELETE /api/v4/posts/${first.id}`);
    await run(town, "flaky");
    await ann.looksAt("ops");
    expect(ann.posts.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^:x: The task `flaky` has failed 2 times in a row/),
    ]);
  });

  test("of a module is told with its reason, what it wanted to post at its end is not posted, and others run", async () => {
    home.write(
      "bad.js",
      'export async function run(bot) { await bot.to("~off-topic").post("half"); throw new Error("no such host"); }',
    );
    home.write("good.js", "export function run() {}");
    await using town = await home.open();
    expect((await run(town, "bad")).at(0)).toMatch(/: `no such host` Ref/);
    expect((await run(town, "good")).at(0)).toContain("is done");
    await town.person("ben").looksAt("off-topic");
    expect(town.person("ben").posts).toEqual([]);
  });

  test.each<[what: string, script: string, reason: RegExp]>([
    ["ends by a signal", "#!/bin/sh\nkill -SEGV $$", /SIGSEGV ended it/],
    ["prints 100 MB", "#!/bin/sh\nhead -c 100000000 /dev/zero", /it printed more than 10 MB and was ended/],
    ["calls everybody", "#!/bin/sh\necho '@all wake up' >&2; exit 1", /`it ended with exit code 1: @all wake up`/],
    ["is run by nothing", "#!/no/such/program", /the program that its first line names is not there/],
    [
      "writes where it may not",
      `#!/bin/sh\necho '{"channel":"~nowhere","message":"x"}'`,
      /to ~nowhere could not be written: There is no channel/,
    ],
    [
      "writes 201 messages",
      `#!/bin/sh\nfor i in $(seq 201); do echo '{"message":"x"}'; done`,
      /a run may write 200 messages/,
    ],
  ])("because its program %s says so", async (_what, script, reason) => {
    home.write("bad.sh", script);
    await using town = await home.open();
    expect((await run(town, "bad")).at(0)).toMatch(reason);
    expect(await ask(town, "!task log bad")).toMatch(reason);
  });

  test("because it never ends is over after its time, program or module", async () => {
    home.write("endless.sh", "#!/bin/sh\ntrap '' TERM; echo $$ > pid; while :; do sleep 0.01; done");
    home.write("never.js", "export const run = () => new Promise(() => {});");
    home.write("scheduler.toml", '[tasks]\nendless = { timeout = "10 min" }\nnever = { timeout = "10 min" }\n');
    await using town = await home.open();
    await ask(town, "!run endless");
    await ask(town, "!run never");
    await home.wrote("pid");
    await town.wait("11m");
    for (const name of ["endless", "never"]) {
      // What could not be asked to end was ended, and its end was written down and told.
      await until(async () => (await town.durable.store.get(`plugin/tasks/runs/${name}`)) !== undefined);
      await until(() => town.person("ann").posts.some(({ message }) => message.startsWith(`:x: \`${name}\``)));
      await town.rest();
      expect(await ask(town, `!task log ${name}`)).toMatch(
        /:x: failed \| 10 minutes \| `it took longer than 10 min` \|/,
      );
    }
  });
});

describe("a task that could not be loaded", () => {
  test("is named with its line; what plans it fails at its time and says why", async () => {
    home.write("broken.js", "export const x = 1;\nconst broken = ;");
    home.write("fine.js", "export function run() {}");
    home.write("scheduler.toml", '[tasks]\nbroken = "*/5 * * * *"\nnowhere = "@yearly"\n');
    await using town = await home.open();
    const list = await ask(town, "!tasks");
    expect(list).toMatch(/:warning: `tasks\/broken\.js` is skipped: line 2: /);
    expect(list).toContain("| `fine` |");
    expect(list).toContain("| `nowhere` | :warning: not in `tasks` |");
    expect(town.log.map(({ message }) => message)).toContain("a task is skipped: it could not be loaded");
    await town.person("ben").looksAt("ops");
    await town.wait("5m");
    await town.rest();
    expect(town.person("ben").sees).toMatch(
      /The task `broken` failed: `tasks\/broken\.js could not be loaded: line 2: /,
    );
    expect((await run(town, "nowhere")).at(0)).toContain("there is no task nowhere in the tasks folder");
  });
});
