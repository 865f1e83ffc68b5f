/** What comes from outside for something by name, as a feature sees it: in its turn, through the owner's middleware, and answered. */
import { stage } from "@matterwright/testing";
import { expect, test } from "vitest";
import {
  type AddressedKind,
  Bot,
  type CallEnding,
  type Context,
  type Installable,
  UserError,
  plugin,
  problem,
} from "../index.ts";

/** A hook that waits for whoever handles it. */
function hook(name: string, run: (ctx: Context<"hook">) => unknown): Installable {
  return {
    install(workplace) {
      const ends = [
        workplace.take("hook", name, run),
        workplace.route({
          path: name,
          handle: ({ method, text }) =>
            new Promise((resolve) => {
              const end = (ending: CallEnding): void =>
                resolve(ending === "done" ? new Response("ok") : problem(500, ending));
              const user = workplace.me();
              workplace.submit({
                kind: "hook",
                at: workplace.clock.now(),
                channelId: "",
                user,
                name,
                method,
                headers: {},
                body: text(),
                answering: { say: () => Promise.resolve(false), end },
              });
            }),
        }),
      ];
      return () => ends.forEach((end) => end());
    },
  };
}

const call = (name: string, body = ""): Request => new Request(`http://bot${name}`, { method: "POST", body });

test("it is handled in order, and whoever called hears how it ended", async () => {
  const bodies: unknown[] = [];
  await using town = await stage((options) =>
    new Bot(options).use(
      hook("/fine", async (ctx) => {
        await Promise.resolve();
        bodies.push(ctx.update.body);
      }),
      hook("/told", () => {
        throw new UserError("no");
      }),
    ),
  );
  const answers = await Promise.all([call("/fine", "one"), call("/fine", "two"), call("/told")].map(town.bot.fetch));
  expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(["ok", "ok", '{"error":"told"}']);
  expect(bodies).toEqual(["one", "two"]);
});

test("a plugin's middleware is around what is addressed to the plugin, and it goes with it", async () => {
  const seen: AddressedKind[] = [];
  const alerts = plugin({
    name: "alerts",
    setup: (bot) => {
      bot.use((ctx, next) => {
        if (ctx.is("hook")) seen.push("hook");
        return next();
      });
      bot.use(hook("/alert", () => undefined));
    },
  });
  await using town = await stage((options) => new Bot(options).plugin(alerts));
  await town.bot.fetch(call("/alert"));
  expect(seen).toEqual(["hook"]);
  expect(town.log.map(({ facts }) => facts["by"])).toContain("alerts hook /alert");
  await town.stop();
  expect((await town.bot.fetch(call("/alert"))).status).toBe(404);
});

test("a name has one owner", () => {
  const bot = new Bot({ url: "http://x", token: "t" });
  const twice = (): unknown =>
    bot.use(
      hook("/a", () => undefined),
      hook("/a", () => undefined),
    );
  expect(twice).toThrow('bot takes every hook of "/a" already');
});
