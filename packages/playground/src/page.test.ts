import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { Bot } from "matterwright";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { BrowserTown, mayTest, postIn, write } from "../test/browser-town.ts";

const NARROW = { viewport: { width: 390, height: 780 } };
const TIMEOUT_MS = 40_000;

describe.skipIf(!mayTest())("the page", { timeout: TIMEOUT_MS }, () => {
  let town: BrowserTown;

  beforeAll(async () => {
    town = await BrowserTown.start((options) =>
      new Bot(options).command("hello", { about: "Greet" }, (ctx) => ctx.reply(`Hello, **${ctx.user.username}**!`)),
    );
  }, TIMEOUT_MS);

  afterAll(() => town?.stop());

  afterEach(async () => {
    await town.closePages();
    const troubles = town.troubles.splice(0);
    if (troubles.length > 0) throw new Error(`the page complained: ${troubles.join("; ")}`);
  });

  test("ann asks the bot and sees its answer, and no address carries her token", async () => {
    const page = await town.enter("Ann (administrator)");
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await write(page, "!hello");
    await postIn(page, "Hello, ann!").waitFor();
    expect(await postIn(page, "Hello, ann!").locator("strong", { hasText: /^ann$/ }).count()).toBe(1);
    const token = await page.evaluate<string>("sessionStorage.getItem('matterwright-token')");
    expect(token).toMatch(/^[a-z0-9]{26}$/);
    expect(page.url()).toBe(`${town.url}/#/town-square`);
    expect(asked.filter((url) => url.includes(token))).toEqual([]);
    await page.reload();
    await postIn(page, "Hello, ann!").waitFor();
    await page.goto(`${town.url}/#/%`);
    await page.waitForURL(`${town.url}/#/town-square`);
  });

  test("a thread opens at the side, is answered in, and closes with Escape", async () => {
    const page = await town.enter("Ben");
    const thread = page.getByRole("complementary", { name: "Thread" });
    await write(page, "a topic");
    await postIn(page, "a topic").hover();
    await postIn(page, "a topic").getByRole("button", { name: "Reply in thread" }).click();
    await write(page, "!hello", "Reply in this thread");
    await thread.getByText("Hello, ben!").waitFor();
    await postIn(page, "a topic").getByRole("button", { name: "2 replies" }).waitFor();
    await page.keyboard.press("Escape");
    await thread.waitFor({ state: "hidden" });
    expect(await page.locator(":focus").getAttribute("aria-label")).toBe("Write to ~Town Square");
  });

  test("what others write, edit, delete and react with is seen at once", async () => {
    const page = await town.enter("Cat");
    const ben = town.person("ben");
    const post = await ben.says("first draft");
    await postIn(page, "first draft").waitFor();
    await ben.reacts(post, "tada");
    await page.getByRole("button", { name: "Ben reacted with :tada:" }).click();
    await page.getByRole("button", { name: "Ben, you reacted with :tada:", pressed: true }).waitFor();
    await ben.edits(post, "second thoughts");
    await postIn(page, "second thoughts (edited)").waitFor();
    expect(await page.locator("#announcer").textContent()).toBe("Ben: first draft");
    await ben.deletes(post);
    await postIn(page, "second thoughts").waitFor({ state: "detached" });
  });

  test("one's own messages can be edited, given a reaction and deleted, with the keyboard alone", async () => {
    const page = await town.enter("Cat");
    await write(page, "teh cat");
    await postIn(page, "teh cat").getByRole("button", { name: "Edit" }).press("Enter");
    await page.getByRole("textbox", { name: "Edit message" }).fill("the cat");
    await page.keyboard.press("Enter");
    const post = postIn(page, "the cat (edited)");
    await post.getByRole("button", { name: "React", exact: true }).press("Enter");
    await page.keyboard.press("Enter");
    await post.getByRole("button", { name: "you reacted with :+1:" }).waitFor();
    await post.getByRole("button", { name: "Delete" }).press("Enter");
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).press("Enter");
    await post.waitFor({ state: "detached" });
    expect(town.person("cat").posts.map(({ message }) => message)).not.toContain("the cat");
  });

  test("on a narrow screen the places are behind a button, and the bot is there for a direct message", async () => {
    const page = await town.enter("Ben", NARROW);
    await page.getByRole("link", { name: "Wright" }).waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Channels and people" }).click();
    await page.getByRole("link", { name: "Wright" }).click();
    await page.getByRole("heading", { name: "Wright" }).waitFor();
    await page.getByRole("link", { name: "Wright" }).waitFor({ state: "hidden" });
    await write(page, "hello", "Write to Wright");
    await postIn(page, "Hello, ben!").waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
  });

  test("Shift+Enter makes a line, Enter sends; a channel out of sight shows that there is something new", async () => {
    const page = await town.enter("Cat");
    const box = page.getByRole("textbox", { name: "Write to ~Town Square" });
    await box.fill("line one");
    await box.press("Shift+Enter");
    await box.pressSequentially("line two");
    await box.press("Enter");
    await postIn(page, "line one").locator("br").waitFor({ state: "attached" });
    await town.person("ben").says("over here", { in: "ops" });
    await page.getByRole("link", { name: "Ops" }).getByRole("img", { name: "new messages" }).waitFor();
    await page.getByRole("link", { name: "Ops" }).click();
    await postIn(page, "over here").waitFor();
    expect(await page.getByRole("img", { name: "new messages" }).count()).toBe(0);
  });

  test("a lost connection is said, and what was missed is there when it is back", async () => {
    const page = await town.enter("Cat");
    const ben = town.person("ben");
    const gone = await ben.says("to be deleted meanwhile");
    await postIn(page, "to be deleted meanwhile").waitFor();
    await town.unreachable(async () => {
      await page.getByText("The connection was lost").waitFor();
      await ben.deletes(gone);
      await ben.says("said meanwhile");
      const refused = page.waitForEvent("requestfailed", (request) => request.url().endsWith("/api/v4/posts"));
      await write(page, "kept for later");
      await refused;
    });
    await postIn(page, "said meanwhile").waitFor();
    await postIn(page, "to be deleted meanwhile").waitFor({ state: "detached" });
    await page.getByText("The connection was lost").waitFor({ state: "hidden" });
    expect(await page.getByRole("textbox", { name: "Write to ~Town Square" }).inputValue()).toBe("kept for later");
  });

  test("a wrong password is told, a revoked session leads back to the door", async () => {
    const page = await town.open();
    await page.getByText("Somebody else").click();
    await page.getByLabel("Username").fill("ann");
    await page.getByLabel("Password").fill("wrong");
    await page.getByRole("button", { name: "Log in" }).click();
    await page
      .getByRole("alert")
      .filter({ hasText: /password/i })
      .waitFor();
    await page.getByLabel("Password").fill("matterwright");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Town Square" }).waitFor();
    await page.getByRole("button", { name: "Log out" }).click();
    await page.getByRole("heading", { name: "Matterwright playground" }).waitFor();
    expect(await page.evaluate("sessionStorage.length")).toBe(0);
    await page.evaluate("sessionStorage.setItem('matterwright-token', 'a'.repeat(26))");
    await page.reload();
    await page
      .getByRole("alert")
      .filter({ hasText: /session/i })
      .waitFor();
  });

  test("cards, tables and code are shown", async () => {
    const page = await town.enter("Ann (administrator)");
    const attachments = [
      {
        color: "good",
        title: "Deploy",
        title_link: "javascript:alert(1)",
        text: "**12** hosts",
        fields: [{ title: "Took", value: "3 min" }],
      },
    ];
    await town.person("ben").says("```\na < b\n```\n\n| x | y |\n|--|--|\n| 1 | 2 |", { props: { attachments } });
    const post = postIn(page, "Deploy");
    await post.getByRole("definition").filter({ hasText: "3 min" }).waitFor();
    expect(await post.locator("pre").textContent()).toBe("a < b");
    expect(await post.getByRole("cell").allTextContents()).toEqual(["1", "2"]);
    expect(await post.getByRole("link").count()).toBe(0);
  });

  test("older messages come when asked for, and what was in sight stays there", async () => {
    const cat = town.person("cat");
    for (let count = 1; count <= 90; count++) await cat.says(`message ${count} of many`, { in: "off-topic" });
    const page = await town.enter("Ben");
    await page.getByRole("link", { name: "Off-Topic" }).click();
    await postIn(page, "message 90 of many").waitFor();
    expect(await postIn(page, "message 30 of many").count()).toBe(0);
    const read = postIn(page, "message 40 of many");
    await read.scrollIntoViewIfNeeded();
    const before = await read.boundingBox();
    await page.getByRole("button", { name: "Show earlier messages" }).click();
    await postIn(page, "message 1 of many").waitFor();
    await page.getByRole("button", { name: "Show earlier messages" }).waitFor({ state: "hidden" });
    const after = await read.boundingBox();
    expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(60);
  });

  test("a file is fetched with the token when it is asked for", async () => {
    const ben = town.person("ben");
    const file = await ben.uploads("notes.txt", "remember the milk");
    await ben.says("my notes", { in: "town-square", files: [file] });
    const page = await town.enter("Cat");
    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: "notes.txt" }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe("notes.txt");
    expect(await readFile(await download.path(), "utf8")).toBe("remember the milk");
  });

  test("files are chosen, can be left out again, and go with the message", async () => {
    const page = await town.enter("Ben");
    const file = (name: string): { name: string; mimeType: string; buffer: Buffer } => ({
      name,
      mimeType: "text/plain",
      buffer: Buffer.from(`the text of ${name}`),
    });
    await page.setInputFiles("#channel-composer input[type=file]", [file("plan.txt"), file("secret.txt")]);
    await page.getByRole("button", { name: "Do not send secret.txt" }).click();
    await write(page, "the plan");
    await postIn(page, "the plan").getByRole("button", { name: "plan.txt" }).waitFor();
    const post = town.person("ben").posts.find(({ message }) => message === "the plan");
    expect(post?.file_ids?.length).toBe(1);
    expect(await page.getByRole("list", { name: "Files to send" }).isVisible()).toBe(false);
  });

  test("a slash command is run and not posted", async () => {
    const page = await town.enter("Ben");
    await write(page, "/me waves");
    await postIn(page, "waves").waitFor();
    await write(page, "/nothing");
    await page.getByText(/not found|Command with a trigger/i).waitFor();
    expect(await page.getByRole("textbox", { name: "Write to ~Town Square" }).inputValue()).toBe("/nothing");
  });

  test("what only one person may see is marked as such", async () => {
    const page = await town.enter("Cat");
    const cat = town.person("cat");
    const { id } = await cat.looksAt("town-square");
    await town.asAnn("/posts/ephemeral", {
      user_id: cat.user.id,
      post: { channel_id: id, message: "just between us" },
    });
    await postIn(page, "just between us").getByText("Only you can see this").waitFor();
    expect(await postIn(page, "just between us").getByRole("button").count()).toBe(0);
  });

  test("no tag, attribute or address of a text survives as such", async () => {
    const page = await town.open();
    const evil = fc.constantFrom(
      "<script>alert(1)</script>",
      '<img src=x onerror="alert(1)">',
      "<b>",
      "</p>",
      "<svg/onload=alert(1)>",
      "&lt;",
      '"',
      "[x](javascript:alert(1))",
      "![x](data:text/html,<script>)",
      "https://example.com/<b>",
      "**",
      "_",
      "`",
      "```\n",
      "> ",
      "| a |\n|--|\n",
      "\n",
      "- ",
      "a",
    );
    const texts = fc.sample(
      fc.array(evil, { minLength: 1, maxLength: 12 }).map((parts) => parts.join("")),
      300,
    );
    const found = await renderedIn(page, texts);
    expect(found.tags.filter((tag) => !ALLOWED_TAGS.has(tag))).toEqual([]);
    expect(found.attributes.filter((name) => !ALLOWED_ATTRIBUTES.has(name))).toEqual([]);
    expect(found.addresses.filter((address) => !/^(?:https?:|mailto:|#)/.test(address))).toEqual([]);
    expect(found.withText).toBeGreaterThan(200);
  });
});

const ALLOWED_TAGS = new Set(
  "DIV P STRONG EM S CODE PRE BLOCKQUOTE UL OL LI TABLE THEAD TBODY TR TH TD BR HR A SPAN H3 H4 H5 H6".split(" "),
);
const ALLOWED_ATTRIBUTES = new Set(
  "class href target rel title role aria-label tabindex start data-language".split(" "),
);

interface Rendered {
  readonly tags: string[];
  readonly attributes: string[];
  readonly addresses: string[];
  readonly withText: number;
}

/** What elements the page's own code makes of the texts. It runs in the browser, so it is a text here. */
function renderedIn(page: Page, texts: readonly string[]): Promise<Rendered> {
  return page.evaluate<Rendered>(`(async () => {
    const { rich } = await import(${JSON.stringify("/page/view/rich.ts")});
    const roots = ${JSON.stringify(texts)}.map((text) => rich(text));
    const elements = roots.flatMap((root) => [root, ...root.querySelectorAll("*")]);
    return {
      tags: [...new Set(elements.map(({ tagName }) => tagName))],
      attributes: [...new Set(elements.flatMap((element) => element.getAttributeNames()))],
      addresses: elements.flatMap((element) => element.getAttribute("href") ?? []),
      withText: roots.filter(({ textContent }) => textContent !== "").length,
    };
  })()`);
}
