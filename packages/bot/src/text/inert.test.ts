import { stage } from "@matterwright/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Bot } from "../bot.ts";
import { inert } from "./inert.ts";

/** Whether people heard that they were mentioned by what the bot repeated of `text`. */
async function mentionsWhenRepeated(text: string, repeat: (text: string) => string): Promise<boolean> {
  await using town = await stage((options) => new Bot(options).on("message", (ctx) => ctx.reply(repeat(text))));
  await town.person("ann").says("say it", { in: "ops" });
  const posted = town.person("ann").heard.filter(({ event }) => event === "posted");
  expect(posted.at(-1)?.data["sender_name"]).toBe("@wright");
  return posted.some(({ data }) => data["mentions"] !== undefined);
}

describe("inert", () => {
  test.each(["@all", "@here", "@channel", "@ann", "@ANN,", "(@channel)", "x-@all", "@ann.", "**@here**", "@all @ann"])(
    "takes the effect out of %s",
    async (text) => {
      expect(await mentionsWhenRepeated(text, (same) => same)).toBe(true);
      expect(await mentionsWhenRepeated(text, inert)).toBe(false);
    },
  );

  test("leaves alone what mentions nobody", () => {
    for (const text of ["", "ann@example.com", "a @ b", "5 < 6", "<b>", "~ops :wave: #tag"])
      expect(inert(text)).toBe(text);
  });

  test("knows what hooks may write", () => {
    expect(inert("<!channel> <@id>")).toBe("<\u200B!channel> <\u200B@\u200Bid>");
  });

  test("changes nothing that can be seen, and nothing twice", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("@", "all", "<", "!", "é", " ", ".", "-", "\u200B", "😀", "x")), (signs) => {
        const text = signs.join("");
        const once = inert(text);
        expect(once.replaceAll("\u200B", "")).toBe(text.replaceAll("\u200B", ""));
        expect(inert(once)).toBe(once);
      }),
    );
  });
});
