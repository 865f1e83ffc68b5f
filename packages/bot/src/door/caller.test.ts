import fc from "fast-check";
import { expect, test } from "vitest";
import { callerOf, trusting } from "./caller.ts";

test.each<[string, string, string | null, readonly string[], string]>([
  ["nobody is between", "203.0.113.9", null, [], "203.0.113.9"],
  ["a stranger claims to be a proxy", "203.0.113.9", "10.0.0.1", [], "203.0.113.9"],
  ["one proxy of ours", "10.0.0.1", "203.0.113.9", ["10.0.0.0/8"], "203.0.113.9"],
  ["two proxies of ours", "::ffff:10.0.0.1", "203.0.113.9, 10.0.0.2", ["10.0.0.0/8"], "203.0.113.9"],
  ["a stranger writes before our proxy does", "10.0.0.1", "1.1.1.1, 203.0.113.9", ["10.0.0.1"], "203.0.113.9"],
  ["our proxy says nothing", "10.0.0.1", null, ["10.0.0.1"], "10.0.0.1"],
  ["our proxy says nonsense", "10.0.0.1", "unknown", ["10.0.0.1"], "10.0.0.1"],
  ["IPv6", "fd00::1", "2001:db8::9", ["fd00::/8"], "2001:db8::9"],
  ["the connection is not known", "", "203.0.113.9", ["10.0.0.0/8"], ""],
])("who calls when %s", (_when, ...[peer, forwarded, proxies, caller]) => {
  expect(callerOf(peer, forwarded, trusting(proxies))).toBe(caller);
});

test("no header makes a caller whom nobody trusts into another", () => {
  const isTrusted = trusting(["10.0.0.0/8"]);
  const made = fc.sample(fc.string(), 500).map((forwarded) => callerOf("203.0.113.9", forwarded, isTrusted));
  expect(new Set(made)).toEqual(new Set(["203.0.113.9"]));
});

test.each(["proxy.example.com", "10.0.0.0/33", "10.0.0.0/x", "", "fd00::/129"])("the proxy %j is refused", (proxy) => {
  expect(() => trusting([proxy])).toThrow(`"${proxy}" is no address of a proxy`);
});
