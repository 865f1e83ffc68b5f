/** The fields of a dialog: from schemas to what the server wants, and back from what clients send to what the schemas want. */
import fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod";
import { MisuseError } from "../../errors.ts";
import { fieldsOf } from "./elements.ts";
import { field } from "./field.ts";
import { asText, readFields } from "./values.ts";

const one = (schema: z.ZodType): ReturnType<typeof fieldsOf>[number]["element"] | undefined =>
  fieldsOf("d", { x: schema })[0]?.element;

const options = [
  { text: "Europe", value: "eu" },
  { text: "America", value: "us" },
];

test.each([
  ["a line", z.string(), { type: "text", subtype: "", min_length: 0, max_length: 150 }],
  ["a line of some length", z.string().min(2).max(9), { type: "text", min_length: 2, max_length: 9 }],
  ["a text too long for a line", z.string().max(500), { type: "textarea", max_length: 500 }],
  ["a long text", field.textarea().min(10), { type: "textarea", min_length: 10, max_length: 3000 }],
  ["a number", z.int().min(1), { type: "text", subtype: "number" }],
  ["an e-mail address", z.email(), { type: "text", subtype: "email" }],
  ["an address of the web", z.url(), { type: "text", subtype: "url" }],
  ["a password", field.password(), { type: "text", subtype: "password" }],
  ["a telephone number", field.telephone(), { type: "text", subtype: "tel" }],
  ["a box", z.boolean(), { type: "bool", optional: true }],
  ["a box that has to be ticked", z.literal(true), { type: "bool", optional: false }],
  ["a box that is ticked", z.boolean().default(true), { type: "bool", default: "true" }],
  [
    "an enum",
    z.enum(["eu", "us"]),
    {
      type: "select",
      options: [
        { text: "eu", value: "eu" },
        { text: "us", value: "us" },
      ],
    },
  ],
  ["a menu", field.select({ eu: "Europe", us: "America" }), { type: "select", options }],
  [
    "a menu for several",
    z.array(field.select({ eu: "Europe", us: "America" })),
    { type: "select", options, multiselect: true },
  ],
  [
    "several that are chosen",
    z.array(z.enum(["eu", "us"])).default(["eu", "us"]),
    { multiselect: true, default: "eu,us" },
  ],
  [
    "a choice in sight",
    field.radio({ eu: "Europe", us: "America" }).default("eu"),
    { type: "radio", options, default: "eu" },
  ],
  [
    "numbers to choose from",
    z.literal([1, 2]),
    {
      type: "select",
      options: [
        { text: "1", value: "1" },
        { text: "2", value: "2" },
      ],
    },
  ],
  ["somebody", field.user(), { type: "select", data_source: "users" }],
  ["several people", field.users().optional(), { data_source: "users", multiselect: true, optional: true }],
  ["a channel", field.channel(), { type: "select", data_source: "channels" }],
  ["what is looked up", field.lookup(() => []), { type: "select", data_source: "dynamic" }],
  ["a day", z.iso.date(), { type: "date" }],
  ["a moment", z.iso.datetime(), { type: "datetime" }],
  ["a Date", z.date(), { type: "datetime" }],
  [
    "notes",
    z.string().meta({ title: "Why", placeholder: "because" }).describe("In a word"),
    { display_name: "Why", placeholder: "because", help_text: "In a word" },
  ],
  ["a refreshing choice", z.enum(["a"]).meta({ refresh: true }), { refresh: true }],
] as const)("%s", (_, schema, element) => {
  expect(one(schema)).toMatchObject({ name: "x", ...element });
});

test("what has a default or may be left out is optional", () => {
  const schemas = [z.string(), z.string().optional(), z.string().nullable(), z.string().default("x")];
  expect(schemas.map((schema) => one(schema)?.optional)).toEqual([false, true, true, true]);
});

test("labels are the names in words", () => {
  const names = fieldsOf("d", { dueDate: z.string(), team_name: z.string(), why: z.string() });
  expect(names.map(({ element }) => element.display_name)).toEqual(["Due date", "Team name", "Why"]);
});

test.each([
  [
    "a label of 25 bytes",
    { x: z.string().meta({ title: "x".repeat(25) }) },
    /label .* has 25 bytes, and 24 are the most/,
  ],
  ["bytes, not characters", { x: z.string().meta({ title: "é".repeat(13) }) }, /has 26 bytes/],
  ["a long help", { x: z.string().describe("x".repeat(151)) }, /help .* 151 bytes, and 150/],
  ["a long placeholder", { x: z.string().meta({ placeholder: "x".repeat(151) }) }, /placeholder .* 151/],
  ["a long default", { x: z.string().default("x".repeat(151)) }, /default .* 151/],
  ["a text longer than any field", { x: z.string().max(3001) }, /3001 characters, and 3000 are the most/],
  ["a menu without options", { x: z.enum([]) }, /has no options: give it at least one/],
  ["what no dialog has", { x: z.object({}) }, /of a kind that no dialog has \(object\)/],
  ["a list of what is no choice", { x: z.array(z.string()) }, /no dialog has \(array\)/],
  ["a dash in a name", { "due-date": z.string() }, /cannot have this name/],
  ["a name that lookups need", { query: z.string() }, /neither of query, selected_field/],
  ["a line that refreshes", { x: z.string().meta({ refresh: true }) }, /only what is chosen can/],
] as const)("%s is refused when the dialog is made", (_, shape, message) => {
  expect(() => fieldsOf("d", shape)).toThrow(MisuseError);
  expect(() => fieldsOf("d", shape)).toThrow(message);
});

