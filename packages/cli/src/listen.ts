/** Puts a simulator on a port, or on the next one that is free. Used by the commands that open one. */
import { type Simulator, standAt } from "@matterwright/sim";
import { type ListenOptions, type Listening, listen } from "@matterwright/sim/node";
import { Trouble } from "./trouble.ts";

const TRIES = 20;

/** Listens on the given port or one of the next ones. @throws Trouble when none of twenty is free. */
export async function listenNear(sim: Simulator, options: ListenOptions): Promise<Listening> {
  for (let port = options.port; port < options.port + TRIES && port <= 65_535; port++) {
    try {
      return placed(sim, await listen(sim, { ...options, port }));
    } catch (error) {
      if (!isTaken(error)) throw refused(error, port);
    }
  }
  throw new Trouble("passing", `Ports from ${options.port} on are all taken: choose another with PORT or --port.`);
}

/** Listens on exactly this port. @throws Trouble when it is taken. */
export async function listenAt(sim: Simulator, options: ListenOptions): Promise<Listening> {
  try {
    return placed(sim, await listen(sim, options));
  } catch (error) {
    if (!isTaken(error)) throw refused(error, options.port);
    throw new Trouble("passing", `Port ${options.port} is taken: choose another with --port, or 0 for any.`);
  }
}

/** Without knowing where it is, a server runs no slash commands. People open this machine's page under any of its names. */
function placed(sim: Simulator, listening: Listening): Listening {
  const { port } = listening;
  const names = ["127.0.0.1", "[::1]"].map((name) => `http://${name}:${port}`);
  if (sim.settings["ServiceSettings.SiteURL"] === "") standAt(sim, `http://localhost:${port}`, names);
  return listening;
}

function isTaken(error: unknown): boolean {
  return codeOf(error) === "EADDRINUSE";
}

function refused(error: unknown, port: number): unknown {
  return codeOf(error) === "EACCES"
    ? new Trouble("setting", `Port ${port} may not be opened by this user: choose one above 1023.`)
    : error;
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
