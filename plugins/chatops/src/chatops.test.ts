import { type Stage, stage } from "@matterwright/testing";
import { Bot, type BotOptions, type Plugin, plugin, z } from "matterwright";
import { describe, expect, test } from "vitest";
import chatops from "./index.ts";

/** The bot of these tests: ChatOps, a command of the bot's own, and a plugin that an operator might add. */
function operatorsBot(options: BotOptions, ...more: readonly Plugin[]): Bot {
  const bot = new Bot(options).plugin(chatops).plugin(releases);
  for (const each of more) bot.plugin(each);
  return bot.command("lunch", { about: "What there is to eat" }, (ctx) => ctx.reply("Soup"));
}

const releases = plugin({
  name: "releases",
  version: "2.1.0",
  about: "Ship things",
  setup(bot) {
    const args = { service: z.string(), to: z.enum(["staging", "prod"]).default("staging"), force: z.boolean() };
    bot.command("deploy", { about: "Ship a service", args, aliases: ["ship"] }, (ctx, { service }) =>
      ctx.reply(service),
    );
    bot.command("rollback", { about: "Take a release back", adminOnly: true }, (ctx) => ctx.reply("Back."));
    bot.command("teapot", { about: "A secret", hidden: true }, (ctx) => ctx.reply("418"));
  },
});

const broken = plugin({
  name: "broken",
  setup() {
    throw new Error("no database at db.internal");
  },
});

const answered = async (town: Stage, who: string, text: string, place = "ops"): Promise<string> => {
  await town.person(who).says(text, { in: place });
  return town.person(who).sees;
};

/** What a person gets who writes one message to a fresh bot. */
async function ask(text: string, { who = "ben", place = "ops" } = {}): Promise<string> {
  await using town = await stage((options) => operatorsBot(options));
  return await answered(town, who, text, place);
}

describe("!help", () => {
  test("lists the commands by plugin, without what is hidden or not for the asker", async () => {
    expect(await ask("!help")).toBe(
      [
        "Here is what I can do. `!help <command>` explains one of them.",
        "**bot**",
        "| Command | What it does |\n| :--- | :--- |\n| `!lunch` | What there is to eat |",
        "**chatops** · Help, status and the other basics",
        [
          "| Command | What it does |",
          "| :--- | :--- |",
          "| `!about` | Tell what this bot is |",
          "| `!apropos` | Find commands by what they are about |",
          "| `!cancel` | Cancel what you have running here |",
          "| `!echo` | Say a text again, as it was written |",
          "| `!help` | List the commands, or explain one |",
          "| `!history` | List what you called last |",
          "| `!!` | Do again what you called last |",
          "| `!plugin info` | Show what is known of a plugin |",
          "| `!plugin list` | List the plugins and whether each works |",
          "| `!render test` | Show a sample of everything that a message can look like |",
          "| `!running` | List what you have running |",
          "| `!schedule list` | List what is planned, and how it went |",
          "| `!schedule next` | Tell the next five times of a schedule |",
          "| `!status` | Tell how the bot is doing |",
          "| `!status connection` | Tell how the line to the server is |",
          "| `!status jobs` | Tell which work waits for its time, and what failed |",
          "| `!status load` | Tell how busy the bot and its machine are |",
          "| `!uptime` | Tell how long the bot has been running |",
          "| `!whoami` | Tell who the bot takes you for |",
          "| `!wizard list` | List the wizards, and who is in the middle of one |",
          "| `!wizard show` | Show what a wizard asks |",
          "| `!wizard start` | Begin a wizard by its name |",
          "| `!wizard status` | Tell which wizards wait for your answer |",
          "| `!wizard stop` | End the wizards that wait for you, or one of them |",
        ].join("\n"),
        "**releases** · Ship things",
        "| Command | What it does |\n| :--- | :--- |\n| `!deploy` | Ship a service |",
        "In channels begin with `!` or with `@wright`; in a direct message to me just write the command.",
      ].join("\n\n"),
    );
  });

  test("shows an administrator what is for administrators", async () => {
    expect(await ask("!help", { who: "ann" })).toContain("| `!rollback` | Take a release back (administrators only) |");
  });

  test("explains a command: usage, arguments, example, other names", async () => {
    const help = await ask("!help deploy");
    expect(help).toContain("**`!deploy`** Ship a service");
    expect(help).toContain("Usage: `!deploy <service> [to] [--force]`");
    expect(help).toContain("| `to` | one of `staging`, `prod` | `staging` |");
    expect(help).toContain("For example: `!deploy service`");
    expect(help).toContain("Also called `!ship`.");
    expect(await ask("!deploy --help")).toBe(help);
    expect(await ask("!help !Ship")).toBe(help);
  });

  test("writes commands as they are typed where it was asked", async () => {
    expect(await ask("@wright help deploy")).toContain("Usage: `@wright deploy <service>");
    expect(await ask("help deploy", { place: "@wright" })).toContain("Usage: `deploy <service>");
  });

  test("lists a plugin, a family of commands, or what a word finds", async () => {
    expect(await ask("!help releases")).toContain("**releases** · Ship things");
    expect(await ask("!help plugin")).toContain("| `!plugin list` |");
    const found = await ask("!help eat");
    expect(found).toContain("| `!lunch` |");
    expect(found).not.toContain("!deploy");
  });

  test("knows nothing of what the asker may not run, nor of what does not exist", async () => {
    const nothing = "I know no command `rollback`. `!help` lists those that I know.";
    expect(await ask("!help rollback")).toBe(nothing);
    expect(await ask("!help rollback", { who: "ann" })).toContain("For administrators of the bot only.");
    expect(await ask("!help deplyo")).toBe("I know no command `deplyo`. Did you mean `!deploy`?");
  });

  test("a bot with many commands names its plugins, and lists no more than one can read", async () => {
    const many = plugin({
      name: "many",
      about: "A crowd",
      setup(bot) {
        for (let index = 0; index < 10_000; index++) bot.command(`task-${index}`, { about: "One of many" }, () => {});
      },
    });
    // Nobody registers ten thousand slash commands.
    await using town = await stage((options) => operatorsBot({ ...options, slash: false }, many));
    expect(await answered(town, "ben", "!help")).toContain("| `!help many` | 10000 | A crowd |");
    const list = await answered(town, "ben", "!help many");
    expect(list.split("\n").filter((line) => line.startsWith("| `!task"))).toHaveLength(100);
    expect(list).toContain("Page 1 of 100: `!help many 2` goes on, `!apropos <word>` finds those about a word.");
    const last = await answered(town, "ben", "!help many 100");
    expect(last.split("\n").filter((line) => line.startsWith("| `!task"))).toHaveLength(100);
    expect(last).toContain("Page 100 of 100: `!apropos <word>` finds");
  });
});

