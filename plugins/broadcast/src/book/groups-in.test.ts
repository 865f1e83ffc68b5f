/** Groups as somebody writes them behind `!add_group`. */
import { describe, expect, test } from "vitest";
import { groupsIn } from "./groups-in.ts";
import { BookError } from "./parse.ts";

describe("groups in a message", () => {
  test("are as many as there are calls in it, also of the other kind", () => {
    const text =
      ' "Floor 1" = ["id_a", "id_b"]\n!add_group "Floor 2" = ["id_c"]\n\n!add_private_group Leads = ["id_d"]';
    expect(groupsIn(text, false)).toEqual([
      { name: "Floor 1", channels: ["id_a", "id_b"], isPrivate: false },
      { name: "Floor 2", channels: ["id_c"], isPrivate: false },
      { name: "Leads", channels: ["id_d"], isPrivate: true },
    ]);
  });

  test("may stand over several lines, behind one call, in a block of code, and in curly quotes", () => {
    expect(groupsIn('A = [\n  "a",\n  "b"\n]\nB = "c"', true).map(({ channels }) => channels)).toEqual([
      ["a", "b"],
      ["c"],
    ]);
    expect(groupsIn('```toml\nA = ["a"]\n```', false)).toHaveLength(1);
    expect(groupsIn('`A = ["a"]`', false)).toHaveLength(1);
    expect(groupsIn("“Büro 🎉” = [“a”]", false)[0]).toMatchObject({ name: "Büro 🎉", channels: ["a"] });
  });

  test.each([
    ["", "there is no group in it"],
    ['A = ["a"]\n!add_group A = ["b"]', '"A" stands there twice'],
    ["A = 3", '"A" must be a list of channels in brackets'],
  ])("%j is refused: %s", (text, reason) => {
    expect(() => groupsIn(text, false)).toThrow(reason);
  });

  test("that are no TOML are told with the line of the whole message", () => {
    try {
      groupsIn('A = ["a"]\n!add_group B = ["b"', false);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(BookError);
      expect(error).toMatchObject({ line: 2 });
    }
  });
});
