/**
 * Holds the imports of a tree against the rules. `node tools/walls/main.ts` prints what it finds; the test gives it small trees
 * that each break one rule.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { botFloors, botNeighbours, machineRooms, machineUse, packageImports, testImports } from "./rules.ts";
import { type SourceFile, readSources } from "./source.ts";

export interface Breach {
  readonly rule: "package" | "outside" | "undeclared" | "floor" | "sibling" | "knot" | "machine" | "homeless";
  readonly where: string;
  readonly what: string;
}

/** Every breach of every rule in the tree below `root`; none when the house stands. */
export function findBreaches(root: string): Breach[] {
  const files = readSources(root);
  return [
    ...files.flatMap((file) => [...packageBreaches(root, file), ...floorBreaches(file), ...machineBreaches(file)]),
    ...knots(files),
  ];
}

const isTest = (path: string): boolean => /\.test\.ts$|\/test\//.test(path);

/** `packages/bot` of `packages/bot/src/bot.ts`, `tools` of `tools/walls/walls.ts`. */
function packageOf(path: string): string {
  const [first = "", second = ""] = path.split("/");
  return first === "packages" || first === "plugins" ? `${first}/${second}` : first;
}

/** `undici` of `undici/types`, `@matterwright/sim` of `@matterwright/sim/node`. */
function moduleName(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

function packageBreaches(root: string, file: SourceFile): Breach[] {
  const home = packageOf(file.path);
  const known = packageImports[home];
  if (known === undefined)
    return [{ rule: "homeless", where: file.path, what: `${home} has no line in tools/walls/rules.ts` }];
  const allowed = new Set([...known, ...(isTest(file.path) ? (testImports[home] ?? []) : [])]);
  const declared = declaredIn(root, home, isTest(file.path));
  return file.imports.flatMap(({ specifier, line, file: target }): Breach[] => {
    const where = `${file.path}:${line}`;
    if (target !== undefined) {
      return packageOf(target) === home
        ? []
        : [{ rule: "outside", where, what: `${specifier} leaves ${home}: import the package by its name` }];
    }
    if (specifier.startsWith("node:")) return [];
    const name = moduleName(specifier);
    if (name === "matterwright" || name.startsWith("@matterwright/")) {
      return allowed.has(name) ? [] : [{ rule: "package", where, what: `${home} must not import ${name}` }];
    }
    return declared.has(name)
      ? []
      : [{ rule: "undeclared", where, what: `${name} is not in the dependencies of ${home}` }];
  });
}

/** Dependencies of the package; rooms that are never published, and tests, may use the workspace's own as well. */
function declaredIn(root: string, home: string, withWorkspace: boolean): Set<string> {
  const own = dependenciesIn(join(root, home, "package.json"));
  const isPublished = home.startsWith("packages/") || home.startsWith("plugins/");
  return new Set(withWorkspace || !isPublished ? [...own, ...dependenciesIn(join(root, "package.json"))] : own);
}

function dependenciesIn(path: string): string[] {
  if (!existsSync(path)) return [];
  const manifest = JSON.parse(readFileSync(path, "utf8")) as Record<string, Record<string, string> | undefined>;
  return ["dependencies", "devDependencies", "peerDependencies"].flatMap((key) => Object.keys(manifest[key] ?? {}));
}

function floorBreaches(file: SourceFile): Breach[] {
  const from = botRoom(file.path);
  if (from === undefined || isTest(file.path)) return [];
  const fromFloor = floorOf(from);
  if (fromFloor < 0)
    return [{ rule: "homeless", where: file.path, what: `the room ${from} has no floor in tools/walls/rules.ts` }];
  return file.imports.flatMap(({ file: target, line }): Breach[] => {
    const to = target === undefined ? undefined : botRoom(target);
    if (to === undefined || to === from) return [];
    const where = `${file.path}:${line}`;
    if (floorOf(to) > fromFloor)
      return [{ rule: "floor", where, what: `${from} is below ${to} and must not import it` }];
    const isSibling = botFloors[fromFloor]?.name === "features" && floorOf(to) === fromFloor;
    if (isSibling && !botNeighbours.some(([one, other]) => one === from && other === to)) {
      return [{ rule: "sibling", where, what: `${from} and ${to} are siblings and do not import each other` }];
    }
    return [];
  });
}

const botRoom = (path: string): string | undefined => /^packages\/bot\/src\/([^/.]+)/.exec(path)?.[1];
const floorOf = (room: string): number => botFloors.findIndex((floor) => floor.rooms.includes(room));

function machineBreaches(file: SourceFile): Breach[] {
  if (isTest(file.path) || machineRooms.some((room) => room.test(file.path))) return [];
  return file.text.split("\n").flatMap((text, index) =>
    machineUse
      .filter(({ what }) => what.test(text))
      .map(({ name, instead }): Breach => ({
        rule: "machine",
        where: `${file.path}:${index + 1}`,
        what: `uses ${name}: ${instead}`,
      })),
  );
}

/** Files that import each other in a ring, type-only imports included. Each ring is named once, by its first file. */
function knots(files: readonly SourceFile[]): Breach[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const found: Breach[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      found.push({ rule: "knot", where: path, what: [...trail.slice(start), path].join(" → ") });
      return;
    }
    if (done.has(path)) return;
    for (const { file } of byPath.get(path)?.imports ?? []) if (file !== undefined) walk(file, [...trail, path]);
    done.add(path);
  };
  for (const { path } of files) walk(path, []);
  return found;
}
