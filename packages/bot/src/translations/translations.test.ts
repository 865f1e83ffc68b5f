/** Answers in the asker's own language, with numbers and times as they have them there. */
import { type Stage, stage } from "@matterwright/testing";
import { expect, test } from "vitest";
import { Bot, type BotOptions, momentFor, plugin, safe, translations } from "../index.ts";

const say = translations(
  "en",
  {
    hello: "Hello, {name}!",
    open: { one: "{count} ticket is open.", other: "{count} tickets are open." },
    due: "Due {at}.",
    bye: "Bye.",
  },
  {
    de: {
      hello: "Hallo, {name}!",
      open: { one: "{count} Ticket ist offen.", other: "{count} Tickets sind offen." },
      due: "Fällig: {at}.",
    },
    pl: { open: { one: "{count} zgłoszenie", few: "{count} zgłoszenia", other: "{count} zgłoszeń" } },
  },
);

const START = Date.UTC(2026, 6, 1, 16, 30);

const tickets = plugin({
  name: "tickets",
  setup(bot) {
    bot.command("tickets", { about: "Count them" }, async (ctx) => {
      const t = await say.for(ctx);
      const lines = [t("hello", { name: "@all *you*" }), t("open", { count: 1234 }), t("due", { at: new Date(START) })];
      await ctx.reply([...lines, t("bye"), await momentFor(ctx, START)].join("\n"));
    });
  },
});

const bot = (options: BotOptions): Bot => new Bot(options).plugin(tickets);

async function asks(town: Stage, about: object): Promise<string> {
  const ben = town.person("ben");
  await ben.calls("PUT /api/v4/users/me/patch", about);
  await ben.says("tickets", { in: "@wright" });
  // Versions of Unicode differ in the space before PM.
  return ben.sees.replaceAll("\u202F", " ");
}

const zone = (name: string) => ({ useAutomaticTimezone: "false", manualTimezone: name, automaticTimezone: "" });

test("is in the asker's language and time zone, as far as it is translated", async () => {
  await using town = await stage(bot);
  expect(await asks(town, { locale: "en", timezone: zone("America/New_York") })).toBe(
    "Hello, @\u200Ball \\*you\\*!\n1,234 tickets are open.\nDue Jul 1, 2026, 12:30 PM.\nBye.\nJul 1, 2026, 12:30 PM",
  );
  expect(await asks(town, { locale: "de", timezone: zone("Europe/Berlin") })).toBe(
    "Hallo, @\u200Ball \\*you\\*!\n1.234 Tickets sind offen.\nFällig: 01.07.2026, 18:30.\nBye.\n01.07.2026, 18:30",
  );
  expect(await asks(town, { locale: "ko" })).toContain("Hello, ");
});

test("forms follow the language's own rules, and the original stands in for what is not translated", () => {
  const t = say.to({ locale: "pl" });
  expect([1, 3, 5].map((count) => t("open", { count }))).toEqual(["1 zgłoszenie", "3 zgłoszenia", "5 zgłoszeń"]);
  expect(t("bye")).toBe("Bye.");
  const english = say.to({ locale: "xx-nonsense_" });
  expect([
    english("open", { count: 1 }),
    english("hello", {
      name: safe`**you**`,
    }),
  ]).toEqual(["1 ticket is open.", "Hello, **you**!"]);
});

test.each([
  ["pt-BR", "pt", "Olá"],
  ["pt", "pt-BR", "Olá"],
  ["zh_CN", "zh-CN", "Olá"],
  ["fr", "pt", "Hello"],
])("%s reads %s", (wanted, there, expected) => {
  expect(translations("en", { hello: "Hello" }, { [there]: { hello: "Olá" } }).to({ locale: wanted })("hello")).toBe(
    expected,
  );
});

test("what is missing is an error, and the compiler says so first", () => {
  const t = say.to({});
  // @ts-expect-error -- the name is missing
  expect(() => t("hello", {})).toThrow('the message "hello" needs {name}');
  // @ts-expect-error -- the count is missing
  expect(() => t("open", {})).toThrow('the message "open" needs a count');
  // @ts-expect-error -- there is no such message
  expect(() => t("nothing")).toThrow('there is no message "nothing"');
});

test("a translation of what is not there is refused when it is made", () => {
  const original = { hello: "Hello, {name}!" };
  expect(() => translations("en", original, { de: { hallo: "x" } as object })).toThrow(
    'has "hallo", which the original',
  );
  expect(() => translations("en", original, { de: { hello: "Hallo, {nmae}!" } })).toThrow("names {nmae}, which nobody");
  expect(() => translations("english!", original)).toThrow('"english!" is no language');
});
