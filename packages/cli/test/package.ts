/** Makes packages with plugins, for the tests of what installs them. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A plugin with one command of its name, which says its version. */
export const source = (name: string, says: string, more = ""): string =>
  `import { plugin, z } from "matterwright";\n${more}\nexport default plugin({ name: "${name}", version: "${says}", config: z.object({}),
    setup(bot: import("matterwright").PluginScope) { bot.command("${name}", { about: "Say" }, (ctx) => ctx.reply(${JSON.stringify(says)})); } });\n`;

/** The files of a package with such a plugin. */
export const files = (
  name: string,
  version: string,
  more: Readonly<Record<string, unknown>> = {},
  code = "",
): Record<string, string> => ({
  "package.json": JSON.stringify({
    name: `matterwright-plugin-${name}`,
    version,
    description: `All about ${name}`,
    keywords: ["matterwright-plugin"],
    type: "module",
    exports: { ".": "./index.ts" },
    peerDependencies: { matterwright: "*" },
    ...more,
  }),
  "index.ts": source(name, version, code),
});

/** Writes files into a folder. Returns it. */
export function write(folder: string, contents: Readonly<Record<string, string>>): string {
  for (const [name, content] of Object.entries(contents)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}
