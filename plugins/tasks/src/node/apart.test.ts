/** Modules in processes of their own: they can do what a context can, and whatever they do costs nobody else anything. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Home, ask, ended, run } from "../../test/home.ts";

let home: Home;

beforeEach(() => {
  home = new Home();
});
afterEach(() => home[Symbol.dispose]());

describe("a module", () => {
  test("can do what a context can", async () => {
    home.write(
      "able.ts",
      `import type { TaskBot } from "@matterwright/tasks";
      async function* pieces() { yield new Uint8Array([65, 66]); yield new Uint8Array([67]); }
      export async function run(bot: TaskBot): Promise<void> {
        const { name, id: channel } = await bot.to("~off-topic").channel();
        const { username } = await bot.rest.users.get("me");
        const names: string[] = [];
        for await (const user of bot.rest.users.all()) names.push(user.username);
        const missing = await bot.rest.channels.get("x".repeat(26)).catch((error: Error) => error.name);
        const file = await bot.rest.files.upload({ channel, name: "abc", content: pieces() });
        const read: number[] = [];
        for await (const piece of await bot.rest.files.download(file.id)) read.push(...piece);
        bot.log.info({ size: file.size }, "the task says");
        await bot.reply(JSON.stringify({
          name, username, names: names.includes("ben"), missing, read, now: bot.now instanceof Date, me: bot.me,
          is: bot.is("tick"), has: ["args" in bot, "nothing" in bot], aborted: bot.signal.aborted,
        }));
      }`,
    );
    await using town = await home.open();
    const [end = "", said = "{}"] = await run(town, "able");
    expect(end).toContain("is done");
    expect(JSON.parse(said)).toEqual({
      name: "off-topic",
      username: "wright",
      names: true,
      missing: "NotFoundError",
      read: [65, 66, 67],
      now: true,
      me: { id: town.bot.me.id, username: "wright" },
      is: true,
      has: [true, false],
      aborted: false,
    });
    expect(town.log.find(({ message }) => message === "the task says")?.facts).toMatchObject({ size: 3 });
  });

  test("writes what it wants written when it has ended well", async () => {
    home.write(
      "count.js",
      `export function run(bot) {
        bot.write(async (tx) => void (await tx.store.set("count", ((await tx.store.get("count")) ?? 0) + 1)));
      }`,
    );
    await using town = await home.open();
    await run(town, "count");
    await run(town, "count");
    expect(await town.durable.store.get("count")).toBe(2);
  });

  test("hears that it is to end, and may say a last word", async () => {
    home.write(
      "heeds.js",
      `import { writeFileSync } from "node:fs";
      export async function run(bot) {
        const aborted = new Promise((resolve) => bot.signal.addEventListener("abort", resolve));
        writeFileSync(new URL("began", import.meta.url), "yes");
        await aborted;
        console.log("tidied up because " + bot.signal.reason.message);
      }`,
    );
    await using town = await home.open();
    await ask(town, "!run heeds");
    await home.wrote("began");
    await ask(town, "!task cancel heeds");
    await ended(town, "heeds");
    expect(await ask(town, "!task log heeds")).toMatch(
      /:no_entry_sign: cancelled .*\n[^]*tidied up because the job was/,
    );
  });
});

describe("a module that", () => {
  const began =
    'import { writeFileSync } from "node:fs"; const began = () => writeFileSync(new URL("began", import.meta.url), "yes");';

  test("never leaves its loop is ended, and meanwhile everybody else is answered", async () => {
    home.write("loop.js", `${began} export function run() { began(); for (;;); }`);
    await using town = await home.open();
    await ask(town, "!run loop");
    await home.wrote("began");
    expect(await ask(town, "!task cancel loop")).toBe("`loop` is told to end.");
    await town.wait("5s");
    await ended(town, "loop");
    expect(await ask(town, "!task log loop")).toContain(":no_entry_sign: cancelled");
  });

  test("never leaves what it hands to write is ended, and the transaction with it", async () => {
    home.write("greedy.js", `${began} export function run(bot) { bot.write(async (tx) => { began(); for (;;); }); }`);
    await using town = await home.open();
    // Nothing can be written meanwhile, so nobody comes to rest.
    const asking = ask(town, "!run greedy");
    await home.wrote("began");
    town.clock.advance(10_000);
    await asking;
    expect(await ask(town, "!tasks")).toContain("`greedy`");
  });

  test("fails does so alone, and says why", async () => {
    const bad: readonly (readonly [name: string, code: string, reason: string | RegExp])[] = [
      ["throws", 'setTimeout(() => { throw new Error("too late"); }); await never;', "`too late`"],
      ["exits", "process.exit(3);", "`it ended its process with exit code 3`"],
      ["fills", "const all = []; for (;;) all.push(new Array(3e7).fill(0.5));", /more than 256 MB of memory/],
      ["prints", 'for (let n = 0; n < 20; n++) console.log("x".repeat(1e6)); await never;', /printed more than 10 MB/],
      ["asks", "bot.restt.posts.get(1);", /Cannot read properties of undefined/],
    ];
    for (const [name, code] of bad)
      home.write(`${name}.js`, `const never = new Promise(() => {}); export async function run(bot) { ${code} }`);
    home.write("good.js", "export const run = (bot) => bot.reply('fine');");
    await using town = await home.open();
    for (const [name, , reason] of bad) expect((await run(town, name)).at(0)).toMatch(reason);
    expect(await run(town, "good")).toContain("fine");
  });
});
