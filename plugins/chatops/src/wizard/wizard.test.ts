/** The `!wizard` commands: what there is, who is in the middle of what, and how it is begun and ended by name. */
import { type Stage, stage } from "@matterwright/testing";
import { Bot, type BotOptions, ask, plugin, wizard } from "matterwright";
import { expect, test } from "vitest";
import chatops from "../index.ts";

const DM = { in: "@wright" };

const shop = plugin({
  name: "shop",
  setup(bot) {
    const order = wizard(
      "order",
      { what: ask.text("What?"), many: ask.text("How many?") },
      (ctx) => ctx.reply("Ordered."),
      {
        about: "Order something",
      },
    );
    const secret = wizard("secret", { what: ask.text("Which secret?") }, () => undefined);
    const close = wizard("close", { why: ask.text("Why?") }, () => undefined);
    bot
      .use(order, secret, close)
      .command("order", { about: "Order" }, (ctx) => order.start(ctx))
      .command("close", { about: "Close", adminOnly: true }, (ctx) => close.start(ctx));
  },
});

const bot = (options: BotOptions): Bot => new Bot({ ...options, admins: ["ann"] }).plugin(chatops).plugin(shop);

async function says(town: Stage, who: string, ...texts: readonly string[]): Promise<string> {
  for (const text of texts) await town.person(who).says(text, DM);
  return town.person(who).sees;
}

test("lists what one may begin, what it asks, and for administrators who is in the middle of it", async () => {
  await using town = await stage(bot);
  expect(await says(town, "ben", "!wizard list")).toBe(
    "| Wizard | For | Questions | Running |\n| :--- | :--- | :--- | :--- |\n| `order` | Order something | 2 |  |",
  );
  await says(town, "ben", "!order", "tea");
  await town.wait("3m");
  const seen = await says(town, "ann", "!wizard");
  expect(seen).toContain("| `close` |  | 1 |  |\n| `order` | Order something | 2 | 1 |\n| `secret` |  | 1 |  |");
  expect(seen).toContain("| `order` | @\u200Bben | a direct message | waits for an answer | 1 | 3 minutes ago |");
  expect(await says(town, "ben", "!wizard show order")).toBe("`order`: Order something\n\n1. What?\n2. How many?");
  expect(await says(town, "ben", "!wizard show secret")).toBe("There is no wizard `secret`.");
  expect(await says(town, "ben", "!wizard show ordr")).toContain("Did you mean `order`?");
});

test("tells everybody their own, through a reload of the plugin", async () => {
  await using town = await stage(bot);
  expect(await says(town, "ben", "!wizard status")).toBe("No wizard waits for you.");
  await says(town, "ben", "!order", "tea");
  await says(town, "ann", "!plugin reload shop");
  expect(await says(town, "ben", "!wizard status")).toContain("| `order` | @\u200Bben | a direct message |");
  expect(await says(town, "ann", "!wizard status")).toBe("No wizard waits for you.");
  expect(await says(town, "ben", "2")).toBe("Ordered.");
  expect(await says(town, "ben", "!flows status")).toBe("No wizard waits for you.");
});

test("begins one by its name, with the rights of its command, and one without a command for administrators", async () => {
  await using town = await stage(bot);
  expect(await says(town, "ben", "!wizard start order")).toContain("**What?**");
  expect(await says(town, "cat", "!wizard start close")).toBe("There is no wizard `close`.");
  expect(await says(town, "cat", "!wizard start secret")).toBe("There is no wizard `secret`.");
  expect(await says(town, "ann", "!wizard start secret")).toContain("**Which secret?**");
});

test("ends one's own, also one that stopped asking, and lets go on what waited for it", async () => {
  await using town = await stage(bot);
  await says(town, "ann", "!order", "tea", "!close");
  expect(await says(town, "ann", "!wizard stop close")).toBe("Ended `close`: nothing was done.");
  expect(await says(town, "ann", "3")).toBe("Ordered.");
  await says(town, "ben", "!order", "tea");
  await town.wait("31m");
  expect(await says(town, "ben", "!wizard status")).toContain("stopped asking; `resume` goes on");
  expect(await says(town, "ben", "!wizard stop")).toBe("Ended `order`: nothing was done.");
  expect(await says(town, "ben", "resume")).not.toContain("How many?");
  expect(await says(town, "ben", "!wizard stop order")).toBe("No wizard `order` waits for you.");
});

test("administrators end anybody's, and whoever was asked is told", async () => {
  await using town = await stage(bot);
  const root = await town.person("ben").says("!order", { in: "ops" });
  expect(await says(town, "cat", "!wizard kill @ben")).toBe("Only administrators of this bot may use `wizard kill`.");
  expect(await says(town, "ann", "!wizard kill @ben order")).toBe("Ended `order` of @\u200Bben.");
  await town.person("ben").looksAt("ops");
  expect(town.person("ben").sees).toBe("@\u200Bann ended `order`: nothing was done.");
  await town.person("ben").says("tea", { in: "ops", thread: root });
  expect(town.person("ben").sees).toBe("tea");
  expect(await says(town, "ann", "!wizard kill @ben")).toBe("No wizard waits for @\u200Bben.");
});
