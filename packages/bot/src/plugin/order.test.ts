/** The order of plugins, for any graph of them. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { dependentsOf, inOrder, needOf, unmet } from "./order.ts";

const plugin = (name: string, ...needs: readonly string[]) => ({ name, needs });
const names = (plugins: readonly { readonly name: string }[]): string[] => plugins.map(({ name }) => name);

test("whoever is needed comes first", () => {
  const { order, circles } = inOrder([plugin("c", "b"), plugin("b", "a@^1.0"), plugin("a"), plugin("d", "gone")]);
  expect([names(order), circles.size]).toEqual([["a", "b", "c", "d"], 0]);
});

test("a circle is named, and who is not in it is not", () => {
  const { circles } = inOrder([plugin("a", "b"), plugin("b", "c"), plugin("c", "a"), plugin("d", "a")]);
  expect([...circles]).toEqual(["a", "b", "c"].map((name) => [name, "a needs b needs c needs a"]));
});

test("those that need something directly or by others", () => {
  const plugins = [plugin("c", "b"), plugin("b", "a"), plugin("a"), plugin("d")];
  expect(names(dependentsOf("a", plugins))).toEqual(["b", "c"]);
  expect(names(dependentsOf("d", plugins))).toEqual([]);
});

test("in any graph, everybody is there once, and without a circle behind all they need", () => {
  const graph = fc.array(fc.array(fc.nat(9), { maxLength: 3 }), { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(graph, (edges) => {
      const plugins = edges.map((needs, index) => plugin(`p${index}`, ...needs.map((need) => `p${need}`)));
      const { order, circles } = inOrder(plugins);
      expect(names(order).toSorted()).toEqual(names(plugins).toSorted());
      if (circles.size > 0) return;
      for (const [index, { needs }] of order.entries())
        for (const need of needs) expect(order.findIndex(({ name }) => name === need)).toBeLessThan(index);
    }),
  );
});

test("a need says what is missing", () => {
  const there = (version: string, isActive = true) => ({ version, isActive });
  expect(unmet(needOf("a"), undefined)).toBe("it needs the plugin a, which is not there");
  expect(unmet(needOf("a"), there("", false))).toBe("it needs the plugin a, which is not active");
  expect(unmet(needOf("a@^1.2"), there("1.1.0"))).toBe("it needs the plugin a in version ^1.2, and there is 1.1.0");
  expect(unmet(needOf("a@^1.2"), there(""))).toContain("there is one without a version");
  expect([unmet(needOf("a@^1.2"), there("1.9.0")), unmet(needOf("a"), there(""))]).toEqual([undefined, undefined]);
  expect(() => needOf("a@one")).toThrow('"a@one" names no plugin to need: write "karma", or "karma@^1.2"');
  expect(() => needOf("A B")).toThrow("names no plugin");
});
