/** `matterwright sim`: the simulator alone, for testing a bot that is written in any language. */
import {
  type EnvSettings,
  Simulator,
  createAdministrator,
  defaultSettings,
  demoTown,
  settingsFromEnv,
} from "@matterwright/sim";
import { nodeOutside } from "@matterwright/sim/node";
import { listenAt } from "../listen.ts";
import type { Terminal } from "../terminal.ts";
import { Trouble } from "../trouble.ts";

export interface SimOptions {
  readonly port: number;
  readonly town: "demo" | "empty";
  /** `name:password`. */
  readonly admin?: string;
}

/** Runs until it is asked to stop. Standard output gets the address and nothing else. */
export async function runSim({ port, town, admin }: SimOptions, terminal: Terminal): Promise<void> {
  terminal.loaded();
  const administrator = admin === undefined ? undefined : nameAndPassword(admin);
  const sim = new Simulator({ settings: settingsFor(terminal), outside: nodeOutside() });
  if (town === "demo") demoTown(sim);
  if (administrator !== undefined) addAdministrator(sim, administrator);
  const door = await listenAt(sim, { port });
  const wish = terminal.stopWish();
  terminal.print(door.url);
  await wish;
  sim.stop();
  await door.close();
}

const KNOWN = new Set(Object.keys(defaultSettings).map((name) => `MM_${name.replace(".", "_").toUpperCase()}`));

/** A setting that the simulator does not know is another server's business; one with a bad value is ours. */
function settingsFor({ env, note }: Terminal): EnvSettings["settings"] {
  const known = Object.fromEntries(Object.entries(env).filter(([name]) => KNOWN.has(name)));
  const { settings, problems } = settingsFromEnv(known);
  if (problems.length > 0) throw new Trouble("setting", problems.join("\n"));
  for (const problem of settingsFromEnv(env).problems) note(problem);
  return settings;
}

interface Account {
  readonly name: string;
  readonly password: string;
}

function nameAndPassword(text: string): Account {
  const [, name, password] = /^([^:]+):(.+)$/s.exec(text) ?? [];
  if (name === undefined || password === undefined)
    throw new Trouble(
      "usage",
      "--admin takes a name and a password with a colon between them, like admin:secret-password.",
    );
  return { name, password };
}

function addAdministrator(sim: Simulator, account: Account): void {
  try {
    createAdministrator(sim, account);
  } catch (error) {
    throw new Trouble("usage", `--admin: the server would not take this account: ${(error as Error).message}`);
  }
}
