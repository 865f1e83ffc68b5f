/** Menus under a message: one of a few, a person, or a channel. */
import { isId } from "@matterwright/protocol";
import type { Action, ActionOptions, Menu } from "../update/actions.ts";
import type { Context } from "../context/context.ts";
import { MisuseError, UserError } from "../errors.ts";
import type { Installable } from "../install/install.ts";
import { checkLabel } from "./button.ts";
import { type Carried, Carrier, type Carry, type Carrying, type Nothing, STALE, checkName } from "./carried.ts";
import { type MayOptions, checkMay } from "./may.ts";
import { entered } from "../storm/holds.ts";

/** What there is to choose from: texts by their values, or everybody, or every open channel. */
export type SelectFrom = Readonly<Record<string, string>> | readonly string[] | "channels" | "users";

export interface SelectOptions<From extends SelectFrom, Schema extends Carrying>
  extends ActionOptions, MayOptions<"click"> {
  readonly from: From;
  /** What it carries besides: a zod schema, or a shape. */
  readonly carries?: Schema;
}

/** What was chosen: a value, or the id of a user or channel. */
export type Chosen<From extends SelectFrom> = From extends readonly (infer Value)[]
  ? Value
  : From extends string
    ? string
    : keyof From & string;

/** Both what makes menus for messages, and what is given to `bot.use` so that choices are handled. */
export interface Select<Schema extends Carrying> extends Installable {
  /** @throws MisuseError when the payload does not fit. */
  (label: string, ...payload: Carry<Schema, [options?: ActionOptions]>): Action;
  readonly select: string;
}

/**
 * Makes a kind of menu.
 *
 * @param name letters and digits; it stands in messages that are long sent, so keep it
 * @throws MisuseError for a name that the server would not call, and for a menu without options.
 * @example
 * const assign = select("assign", { from: "users", carries: { ticket: z.string() } }, (ctx, userId, { ticket }) => …);
 * const where = select("where", { from: { eu: "Europe", us: "America" } }, (ctx, region) => ctx.edit(`In ${region}, then.`));
 * await ctx.reply("Who takes it?", { actions: [assign("Assign to…", { ticket })] });
 */
export function select<const From extends SelectFrom, Schema extends Carrying = Nothing>(
  name: string,
  options: SelectOptions<From, Schema>,
  handler: (ctx: Context<"click">, chosen: Chosen<From>, carried: Carried<Schema>) => unknown,
): Select<Schema> {
  checkName("menu", name);
  const { from, carries } = options;
  const carrier = new Carrier(`the menu ${name}`, (carries ?? {}) as Schema);
  const menu = menuOf(name, from);
  const make = (label: string, ...[payload, own]: Carry<Schema, [options?: ActionOptions]>): Action => ({
    name,
    label: checkLabel(name, label),
    payload: carrier.pack(payload),
    menu,
    options: { ...options, ...own },
  });
  return Object.assign(make, {
    select: name,
    install: ((workplace) =>
      workplace.take("click", name, async (ctx) => {
        await checkMay(ctx, options);
        const { choice = "" } = ctx.update;
        // The server passes on whatever it is sent.
        if (!isOf(menu, choice)) throw new UserError(STALE);
        const payload = await carrier.unpack(ctx.update.carried);
        await entered(ctx, () => handler(ctx, choice as Chosen<From>, payload));
      })) satisfies Installable["install"],
  });
}

function menuOf(name: string, from: SelectFrom): Menu {
  if (typeof from === "string") return { source: from };
  const entries = Array.isArray(from) ? from.map((value: string) => [value, value] as const) : Object.entries(from);
  if (entries.length === 0) throw new MisuseError(`the menu ${name} has no options: give it at least one`);
  const empty = entries.find(([value, text]) => value === "" || text.trim() === "");
  if (empty !== undefined) throw new MisuseError(`the menu ${name} has an option without a value or a text`);
  return { options: entries.map(([value, text]) => ({ value, text })) };
}

function isOf(menu: Menu, choice: string): boolean {
  return "options" in menu ? menu.options.some(({ value }) => value === choice) : isId(choice);
}
