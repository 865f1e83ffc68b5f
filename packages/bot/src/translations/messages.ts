/** Messages of a plugin in one language, as data: texts with named places, and forms for numbers. What a message needs is in its type. */
import { MisuseError } from "../errors.ts";
import type { Markdown } from "../text/markdown.ts";

/** Forms of one message by the number in its `count`, as the language has them; `other` for all that have none of their own. */
export type Forms = { readonly other: string } & { readonly [Form in Exclude<Intl.LDMLPluralRule, "other">]?: string };

/** A text, or its forms. */
export type Message = string | Forms;

export type Messages = Readonly<Record<string, Message>>;

/** What can stand in a message. Numbers and moments are written as the reader's language has them. */
export type MessageValue = string | number | Date | Markdown;

type PlacesOf<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | PlacesOf<Rest> : never;

type NamesOf<Of extends Message> = Of extends string ? PlacesOf<Of> : "count" | PlacesOf<Of[keyof Of]>;

/** The values that a message needs. */
export type ValuesOf<Of extends Message> = {
  readonly [Name in NamesOf<Of>]: Name extends "count" ? number : MessageValue;
};

/** Nothing where a message needs none. */
export type GivenTo<Of extends Message> = [NamesOf<Of>] extends [never] ? [] : [values: ValuesOf<Of>];

/** The same messages in another language, as far as they are translated. */
export type TranslationOf<All extends Messages> = {
  readonly [Key in keyof All]?: All[Key] extends string ? string : Message;
};

export const PLACE = /\{(\w+)\}/g;

/** The names of the places in a message. */
export function placesIn(message: Message): Set<string> {
  const texts = typeof message === "string" ? [message] : Object.values(message);
  const names = texts.flatMap((text) => Array.from(text.matchAll(PLACE), ([, name = ""]) => name));
  return new Set(typeof message === "string" ? names : [...names, "count"]);
}

/** @throws MisuseError for a translation that says more than there is to say. */
export function checkTranslation(locale: string, translation: Messages, original: Messages): void {
  for (const [key, message] of Object.entries(translation)) {
    const known = original[key];
    if (known === undefined)
      throw new MisuseError(`the translation ${locale} has "${key}", which the original has not`);
    const places = placesIn(known);
    const more = [...placesIn(message)].find((name) => !places.has(name));
    if (more !== undefined)
      throw new MisuseError(`the translation ${locale} of "${key}" names {${more}}, which nobody gives it`);
  }
}
