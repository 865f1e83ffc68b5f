/** The buttons of the dialog: yes and no below a preview, and for those who are asked to agree. Each is bound to what was shown. */
import {
  type Action,
  type Button,
  type Context,
  type PluginScope,
  type Session,
  UserError,
  type Workplace,
  button,
  concat,
  run,
  z,
} from "matterwright";
import type { Approvals } from "../rights/approvals.ts";
import type { Desk } from "./desk.ts";
import type { Shown } from "./presenter.ts";
import type { TalkState } from "./state.ts";

export interface Buttons {
  readonly ofPreview: (shown: Shown) => readonly Action[];
  readonly ofApproval: (id: string, print: string) => readonly Action[];
}

/** What the clicks lead to; known when everything is put together. */
export interface Clicked {
  readonly desk: Desk;
  readonly approvals: Approvals;
  readonly talk: Session<TalkState>;
}

type Shape = { readonly print: z.ZodString };

export function buttonsOf(bot: PluginScope, workplace: Pick<Workplace, "urlOf">, clicked: () => Clicked): Buttons {
  const shown = { print: z.string() };
  const answer = (name: string, act: (ctx: Context<"click">, desk: Desk) => Promise<void>): Button<Shape> =>
    button(name, shown, async (ctx, { print }) => {
      const { talk, desk } = clicked();
      const load = talk.middleware();
      const handler = async (): Promise<void> => {
        if (talk(ctx).at !== "confirm" || talk(ctx).shown?.print !== print)
          throw new UserError("This is out of date: nothing was done.");
        await act(ctx, desk);
      };
      await run(
        concat<Context>(() => [load, handler]),
        ctx as Context,
      );
    });
  const yes = answer("broadcastyes", (ctx, desk) => desk.send(ctx));
  const no = answer("broadcastno", (ctx, desk) => desk.forget(ctx));
  const ack = answer("broadcastack", (ctx, desk) => desk.askToConfirm(ctx));
  const judged = { id: z.string(), print: z.string() };
  const approve = button("broadcastapprove", judged, async (ctx, { id, print }) => {
    await ctx.edit(await clicked().approvals.agree(ctx, id, print));
  });
  const reject = button("broadcastreject", judged, async (ctx, { id }) => {
    await ctx.edit(await clicked().approvals.refuse(ctx, id, ""));
  });
  bot.use(yes, no, ack, approve, reject);
  const none: readonly Action[] = [];
  const hasButtons = (): boolean => workplace.urlOf("/") !== undefined;
  return {
    ofPreview: ({ print, isBlocked, isAsking }) => {
      if (!hasButtons()) return none;
      const cancel = no("No", { print }, { style: "danger" });
      const asks = ack(isAsking ? "Do not ask for confirmation" : "Ask readers to confirm", { print });
      return isBlocked ? [cancel] : [yes("Yes, send it", { print }, { style: "primary" }), cancel, asks];
    },
    ofApproval: (id, print) =>
      hasButtons()
        ? [approve("Agree", { id, print }, { style: "primary" }), reject("Refuse", { id, print }, { style: "danger" })]
        : none,
  };
}
