/** Buttons, menus and dialogs on the page, in a real browser, with a real bot behind them. */
import { Bot, type BotOptions, button, dialog, field, select, z } from "matterwright";
import type { Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { BrowserTown, mayTest, postIn, write } from "../test/browser-town.ts";

const TIMEOUT_MS = 40_000;
const zones: Readonly<Record<string, readonly [string, ...string[]]>> = { eu: ["Berlin", "Paris"], us: ["Boston"] };

function bot(options: BotOptions): Bot {
  const yes = button("yes", {}, (ctx) => ctx.edit(`Approved by @${ctx.user.username}`), { style: "primary" });
  const hm = button("hm", {}, (ctx) => ctx.reply("Between us."));
  const who = select("who", { from: "users" }, async (ctx, id) =>
    ctx.edit(`@${(await ctx.people.user(id)).username} it is`),
  );
  const place = dialog(
    "place",
    {
      title: "Where to",
      intro: "Choose **well**.",
      fields: ({ region = "eu" }) => ({
        why: field.textarea().min(3, "Say more.").describe("A word or two"),
        region: field.select({ eu: "Europe", us: "America" }).default("eu").meta({ refresh: true }),
        zone: z.enum(zones[String(region)] ?? ["nowhere"]),
        service: field.lookup((query) => ["api", "web", "worker"].filter((name) => name.includes(query))),
        sure: z.boolean(),
      }),
      submit: "Go",
    },
    (ctx, { why, zone, service, sure }) => ctx.reply(`${service} to ${zone}: ${why}, ${sure ? "sure" : "unsure"}`),
  );
  const go = button("go", {}, (ctx) => place.open(ctx), { style: "danger" });
  return new Bot(options)
    .use(yes, hm, who, go, place)
    .command("ask", { about: "Ask" }, (ctx) =>
      ctx.reply("What now?", { actions: [yes("Approve"), hm("Whisper"), who("Assign"), go("Place…")] }),
    );
}

describe.skipIf(!mayTest())("on the page", { timeout: TIMEOUT_MS }, () => {
  let town: BrowserTown;

  beforeAll(async () => {
    town = await BrowserTown.start(bot);
  }, TIMEOUT_MS);

  afterAll(() => town?.stop());

  afterEach(async () => {
    await town.closePages();
    const troubles = town.troubles.splice(0);
    if (troubles.length > 0) throw new Error(`the page complained: ${troubles.join("; ")}`);
  });

  /** The last question of the bot, asked anew. */
  async function asked(): Promise<{ page: Page; post: Locator }> {
    const page = await town.enter("Cat");
    await write(page, "!ask");
    const post = postIn(page, "What now?").last();
    await post.waitFor();
    return { page, post };
  }

  test("a button is clicked, and the message changes", async () => {
    const { page, post } = await asked();
    await post.getByRole("button", { name: "Approve" }).click();
    const changed = postIn(page, "Approved by @cat");
    await changed.waitFor();
    expect(await changed.getByRole("button", { name: "Approve" }).count()).toBe(0);
  });

  test("somebody is chosen from a menu", async () => {
    const { page, post } = await asked();
    await post.getByRole("combobox", { name: "Assign" }).selectOption({ label: "@ben (Ben)" });
    await postIn(page, "@ben it is").waitFor();
    expect(town.person("ben").posts.at(-1)?.message).toBe("@ben it is");
  });

  test("a dialog is filled in, corrected and submitted", async () => {
    const { page, post } = await asked();
    await post.getByRole("button", { name: "Place…" }).click();
    const form = page.getByRole("dialog", { name: "Where to" });
    await form.getByRole("strong").filter({ hasText: "well" }).waitFor();
    await form.getByLabel("Why").fill("no");
    await form.getByLabel("Region").selectOption("us");
    await form.getByRole("option", { name: "Boston" }).waitFor({ state: "attached" });
    expect(await form.getByLabel("Why").inputValue()).toBe("no");
    await form.getByLabel("Zone").selectOption("Boston");
    await form.getByLabel("Service").pressSequentially("wor");
    await form.locator("datalist option[value=worker]").waitFor({ state: "attached" });
    await form.getByLabel("Service").fill("worker");
    await form.getByRole("checkbox").check();
    await form.getByRole("button", { name: "Go" }).click();
    await form.getByText("Say more.").waitFor();
    await form.getByLabel("Why").fill("because");
    await form.getByRole("button", { name: "Go" }).click();
    await postIn(page, "worker to Boston: because, sure").waitFor();
    await form.waitFor({ state: "detached" });
  });

  test("Escape closes a dialog", async () => {
    const { page, post } = await asked();
    await post.getByRole("button", { name: "Place…" }).click();
    const form = page.getByRole("dialog", { name: "Where to" });
    await form.waitFor();
    await page.keyboard.press("Escape");
    await form.waitFor({ state: "detached" });
    expect(await post.getByRole("button", { name: "Place…" }).isEnabled()).toBe(true);
  });
});
