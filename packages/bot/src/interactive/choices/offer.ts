/** Buttons and menus as a list of numbered choices, for a bot that its server cannot call. Pure. */
import type { Action } from "../../update/actions.ts";

/** What stands for a number as a reaction, from one. */
export const DIGITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"] as const;

/** One thing that can be chosen. */
export interface Choice {
  readonly label: string;
  /** Of the button or menu. */
  readonly name: string;
  readonly seal: string;
  /** Of a menu, what is chosen. */
  readonly value?: string | undefined;
}

/** A menu of everybody, or of every channel: its choice is written. */
export interface OpenChoice extends Choice {
  readonly source: "channels" | "users";
}

export interface Offer {
  /** By their numbers, from one. */
  readonly choices: readonly Choice[];
  readonly open: readonly OpenChoice[];
  /** The text says them already, and whoever sent it reads the numbers that answer it. */
  readonly isTold: boolean;
}

/** @param sealed the seal of an action */
export function offerOf(actions: readonly Action[], sealed: (action: Action) => string): Offer {
  const choices: Choice[] = [];
  const open: OpenChoice[] = [];
  for (const action of actions) {
    const { name, label, menu } = action;
    const seal = sealed(action);
    if (menu === undefined) choices.push({ label, name, seal });
    else if ("source" in menu) open.push({ label, name, seal, source: menu.source });
    else for (const { text, value } of menu.options) choices.push({ label: `${label}: ${text}`, name, seal, value });
  }
  return { choices, open, isTold: actions.every((action) => action.isTold === true) };
}

/** Whether every choice can be a reaction. */
export function hasReactions({ choices, open }: Pick<Offer, "choices" | "open">): boolean {
  return open.length === 0 && choices.length <= DIGITS.length;
}

/** The choices below the text of their message. */
export function written(text: string, offer: Offer): string {
  const { choices, open } = offer;
  if (offer.isTold) return text;
  const isReacted = hasReactions(offer);
  const lines = choices.map(({ label }, index) =>
    isReacted ? `:${DIGITS[index] ?? ""}: ${label}` : `${index + 1}. ${label}`,
  );
  const others = open.map(
    ({ label, source }) => `${label} Answer with ${source === "users" ? "`@name`" : "`~channel`"}.`,
  );
  const how = isReacted
    ? "_React with the number, or answer with it in the thread._"
    : "_Answer in the thread with the number._";
  const list = isReacted ? lines.join("  \n") : lines.join("\n");
  return [text, list, others.join("\n"), choices.length === 0 ? "" : how].filter((part) => part !== "").join("\n\n");
}

/** What was chosen by an answer in words: a number, `@name` or `~channel`. */
export type Said = { readonly number: number } | { readonly source: "channels" | "users"; readonly name: string };

/** Reads an answer. Nothing for what chooses nothing. */
export function readSaid(text: string): Said | undefined {
  const said = text.trim();
  const [, number] = /^(\d{1,2})[.)]?$/.exec(said) ?? [];
  if (number !== undefined) return { number: Number(number) };
  const [, sign, name = ""] = /^([@~])([\w.-]{1,64})$/.exec(said) ?? [];
  if (sign === undefined) return undefined;
  return { source: sign === "@" ? "users" : "channels", name: name.toLowerCase() };
}
