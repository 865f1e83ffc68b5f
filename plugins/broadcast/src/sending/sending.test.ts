/** What becomes of a broadcast that nobody disturbs: where it arrives, where it does not, and whether the report is true. */
import { UserError } from "matterwright";
import { describe, expect, test } from "vitest";
import { sendingTown } from "../../test/town.ts";
import { type Trouble, troubled } from "../../test/trouble.ts";

describe("a broadcast", () => {
  test("reaches every target once, in the order given, and tells so", async () => {
    await using town = await sendingTown({ channels: 5, logChannel: "~ops" });
    const id = await town.start("Lunch is here", { to: [...town.targets, town.targets[2]!].toReversed() });
    await town.ended(id);
    expect(town.targets.map((target) => town.copies(target))).toEqual(town.targets.map(() => ["Lunch is here"]));
    const order = town.targets.toSorted((one, other) => town.sentAt(one) - town.sentAt(other));
    expect(order).toEqual([2, 4, 3, 1, 0].map((index) => town.targets[index]));
    expect(await town.broadcasts.show(id)).toMatchObject({ state: "sent", counts: { sent: 5, pending: 0, failed: 0 } });
    expect(town.told).toEqual([
      expect.stringMatching(/^\*\*Broadcast 1\*\* has ended: 5 of 5 arrived\./),
      expect.stringMatching(/^:white_check_mark: \*\*Broadcast 1: 5 of 5 arrived\*\*, in less than a second\./),
    ]);
    for (const { postId } of await town.deliveries(id)) expect(town.told[1]).toContain(`/_redirect/pl/${postId})`);
    const ops = { channelId: town.stage.town.channels.ops.id, name: "~ops", why: "" };
    expect(town.copies(ops)).toEqual([expect.stringMatching(/5 of 5 arrived.* By @\S*ann: “Lunch is here”$/)]);
  });

  test("to 300 targets of which 12 fail in 5 ways is reported as it was, row for row", async () => {
    const trouble = new Map<string, Trouble>();
    await using town = await sendingTown({ channels: 298, around: troubled((channel) => trouble.get(channel)) });
    const { sim, town: demo } = town.stage;
    const [archived, left, broken, cut] = [
      [3, 77, 120],
      [4, 150, 290],
      [9, 200],
      [10, 201],
    ] as const;
    for (const n of archived) sim.faults.channels.archive(`~floor-${n}`);
    for (const n of left) sim.faults.channels.remove(`~floor-${n}`, demo.bot.username);
    for (const n of broken) trouble.set(town.targets[n]?.channelId ?? "", "500");
    for (const n of cut) trouble.set(town.targets[n]?.channelId ?? "", "cut");
    const nowhere = ["x", "y"].map((sign) => ({ channelId: sign.repeat(26), name: `~gone-${sign}`, why: "group" }));
    const to = [...town.targets.slice(0, 100), nowhere[0]!, ...town.targets.slice(100), nowhere[1]!];
    const id = await town.start("The lift is broken", { to });
    await town.ended(id);
    const expected = to.map((target) => {
      const n = town.targets.indexOf(target);
      const reason = (archived as readonly number[]).includes(n)
        ? "the channel is archived"
        : (left as readonly number[]).includes(n) || n < 0
          ? "I may not post there"
          : (broken as readonly number[]).includes(n)
            ? "the server failed again and again"
            : (cut as readonly number[]).includes(n)
              ? "the server could not be reached"
              : undefined;
      return { name: target.name, copies: reason === undefined ? ["The lift is broken"] : [], reason };
    });
    const rows = town.table;
    expect(rows).toHaveLength(300);
    for (const [index, { name, copies, reason }] of expected.entries()) {
      const row = rows[index] ?? "";
      expect({ name, copies: town.copies(to[index]!) }).toEqual({ name, copies });
      expect(row).toContain(
        `${index + 1},${name},${to[index]?.channelId},${reason === undefined ? "sent" : "failed"},`,
      );
      if (reason !== undefined) expect(row).toContain(reason);
      else expect(row).toContain(`/_redirect/pl/${town.posts(to[index]!)[0]?.id},`);
    }
    const text = town.told.at(-1) ?? "";
    expect(text).toContain("**Broadcast 1: 288 of 300 arrived** (12 failed)");
    for (const { name, reason } of expected) if (reason !== undefined) expect(text).toContain(`| ${name} | ${reason}`);
    expect(text).toContain("Restore the channel, or take it out of the group.");
    expect(await town.broadcasts.show(id)).toMatchObject({ state: "partly sent", counts: { sent: 288, failed: 12 } });
  });

  test("that reaches nobody has failed, and says why", async () => {
    await using town = await sendingTown({ channels: 1 });
    town.stage.sim.faults.channels.archive("~floor-0");
    const id = await town.start("Anybody?");
    await town.ended(id);
    expect(await town.broadcasts.show(id)).toMatchObject({ state: "failed", counts: { sent: 0, failed: 1 } });
    expect(town.told.at(-1)).toMatch(/:x: .*0 of 1 arrived/);
  });

  test("is begun once under one key", async () => {
    await using town = await sendingTown({ channels: 2 });
    const id = await town.start("Once", { key: "post" });
    expect(await town.start("Once", { key: "post" })).toBe(id);
    await town.ended(id);
    expect(town.targets.map((target) => town.copies(target))).toEqual([["Once"], ["Once"]]);
  });

  test("of nothing, or to nobody, is refused in words", async () => {
    await using town = await sendingTown({ channels: 1 });
    await expect(town.start(" ")).rejects.toThrow(UserError);
    await expect(town.start("Hello?", { to: [] })).rejects.toThrow("There is nobody to send it to.");
    await expect(town.broadcasts.show("17")).rejects.toThrow("There is no broadcast `17`");
    expect(await town.broadcasts.list()).toEqual([]);
  });

  test("goes out at its time, also when the bot was away then", async () => {
    await using town = await sendingTown({ channels: 2 });
    const id = await town.start("Good morning", { dueAt: town.stage.clock.now() + 3_600_000 });
    expect(await town.broadcasts.show(id)).toMatchObject({ state: "scheduled" });
    await town.stage.wait("59m");
    town.stage.kill();
    await town.stage.wait("2h");
    expect(town.copies(town.targets[0]!)).toEqual([]);
    await town.stage.restart();
    await town.ended(id);
    expect(town.targets.map((target) => town.copies(target))).toEqual([["Good morning"], ["Good morning"]]);
  });

  test("carries its files: each is fetched once, and every copy has its own", async () => {
    await using town = await sendingTown({ channels: 3 });
    const ann = town.stage.person("ann");
    await ann.looksAt("@wright");
    const files = [await ann.uploads("plan.txt", "To the roof"), await ann.uploads("map.txt", "Turn left")];
    const id = await town.start("See the plan", { fileIds: files.map(({ id }) => id) });
    await town.ended(id);
    const seen = town.targets.flatMap((target) => town.posts(target)[0]?.file_ids ?? []);
    expect(new Set(seen).size).toBe(6);
    const { world } = town.stage.sim;
    const content = seen.map((file) => new TextDecoder().decode(world.files.get(file)?.content));
    for (const n of [0, 2, 4]) expect(content.slice(n, n + 2).toSorted()).toEqual(["To the roof", "Turn left"]);
    const downloads = town.calls.filter((call) => /^GET \/api\/v4\/files\/\w+$/.test(call));
    expect(new Set(downloads).size).toBe(downloads.length);
    expect(town.told.at(-1)).toContain("3 of 3 arrived");
  });
});
