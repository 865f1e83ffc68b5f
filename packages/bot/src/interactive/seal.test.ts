/** Seals: what was sealed opens for whom it was sealed, and for nobody and nothing else. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { MisuseError } from "../errors.ts";
import { Vault } from "../store/vault.ts";
import { type Bearer, MOST_CHARACTERS, Sealer } from "./seal.ts";

const OLD = "an old secret that is long enough to be one";
const NEW = "a new secret that is long enough to be one too";
const sealer = new Sealer(new Vault([NEW]));

const NOW = 1_000_000;
const bearer: Bearer = { purpose: "click", name: "yes", user: "ann", now: NOW };
const about = { purpose: "click", name: "yes" } as const;
const seal = (payload: unknown = { ticket: 7 }): string =>
  sealer.seal(about, { payload, users: ["ann", "ben"], expiresAt: NOW + 1 });
const forged = { refused: "forged" };

/** Whether it is taken for forged, or for made with a secret that nobody has. */
function isRefused(text: string): boolean {
  const opened = sealer.open(text, bearer);
  return "refused" in opened && (opened.refused === "forged" || opened.refused === "unknown secret");
}

test("what was sealed opens, whatever it is", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.option(fc.uuid(), { nil: undefined }), (payload, once) => {
      const sealed = { payload, expiresAt: NOW + 5, ...(once === undefined ? {} : { once }) };
      expect(sealer.open(sealer.seal(about, sealed), bearer)).toEqual({
        sealed: { ...sealed, payload: JSON.parse(JSON.stringify(payload)) as unknown },
      });
    }),
  );
});

test("nothing else opens: changed in any place, cut anywhere, made up, or endless", () => {
  const text = seal();
  const letters = fc.constantFrom(..."ABCXYZabcxyz0189-_.=~é");
  const changed = fc.tuple(fc.nat(text.length - 1), letters).map(([at, letter]) => {
    return text.slice(0, at) + letter + text.slice(at + 1);
  });
  const cut = fc.nat(text.length - 1).map((end) => text.slice(0, end));
  const longer = fc.string().map((more) => `${text}${more}x`);
  fc.assert(
    fc.property(fc.oneof(changed, cut, longer, fc.string()), (other) => {
      fc.pre(other !== text);
      expect(isRefused(other)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
  expect(sealer.open("s1.".padEnd(5_000_000, "x"), bearer)).toEqual(forged);
});

test("nobody can exchange the ends of two seals", () => {
  const [one, other] = [seal({ ticket: 1 }), seal({ ticket: 2 })];
  fc.assert(
    fc.property(fc.integer({ min: 4, max: one.length - 1 }), (at) => {
      const mixed = one.slice(0, at) + other.slice(at);
      fc.pre(mixed !== one && mixed !== other);
      expect(isRefused(mixed)).toBe(true);
    }),
  );
});

test("a seal opens under its own name and for its own purpose only", () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      fc.pre(name !== "yes");
      expect(sealer.open(seal(), { ...bearer, name })).toEqual(forged);
    }),
  );
  expect(sealer.open(seal(), { ...bearer, purpose: "dialog" })).toEqual(forged);
});

test("a seal opens for those whom it is for, until its time is over", () => {
  expect(sealer.open(seal(), { ...bearer, user: "ben" })).toHaveProperty("sealed");
  fc.assert(
    fc.property(fc.string(), (user) => {
      fc.pre(user !== "ann" && user !== "ben");
      expect(sealer.open(seal(), { ...bearer, user })).toEqual({ refused: "not yours" });
    }),
  );
  fc.assert(
    fc.property(fc.nat(), (late) => {
      expect(sealer.open(seal(), { ...bearer, now: NOW + 1 + late })).toEqual({ refused: "expired" });
    }),
  );
});

test("after a change of secrets old seals still open, until the old secret is taken away", () => {
  const old = new Sealer(new Vault([OLD])).seal(about, { payload: 1, expiresAt: NOW + 1 });
  expect(new Sealer(new Vault([NEW, OLD])).open(old, bearer)).toHaveProperty("sealed");
  expect(sealer.open(old, bearer)).toEqual({ refused: "unknown secret" });
});

test("nothing of what it carries can be read from a seal", () => {
  const text = Buffer.from(seal({ password: "hunter2" }).split(".")[2] ?? "", "base64url").toString("latin1");
  expect(text).not.toContain("password");
  expect(seal()).not.toBe(seal());
});

test("what is too much to carry is refused when it is sealed", () => {
  expect(() => seal("x".repeat(MOST_CHARACTERS))).toThrow(MisuseError);
  expect(() => seal("x".repeat(MOST_CHARACTERS))).toThrow(/keep it in the store and carry its key/);
});
