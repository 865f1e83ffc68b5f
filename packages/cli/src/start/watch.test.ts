/** `start --watch` with real files, in a process of its own: a test runner loads modules in another way. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const here = (name: string): string => JSON.stringify(new URL(name, import.meta.url).href);

const script = (home: string): string => `
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { stage } from "@matterwright/testing";
import { Bot } from "matterwright";
import { addPlugins } from ${here("plugins.ts")};
import { watching } from ${here("watch.ts")};
const home = ${JSON.stringify(home)};
const file = (name, text) => writeFileSync(home + "/" + name, text);
const says = (name, text) => 'import { plugin } from "matterwright";\\n' +
  'export default plugin({ name: "' + name + '", setup: (bot) => void bot.command("' + name + '", { about: "Say" }, (ctx) => ctx.reply(' + text + ')) });\\n';
mkdirSync(home + "/plugins");
mkdirSync(home + "/lib");
file("lib/word.ts", 'export const word: string = "one";');
file("plugins/one.ts", 'import { word } from "../lib/word.ts";\\n' + says("one", "word"));

const found = [];
const origins = await addPlugins({ plugin: (...added) => found.push(added) }, { home, pluginFolders: [] });
const noted = [];
let heard = Promise.withResolvers();
const note = (text) => { noted.push(text); heard.resolve(); };
const town = await stage((options) => {
  const bot = new Bot(options);
  for (const added of found) bot.plugin(...added);
  return bot.plugin(watching({ home, pluginFolders: [], origins, note }));
});
const told = async (act) => {
  await heard.promise;
  heard = Promise.withResolvers();
  act();
  await heard.promise;
};
const ben = town.person("ben");
const answers = [];
const ask = async (name) => { await ben.says("!" + name); answers.push(ben.sees); };
await ask("one");
await told(() => file("lib/word.ts", 'export const word: string = "two";'));
await ask("one");
await told(() => file("plugins/one.ts", 'import { word } from "../lib/word.ts";\\n\\nthis is broken'));
await ask("one");
await told(() => { file("plugins/.one.tmp", says("one", '"three"')); renameSync(home + "/plugins/.one.tmp", home + "/plugins/one.ts"); });
await ask("one");
await told(() => { mkdirSync(home + "/plugins/templates"); file("plugins/templates/one.md", "first"); });
await told(() => file("plugins/one.ts", 'import { templateFile, z } from "matterwright";\\n' +
  'const text = templateFile(new URL("./templates/one.md", import.meta.url), z.object({}));\\n' + says("one", "text({})")));
await ask("one");
await told(() => file("plugins/templates/one.md", "second"));
await ask("one");
await told(() => rmSync(home + "/plugins/templates/one.md"));
await told(() => file("plugins/one.ts", says("one", '"three"')));
await told(() => file("plugins/new.ts", says("new", '"new"')));
await ask("new");
await told(() => file("plugins/twice.ts", says("new", '"twice"')));
await told(() => rmSync(home + "/plugins/new.ts"));
while (noted.length < 13) await setImmediate();
await ask("new");
await town.stop();
console.log(JSON.stringify({ noted, answers }));
`;

test("what is saved is loaded anew, with what it imports; what is broken changes nothing; new and gone files come and go", async () => {
  const home = mkdtempSync(join(tmpdir(), "watch test "));
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script(home)], {
      cwd: import.meta.dirname,
    });
    expect(JSON.parse(stdout)).toEqual({
      noted: [
        "Plugins are loaded anew when they are saved.",
        "plugins/one.ts was loaded: one is active.",
        expect.stringMatching(
          /^plugins\/one\.ts could not be loaded, so one is as it was before: Expected .* \(line 3\)$/,
        ) as string,
        "plugins/one.ts was loaded: one is active.",
        "plugins/one.ts was loaded: one is active.",
        "plugins/one.ts was loaded: one is active.",
        "plugins/one.ts was loaded: one is active.",
        expect.stringMatching(/^plugins\/one\.ts could not be loaded, so one is as it was before: .*one\.md/) as string,
        "plugins/one.ts was loaded: one is active.",
        "plugins/new.ts was loaded: new is active.",
        "plugins/twice.ts does not work: There is a plugin called new already.",
        "plugins/new.ts has gone, and with it the plugin new.",
        "plugins/twice.ts was loaded: new is active.",
      ],
      answers: ["one", "two", "two", "three", "first", "second", "new", "twice"],
    });
  } finally {
    rmSync(home, { recursive: true });
  }
});
