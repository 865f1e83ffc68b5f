/** `matterwright doctor callbacks`: has the server call the bot, and says whether it gets there, and if not, why. Where no bot runs, it opens the bot's door itself. */
import { systemClock } from "@matterwright/clock";
import type { Rest } from "@matterwright/client";
import {
  type CallbackReport,
  SELF_TEST_PATH,
  type Store,
  type Trial,
  expectTrial,
  hasTrialArrived,
  newTrialKey,
  nodeLook,
  tryCallback,
} from "matterwright";
import { type Serving, serve } from "matterwright/node";
import { restFor, serverSettings } from "../commands/desk.ts";
import type { HomeOptions } from "../durable/backup.ts";
import { visitDurable } from "../durable/open.ts";
import { explained } from "../explain.ts";
import type { DoorSettings } from "../settings/door.ts";

/** A door that the server reaches. */
type Reached = DoorSettings & { readonly url: string };
import type { Terminal } from "../terminal.ts";
import { Trouble } from "../trouble.ts";

/** Prints one sentence. @throws Trouble when the server does not get there. */
export async function tryCallbacks({ from }: HomeOptions, terminal: Terminal): Promise<void> {
  const settings = serverSettings(from, terminal);
  const { door } = settings;
  if (door?.url === undefined)
    throw new Trouble(
      "setting",
      "The server cannot call the bot, because MATTERWRIGHT_URL is not set: set it to the address at which the server reaches the bot, like https://bot.example.com/wright.",
    );
  const rest = restFor(settings);
  try {
    tell(await tried(rest, { ...door, url: door.url }, () => visitDurable(from, terminal)), terminal);
  } catch (error) {
    throw explained(error, settings);
  }
}

type Visit = () => Promise<{ readonly store: Store; close(): Promise<void> }>;

/** Through a door of its own, or, where the port is taken, through the one of the bot that runs. */
async function tried(rest: Rest, callback: Reached, visit: Visit): Promise<CallbackReport> {
  const key = newTrialKey();
  const trial = { rest, people: peopleOf(rest), clock: systemClock, url: addressOf(callback), key, look: nodeLook };
  const own = await ownDoor(callback, key);
  if (own === undefined) return throughBot(trial, visit);
  try {
    return await tryCallback({ ...trial, hasArrived: own.hasArrived });
  } finally {
    await own.close();
  }
}

async function throughBot(trial: Omit<Trial, "hasArrived">, visit: Visit): Promise<CallbackReport> {
  const durable = await visit();
  const { store } = durable;
  try {
    await expectTrial(store, trial.key);
    return await tryCallback({ ...trial, hasArrived: () => hasTrialArrived(store, trial.key) });
  } finally {
    await durable.close();
  }
}

interface OwnDoor {
  readonly hasArrived: () => boolean;
  close(): Promise<void>;
}

/** Answers the one call and the look of this program; nothing where the port is taken. */
async function ownDoor({ host, port, path, url }: Reached, key: string): Promise<OwnDoor | undefined> {
  let arrived = false;
  const base = (path ?? new URL(url).pathname).replace(/\/+$/, "");
  const fetch = (request: Request): Response => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === `${base}/livez`) return Response.json({ status: "alive" });
    if (pathname !== base + SELF_TEST_PATH || searchParams.get("key") !== key)
      return new Response(null, { status: 404 });
    arrived = true;
    return Response.json({ error: key });
  };
  let serving: Serving;
  try {
    serving = await serve({ fetch }, { port, ...(host === undefined ? {} : { host }) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") return undefined;
    throw new Trouble("setting", `Port ${port} cannot be opened: ${(error as Error).message}.`);
  }
  return { hasArrived: () => arrived, close: () => serving.close() };
}

function addressOf({ url }: Reached): string {
  return url.replace(/\/+$/, "") + SELF_TEST_PATH;
}

function peopleOf({ users, channels }: Rest): Trial["people"] {
  return {
    myTeams: () => users.teams("me"),
    channelNamed: (team, name) => channels.byName(team, name),
  };
}

function tell({ state, url, tookMs, explanation }: CallbackReport, terminal: Terminal): void {
  const where = url.slice(0, -SELF_TEST_PATH.length);
  if (state === "works")
    return terminal.print(`The server reaches the bot at ${where}: there and back in ${tookMs} ms.`);
  const what =
    state === "fails"
      ? `The server does not reach the bot at ${where}`
      : "Whether the server reaches the bot, could not be tried";
  throw new Trouble("setting", `${what}. ${explanation?.why}. ${explanation?.help}.`);
}
