/** The files of a new plugin. They say what they do, and how to go on. */

/** By name. */
export function filesFor(name: string): Readonly<Record<string, string>> {
  return { "index.ts": source(name), "index.test.ts": test(name), "package.json": manifest(name) };
}

const FRAMEWORK = "matterwright";
const TESTING = "@matterwright/testing";
const from = (name: string): string => `from "${name}"`;

function source(name: string): string {
  return `/** A plugin to begin with: \`!${name}\` greets whoever asks. Everything that is registered here goes when the plugin goes. */
import { plugin, z } ${from(FRAMEWORK)};

export default plugin({
  name: "${name}",
  version: "0.1.0",
  about: "Greets people",
  // \`!plugin config ${name} greeting=Welcome\` changes it while the bot runs.
  config: z.object({ greeting: z.string().default("Hello") }),
  setup(bot, { greeting }) {
    bot.command(
      "${name}",
      { about: "Greet somebody", args: { whom: z.string().optional().describe("a name; yours when it is left out") } },
      (ctx, { whom }) => ctx.reply(\`\${greeting}, \${whom ?? \`@\${ctx.user.username}\`}!\`),
    );
    // bot.on("mention", …), bot.hears(/coffee/i, …), bot.every("standup", "0 9 * * 1-5", …), bot.hook("/path", …), bot.store
  },
});
`;
}

function test(name: string): string {
  return `/** The plugin as people meet it: in a town of its own, without a server and without waiting. \`${FRAMEWORK} test\` runs this. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { stage } ${from(TESTING)};
import { Bot } ${from(FRAMEWORK)};
import made from "./index.ts";

test("greets whoever asks, and somebody else", async (context) => {
  const town = await stage((options) => new Bot(options).plugin(made));
  context.after(() => town.stop());
  const ben = town.person("ben");

  await ben.says("!${name}");
  assert.equal(ben.sees, "Hello, @ben!");

  await ben.says("!${name} Cat");
  assert.equal(ben.sees, "Hello, Cat!");
});

test("greets as it is configured", async (context) => {
  const town = await stage((options) => new Bot(options).plugin(made, { greeting: "Welcome" }));
  context.after(() => town.stop());
  const ben = town.person("ben");

  await ben.says("!${name}");
  assert.equal(ben.sees, "Welcome, @ben!");
});
`;
}

/** So that it can be installed from npm, from git or from its folder, and is found by \`!plugin search\`. */
function manifest(name: string): string {
  const fields = {
    name: `${FRAMEWORK}-plugin-${name}`,
    version: "0.1.0",
    description: "Greets people",
    keywords: [`${FRAMEWORK}-plugin`],
    type: "module",
    exports: "./index.ts",
    peerDependencies: { [FRAMEWORK]: "*" },
  };
  return `${JSON.stringify(fields, undefined, 2)}\n`;
}
