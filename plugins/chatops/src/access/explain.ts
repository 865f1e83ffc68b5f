/** `!access explain @ben !deploy prod`: whether somebody may do something here, which rule says so, and what all others said. */
import { type AccessExplanation, type PluginScope, code, inert, rest, table, user } from "matterwright";

export function explain(bot: PluginScope): void {
  bot.command(
    "access explain",
    {
      slash: false,
      about: "Tell whether somebody may run a command here, and why",
      adminOnly: "always",
      args: { who: user(), call: rest().describe("the call as it would be written") },
      examples: ["@ann !deploy api prod"],
    },
    async (ctx, { who, call }) => {
      const author = { id: who.id, username: who.username };
      const explanation = await bot.access.explain(ctx, author, call);
      await ctx.reply(
        [verdict(who.username, explanation), asked(explanation)].filter((part) => part !== "").join("\n\n"),
      );
    },
  );
}

function verdict(username: string, { command, decision, isParsed }: AccessExplanation): string {
  const { verdict, rule, why, approve } = decision;
  const who = inert(`@${username}`);
  const may = { allowed: "may", denied: "may not", depends: "may, with some arguments," }[verdict];
  const by = rule === undefined ? "No rule decides" : `Rule ${code(rule.origin.id)} decides (${inert(rule.words)})`;
  const more = [
    approve > 0
      ? `${approve === 1 ? "One other person who may run it has" : `${approve} others who may run it have`} to agree.`
      : "",
    isParsed ? "" : "The arguments could not be understood, so rules about them were not asked.",
  ];
  return [`${who} ${may} run ${code(command)} here. ${by}: ${inert(why)}.`, ...more]
    .filter((part) => part !== "")
    .join(" ");
}

function asked({ decision: { steps } }: AccessExplanation): string {
  if (steps.length === 0) return "";
  const rows = steps.map(({ rule, passed }) => [
    code(rule.origin.id),
    inert(rule.words),
    passed === "" ? "**decides**" : `passed over: ${passed}`,
  ]);
  return table(["Rule", "What", ""], rows);
}
