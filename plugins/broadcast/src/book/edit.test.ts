/** Edits from chat: what is meant changes, and nothing else. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Edit, edited } from "./edit.ts";
import { parseBook, tomlOf } from "./parse.ts";

const TEXT = `# the channels of the house
whitelist = [ "14d9s71is3fh3duwj9a6u9k4jr",] # one alone

[groups]
# the floors
"name1" = [ "id1", "id2",] # ground
"name2" = [
  "id3", # left
  "id4", # right
]

[private_groups]
"name3" = [ "id6", "id7", "id8",]

[aliases]
wg = "name2" # short
`;

describe("an edit", () => {
  test("puts a group behind the others, and keeps every line that was there", () => {
    const text = edited(TEXT, [{ table: "groups", key: 'Etage "1" für alle 🎉', to: ["a", "b"] }]);
    expect(parseBook(text).groups.get('Etage "1" für alle 🎉')?.ids).toEqual(["a", "b"]);
    expect(text).toBe(TEXT.replace("]\n\n[private", () => ']\n"Etage \\"1\\" für alle 🎉" = [ "a", "b",]\n\n[private'));
  });

  test("takes a group away with its lines alone", () => {
    expect(edited(TEXT, [{ table: "groups", key: "name2" }])).toBe(
      TEXT.replace('"name2" = [\n  "id3", # left\n  "id4", # right\n]\n', ""),
    );
  });

  test("gives a group another name where it stands", () => {
    expect(edited(TEXT, [{ table: "groups", key: "name1", name: "Floor $& 1" }])).toBe(
      TEXT.replace('"name1"', () => '"Floor $& 1"'),
    );
  });

  test.each([
    [
      '[rights.name1] # alone\n# the chef\nauthors = ["@ann"]\n',
      '[rights."r 1"] # alone\n# the chef\nauthors = ["@ann"]\n',
    ],
    [
      '[rights."r"]\napprove = true\n\n[footers]\n"*" = "Bye" # r\n',
      '[rights."r 1"]\napprove = true\n\n[footers]\n"*" = "Bye" # r\n',
    ],
    ["[rights]\nr = { approve = true } # yes\n", '[rights]\n"r 1" = { approve = true } # yes\n'],
  ])("gives rights to the group's other name where they stand: %j", (before, after) => {
    const key = before.includes("name1") ? "name1" : "r";
    expect(edited(TEXT + before, [{ table: "rights", key, name: "r 1" }])).toBe(TEXT + after);
  });

  test("changes what a group has, and leaves the comments of the others", () => {
    const text = edited(TEXT, [{ table: "groups", key: "name1", to: ["id9"] }]);
    expect(tomlOf(text)).toEqual({ ...tomlOf(TEXT), groups: { name1: ["id9"], name2: ["id3", "id4"] } });
    for (const comment of TEXT.match(/#.*/g) ?? []) expect(text).toContain(comment);
  });

  test.each(["", "# nothing yet\n", "whitelist = []"])("makes a table where there is none: %j", (text) => {
    const made = edited(text, [
      { table: "private_groups", key: "Leads", to: ["a"] },
      { table: "aliases", key: "l", to: "Leads" },
    ]);
    expect(tomlOf(made)).toEqual({ ...tomlOf(text), private_groups: { Leads: ["a"] }, aliases: { l: "Leads" } });
    expect(made).toContain(text.trim());
  });

  test("keeps the ends of lines that another system writes", () => {
    const text = edited(TEXT.replaceAll("\n", "\r\n"), [{ table: "aliases", key: "x", to: "name1" }]);
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  });
});

describe("any edits of any names", () => {
  const name = fc.oneof(
    fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
      .filter((text) => text.trim() !== "" && text !== "__proto__"),
    fc.constantFrom(
      "ALLE Cluster Briefkästen",
      'Floor "1"',
      "it's",
      "a=b",
      "# no comment",
      "[x]",
      "1",
      "a.b",
      "\\",
      "$&",
    ),
  );
  const ids = fc.uniqueArray(fc.stringMatching(/^[a-z0-9]{1,26}$/), { maxLength: 4 });
  const comment = fc.constantFrom("", " # a comment", " # with 'quotes\" and [brackets] = 1");

  const books = fc
    .record({
      groups: fc.uniqueArray(fc.tuple(name, ids, comment), { selector: ([key]) => key, maxLength: 4 }),
      aliases: fc.uniqueArray(fc.tuple(name, name, comment), { selector: ([key]) => key, maxLength: 3 }),
    })
    .map(({ groups, aliases }) =>
      [
        "# head",
        "[groups] # of all",
        ...groups.map(([key, list, after]) => `${JSON.stringify(key)} = ${JSON.stringify(list)}${after}`),
        "",
        "[aliases]",
        ...aliases.map(([key, target, after]) => `${JSON.stringify(key)} = ${JSON.stringify(target)}${after}`),
        "",
      ].join("\n"),
    )
    .filter((text) => {
      try {
        return tomlOf(text) !== undefined;
      } catch {
        return false;
      }
    });

  test("come out as they were meant, and keep the comments and the order of all other lines", () => {
    fc.assert(
      fc.property(
        books,
        name,
        ids,
        fc.tuple(fc.nat(), fc.constantFrom("add", "remove", "rename")),
        (text, key, list, [pick, what]) => {
          const before = tomlOf(text)["groups"] as Record<string, string[]>;
          const present = Object.keys(before);
          const chosen = present[pick % Math.max(1, present.length)];
          if (what !== "add" && (chosen === undefined || Object.hasOwn(before, key))) return;
          const edit: Edit =
            what === "add"
              ? { table: "groups", key, to: list }
              : { table: "groups", key: chosen ?? "", ...(what === "rename" ? { name: key } : {}) };
          const after = edited(text, [edit]);
          const groups = tomlOf(after)["groups"] as Record<string, string[]>;
          const wanted = { ...before };
          if (what === "add") wanted[key] = list;
          else delete wanted[chosen ?? ""];
          if (what === "rename") wanted[key] = before[chosen ?? ""] ?? [];
          expect(groups).toEqual(wanted);
          const touched = what === "add" ? key : (chosen ?? "");
          const kept = text
            .split("\n")
            .filter((line) => line !== "" && !line.startsWith(`${JSON.stringify(touched)} = [`));
          expect(after.split("\n").filter((line) => kept.includes(line))).toEqual(kept);
        },
      ),
      { numRuns: 150 },
    );
  });
});
