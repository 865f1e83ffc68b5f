/** Plugins of folders, loaded by Node itself in a process of its own: a test runner loads modules in another way. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const importing = (from: string): string => `import { word } from ${JSON.stringify(from)};`;

/** Does with the plugins what a bot would, and prints what each says. */
const script = (home: string, more: string): string => `
import { writeFileSync } from "node:fs";
import { addPlugins } from ${JSON.stringify(new URL("plugins.ts", import.meta.url).href)};
const home = ${JSON.stringify(home)};
const all = new Map();
const bot = { plugin: (plugin, config, origin) => all.set(plugin.name, { plugin, origin }) };
await addPlugins(bot, { home, pluginFolders: [${JSON.stringify(more)}] });
const says = async ({ setup }) => {
  const said = [];
  const scope = { command: (name, spec, handler) => handler({ reply: (text) => said.push(text) }) };
  await setup(scope).catch((error) => said.push("failed: " + error.message));
  return said.join();
};
const told = {};
for (const [name, { plugin }] of all) told[name] = await says(plugin);
const again = async (name) => says(await all.get(name).origin.load().catch((error) => ({ setup: () => Promise.reject(error) })));
writeFileSync(home + "/plugins/words/word.ts", 'export const word: string = "two";');
told["says, loaded anew"] = await again("says");
writeFileSync(home + "/plugins/broken.ts", 'import { plugin } from "matterwright"; export default plugin({ name: "mended", setup: (bot) => bot.command("", {}, (ctx) => ctx.reply("mended")) });');
told["broken, loaded anew"] = await again("plugins/broken.ts");
writeFileSync(home + "/plugins/says.ts", "export default 1;");
told["says, broken"] = await again("says");
console.log(JSON.stringify(told));
`;

test("loads files and packages of several folders, and loads each anew with what it imports", async () => {
  const home = mkdtempSync(join(tmpdir(), "plugins test "));
  try {
    const file = (name: string, text: string): void => {
      mkdirSync(dirname(join(home, name)), { recursive: true });
      writeFileSync(join(home, name), text);
    };
    const saying = (name: string, from: string): string =>
      `import { plugin } from "matterwright";
       ${importing(from)}
       export default plugin({ name: "${name}", setup: (bot) => void bot.command("${name}", {}, (ctx) => ctx.reply(word)) });`;
    file("plugins/words/word.ts", 'export const word: string = "one";');
    file("plugins/says.ts", saying("says", "./words/word.ts"));
    file("plugins/whole/package.json", '{ "name": "whole", "exports": "./main.ts" }');
    file("plugins/whole/main.ts", saying("whole", "../words/word.ts"));
    file("plugins/_draft.ts", "not looked at");
    file("plugins/broken.ts", "this is no program");
    file("more plugins/extra.mjs", saying("extra", "../plugins/words/word.ts"));
    const code = script(home, join(home, "more plugins"));
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", code]);
    expect(JSON.parse(stdout)).toEqual({
      "plugins/broken.ts": expect.stringContaining("failed: ") as string,
      says: "one",
      whole: "one",
      extra: "one",
      "says, loaded anew": "two",
      "broken, loaded anew": "mended",
      "says, broken": expect.stringContaining("it does not export a plugin") as string,
    });
  } finally {
    rmSync(home, { recursive: true });
  }
});
