/** What there is to choose from in a question, however its author said it: choices with labels, an enum, yes or no. Pure. */
import type { Question } from "./question.ts";

export interface Option {
  /** By which it is kept. */
  readonly name: string;
  /** By which people know it. */
  readonly label: string;
  readonly value: unknown;
}

const YES_OR_NO: readonly Option[] = [
  { name: "yes", label: "Yes", value: true },
  { name: "no", label: "No", value: false },
];

/** In their order; none where anything may be written. */
export function optionsOf({ kind, labels }: Pick<Question, "kind" | "labels">): readonly Option[] {
  if (labels !== undefined) return [...labels].map(([name, label]) => ({ name, label, value: name }));
  if (kind.type === "choice") return [...kind.choices].map(([name, value]) => ({ name, label: name, value }));
  return kind.type === "flag" ? YES_OR_NO : [];
}

/** Whether numbers can stand for them: not where they are numbers themselves. */
export function areNumbered(options: readonly Option[]): boolean {
  return !options.some(({ label }) => /^\d+\.?$/.test(label));
}

/** What somebody means who writes a label, a number or a name; a beginning will do if it fits only one. */
export function optionMeant(options: readonly Option[], text: string): Option | undefined {
  const wanted = text.toLowerCase();
  const named = (what: "label" | "name"): Option | undefined =>
    options.find((option) => option[what].toLowerCase() === wanted);
  const number = areNumbered(options) ? Number(/^(\d+)\.?$/.exec(text)?.[1] ?? Number.NaN) : Number.NaN;
  const exact = named("label") ?? options[number - 1] ?? named("name");
  if (exact !== undefined || wanted === "") return exact;
  const begun = options.filter(({ label }) => label.toLowerCase().startsWith(wanted));
  return begun.length === 1 ? begun[0] : undefined;
}
