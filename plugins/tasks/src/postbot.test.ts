/** postbot's own example task, in three forms: it runs here as it does there. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Home, ask, ended, until } from "../test/home.ts";

let home: Home;

beforeEach(() => {
  home = new Home();
});
afterEach(() => home[Symbol.dispose]());

describe("postbot's own example", () => {
  const toml = '[tasks]\nmy_task = "0 7 * * 1" # every Monday at 07:00\n';
  const early = Date.UTC(2026, 0, 5, 6, 57);

  async function monday(): Promise<string[]> {
    home.write("scheduler.toml", toml);
    await using town = await home.open({ startMs: early });
    const ben = town.person("ben");
    await ben.looksAt("town-square");
    expect(await ask(town, "!tasks")).toContain(
      "| `my_task` | Posts the weekly maintenance plan | `0 7 * * 1` UTC | Mon 2026-01-05 07:00 |",
    );
    await ben.looksAt("off-topic");
    await town.wait("3m");
    await until(() => ben.posts.length > 0);
    await ended(town, "my_task");
    await town.wait("10m");
    return ben.posts.map(({ message }) => message);
  }

  test("as a JavaScript task", async () => {
    home.write(
      "my_task.js",
      `export const DESCRIPTION = "Posts the weekly maintenance plan";
       export async function run(bot) {
         await bot.to("~off-topic").post("Hello from the task scheduler!");
       }`,
    );
    expect(await monday()).toEqual(["Hello from the task scheduler!"]);
  });

  test("as a Python program", async () => {
    home.write(
      "my_task.py",
      `#!/usr/bin/env python3
import json

DESCRIPTION = "Posts the weekly maintenance plan"

print(json.dumps({"channel": "~off-topic", "message": "Hello from the task scheduler!"}))
`,
    );
    expect(await monday()).toEqual(["Hello from the task scheduler!"]);
  });

  test("as it stands in postbot's folder", async () => {
    home.write(
      "my_task.py",
      `# tasks/my_task.py
DESCRIPTION = "Posts the weekly maintenance plan" # shown in !tasks (optional)

async def run(driver) -> None:
    """driver is the already-authenticated mattermostdriver.Driver."""
    driver.posts.create_post({
        "channel_id": "~off-topic",
        "message": "Hello from the task scheduler!",
    })
`,
    );
    expect(await monday()).toEqual(["Hello from the task scheduler!"]);
  });
});
