/** What `channels.toml` says, and what is said of one that is wrong. */
import { describe, expect, test } from "vitest";
import { aliasOf, groupNamed } from "./book.ts";
import { BookError, parseBook } from "./parse.ts";

const POSTBOTS = `whitelist = [ "14d9s71is3fh3duwj9a6u9k4jr",]
[groups]
"name1" = [ "id1", "id2",]
"name2" = [ "id3", "id4", "id5",]
[private_groups]
"name3" = [ "id6", "id7", "id8",]
[aliases]
cluster = "name1"
`;

function troubleOf(text: string): string {
  try {
    parseBook(text);
  } catch (error) {
    if (error instanceof BookError) return `${error.line}:${error.column} ${error.message}`;
    throw error;
  }
  return "";
}

describe("channels.toml", () => {
  test("of postbot is read to the letter", () => {
    const book = parseBook(POSTBOTS);
    expect([...book.groups.values()]).toEqual([
      { name: "name1", ids: ["id1", "id2"], isPrivate: false },
      { name: "name2", ids: ["id3", "id4", "id5"], isPrivate: false },
      { name: "name3", ids: ["id6", "id7", "id8"], isPrivate: true },
    ]);
    expect(book.whitelist).toEqual(["14d9s71is3fh3duwj9a6u9k4jr"]);
    expect(aliasOf(book, " Cluster ")).toBe("name1");
    expect(book.warnings).toEqual([]);
  });

  test("finds a group whatever its case and however an umlaut was typed, as long as only one is meant", () => {
    const book = parseBook('[groups]\n"ALLE Cluster Briefkästen" = []\nops = []\nOps = []');
    expect(groupNamed(book, "alle cluster  briefka\u0308sten")?.name).toBe("ALLE Cluster Briefkästen");
    expect(groupNamed(book, "Ops")?.name).toBe("Ops");
    expect(groupNamed(book, "OPS")).toBeUndefined();
  });

  test("may be empty, or not there yet", () => expect(parseBook("").groups.size).toBe(0));

  test.each([
    ["[groups]\nname1 = [ 'id1'", /^2:\d+ /],
    [
      "[groups]\n\"name1\" = 'id1'",
      '2:11 groups.name1 must be a list in brackets, like ["14d9s71is3fh3duwj9a6u9k4jr"]',
    ],
    ['[groups]\n"Floor \\"1\\"" = ["id1", 3]', /^2:17 groups\."Floor \\"1\\""\.1: /],
    ["whitelist = 'id'", /^1:13 whitelist must be a list/],
    ["[rights.Floor]\nauthor = ['@ann']", '2:10 "author" means nothing in rights.Floor'],
    ["[groups]\na = []\na = []", /^3:/],
  ])("%j is told with its line and column", (text, trouble) => {
    if (typeof trouble === "string") expect(troubleOf(text)).toBe(trouble);
    else expect(troubleOf(text)).toMatch(trouble);
  });

  test("tells what can hardly be meant, and works all the same", () => {
    const text = '[group]\n[groups]\nops = []\n[private_groups]\nops = []\n[aliases]\nOPS = "name1"\n[rights.gone]\n';
    expect(parseBook(text).warnings).toEqual([
      '"group" means nothing here: is groups meant?',
      '"ops" is both a group and a private group: the private one counts for nothing',
      'the alias "ops" is never used: the group "ops" has that name',
      'there is no group "gone" that the file could say more about',
    ]);
  });
});
