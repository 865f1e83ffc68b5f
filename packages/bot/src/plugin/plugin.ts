/** A plugin as its author writes it: a name, a configuration, and what it sets up. Made by `plugin()`, run by the bot. */
import type * as z from "zod";
import { MisuseError } from "../errors.ts";
import { fitting } from "./judge.ts";
import type { Plugin, PluginScope } from "./scope.ts";

export interface PluginSpec<Config extends z.ZodType = z.ZodUndefined> {
  /** Lower case letters, digits and dashes. */
  readonly name: string;
  readonly version?: string;
  /** One line: what it is for. */
  readonly about?: string;
  /** What may be configured. Values that are secret say so: `z.string().meta({ secret: true })`. */
  readonly config?: Config;
  /** Plugins that have to be there first: `"karma"`, or `"karma@^1.2"` for a range of versions. */
  readonly needs?: readonly string[];
  /** Registers everything. `bot` is the plugin's own part of the bot: unloading the plugin takes back what it registered there. */
  setup(bot: PluginScope, config: z.output<Config>): void | Promise<void>;
}

const NAME = /^[a-z][a-z0-9-]*$/;

/**
 * Makes a plugin.
 *
 * @throws MisuseError when the name is none.
 * @example
 * export default plugin({
 *   name: "greeter",
 *   config: z.object({ greeting: z.string().default("Hello") }),
 *   setup(bot, { greeting }) {
 *     bot.on("mention", (ctx) => ctx.reply(`${greeting}, @${ctx.user.username}!`));
 *   },
 * });
 */
export function plugin<Config extends z.ZodType = z.ZodUndefined>(spec: PluginSpec<Config>): Plugin {
  if (!NAME.test(spec.name))
    throw new MisuseError(`"${spec.name}" is no name of a plugin: use lower case letters, digits and dashes`);
  if (spec.name === "bot")
    throw new MisuseError('a plugin cannot be called "bot": what the bot itself keeps has that name');
  return {
    name: spec.name,
    version: spec.version ?? "",
    about: spec.about ?? "",
    needs: spec.needs ?? [],
    schema: spec.config,
    async setup(bot, value, source) {
      // One without configuration gets nothing; one with defaults everywhere works without being configured.
      const { name, config: schema } = spec;
      const config = schema && fitting(schema, { name, schema, value, source });
      await spec.setup(bot, config as z.output<Config>);
    },
  };
}
