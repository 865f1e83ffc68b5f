/** Buttons: what they carry, who may click them, and what happens then. */
import type { Action, ActionOptions } from "../update/actions.ts";
import type { Context } from "../context/context.ts";
import { MisuseError } from "../errors.ts";
import type { Installable } from "../install/install.ts";
import { type Carried, Carrier, type Carry, type Carrying, checkName } from "./carried.ts";
import { type MayOptions, checkMay } from "./may.ts";
import { entered } from "../storm/holds.ts";

export interface ButtonOptions extends ActionOptions, MayOptions<"click"> {}

/** Both what makes buttons for messages, and what is given to `bot.use` so that their clicks are handled. */
export interface Button<Schema extends Carrying> extends Installable {
  /** @throws MisuseError when the payload does not fit. */
  (label: string, ...payload: Carry<Schema, [options?: ActionOptions]>): Action;
  readonly button: string;
}

/**
 * Makes a kind of button. What it carries is sealed: nobody can read or change it, or click for somebody else.
 *
 * The handler may change the message (`ctx.edit`), answer who clicked alone (`ctx.reply`), or open a dialog. Where the server cannot
 * call the bot, the same button is offered as a reaction, or as a number to be answered.
 *
 * @param name letters and digits; it stands in messages that are long sent, so keep it
 * @param schema of what it carries: a zod schema, or a shape like a command's `args`
 * @throws MisuseError for a name that the server would not call.
 * @example
 * const yes = button("yes", { ticket: z.string() }, (ctx, { ticket }) => ctx.edit(`${ticket} approved by @${ctx.user.username}`));
 * bot.use(yes).command("review", { about: "Ask for a decision", args: { ticket: z.string() } }, (ctx, args) =>
 *   ctx.reply(`Approve ${args.ticket}?`, { actions: [yes("Approve", args)] }));
 */
export function button<Schema extends Carrying>(
  name: string,
  schema: Schema,
  handler: (ctx: Context<"click">, carried: Carried<Schema>) => unknown,
  options: ButtonOptions = {},
): Button<Schema> {
  checkName("button", name);
  const carrier = new Carrier(`the button ${name}`, schema);
  const make = (label: string, ...[payload, own]: Carry<Schema, [options?: ActionOptions]>): Action => ({
    name,
    label: checkLabel(name, label),
    payload: carrier.pack(payload),
    options: { ...options, ...own },
  });
  return Object.assign(make, {
    button: name,
    install: ((workplace) =>
      workplace.take("click", name, async (ctx) => {
        await checkMay(ctx, options);
        const payload = await carrier.unpack(ctx.update.carried);
        await entered(ctx, () => handler(ctx, payload));
      })) satisfies Installable["install"],
  });
}

/** The server shows no button without one. */
export function checkLabel(name: string, label: string): string {
  if (label.trim() === "") throw new MisuseError(`${name} has no label: say what it does`);
  return label;
}
