import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import type { Lookup } from "../context/finder.ts";
import { argumentsOf } from "./arguments/arguments.ts";
import { channel, date, duration, post, team, user } from "./kinds/schemas.ts";
import { parseCall } from "./parse.ts";
import { rest } from "./words/rest.ts";
import { UsageError } from "./help/usage-error.ts";
import { exampleOf, usageOf } from "./help/usage.ts";
import { quote } from "./words/words.ts";

const deploy = {
  service: z.string(),
  to: z.enum(["staging", "prod"]).default("staging"),
  force: z.boolean().default(false),
};

/** Knows what everybody can name, and nothing else. */
const known = (word: string) => (text: string) => Promise.resolve(text === word ? ({ id: word } as never) : undefined);
const lookup: Lookup = {
  now: new Date("2026-01-01T08:00:00Z"),
  zone: () => Promise.resolve("Europe/Berlin"),
  user: known("me"),
  channel: known("here"),
  team: known("here"),
  post: known("this"),
};

/** Parses what stands behind `!x`. */
function parse(shape: z.ZodRawShape, text: string): Promise<unknown> {
  const list = argumentsOf("x", shape);
  return parseCall(list, { line: `!x ${text}`, from: 2, called: "!x", lookup }).then((parsed) =>
    parsed.help ? "help" : parsed.values,
  );
}

async function refusal(shape: z.ZodRawShape, text: string): Promise<string> {
  const error: unknown = await parse(shape, text).catch((thrown: unknown) => thrown);
  return error instanceof UsageError ? error.message : `no usage error: ${JSON.stringify(error)}`;
}

describe("arguments", () => {
  test.each([
    ["api", { service: "api", to: "staging", force: false }],
    ["api prod", { service: "api", to: "prod", force: false }],
    ["api PROD --force", { service: "api", to: "prod", force: true }],
    ["--force --to=prod api", { service: "api", to: "prod", force: true }],
    ["--service api prod", { service: "api", to: "prod", force: false }],
    ["api —force", { service: "api", to: "staging", force: true }],
    ["“two words” --no-force", { service: "two words", to: "staging", force: false }],
    ["-- --force", { service: "--force", to: "staging", force: false }],
    ['"--force" --force=no', { service: "--force", to: "staging", force: false }],
  ])("!deploy %s", async (text, expected) => {
    expect(await parse(deploy, text)).toEqual(expected);
  });

  test.each(["-h", "--help", "api --help", "api nonsense --HELP more"])("!deploy %s asks for help", async (text) => {
    expect(await parse(deploy, text)).toBe("help");
  });

  test("numbers, dates, JSON, flags by value", async () => {
    const shape = {
      n: z.number(),
      i: z.int().optional(),
      at: z.date().optional(),
      o: z.object({ a: z.int() }).optional(),
    };
    expect(await parse(shape, '-2.5 7 2026-01-31 {"a":1}')).toEqual({
      n: -2.5,
      i: 7,
      at: new Date("2026-01-31T00:00:00Z"),
      o: { a: 1 },
    });
  });

  test("a schema may transform, and may take its time", async () => {
    const shape = {
      size: z.string().transform((text) => text.length),
      name: z.string().refine((name) => Promise.resolve(name !== "nobody"), "there is no such person"),
    };
    expect(await parse(shape, "four ann")).toEqual({ size: 4, name: "ann" });
    expect(await refusal(shape, "four nobody")).toContain("`name`: there is no such person");
  });

  test("a list at the end takes all words, any other list is given by name", async () => {
    expect(await parse({ to: z.string(), files: z.array(z.string()) }, "ann a b 'c d'")).toEqual({
      to: "ann",
      files: ["a", "b", "c d"],
    });
    const shape = { tag: z.array(z.string()), text: rest() };
    expect(await parse(shape, "--tag a --tag=b Hello  there")).toEqual({ tag: ["a", "b"], text: "Hello  there" });
    expect(usageOf("!x", argumentsOf("x", shape))).toBe("!x [--tag <tag>]… <text…>");
  });

  test("free text is kept as it was typed, with line breaks, quotes and what looks like flags", async () => {
    const shape = { to: z.string(), loud: z.boolean(), text: rest() };
    const text = `Lunch:\n\n  - "soup"\n  - bread — don't --wait`;
    expect(await parse(shape, `--loud ops ${text}  \n`)).toEqual({ to: "ops", loud: true, text });
    expect(await parse({ text: rest() }, "--not a flag")).toEqual({ text: "--not a flag" });
    expect(await parse({ text: rest() }, '"unclosed')).toEqual({ text: '"unclosed' });
    expect(await parse({ text: rest() }, "--help")).toBe("help");
  });

  test("free text may take what looks like flags, as soon as what is before it is given", async () => {
    const shape = { task: z.string(), words: rest({ verbatim: true }).default("") };
    expect(await parse(shape, 'report --all "two words" -- -x')).toEqual({
      task: "report",
      words: '--all "two words" -- -x',
    });
    expect(await parse(shape, "report --help")).toEqual({ task: "report", words: "--help" });
    expect(await parse(shape, "report")).toEqual({ task: "report", words: "" });
    expect(await parse(shape, "--task report --all")).toEqual({ task: "report", words: "--all" });
    expect(await parse(shape, "--help")).toBe("help");
    await expect(parse(shape, "--all report")).rejects.toThrow("I know no flag `--all` here");
  });

  test("an optional argument in front of a required one gets a word only when there is one for both", async () => {
    const shape = { to: z.string().default("ops"), service: z.string() };
    expect(await parse(shape, "api")).toEqual({ to: "ops", service: "api" });
    expect(await parse(shape, "leads api")).toEqual({ to: "leads", service: "api" });
  });

  test("an optional argument in front of free text is given by name", async () => {
    const shape = { to: z.string().default("ops"), text: rest() };
    expect(await parse(shape, "Hello all")).toEqual({ to: "ops", text: "Hello all" });
    expect(await parse(shape, "--to leads Hello all")).toEqual({ to: "leads", text: "Hello all" });
  });

  test("a flag may be on by default, and a flag without default is off", async () => {
    const shape = { notify: z.boolean().default(true), dryRun: z.boolean(), maybe: z.boolean().optional() };
    expect(await parse(shape, "")).toEqual({ notify: true, dryRun: false });
    expect(await parse(shape, "--no-notify --dry-run --maybe")).toEqual({ notify: false, dryRun: true, maybe: true });
    expect(usageOf("!x", argumentsOf("x", shape))).toBe("!x [--no-notify] [--dry-run] [--maybe]");
  });
});

