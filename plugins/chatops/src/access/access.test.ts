import { sleep } from "@matterwright/clock";
import { type Stage, stage } from "@matterwright/testing";
import { Bot, type BotOptions, z } from "matterwright";
import { describe, expect, test } from "vitest";
import chatops from "../index.ts";

function shop(options: BotOptions): Bot {
  const clock = options.clock as NonNullable<BotOptions["clock"]>;
  return new Bot(options)
    .plugin(chatops)
    .command("deploy", { about: "Ship", args: { to: z.enum(["staging", "prod"]) } }, (ctx, { to }) =>
      ctx.reply(`To ${to}.`),
    )
    .command("rollback", { about: "Back", adminOnly: true }, (ctx) => ctx.reply("Back."))
    .command("work", { about: "Work" }, async (ctx) => {
      await sleep(clock, 600_000);
      await ctx.reply("Done.");
    });
}

const says = async (town: Stage, who: string, text: string, place = "ops"): Promise<string> => {
  await town.person(who).says(text, { in: place });
  return town.person(who).sees;
};

describe("!access", () => {
  test("makes rules, lists them, removes them, and says who did it", async () => {
    await using town = await stage(shop);
    expect(await says(town, "ann", "!access list")).toContain("There are no rules");
    expect(await says(town, "ann", "!access deny deploy --user @ben --because “not on Fridays”")).toBe(
      "Made rule `r1`: deny deploy to @\u200Bben.",
    );
    expect(await says(town, "ben", "!deploy prod")).toBe("You may not use `deploy` like this: not on Fridays.");
    expect(await says(town, "cat", "!deploy prod")).toBe("To prod.");
    expect(await says(town, "ann", "!access allow deploy --arg to=staging --channel ~ops")).toContain("Made rule `r2`");
    expect(await says(town, "ben", "!deploy staging")).toBe("To staging.");
    const list = await says(town, "ann", "!access");
    expect(list).toContain("| `r2` | allow deploy in ~ops with to staging |  | @\u200Bann, 2026-01-01 08:00 UTC |");
    expect(list.indexOf("`r2`")).toBeLessThan(list.indexOf("`r1`"));
    expect(await says(town, "ann", "!access remove r1")).toBe("Removed: `deny deploy to @ben`.");
    expect(await says(town, "ann", "!access remove r1")).toBe("There is no rule `r1`: from chat there are `r2`.");
    await town.restart();
    const audit = await says(town, "ann", "!access audit");
    expect(
      audit
        .split("\n")
        .slice(2)
        .map((line) => line.split(" | ").slice(1).join(" | ")),
    ).toEqual([
      "@\u200Bann | removed | `deny deploy to @ben` |",
      "@\u200Bann | added | `allow deploy in ~ops with to staging` |",
      "@\u200Bann | added | `deny deploy to @ben` |",
    ]);
    expect(await says(town, "ann", "!access list")).toContain("`r2`");
  });

  test("explains which rule decides, and what the others said", async () => {
    await using town = await stage((options) =>
      shop({
        ...options,
        access: {
          rules: [
            { deny: "*", direct: true },
            { deny: "deploy", args: { to: "prod" }, because: "prod is frozen" },
          ],
        },
      }),
    );
    await says(town, "ann", "!access allow deploy --user @cat");
    expect(await says(town, "ann", "!access explain @ben !deploy prod")).toBe(
      [
        "@\u200Bben may not run `deploy` here. Rule `c2` decides (deny deploy with to prod): prod is frozen.",
        [
          "| Rule | What |  |",
          "| :--- | :--- | :--- |",
          "| `r1` | allow deploy to @\u200Bcat | passed over: it is somebody else |",
          "| `c1` | deny * in direct messages | passed over: it is not a direct message |",
          "| `c2` | deny deploy with to prod | **decides** |",
        ].join("\n"),
      ].join("\n\n"),
    );
    expect(await says(town, "ann", "!access explain @cat deploy prod")).toContain(
      "@\u200Bcat may run `deploy` here. Rule `r1`",
    );
    expect(await says(town, "ann", "!access explain @ben deploy")).toContain("The arguments could not be understood");
    expect(await says(town, "ann", "!access explain @ben !rollback")).toContain(
      "@\u200Bben may not run `rollback` here. No rule decides: it is for administrators of this bot.",
    );
    expect(await says(town, "ann", "!access explain @ben !nonsense")).toBe("I know no command `!nonsense`.");
  });

  test("is for administrators, whatever rules say, and nobody else hears of it", async () => {
    await using town = await stage((options) =>
      shop({ ...options, access: { rules: [{ allow: ["access list", "access allow", "*"] }] } }),
    );
    for (const call of ["!access list", "!access allow rollback", "!access_audit"]) {
      expect(await says(town, "ben", call)).toContain("Only administrators of this bot");
    }
    expect(await says(town, "ben", "!help")).not.toContain("access");
    expect(await says(town, "ben", "!help access list")).toContain("I know no command");
    expect(await says(town, "ben", "!acces list")).not.toContain("access list");
    expect(await says(town, "ann", "!help access")).toContain("| `!access explain` |");
  });

  test("cannot be locked up: what denies everything leaves administrators the rules", async () => {
    await using town = await stage(shop);
    await says(town, "ann", '!access deny "*"');
    expect(await says(town, "ann", "!uptime")).toContain("You may not use `uptime`");
    expect(await says(town, "ann", "!access remove r1")).toBe("Removed: `deny *`.");
    expect(await says(town, "ann", "!uptime")).toContain("I have been up");
  });

  test.each([
    ["!access deny", "`commands` is missing"],
    ["!access deny deploy --user @nobody", "`user` must be somebody here, such as `@ann`, not `@nobody`."],
    ["!access deny deploy --arg prod", "write it as name=value"],
    ["!access deny deploy --arg tow=prod", "`deploy` has no argument `tow`: no rule was made."],
    ["!access allow deploy --approve 0", "`approve` must be at least 1, not `0`."],
    ["!access remove c1", "That rule stands in the configuration: change it there."],
    ["!access remove r9", "There is no rule `r9`: none was made from chat."],
  ])("%s → %s", async (call, answer) => {
    await using town = await stage((options) => shop({ ...options, access: { rules: [{ deny: "nothing" }] } }));
    expect(await says(town, "ann", call)).toContain(answer);
    expect(await says(town, "ann", "!access list")).not.toContain("`r1`");
  });

  test.each([
    ["!access deny @ben !deploy", "deny deploy to @\u200Bben"],
    ["!access deny !deploy @ben ~ops", "deny deploy to @\u200Bben in ~ops"],
    ["!access deny room destroy rollback", "deny room destroy, rollback"],
    ["!access deny room *", "deny room *"],
    ["!access deny Room_Destroy", "deny room destroy"],
    ["!access deny plugins", "deny plugin list"],
    ["!access deny releases:* dep*", "deny releases:*, dep*"],
  ])("%s is understood as it was meant", async (call, words) => {
    await using town = await stage(shop);
    expect(await says(town, "ann", call)).toBe(`Made rule \`r1\`: ${words}.`);
  });

  test.each([
    ["!access deny @nobody deploy", "`@nobody` must be somebody here"],
    ["!access deny ~nowhere deploy", "`~nowhere` must be a channel"],
    ["!access deny @ben", "Which commands?"],
    ["!access deny delpoy", "There is no command `delpoy`: no rule was made. Did you mean `deploy`?"],
    ["!access deny room", '`room` goes on with another word: write `room create`, or `"room *"` for all of them.'],
    ["!access allow deploy *", "`*` alone means every command."],
  ])("%s makes no rule that would never fit, or fit everything", async (call, answer) => {
    await using town = await stage(shop);
    expect(await says(town, "ann", call)).toContain(answer);
    expect(await says(town, "ann", "!access list")).toContain("There are no rules");
  });

  test("consent is written into the audit", async () => {
    await using town = await stage(shop);
    await says(town, "ann", "!access allow deploy --arg to=prod --approve 1");
    await says(town, "ben", "!deploy prod");
    await town.person("cat").looksAt("ops");
    await town.person("cat").reacts("white_check_mark");
    expect(town.person("ben").sees).toBe("To prod.");
    expect(await says(town, "ann", "!access audit 1")).toContain(
      "@\u200Bcat | approved, for @\u200Bben | `!deploy prod` |",
    );
  });
});

