/**
 * The buttons below a question, and what a click on one says: an answer, or where to go. One kind of button serves all wizards of a bot; each
 * carries to which question of whose talk it belongs, so that a late click is recognised.
 */
import * as z from "zod";
import type { Action } from "../update/actions.ts";
import { UserError } from "../errors.ts";
import { type Option, areNumbered } from "./options.ts";
import type { Talk, TalkPlace } from "./talk.ts";

/** The name of that kind. */
export const WIZARD_BUTTON = "wizard";

const carried = z.object({
  wizard: z.string(),
  /** When the talk began, which tells it from others. */
  began: z.number(),
  /** The question; empty for the summary. */
  step: z.string(),
  rootId: z.string(),
  does: z.enum(["answer", "back", "cancel", "form", "skip", "yes"]),
  /** What is answered, by its name; of a menu it comes beside. */
  answer: z.string().default(""),
});

export type Pressed = z.output<typeof carried>;

/** As many stand side by side; more become a menu. */
const BUTTONS_MOST = 5;
/** Without calls, choices are reactions, and there are as many. */
const REACTIONS_MOST = 9;

export interface Below {
  readonly place: TalkPlace;
  readonly talk: Talk;
  readonly step: string;
  readonly options: readonly Option[];
  /** Whom or what else can be chosen. */
  readonly source?: "channels" | "users" | undefined;
  /** What there is besides. */
  readonly ways: readonly ("back" | "form" | "skip" | "yes")[];
  /** Whether the server can call the bot. */
  readonly canCall: boolean;
  readonly expiresInMs: number;
}

const LABELS = { back: "Back", cancel: "Cancel", form: "Fill in a form…", skip: "Skip", yes: "Yes" } as const;

export function buttonsBelow({ place, talk, step, options, source, ways, canCall, expiresInMs }: Below): Action[] {
  const own = { wizard: talk.wizard, began: talk.startedAt, step, rootId: place.rootId };
  const make = (label: string, does: Pressed["does"], answer = ""): Action => ({
    name: WIZARD_BUTTON,
    label,
    payload: { ...own, does, answer },
    options: {
      for: [place.userId],
      // A dialog may be closed again, and then the others still count.
      once: does !== "form",
      expiresInMs,
      ...(does === "yes" ? { style: "primary" } : {}),
    },
    isTold: true,
  });
  const choices = options.map(({ name, label }) => make(label, "answer", name));
  if (!canCall) return choices.length <= REACTIONS_MOST && areNumbered(options) ? choices : [];
  const menu = { options: options.map(({ name, label }) => ({ value: name, text: label })) };
  const offered = choices.length <= BUTTONS_MOST ? choices : [{ ...make("Choose…", "answer"), menu }];
  if (source !== undefined)
    offered.push({
      ...make(source === "users" ? "Choose somebody…" : "Choose a channel…", "answer"),
      menu: { source },
    });
  return [...offered, ...[...ways, "cancel" as const].map((way) => make(LABELS[way], way))];
}

/** What a click says. @throws UserError for a button of an earlier version. */
export function readPressed(payload: unknown, choice: string | undefined): Pressed {
  const parsed = carried.safeParse(payload);
  if (!parsed.success)
    throw new UserError(
      "This button is from an earlier version of me. Write your answer, or `resume` to see the question again.",
    );
  return choice === undefined ? parsed.data : { ...parsed.data, answer: choice };
}