describe("a usage error names the word, what is expected and a call that works", () => {
  test("in full", async () => {
    expect(await refusal(deploy, "api prodd")).toBe(
      [
        "`to` must be one of `staging`, `prod`, not `prodd`. Did you mean `prod`?",
        "```text",
        "!x api prodd",
        "       ^^^^^",
        "```",
        "Usage: `!x <service> [to] [--force]`",
        "For example: `!x service`",
      ].join("\n"),
    );
  });

  test.each([
    [deploy, "", "`service` is missing: a word (or several in quotes)."],
    [deploy, "api prod now please", "`now` is one word too many. Put several words that belong together in quotes."],
    [deploy, "api --forse", "I know no flag `--forse` here. Did you mean `--force`?"],
    [deploy, "api -f", "I know no flag `-f` here. Did you mean `--force`?"],
    [deploy, "api --weather=fine", "I know no flag `--weather` here. If it is no flag, put it in quotes."],
    [deploy, "api --to", "`--to` needs a value: one of `staging`, `prod`."],
    [deploy, "api --to --force", "`--to` needs a value: one of `staging`, `prod`."],
    [deploy, "api --force --no-force", "`--no-force` is given a second time."],
    [deploy, "api --no-force=x", "`--no-force` takes no value."],
    [deploy, "api --force=perhaps", "`force` must be `yes` or `no`, not `perhaps`."],
    [deploy, 'api "prod', "The quote that begins here is never closed."],
    [{ count: z.number() }, "many", "`count` must be a number, not `many`."],
    [{ count: z.int() }, "1.5", "`count` must be a whole number, not `1.5`."],
    [{ count: z.number().min(3) }, "1", "`count` must be at least 3, not `1`."],
    [{ name: z.string().min(3) }, "ab", "`name` must be at least 3 signs long, not `ab`."],
    [{ name: z.string().min(3, "is too short for a name") }, "ab", "`name`: is too short for a name"],
    [{ mail: z.email() }, "ann", "`mail` must be an e-mail address, not `ann`."],
    [{ tag: z.string().startsWith("v") }, "1.0", "`tag` must be a text that begins with `v`, not `1.0`."],
    [{ day: z.date() }, "2026-02-30", "`day` must be a date such as `2026-01-31` or `2026-01-31T18:00:00Z`, not"],
    [{ files: z.array(z.string()).min(1) }, "", "`files` is missing"],
    [{ ports: z.array(z.int().max(99)) }, "1 200 3", "`ports` must be at most 99, not `200`."],
    [{ o: z.object({}) }, "{", "`o` must be an object in JSON, not `{`."],
    [{}, "word", "`word` is one word too many."],
    [{ text: rest() }, "", "`text` is missing: a text."],
  ])("%# %s", async (shape, text, sentence) => {
    const message = await refusal(shape, text);
    expect(message).toContain(sentence);
    expect(message).toContain("Usage: `!x");
  });

  test("nothing that was typed can mention anybody or leave its code", async () => {
    const message = await refusal(deploy, "api @channel``` @all");
    const prose = message.replace(/(`{3,})[\s\S]*?\n\1\n/, "").replaceAll(/(`+)[^`][\s\S]*?\1/g, "");
    expect(prose).not.toContain("@");
    expect(message).toContain("````text\n!x api @channel``` @all\n");
  });
});

describe("what cannot be a command is refused when it is made", () => {
  test.each([
    [{ text: rest(), more: z.string() }, 'rest() takes everything to the end of the message, so put "text" last'],
    [{ help: z.string() }, "-h and --help show the help"],
    [{ "a b": z.string() }, "use a letter, then letters and digits"],
    [{ map: z.map(z.string(), z.string()) }, "a z.map() of this kind cannot be typed"],
    [{ dryRun: z.boolean(), dry_run: z.boolean() }, "differ only in case"],
  ])("%#", (shape, sentence) => {
    expect(() => argumentsOf("x", shape as z.ZodRawShape)).toThrow(sentence);
  });
});

const schemas: fc.Arbitrary<z.core.$ZodType> = fc.constantFrom<z.core.$ZodType>(
  z.string(),
  z.string().optional(),
  z.string().min(2),
  z.number(),
  z.int().min(5).default(7),
  z.boolean(),
  z.boolean().default(true),
  z.enum(["staging", "prod"]),
  z.enum(["a", "b"]).default("a"),
  z.array(z.string()),
  z.array(z.int()).min(1),
  z.email(),
  z.date(),
  z.object({}).optional(),
  user(),
  z.array(user()).min(1),
  channel().optional(),
  team(),
  post(),
  duration().min(1_000),
  date(),
);
const shapes = fc
  .tuple(fc.array(schemas, { maxLength: 5 }), fc.boolean())
  .map(([all, text]) =>
    Object.fromEntries([...all, ...(text ? [rest()] : [])].map((schema, i) => [`arg${i}`, schema])),
  );

describe("for every command", () => {
  test("the parser throws nothing but a usage error, whatever is typed", async () => {
    const words = fc.constantFrom(
      ...["--arg0", "--arg1=", "--no-arg2", "-h", "--", "a 7 “ \" ` \n {} @all 'x"].join(" ").split(" "),
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(words).map((all) => all.join(" ")),
    );
    await fc.assert(
      fc.asyncProperty(shapes, text, async (shape, typed) => {
        const outcome: unknown = await parse(shape, typed).catch((error: unknown) => error);
        expect(outcome instanceof Error && !(outcome instanceof UsageError)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test("the example works", async () => {
    await fc.assert(
      fc.asyncProperty(shapes, async (shape) => {
        const example = exampleOf("", argumentsOf("x", shape));
        expect(example).toBeDefined();
        expect(await parse(shape, example ?? "")).not.toBe("help");
      }),
    );
  });

  test("whatever is quoted comes back, by place, by name and in a list", async () => {
    const shape = { a: z.string(), list: z.array(z.string()), b: z.string() };
    const value = fc.string({ unit: "binary" });
    await fc.assert(
      fc.asyncProperty(value, value, fc.array(value), async (a, b, list) => {
        const typed = [quote(a), ...list.map((each) => `--list=${quote(each)}`), "--b", quote(b)].join(" ");
        expect(await parse(shape, typed)).toEqual({ a, b, list });
      }),
    );
  });
});
