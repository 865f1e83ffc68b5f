/**
 * Reads an answer to "to whom?": names with commas between them, quoted or not, joined with `and`, `or` and `minus`. Whole words decide,
 * and the longest name that is known wins, so that "Research and Development" is one group where there is one. Pure.
 */

/** A name as it was written, without its quotes. */
export interface Named {
  readonly text: string;
  /** Quotes say that it is a name, whatever else it looks like. */
  readonly isQuoted: boolean;
}

/** Targets that come in, or go: those that are in all of what is named. */
export interface Step {
  readonly how: "add" | "remove";
  readonly all: readonly Named[];
}

interface Token {
  readonly kind: "word" | "quoted" | "comma";
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** More words than this are no name. */
const NAME_WORDS_MAX = 20;
const OPERATORS: Readonly<Record<string, "and" | "or" | "minus">> = { and: "and", or: "or", minus: "minus" };

/**
 * The steps that an answer means, in its order. Commas, line breaks and `or` add, `minus` takes away from all that stands before it, or from
 * what is known already where nothing does, and `and` binds closest. Behind a comma an `and` is that of a list: `a, b, and c`.
 *
 * @param isKnown whether something is a name as it stands
 * @example
 * stepsIn('Group A, "Floor 1" minus ~ops', () => false).map(({ how }) => how); // ["add", "add", "remove"]
 */
export function stepsIn(answer: string, isKnown: (name: string) => boolean): Step[] {
  const tokens = tokensOf(answer);
  const steps: { how: Step["how"]; all: Named[] }[] = [];
  const isLess = operatorBehindComma(answer, tokens, { at: 0, isKnown }) === "minus";
  let joint: "add" | "remove" | "and" = isLess ? "remove" : "add";
  let at = isLess ? 1 : 0;
  while (at < tokens.length) {
    if (tokens[at]?.kind === "comma") {
      at++;
      joint = "add";
      const operator = steps.length === 0 ? undefined : operatorBehindComma(answer, tokens, { at, isKnown });
      if (operator !== undefined) at++;
      if (operator === "minus") joint = "remove";
      continue;
    }
    const { named, next } = nameAt(answer, tokens, { at, isKnown });
    if (joint === "and") steps.at(-1)?.all.push(named);
    else steps.push({ how: joint, all: [named] });
    const operator = operatorAt(tokens, next);
    const isFollowed = operator !== undefined && next + 1 < tokens.length;
    joint = isFollowed && operator !== "or" ? (operator === "and" ? "and" : "remove") : "add";
    at = isFollowed ? next + 1 : next;
  }
  return steps;
}

/** The same as it could be written. */
export function written(steps: readonly Step[]): string {
  return steps
    .map(({ how, all }, index) => {
      const names = all.map(({ text, isQuoted }) => (isQuoted ? `"${text}"` : text)).join(" and ");
      if (how === "remove") return ` minus ${names}`;
      return index === 0 ? names : `, ${names}`;
    })
    .join("")
    .trim();
}

interface Reading {
  readonly at: number;
  readonly isKnown: (name: string) => boolean;
}

function operatorBehindComma(
  answer: string,
  tokens: readonly Token[],
  { at, isKnown }: Reading,
): "and" | "or" | "minus" | undefined {
  const next = tokens[at + 1];
  if (next === undefined || next.kind === "comma") return undefined;
  return knownEnd(answer, tokens, { at, isKnown }) === undefined ? operatorAt(tokens, at) : undefined;
}

/** Where the longest name of several words ends that is known. */
function knownEnd(answer: string, tokens: readonly Token[], { at, isKnown }: Reading): number | undefined {
  for (let end = Math.min(tokens.length, at + NAME_WORDS_MAX); end > at + 1; end--) {
    const isKnownHere = isKnown(answer.slice(tokens[at]?.from, tokens[end - 1]?.to));
    if (tokens[end - 1]?.kind !== "comma" && isKnownHere) return end;
  }
  return undefined;
}

function nameAt(answer: string, tokens: readonly Token[], { at, isKnown }: Reading): { named: Named; next: number } {
  const first = tokens[at] as Token;
  const sliceTo = (end: number): string => answer.slice(first.from, tokens[end - 1]?.to);
  const known = knownEnd(answer, tokens, { at, isKnown });
  if (known !== undefined) return { named: plain(sliceTo(known)), next: known };
  if (first.kind === "quoted") return { named: { text: first.text, isQuoted: true }, next: at + 1 };
  let end = at + 1;
  while (end < tokens.length && tokens[end]?.kind === "word" && operatorAt(tokens, end) === undefined) end++;
  return { named: plain(sliceTo(end)), next: end };
}

function plain(text: string): Named {
  return { text: text.replaceAll(/\s+/g, " ").trim(), isQuoted: false };
}

function operatorAt(tokens: readonly Token[], at: number): "and" | "or" | "minus" | undefined {
  const token = tokens[at];
  return token?.kind === "word" && Object.hasOwn(OPERATORS, token.text.toLowerCase())
    ? OPERATORS[token.text.toLowerCase()]
    : undefined;
}

/** In quotes of any kind; in brackets behind a word, as in `members(~ops)`; between commas and white space. */
const TOKEN =
  /"([^"\n]*)"|“([^”\n]*)”|„([^“”\n]*)[“”]|«([^»\n]*)»|`([^`\n]*)`|'([^'\n]*)'(?=\s*(?:,|$|\n))|([,;\n])|(\w+\([^)\n]*\)|[^\s,;"“„«`]+)/gu;

function tokensOf(answer: string): Token[] {
  return [...answer.matchAll(TOKEN)].flatMap((match): Token[] => {
    const [whole, ...groups] = match;
    const quoted = groups.slice(0, 6).find((each) => each !== undefined);
    const place = { from: match.index, to: match.index + whole.length };
    if (quoted !== undefined) return quoted.trim() === "" ? [] : [{ kind: "quoted", text: quoted.trim(), ...place }];
    return [{ kind: groups[6] === undefined ? "word" : "comma", text: whole, ...place }];
  });
}
