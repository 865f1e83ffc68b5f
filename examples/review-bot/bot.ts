/** A bot that asks for a decision: two buttons, a menu, and a form for who says no. */
import { Bot, type BotOptions, button, dialog, field, select, z } from "matterwright";

const ticket = { ticket: z.string() };

const yes = button("yes", ticket, (ctx, { ticket }) => ctx.edit(`${ticket} approved by @${ctx.user.username}`), {
  style: "primary",
  once: true,
});

const reject = dialog(
  "reject",
  { title: "Reject", fields: { why: field.textarea().min(10), notify: field.user().optional() }, carries: ticket },
  async (ctx, { why, notify }, { ticket }) => {
    const told = notify === undefined ? "" : ` (@${(await ctx.people.user(notify)).username})`;
    await ctx.reply(`${ticket} rejected by @${ctx.user.username}: ${why}${told}`);
  },
);

const no = button("no", ticket, (ctx, carried) => reject.open(ctx, carried), { style: "danger" });

const assign = select("assign", { from: "users", carries: ticket }, async (ctx, userId, { ticket }) => {
  const { username } = await ctx.people.user(userId);
  await ctx.edit(`@${username} looks at ${ticket}`);
});

export function reviewBot(options: BotOptions): Bot {
  return new Bot(options)
    .use(yes, no, reject, assign)
    .command("review", { about: "Ask for a decision", args: ticket }, (ctx, args) =>
      ctx.reply(`Approve ${args.ticket}?`, {
        actions: [yes("Approve", args), no("Reject…", args), assign("Assign to…", args)],
      }),
    );
}
