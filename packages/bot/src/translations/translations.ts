/** What a bot says in the language of whoever reads it: messages of a plugin in several languages, numbers and times as the reader has them. */
import { CallError } from "@matterwright/client";
import type { User } from "@matterwright/protocol";
import type { Context } from "../context/context.ts";
import { MisuseError } from "../errors.ts";
import { Markdown } from "../text/markdown.ts";
import { plain } from "../text/plain.ts";
import { type GivenTo, type Message, type Messages, PLACE, type TranslationOf, checkTranslation } from "./messages.ts";

/** Says a message in one language. @throws MisuseError when a value is missing. */
export type Speaker<All extends Messages> = <Key extends keyof All & string>(
  key: Key,
  ...given: GivenTo<All[Key]>
) => string;

/** Who reads, as the server knows them. */
export type Reader = Pick<User, "locale" | "timezone">;

/** Messages in several languages. */
export interface Translations<All extends Messages> {
  /** Says a message to whoever asked, in their language and time zone. @throws MisuseError when a value is missing. */
  <Key extends keyof All & string>(ctx: Context, key: Key, ...given: GivenTo<All[Key]>): Promise<string>;
  /** Says several to whoever asked. */
  for(ctx: Context): Promise<Speaker<All>>;
  /** Says messages to somebody else: `say.to(await ctx.people.user(id))`. */
  to(reader: Partial<Reader>): Speaker<All>;
}

/**
 * Makes the messages of a plugin.
 *
 * `{name}` is a place for a value. Texts are shown as they are, so that nobody is mentioned and no Markdown is made of them; numbers are written as
 * the language has them, and moments in the reader's time zone. A message with forms takes a `count`. What a language does not have is said in
 * the original; `pt-BR` also reads `pt`.
 *
 * @param locale of the original: `en`
 * @throws MisuseError for a translation of what is not there, or that names a place that the original does not have.
 * @example
 * const say = translations("en", {
 *   hello: "Hello, {name}!",
 *   open: { one: "{count} ticket is open.", other: "{count} tickets are open." },
 * }, {
 *   de: { hello: "Hallo, {name}!", open: { one: "{count} Ticket ist offen.", other: "{count} Tickets sind offen." } },
 * });
 * await ctx.reply(await say(ctx, "open", { count: 3 }));
 */
export function translations<const All extends Messages>(
  locale: string,
  original: All,
  others: Readonly<Record<string, TranslationOf<All>>> = {},
): Translations<All> {
  const known = new Map<string, Messages>([[checked(locale), original]]);
  for (const [other, translation] of Object.entries(others)) {
    checkTranslation(other, translation as Messages, original);
    known.set(checked(other), translation as Messages);
  }
  const to = (reader: Partial<Reader>): Speaker<All> => {
    const wanted = languageAmong([...known.keys()], reader.locale ?? "") ?? locale;
    return (key, ...[values]) => {
      const own = known.get(wanted)?.[key];
      const speaking = { locale: own === undefined ? locale : wanted, zone: zoneOf(reader) };
      return said(own ?? original[key], { key, values: values ?? {}, ...speaking });
    };
  };
  const forAsker = async (ctx: Context): Promise<Speaker<All>> => to(await readerIn(ctx));
  return Object.assign(
    async <Key extends keyof All & string>(ctx: Context, key: Key, ...given: GivenTo<All[Key]>) =>
      (await forAsker(ctx))(key, ...given),
    { for: forAsker, to },
  );
}

/**
 * A moment as whoever asked writes it, in their language and time zone.
 *
 * @example
 * await ctx.reply(`It starts ${await momentFor(ctx, start)}.`); // 21 Nov 2026, 14:00
 */
export async function momentFor(ctx: Context, at: Date | number): Promise<string> {
  const reader = await readerIn(ctx);
  return momentText(new Date(at), { locale: checkedOr(reader.locale, "en"), zone: zoneOf(reader) });
}

interface Speaking {
  readonly locale: string;
  readonly zone: string;
}

interface Said extends Speaking {
  readonly key: string;
  readonly values: Readonly<Record<string, unknown>>;
}

function said(message: Message | undefined, { key, values, ...speaking }: Said): string {
  if (message === undefined) throw new MisuseError(`there is no message "${key}"`);
  const text = typeof message === "string" ? message : formOf(message, { key, values, ...speaking });
  return text.replaceAll(PLACE, (_, name: string) => {
    const value = values[name];
    if (value instanceof Date) return momentText(value, speaking);
    if (value instanceof Markdown) return value.text;
    if (typeof value === "number") return new Intl.NumberFormat(speaking.locale).format(value);
    if (typeof value === "string") return plain(value);
    throw new MisuseError(`the message "${key}" needs {${name}}: give it a text, a number or a moment`);
  });
}

function formOf(forms: Exclude<Message, string>, { key, values, locale }: Said): string {
  const { count } = values;
  if (typeof count !== "number") throw new MisuseError(`the message "${key}" needs a count`);
  return forms[new Intl.PluralRules(locale).select(count)] ?? forms.other;
}

function momentText(at: Date, { locale, zone }: Speaking): string {
  const look = { dateStyle: "medium", timeStyle: "short" } as const;
  try {
    return new Intl.DateTimeFormat(locale, { ...look, timeZone: zone }).format(at);
  } catch {
    // The server may know a zone that this machine does not.
    return new Intl.DateTimeFormat(locale, { ...look, timeZone: "UTC" }).format(at);
  }
}

/** What the person has chosen on the server. Where that cannot be asked, nothing: an answer in another language is better than none. */
async function readerIn(ctx: Context): Promise<Partial<Reader>> {
  try {
    return await ctx.profile();
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    return {};
  }
}

function zoneOf({ timezone }: Partial<Reader>): string {
  const zone = timezone?.useAutomaticTimezone === "true" ? timezone.automaticTimezone : timezone?.manualTimezone;
  return zone === undefined || zone === "" ? "UTC" : zone;
}

/** The language itself, or the nearest to it: `pt` for `pt-BR`, and the other way round. */
function languageAmong(known: readonly string[], wanted: string): string | undefined {
  const lower = wanted.replaceAll("_", "-").toLowerCase();
  const language = lower.split("-", 1)[0];
  return (
    known.find((each) => each.toLowerCase() === lower) ??
    known.find((each) => each.toLowerCase() === language) ??
    known.find((each) => each.toLowerCase().split("-", 1)[0] === language)
  );
}

function checked(locale: string): string {
  const made = checkedOr(locale, "");
  if (made === "") throw new MisuseError(`"${locale}" is no language: write a tag such as "en", "de" or "pt-BR"`);
  return locale;
}

function checkedOr(locale: string | undefined, other: string): string {
  try {
    return Intl.getCanonicalLocales(locale === "" ? undefined : locale)[0] ?? other;
  } catch {
    return other;
  }
}
