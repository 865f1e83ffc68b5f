/** A wizard as one dialog: opens it with what is answered already, and hands on what was filled in. Made by the wizard's desk. */
import * as z from "zod";
import type { Context } from "../context/context.ts";
import { MisuseError } from "../errors.ts";
import type { Workplace } from "../install/install.ts";
import { type DialogKind, type DialogSpec, Form, dialog } from "../interactive/dialog.ts";
import { dialogHost } from "../interactive/host.ts";
import type { Definition, WizardContext } from "./definition.ts";
import { type Filled, fieldsFor, filledBy, fitting, unfitIn } from "./form.ts";
import type { Questions } from "./progress.ts";
import type { Answers } from "./question.ts";
import type { Talk, TalkPlace } from "./talk.ts";

const TITLE_MOST_BYTES = 24;

const carries = z.object({
  channelId: z.string(),
  rootId: z.string(),
  /** When the talk began to which it belongs. */
  began: z.number(),
  /** Whether that talk goes on in messages, too. */
  isTalking: z.boolean(),
});

/** To what a dialog belongs. */
export type Belonging = z.output<typeof carries>;

/** What is filled in when it is opened. */
export interface Opening {
  readonly talk: Talk;
  /** What was answered so far and will do. */
  readonly answers: Answers;
  /** Whether the talk goes on in messages, too. */
  readonly isTalking: boolean;
}

export type Submitted = (ctx: Context<"submit">, filled: Filled, belonging: Belonging) => Promise<void>;

export class Paper {
  /** Why the wizard cannot be a dialog, if it cannot. */
  readonly unfit: string | undefined;
  readonly #workplace: Workplace;
  readonly #questions: Questions;
  readonly #form: Form<z.ZodRawShape, typeof carries> | undefined;
  readonly #kind: DialogKind<typeof carries> | undefined;

  constructor({ name, about, questions, confirm }: Definition, workplace: Workplace, submitted: Submitted) {
    this.#workplace = workplace;
    this.#questions = questions;
    const spec: DialogSpec<z.ZodRawShape, typeof carries> = {
      title: fitting(about === "" ? name : about, TITLE_MOST_BYTES),
      fields: (filled) => fieldsFor(questions, filled),
      carries,
      // What it did not ask is asked in messages.
      isPartial: true,
      ...(confirm === undefined ? {} : { submit: "Next" }),
    };
    const unfit = unfitIn(questions);
    if (unfit !== undefined) {
      this.unfit = `no dialog has a field for its question ${unfit}`;
      return;
    }
    try {
      this.#form = new Form(dialogName(name), spec);
      this.#kind = dialog(dialogName(name), spec, (ctx, filled, belonging) => submitted(ctx, filled, belonging));
    } catch (error) {
      if (!(error instanceof MisuseError)) throw error;
      this.unfit = error.message;
    }
  }

  install(): () => void {
    return this.#kind?.install(this.#workplace) ?? (() => {});
  }

  /** Whether somebody who clicks could be shown it. */
  get isPossible(): boolean {
    return this.#form !== undefined && this.#workplace.isReached();
  }

  /** Whether it can be opened for what just happened. */
  canOpen(ctx: WizardContext): ctx is Context<"click" | "slash"> {
    return this.isPossible && ctx.is("click", "slash") && (ctx.update.triggerId ?? "") !== "";
  }

  /** Opens it, filled in as far as the talk has come. @throws CallError. */
  async open(ctx: Context<"click" | "slash">, { channelId, rootId }: TalkPlace, about: Opening): Promise<void> {
    const form = this.#form;
    if (form === undefined) throw new MisuseError("this wizard cannot be a dialog");
    const known = filledBy(this.#questions, about.talk, about.answers);
    const carried: Belonging = { channelId, rootId, began: about.talk.startedAt, isTalking: about.isTalking };
    const looks = { name: form.name, looks: (filled: Filled) => form.looks({ ...known, ...filled }) };
    await dialogHost.of(ctx).open(ctx.update, { form: looks, carried, expiresInMs: undefined });
  }
}

/** The server takes letters and digits only. */
function dialogName(name: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9]/g, (sign) => `x${sign.charCodeAt(0).toString(16)}`);
  return `wizard${plain}`.slice(0, 64);
}
