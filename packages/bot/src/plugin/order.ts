/** In which order plugins are set up, by what they need. Pure. */
import { satisfies, validRange } from "semver";
import { MisuseError } from "../errors.ts";

/** What one plugin wants of another. */
export interface Need {
  readonly name: string;
  /** A range of versions; any will do where there is none. */
  readonly range: string | undefined;
}

/** @throws MisuseError for what is neither a name nor a name with a range. */
export function needOf(text: string): Need {
  const [, name, range] = /^([a-z][a-z0-9-]*)(?:@(.+))?$/.exec(text) ?? [];
  if (name !== undefined && (range === undefined || validRange(range) !== null)) return { name, range };
  throw new MisuseError(`"${text}" names no plugin to need: write "karma", or "karma@^1.2" for a range of versions`);
}

interface Needing {
  readonly name: string;
  readonly needs: readonly string[];
}

/** Whoever is needed first; those that need each other in a circle come last, with the circle. */
export function inOrder<Each extends Needing>(
  plugins: readonly Each[],
): { readonly order: readonly Each[]; readonly circles: ReadonlyMap<string, string> } {
  const byName = new Map(plugins.map((plugin) => [plugin.name, plugin]));
  const order = new Set<Each>();
  const circles = new Map<string, string>();
  const visit = (plugin: Each, path: readonly Each[]): void => {
    if (order.has(plugin)) return;
    const begin = path.indexOf(plugin);
    if (begin >= 0) {
      const circle = [...path.slice(begin), plugin].map(({ name }) => name).join(" needs ");
      for (const each of path.slice(begin)) circles.set(each.name, circle);
      return;
    }
    for (const need of plugin.needs) {
      const other = byName.get(needOf(need).name);
      if (other !== undefined) visit(other, [...path, plugin]);
    }
    order.add(plugin);
  };
  for (const plugin of plugins) visit(plugin, []);
  return { order: [...order], circles };
}

/** Those that need a plugin, directly or by others, in the order in which they are set up. */
export function dependentsOf<Each extends Needing>(name: string, plugins: readonly Each[]): Each[] {
  const affected = new Set([name]);
  const { order } = inOrder(plugins);
  return order.filter((plugin) => {
    if (!plugin.needs.some((need) => affected.has(needOf(need).name))) return false;
    affected.add(plugin.name);
    return true;
  });
}

/** Why what is there is not what is needed; nothing when it is. */
export function unmet(
  { name, range }: Need,
  there: { readonly version: string; readonly isActive: boolean } | undefined,
): string | undefined {
  if (there === undefined) return `it needs the plugin ${name}, which is not there`;
  if (!there.isActive) return `it needs the plugin ${name}, which is not active`;
  if (range === undefined || satisfies(there.version, range, { includePrerelease: true })) return undefined;
  return `it needs the plugin ${name} in version ${range}, and there is ${there.version === "" ? "one without a version" : there.version}`;
}
