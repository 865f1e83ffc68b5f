/** Where a wizard begins to talk. Called once for each start. */
import type { WizardContext } from "./definition.ts";
import type { TalkPlace } from "./talk.ts";

/** Where it was called: in the thread, or in the direct message. Where nothing was left to answer to, in a direct message. @throws CallError. */
export async function beginningIn(ctx: WizardContext): Promise<TalkPlace & { readonly isElsewhere?: boolean }> {
  const { user, channelId, answerIn } = ctx;
  const userId = user.id;
  // Within another wizard it goes on where that one was.
  if (typeof answerIn === "object") return { userId, channelId: answerIn.channelId, rootId: answerIn.rootId };
  if (ctx.isDirect || (await isDirectToo(ctx))) return { userId, channelId, rootId: "" };
  if (answerIn !== "direct") {
    if (ctx.is("post")) return { userId, channelId, rootId: ctx.post.root_id || ctx.post.id };
    if (ctx.is("click")) return { userId, channelId, rootId: ctx.update.rootId };
  }
  const { id } = await ctx.people.direct(ctx.me.id, userId);
  return { userId, channelId: id, rootId: "", isElsewhere: true };
}

/** What was clicked or submitted does not say in what kind of channel it was. */
async function isDirectToo(ctx: WizardContext): Promise<boolean> {
  if (!ctx.is("click", "submit")) return false;
  const { type, name } = await ctx.channel();
  return type === "D" && name.split("__").includes(ctx.me.id);
}
