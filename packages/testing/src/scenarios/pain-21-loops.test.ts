/** Pain 21: bots answer each other for ever. Ours hears no bots unless it is asked to, and falls silent where that goes wrong. */
import { Bot } from "matterwright";
import { expect, test } from "vitest";
import { stage } from "../index.ts";

test("what bots, webhooks, the system and absent people say by themselves is heard by nobody who did not ask for it", async () => {
  const heard: string[] = [];
  await using town = await stage((options) => new Bot(options).on("message", (ctx) => void heard.push(ctx.text)));
  const ann = town.person("ann");
  const { channels } = town.town;
  const channel_id = channels.ops.id;
  const hook = await ann.calls<{ id: string }>("POST /api/v4/hooks/incoming", { channel_id, display_name: "alerts" });
  const body = JSON.stringify({ text: "from a webhook" });
  await town.sim.handle({ method: "POST", target: `/hooks/${hook.id}`, headers: {}, body });
  await ann.calls("POST /api/v4/posts", { channel_id, message: "from a bot", props: { from_bot: "true" } });
  await ann.calls(`PUT /api/v4/channels/${channel_id}/patch`, { header: "from the system" });
  await town.bot.rest.posts.create({ channel_id, message: "from itself" });
  await ann.says("from a person", { in: "ops" });
  expect(heard).toEqual(["from a person"]);
});

test("a person who is asked and answers by a machine is muted after so many answers, and an administrator is told", async () => {
  await using town = await stage((options) =>
    new Bot({ ...options, storm: { repliesPerMinute: 5 } }).on("message", (ctx) => ctx.reply(`you said ${ctx.text}`)),
  );
  const ben = town.person("ben");
  for (let n = 0; n < 20; n++) await ben.says(`${n}`, { in: "ops" });
  expect(ben.posts.filter(({ user_id: author }) => author === town.town.bot.id)).toHaveLength(5);
  const ann = town.person("ann");
  await ann.looksAt("@wright");
  expect(ann.sees).toMatch(
    /^I answered 5 times within a minute in ~ops.*That looks like a loop, so I am silent there for 10 minutes\.$/,
  );
});