describe("!cancel", () => {
  test("ends the newest of one's own, in a direct message as well", async () => {
    await using town = await stage(shop);
    expect(await says(town, "ben", "!cancel")).toBe("Nothing of yours is running.");
    await says(town, "ben", "work", "@wright");
    await says(town, "ben", "cancel", "@wright");
    expect(town.person("ben").sees).toBe("Cancelled.");
    expect(await says(town, "ben", "running", "@wright")).toBe("Nothing of yours is running.");
  });

  test("leaves what is somebody else's to administrators", async () => {
    await using town = await stage(shop);
    await says(town, "ben", "!work");
    await town.wait("2m");
    expect(await says(town, "cat", "!cancel 1")).toBe("Nothing of yours is running.");
    expect(await says(town, "cat", "!running")).toBe("Nothing of yours is running.");
    expect(await says(town, "ann", "!running")).toContain("| 1 | `!work` | @\u200Bben | 2 minutes |");
    await says(town, "ann", "!cancel 1");
    await town.person("ben").looksAt("ops");
    expect(town.person("ben").posts.map(({ message }) => message)).toContain("Cancelled by @\u200Bann.");
    await says(town, "ben", "!work");
    await says(town, "ben", "!work");
    await says(town, "ben", "!cancel all");
    expect(await says(town, "ben", "!running")).toBe("Nothing of yours is running.");
    expect(await says(town, "ben", "!cancel soon")).toContain("write a number from `running`, or `all`");
  });
});
