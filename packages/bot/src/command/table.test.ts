import { describe, expect, test } from "vitest";
import { commandName } from "./words/names.ts";
import { CommandTable } from "./table.ts";
import type { Named } from "./table.ts";

function tableOf(...names: string[]): CommandTable<Named> {
  const table = new CommandTable<Named>();
  for (const name of names) table.add({ name: commandName(name), aliases: [] });
  return table;
}

const found = (table: CommandTable<Named>, text: string): [string, string] | undefined => {
  const hit = table.find(text);
  return hit && [hit.command.name, text.slice(hit.end)];
};
const names = (commands: readonly Named[]): string[] => commands.map((command) => command.name);

describe("finding a command", () => {
  const table = tableOf("plugin", "plugin list", "help", "room-create");

  test.each([
    ["help", ["help", ""]],
    ["HELP me", ["help", " me"]],
    ["plugin", ["plugin", ""]],
    ["plugin list all", ["plugin list", " all"]],
    ["plugin_list all", ["plugin list", " all"]],
    ["Plugin\nList", ["plugin list", ""]],
    ["plugin reload x", ["plugin", " reload x"]],
    ["room-create a", ["room-create", " a"]],
    ["helpless", undefined],
    ["", undefined],
  ])("%s", (text, expected) => {
    expect(found(table, text)).toEqual(expected);
  });

  test("an alias leads to the same command, and both go together", () => {
    const table = new CommandTable<Named>();
    const remove = table.add({ name: "deploy", aliases: ["ship it"] });
    expect(table.find("ship it now")?.command.name).toBe("deploy");
    expect(table.get("Ship_It")?.name).toBe("deploy");
    expect(table.all()).toHaveLength(1);
    remove();
    remove();
    expect(table.find("ship it")).toBeUndefined();
    expect(table.near("depoly")).toEqual([]);
  });

  test("a name that is taken is refused, and who has it is said", () => {
    const table = new CommandTable<Named>();
    table.add({ name: "help", aliases: ["h2"], owner: "chatops" });
    expect(() => table.add({ name: "other", aliases: ["h2"] })).toThrow(
      'There is a command "h2" already, from chatops.',
    );
    expect(table.all().map((command) => command.name)).toEqual(["help"]);
  });

  test("groups and suggestions", () => {
    const table = tableOf("plugin list", "plugin info", "status", "help");
    expect(names(table.group("plugin"))).toEqual(["plugin info", "plugin list"]);
    expect(names(table.near("plugin lsit"))).toEqual(["plugin list", "plugin info"]);
    expect(names(table.near("plugin"))).toEqual(["plugin info", "plugin list"]);
    expect(names(table.near("hlep deploy"))).toEqual(["help"]);
  });

  test("ten thousand commands are found, and their neighbours too", () => {
    const table = tableOf(...Array.from({ length: 10_000 }, (_, index) => `task-${index} run`));
    expect(found(table, "task-9999 run now")).toEqual(["task-9999 run", " now"]);
    expect(table.near("tsak-9999 run")[0]?.name).toBe("task-9999 run");
  });

  test("to find one takes the same time among ten thousand as among ten", () => {
    const all = Array.from({ length: 10_000 }, (_, index) => `task-${index} run`);
    const [many, few] = [tableOf(...all), tableOf(...all.slice(-10))];
    const fastestMs = (table: typeof many): number => {
      const rounds = Array.from({ length: 15 }, () => {
        const startMs = performance.now();
        for (let time = 0; time < 2_000; time++) table.find("task-9999 run now, and more of it");
        return performance.now() - startMs;
      });
      return Math.min(...rounds);
    };
    fastestMs(few);
    // To look at each of them would take a thousand times as long.
    expect(fastestMs(many)).toBeLessThan(20 * fastestMs(few));
  });
});

describe("names", () => {
  test.each(["!help", "", " ", "a/b", "-x", "@all"])("%j is refused", (name) => {
    expect(() => commandName(name)).toThrow("cannot be the name of a command");
  });
});