describe("a command that does not exist", () => {
  test.each([
    ["!hlep", "I know no command `hlep`. Did you mean `!help`?"],
    ["@wright hlep me", "I know no command `hlep`. Did you mean `@wright help`?"],
    ["!weather in Bern", "I know no command `weather`. `!help` lists those that I know."],
    ["!plugin", "`!plugin` goes on with another word: `!plugin list` or `!plugin info`."],
    ["!plugin lsit", "There is no `!plugin lsit`. Did you mean `!plugin list`?"],
    ["!rolback", "I know no command `rolback`. `!help` lists those that I know."],
    ["@wright", "Yes? `@wright help` lists what I can do."],
  ])("%s → %s", async (text, answer) => {
    expect(await ask(text)).toBe(answer);
  });

  test.each(["hello everybody", "!!!", "! really?", "what does !help do?", "!@all", "wright is down"])(
    "%s is talk",
    async (text) => {
      expect(await ask(text)).toBe(text);
    },
  );

  test("in a direct message only what looks like a command is answered", async () => {
    const place = "@wright";
    expect(await ask("hlep", { place })).toBe("I know no command `hlep`. Did you mean `help`?");
    expect(await ask("hi", { place })).toBe("I know no command `hi`. `help` lists those that I know.");
    expect(await ask("thank you so much", { place })).toBe("thank you so much");
  });

  test("keeps still when something else answers", async () => {
    await using town = await stage((options) =>
      operatorsBot(options).on("mention", (ctx) => ctx.reply("At your service.")),
    );
    expect(await answered(town, "ben", "@wright good morning")).toBe("At your service.");
  });
});

describe("!status", () => {
  test("says in one line that all is well, and the figures behind it", async () => {
    await using town = await stage((options) => operatorsBot(options));
    await town.wait("3h5m");
    const status = await answered(town, "ben", "!status");
    expect(status.split("\n")[0]).toBe(":white_check_mark: **All is well.**");
    expect(status).toMatch(/\| Version \| Matterwright \d+\.\d+\.\d+ \|/);
    expect(status).toContain("| Up for | 3 hours 5 minutes, since 2026-01-01 08:00 UTC |");
    expect(status).toContain("| Connection | live for 3 hours 5 minutes, 0 reconnects |");
    expect(status).toContain("| Plugins | 2 of 2 active |");
  });

  test("names what is not well, and the reason to administrators only", async () => {
    await using town = await stage((options) => operatorsBot(options, broken));
    expect(await answered(town, "ben", "!status")).toContain(
      ":warning: **Not all is well:** the plugin `broken` did not start (see `!plugin list`).",
    );
    expect(await answered(town, "ben", "!plugin list")).toContain("| `broken` |  | :x: did not start |");
    expect(await answered(town, "ann", "!plugin list")).toContain("did not start: `no database at db.internal` |");
  });

  test("counts failures", async () => {
    await using town = await stage((options) =>
      operatorsBot(options).command("explode", { about: "Fail" }, () => {
        throw new Error("inside");
      }),
    );
    await answered(town, "ben", "!explode");
    expect(await answered(town, "ben", "!status")).toContain("1 failure,");
  });
});