test("a menu of labels without labels is refused", () => {
  expect(() => field.radio({})).toThrow(/no options/);
});

test.each([
  ["a number as text", z.int(), "7", 7],
  ["a number as number", z.int(), 7, 7],
  ["a number with a comma", z.number(), "1,5", 1.5],
  ["a box", z.boolean(), true, true],
  ["a box as text", z.boolean(), "true", true],
  ["a box that nobody saw", z.boolean(), undefined, false],
  ["a list as list", z.array(z.enum(["a", "b"])), ["a", "b"], ["a", "b"]],
  ["a list as text", z.array(z.enum(["a", "b"])), "a, b", ["a", "b"]],
  ["people", field.users(), ["u1", "u2"], ["u1", "u2"]],
  ["a number to choose", z.literal([1, 2]), "2", 2],
  ["numbers to choose", z.array(z.literal([1, 2])), "1,2", [1, 2]],
  ["a day", z.iso.date(), "2026-01-31", "2026-01-31"],
  ["a day with its time", z.iso.date(), "2026-01-31T10:00:00Z", "2026-01-31"],
  ["a moment somewhere", z.iso.datetime(), "2026-01-31T10:00:00-05:00", "2026-01-31T15:00:00.000Z"],
  ["a moment that was typed", z.iso.datetime(), "2026-01-31 18:00", "2026-01-31T18:00:00.000Z"],
  ["a Date", z.date(), "2026-01-31T10:00:00Z", new Date("2026-01-31T10:00:00Z")],
  ["nothing for what has a default", z.string().default("x"), "", "x"],
  ["nothing for what is optional", z.string().optional(), null, undefined],
] as const)("reads %s", async (_, schema, given, value) => {
  const shape = { x: schema };
  const read = await readFields({ fields: fieldsOf("d", shape), schema: z.object(shape) }, { x: given, more: 1 });
  expect(read).toEqual({ values: value === undefined ? {} : { x: value } });
});

test("says what is wrong with each field", async () => {
  const shape = {
    why: z.string(),
    size: z.int(),
    when: z.date(),
    who: z.enum(["a"]),
    long: z.string().min(5, "More!"),
  };
  const reading = { fields: fieldsOf("d", shape), schema: z.object(shape) };
  const read = await readFields(reading, { why: "", size: "many", when: "soon", who: "z", long: "abc" });
  expect(Object.keys("errors" in read ? read.errors : {}).toSorted()).toEqual(["long", "size", "when", "who", "why"]);
  expect(read).toMatchObject({ errors: { why: "Please fill this in.", long: "More!" } });
});

test.each([
  [z.string().min(3), "a", "At least 3 characters, please."],
  [z.string().max(2), "abc", "At most 2 characters, please."],
  [z.int().min(3), "1", "At least 3, please."],
  [z.int(), "many", "This is to be a number."],
  [z.array(z.enum(["a", "b"])).min(2), "a", "At least 2 choices, please."],
  [z.enum(["a"]), "z", "This is not one of the choices."],
  [z.email(), "x", "This is to be an e-mail address."],
  [z.url(), "x", "This is to be an address of the web, like https://example.com."],
  [z.iso.date(), "tomorrow", "This is to be a day, like 2026-01-31."],
  [z.iso.datetime(), "soon", "This is to be a day and a time, like 2026-01-31 18:00."],
  [z.date(), "soon", "This is to be a day and a time, like 2026-01-31 18:00."],
  [z.literal(true), false, "Please tick this."],
] as const)("says it in words that people understand", async (schema, given, why) => {
  const shape = { x: schema as z.ZodType };
  const read = await readFields({ fields: fieldsOf("d", shape), schema: z.object(shape) }, { x: given });
  expect(read).toEqual({ errors: { x: why } });
});

test("whatever clients send, it is read or refused field by field", async () => {
  const shape = {
    a: z.int(),
    b: z.date(),
    c: z.array(z.enum(["x"])),
    d: z.boolean(),
    e: field.user(),
    f: z.iso.date(),
  };
  const reading = { fields: fieldsOf("d", shape), schema: z.object(shape) };
  const anything = fc.dictionary(fc.constantFrom("a", "b", "c", "d", "e", "f", "g"), fc.jsonValue());
  await fc.assert(
    fc.asyncProperty(anything, async (submission) => {
      const read = await readFields(reading, submission);
      const names = Object.keys("errors" in read ? read.errors : read.values);
      expect(names.every((name) => name in shape)).toBe(true);
    }),
  );
});

test("a server without fields for dates gets lines of text", () => {
  const element = one(z.iso.date());
  expect(element && asText(element)).toMatchObject({ type: "text", placeholder: "2026-01-31" });
});
