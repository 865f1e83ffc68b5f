/** What may stand behind a slash command, as its autocompletion shows it: like the line of usage, with the choices spelled out. */
import type { Argument, ArgumentList } from "../arguments/arguments.ts";
import { usageOf } from "./usage.ts";

/** More letters of choices than this are not spelled out. */
const CHOICES_LENGTH = 40;

/** @example inHint(list); // "<service> [staging|prod] [--force]" */
export function inHint(list: ArgumentList): string {
  return usageOf("", { ...list, all: list.all.map(spelledOut) }).trim();
}

function spelledOut(argument: Argument): Argument {
  if (argument.kind.type !== "choice" || !argument.positional) return argument;
  const choices = [...argument.kind.choices.keys()].join("|");
  return choices.length > CHOICES_LENGTH ? argument : { ...argument, flag: choices };
}