describe("the others", () => {
  test("!plugin list, also as !plugins and !status plugins", async () => {
    const list = await ask("!plugin list");
    expect(list).toContain("| Plugin | Version | State | About |");
    expect(list).toContain("| `releases` | 2.1.0 | :white_check_mark: active | Ship things |");
    expect(await ask("!plugins")).toBe(list);
    expect(await ask("!status plugins")).toBe(list);
    expect(await ask("!plugin_list")).toBe(list);
  });

  test("!uptime", async () => {
    await using town = await stage((options) => operatorsBot(options));
    await town.wait("49h");
    expect(await answered(town, "ben", "!uptime")).toBe(
      "I have been up for 2 days 1 hour, since 2026-01-01 08:00 UTC.",
    );
  });

  test("!whoami tells what everybody may see", async () => {
    const ann = await ask("!whoami", { who: "ann" });
    expect(ann).toContain("| Username | @ann |");
    expect(ann).toContain("| Channel | ~ops |");
    expect(ann).toContain("| Administrator of this bot | yes |");
    expect(ann).not.toMatch(/@\S+\.\S+/);
    const ben = await ask("whoami", { place: "@wright" });
    expect(ben).toContain("| Channel | direct message |");
    expect(ben).toContain("| Administrator of this bot | no |");
    const other = await ask("!whoami @ann");
    expect(other).toContain("| Username | @\u200Bann |");
    expect(other).not.toMatch(/Channel|Administrator|@\S+\.\S+/);
    expect(await ask("!whoami ben", { who: "ann" })).toContain("| Administrator of this bot | no |");
    expect(await ask("!whoami @nobody")).toContain("`who` must be somebody here, such as `@ann`, not `@nobody`.");
  });

  test("!echo keeps the text and wakes nobody", async () => {
    expect(await ask('!echo  "Hello"  —  world\n  - two')).toBe('"Hello"  —  world\n  - two');
    expect(await ask("!echo @channel @ben")).toBe("@\u200Bchannel @ben");
    expect(await ask("!echo")).toContain("For example: `!echo Hello, world`");
  });

  test("!about", async () => {
    expect(await ask("!about")).toMatch(/^I am @wright, a bot made with \*\*Matterwright \d/);
  });

  test("answers stay in the thread in which they were asked", async () => {
    await using town = await stage((options) => operatorsBot(options));
    const ben = town.person("ben");
    const root = await ben.says("Is it up?", { in: "ops" });
    await ben.says("!uptime", { in: "ops", thread: root });
    expect(ben.posts.at(-1)).toMatchObject({ root_id: root.id });
  });
});

describe("!status callbacks", () => {
  test("tells that the server reaches the bot, and an administrator where", async () => {
    await using town = await stage((options) => new Bot(options).plugin(chatops));
    const [ann, ben] = [town.person("ann"), town.person("ben")];
    await ben.says("!status callbacks");
    expect(ben.sees).toMatch(/^:white_check_mark: The server reaches me: there and back in \d+ ms\.$/);
    await ann.runs("/wright status callbacks");
    expect(ann.sees).toContain("reaches me at `http://bot/self-test`");
  });

  test("tells an administrator why not, and status warns everybody", async () => {
    const outside = {
      fetch: () => Promise.resolve({ status: 401, statusText: "Unauthorized", headers: {}, body: "" }),
    };
    await using town = await stage(
      (options) => new Bot({ ...options, callbackUrl: "http://proxy/x" }).plugin(chatops),
      { outside },
    );
    const [ann, ben] = [town.person("ann"), town.person("ben")];
    await ann.says("!status callbacks");
    expect(ann.sees).toContain("it asks whoever calls for a password");
    await ben.says("!status callbacks");
    expect(ben.sees).toBe(":warning: The server does not reach me.");
    await ben.says("!status");
    expect(ben.sees).toContain("the server does not reach me (see `!status callbacks`)");
  });

  test("a bot without an address says that there are no slash commands", async () => {
    await using town = await stage((options) => new Bot(options).plugin(chatops), { callbackUrl: false });
    const ben = town.person("ben");
    await ben.says("!status callbacks");
    expect(ben.sees).toContain("MATTERWRIGHT_URL");
  });
});
