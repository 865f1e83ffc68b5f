/** Dialogs: what they ask, who may open them, and what happens with what was filled in. */
import type { Dialog as WireDialog } from "@matterwright/protocol";
import * as z from "zod";
import type { Context } from "../context/context.ts";
import { MisuseError, UserError } from "../errors.ts";
import type { Installable } from "../install/install.ts";
import { type Carried, Carrier, type Carry, type Carrying, type Nothing, checkName } from "./carried.ts";
import { type Field, fieldsOf, room, written } from "./fields/elements.ts";
import { readFields } from "./fields/values.ts";
import { dialogHost } from "./host.ts";
import { type MayOptions, checkMay } from "./may.ts";
import { SubmitAnswer } from "./submit-answer.ts";
import { entered } from "../storm/holds.ts";

const TITLE_MOST = 24;

/** The fields of a dialog; or a function of what is filled in so far, at first nothing, for fields that depend on others. */
export type Fields<Shape extends z.ZodRawShape> = Shape | ((values: Readonly<Record<string, unknown>>) => Shape);

export interface DialogSpec<Shape extends z.ZodRawShape, Schema extends Carrying> extends MayOptions<"submit"> {
  /** 24 bytes at most. */
  readonly title: string;
  /** In Markdown, above the fields. */
  readonly intro?: string;
  /** What is asked, in order: zod schemas, and `field` for what zod has no word for. None at all: a question of yes or no. */
  readonly fields?: Fields<Shape>;
  /** What it carries besides: a zod schema, or a shape. */
  readonly carries?: Schema;
  /** On the button that submits it. */
  readonly submit?: string;
  /**
   * Whether the handler is called without what was left empty, required or not: for fields that came with an upgrade, while the dialog was
   * open, and could not be filled in. Clients ask for required ones in any case.
   */
  readonly isPartial?: boolean;
  /** How long it may stay open, in milliseconds; a day by default. */
  readonly expiresInMs?: number;
  /** Called when the person closes it without submitting. */
  readonly cancelled?: (ctx: Context<"submit">, carried: Carried<Schema>) => unknown;
}

export type DialogHandler<Shape extends z.ZodRawShape, Schema extends Carrying> = (
  ctx: Context<"submit">,
  values: z.output<z.ZodObject<Shape>>,
  carried: Carried<Schema>,
) => unknown;

/** Something is wrong with fields: the dialog stays open and says it beside each. Thrown by the handler of a dialog. */
export class FieldErrors extends UserError {
  override name = "FieldErrors";
  readonly fields: Readonly<Record<string, string>>;

  /** @param fields what is wrong, by the names of the fields */
  constructor(fields: Readonly<Record<string, string>>) {
    super(
      Object.entries(fields)
        .map(([name, why]) => `${name}: ${why}`)
        .join("; "),
    );
    this.fields = fields;
  }
}

/** What opens a dialog, and what is given to `bot.use` so that it is handled. */
export interface DialogKind<Schema extends Carrying> extends Installable {
  readonly dialog: string;
  /**
   * Opens it for whoever clicked or ran a slash command, within half a minute of it. Nothing else can open one.
   *
   * @throws MisuseError when the payload does not fit; UserError where no dialog can be opened; CallError.
   */
  open<K extends "click" | "slash">(ctx: Context<K>, ...payload: Carry<Schema, []>): Promise<void>;
  /** Shows it in the place of the one that was submitted just now: the next step. @throws MisuseError when the payload does not fit. */
  next(ctx: Context<"submit">, ...payload: Carry<Schema, []>): void;
}

/**
 * Makes a dialog. What the person fills in is checked by the schemas, and what is wrong is said beside the field. A `UserError` of the
 * handler is shown in the dialog, which stays open; `FieldErrors` say more.
 *
 * @param name letters and digits
 * @throws MisuseError for whatever the server would not show as it is meant: a title of 25 bytes, a menu without options.
 * @example
 * const reject = dialog("reject", { title: "Reject", fields: { why: field.textarea() }, carries: { ticket: z.string() } },
 *   (ctx, { why }, { ticket }) => ctx.reply(`${ticket} rejected: ${why}`));
 * const no = button("no", { ticket: z.string() }, (ctx, carried) => reject.open(ctx, carried));
 * bot.use(no, reject);
 */
