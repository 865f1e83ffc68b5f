/**
 * `!explain <link to a message>`: why the bot did or did not answer it. It tells what was written down on the message's way, and says
 * so when nothing is known any more.
 */
import {
  type CommandContext,
  type PluginScope,
  type Trace,
  type TraceBook,
  UserError,
  code,
  inWords,
  inert,
  moment,
  z,
} from "matterwright";
import { answerDiscreetly, discreet } from "./discreet.ts";

export function explainMessage(bot: PluginScope): void {
  bot.command(
    "explain",
    {
      ...discreet,
      about: "Tell why the bot did or did not answer a message",
      details:
        "Name the message by its link, or what happened by the reference that the bot and its log gave. In a thread, `this` is its first message.",
      args: { message: z.string().default("this").describe("a link to a message, or a reference such as `7F3A`") },
      examples: ["https://chat.example.com/ops/pl/h3k…", "7F3A"],
    },
    async (ctx, { message }) => {
      const { traces } = bot.operations;
      const isRef = /^[0-9a-f]{4}$/i.test(message);
      const zone = await ctx.find.zone();
      const asked = { bot, ctx, zone };
      await answerDiscreetly(ctx, isRef ? byRef(traces, message.toUpperCase(), zone) : await byPost(message, asked));
    },
  );
}

function byRef(traces: TraceBook, ref: string, zone: string): string {
  const trace = traces.byRef(ref);
  if (trace === undefined)
    throw new UserError(
      `I know nothing of ${code(ref)} any more: I remember what was since ${moment(traces.since, zone)}, and of the time before the last things that I took in hand.`,
    );
  return `**Ref ${ref}**, a ${trace.kind} of ${who(trace)}:\n${stepsOf(trace, zone)}`;
}

interface Asked {
  readonly bot: PluginScope;
  readonly ctx: CommandContext;
  readonly zone: string;
}

async function byPost(link: string, { bot, ctx, zone }: Asked): Promise<string> {
  const { traces } = bot.operations;
  const post = await ctx.find.post(link);
  if (post === undefined)
    throw new UserError(
      "I see no such message: write its link, as *Copy Link* gives it. Where I am no member I see and hear nothing; invite me there.",
    );
  if (post.user_id === ctx.me.id) return "I wrote that myself, and never answer myself.";
  const known = traces.about(post.id);
  if (known.length > 0)
    return known.map((trace) => `A ${trace.kind} of ${who(trace)}:\n${stepsOf(trace, zone)}`).join("\n\n");
  if (post.create_at < bot.status().startedAt)
    return `That was said before I started, at ${moment(bot.status().startedAt, zone)}. Of the time before I remember the last things that I took in hand, and this is none of them: nobody took it, or it is too long ago. The log may know more.`;
  if (post.create_at < traces.since)
    return `I know nothing of it any more: I remember what was since ${moment(traces.since, zone)}. The log may know.`;
  return "I never heard it. I was no member of that channel then, or it was said while my line was down and too long ago to be read up.";
}

function who({ username, author }: Trace): string {
  const name = username === "" ? "somebody" : inert(`@${username}`);
  return author === undefined || author === "person" ? name : `${name} (${author})`;
}

function stepsOf(trace: Trace, zone: string): string {
  const { heardAt, lateMs, author, notes } = trace;
  const late = lateMs === undefined ? "" : `; I had missed it, and read it up ${inWords(lateMs)} later`;
  const steps = [
    `I heard it at ${moment(heardAt, zone)}${late}.`,
    author === undefined || author === "person" ? "" : `A ${author} wrote it, and only people give me commands.`,
    ...notes.map((step) => `${inert(capital(step))}.`),
    ending(trace),
  ];
  return steps
    .filter((step) => step !== "")
    .map((step, index) => `${index + 1}. ${step}`)
    .join("\n");
}

function ending({ state, by, tookMs = 0, ref }: Trace): string {
  const took = `${code(by ?? "nobody")} took it`;
  const how = `, in ${tookMs} ms, ref ${code(ref)}`;
  switch (state) {
    case "waiting":
      return "It still waits for its turn.";
    case "running":
      return `It is being handled now, ref ${code(ref)}.`;
    case "turned away":
      return "I turned it away: too much was waiting in that conversation.";
    case "elsewhere":
    case "left":
      return "I left it alone: another process of mine does it, or it was refused in words before.";
    case "done":
      return by === undefined ? `No command and no listener took it${how}.` : `${took}, and that ended well${how}.`;
    case "told":
      return `${took}, and it ended with words to whoever asked${how}.`;
    case "failed":
      return `${took}, and failed${how}: the log has more under that reference.`;
    case "silenced":
      return `${took}, and I kept silent${how}.`;
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
