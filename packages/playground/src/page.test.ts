/** The page in a real browser, before a real server on a real port, with a bot in its town. */
import { existsSync } from "node:fs";
import { Simulator, demoTown } from "@matterwright/sim";
import { type Listening, listen } from "@matterwright/sim/node";
import { Bot } from "matterwright";
import { type Browser, type Page, chromium } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { servePage } from "./index.ts";

const CHROMIUM = "/usr/bin/chromium";
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const isThere = existsSync(CHROMIUM);
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 390, height: 780 };
const WAIT_MS = 10_000;

if (!isThere && process.env["CI"] === undefined)
  process.stderr.write(
    "\nThe page is NOT tested: there is no Chromium. Install it with: apt-get update && apt-get install -y chromium\n\n",
  );

// Where everything is checked, a browser that is missing is a failure.
describe.skipIf(!isThere && process.env["CI"] === undefined)("the page", () => {
  let sim: Simulator;
  let door: Listening;
  let bot: Bot;
  let browser: Browser;
  const troubles: string[] = [];

  beforeAll(async () => {
    sim = new Simulator();
    const town = demoTown(sim);
    door = await listen(sim, { port: 0, fallback: servePage() });
    bot = new Bot({ url: door.url, token: town.bot.token });
    bot.command("hello", { about: "Greet" }, (ctx) => ctx.reply(`Hello, **${ctx.user.username}**!`));
    await bot.start();
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS, headless: true });
  }, 30_000);

  afterAll(async () => {
    await browser?.close();
    await bot?.stop({ drainMs: 0 });
    sim?.stop();
    await door?.close();
  });

  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    expect(troubles.splice(0)).toEqual([]);
  });

  async function open(viewport = WIDE): Promise<Page> {
    const page = await browser.newPage({ viewport });
    page.setDefaultTimeout(WAIT_MS);
    page.on("pageerror", (error) => troubles.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" && !message.text().includes("ERR_")) troubles.push(message.text());
    });
    await page.goto(door.url);
    return page;
  }

  async function enter(name: string, viewport = WIDE): Promise<Page> {
    const page = await open(viewport);
    await page.getByRole("button", { name }).click();
    await page.getByRole("heading", { name: "Town Square" }).waitFor();
    return page;
  }

  const channel = (page: Page) => page.locator("main.pane");
  const thread = (page: Page) => page.locator("#thread");

  async function write(page: Page, text: string, box = "Write to ~Town Square"): Promise<void> {
    await page.getByRole("textbox", { name: box }).fill(text);
    await page.getByRole("textbox", { name: box }).press("Enter");
  }

  test("ann asks the bot and sees its answer", async () => {
    const page = await enter("Ann (administrator)");
    await write(page, "!hello");
    await channel(page).getByText("Hello, ann!").waitFor();
    await expect(channel(page).locator("strong", { hasText: /^ann$/ }).count()).resolves.toBe(1);
    expect(page.url()).toBe(`${door.url}/#/town-square`);
  });

  test("a thread is opened at the side, and answered in it", async () => {
    const page = await enter("Ben");
    await write(page, "a topic");
    const post = channel(page).getByRole("article").filter({ hasText: "a topic" });
    await post.hover();
    await post.getByRole("button", { name: "Reply in thread" }).click();
    await write(page, "!hello", "Reply in this thread");
    await thread(page).getByText("Hello, ben!").waitFor();
    await post.getByRole("button", { name: "2 replies" }).waitFor();
    await page.keyboard.press("Escape");
    await thread(page).waitFor({ state: "hidden" });
  });
});