export function dialog<Shape extends z.ZodRawShape = Nothing, Schema extends Carrying = Nothing>(
  name: string,
  spec: DialogSpec<Shape, Schema>,
  handler: DialogHandler<Shape, Schema>,
): DialogKind<Schema> {
  checkName("dialog", name);
  const form = new Form(name, spec);
  const { expiresInMs } = spec;
  return {
    dialog: name,
    open: (ctx, ...[payload]) =>
      dialogHost.of(ctx).open(ctx.update, { form, carried: form.carrier.pack(payload), expiresInMs }),
    next(ctx, ...[payload]) {
      answerOf(ctx).next(
        dialogHost.of(ctx).made(ctx.user.id, { form, carried: form.carrier.pack(payload), expiresInMs }),
      );
    },
    install(workplace) {
      const taken = workplace.take("submit", name, (ctx) => submitted(ctx, { form, spec, handler }));
      const known = workplace.dialogs.add(name, form);
      return () => {
        known();
        taken();
      };
    },
  };
}

/** A dialog as it is shown: by its name, for what it carries, and for what is filled in so far. */
export class Form<Shape extends z.ZodRawShape = z.ZodRawShape, Schema extends Carrying = Carrying> {
  readonly name: string;
  readonly carrier: Carrier<Schema>;
  readonly #spec: DialogSpec<Shape, Schema>;
  readonly #fixed: readonly Field[] | undefined;

  constructor(name: string, spec: DialogSpec<Shape, Schema>) {
    this.name = name;
    this.carrier = new Carrier(`the dialog ${name}`, (spec.carries ?? {}) as Schema);
    this.#spec = spec;
    room(`the title of the dialog ${name}`, spec.title, TITLE_MOST);
    const first = this.#make({});
    this.#fixed = typeof spec.fields === "function" ? undefined : first;
  }

  /** What is seen of it, but for what belongs to the one who sees it. */
  looks(values: Readonly<Record<string, unknown>>): WireDialog {
    const { title, intro, submit, cancelled } = this.#spec;
    return {
      callback_id: this.name,
      title,
      ...(intro === undefined ? {} : { introduction_text: intro }),
      ...(submit === undefined ? {} : { submit_label: submit }),
      ...(cancelled === undefined ? {} : { notify_on_cancel: true }),
      // A client that is shown fields anew takes what stands in them from here.
      elements: this.fields(values).map(({ name, kind, element }) => {
        const value = values[name];
        return value === undefined || value === null
          ? element
          : Object.assign({}, element, { default: written(kind, value) });
      }),
    };
  }

  fields(values: Readonly<Record<string, unknown>>): readonly Field[] {
    return this.#fixed ?? this.#make(values);
  }

  /** @throws FieldErrors when something does not fit. */
  async read(submission: Readonly<Record<string, unknown>>): Promise<z.output<z.ZodObject<Shape>>> {
    const schema = z.object(this.#shape(submission));
    const asked = this.#spec.isPartial === true ? (schema.partial() as unknown as typeof schema) : schema;
    const read = await readFields({ fields: this.fields(submission), schema: asked }, submission);
    if ("errors" in read) throw new FieldErrors(read.errors);
    return read.values;
  }

  #make(values: Readonly<Record<string, unknown>>): readonly Field[] {
    return fieldsOf(this.name, this.#shape(values));
  }

  #shape(values: Readonly<Record<string, unknown>>): Shape {
    const { fields = {} as Shape } = this.#spec;
    return typeof fields === "function" ? fields(values) : fields;
  }
}

interface Submitted<Shape extends z.ZodRawShape, Schema extends Carrying> {
  readonly form: Form<Shape, Schema>;
  readonly spec: DialogSpec<Shape, Schema>;
  readonly handler: DialogHandler<Shape, Schema>;
}

async function submitted<Shape extends z.ZodRawShape, Schema extends Carrying>(
  ctx: Context<"submit">,
  { form, spec, handler }: Submitted<Shape, Schema>,
): Promise<void> {
  const { carried, values, isCancelled } = ctx.update;
  try {
    const unpacked = await form.carrier.unpack(carried);
    if (isCancelled) return void (await spec.cancelled?.(ctx, unpacked));
    await checkMay(ctx, spec);
    const read = await form.read(values);
    await entered(ctx, () => handler(ctx, read, unpacked));
  } catch (error) {
    // Whatever is said from now on is said in the dialog.
    answerOf(ctx).failed(error instanceof FieldErrors ? error.fields : {});
    throw error;
  }
}

function answerOf(ctx: Context<"submit">): SubmitAnswer {
  const { answering } = ctx.update;
  if (answering instanceof SubmitAnswer) return answering;
  throw new MisuseError("the next step of a dialog can be shown only when one was submitted");
}
