/** The port at which the server, and whoever supervises the bot, reach it. It is open before the bot is there, so that a supervisor is answered from the beginning. */
import type { Bot, BotOptions } from "matterwright";
import { type Serving, serve } from "matterwright/node";
import type { DoorSettings } from "../settings/door.ts";
import { Trouble } from "../trouble.ts";

/** A bot that has stopped has done what it was called for: what still runs then is an answer on its way, or a call that never came whole. */
const LAST_CALLS_MS = 250;

export interface BotDoor {
  readonly port: number;
  /** What the bot has to know of it. */
  readonly options: Pick<BotOptions, "callbackUrl" | "callbackPath" | "metrics" | "trustedProxies" | "slash">;
  /** Leads to this bot from now on. */
  lead(bot: Bot): void;
  close(): Promise<void>;
}

/** Nothing where nobody calls. @throws Trouble when the port cannot be opened. */
export async function openDoor(settings: DoorSettings | undefined): Promise<BotDoor | undefined> {
  if (settings === undefined) return undefined;
  const { url, path, host, port, trustedProxies, slash, metrics } = settings;
  return doorAt({ port, ...(host === undefined ? {} : { host }) }, () => ({
    ...(url === undefined ? {} : { callbackUrl: url }),
    ...(metrics === undefined ? {} : { metrics }),
    ...(path === undefined ? {} : { callbackPath: path }),
    trustedProxies,
    ...(slash ? {} : { slash: false as const }),
  }));
}

/** For a town on this machine: any port that is free, which nobody else can reach. */
export function openDoorHere(): Promise<BotDoor> {
  return doorAt({ port: 0, host: "127.0.0.1" }, (port) => ({ callbackUrl: `http://127.0.0.1:${port}` }));
}

async function doorAt(
  where: { readonly port: number; readonly host?: string },
  optionsFor: (port: number) => BotDoor["options"],
): Promise<BotDoor> {
  let bot: Bot | undefined;
  const fetch = (request: Request, beside?: unknown): Promise<Response> | Response =>
    bot?.fetch(request, beside) ?? starting();
  const serving = await opened(() => serve({ fetch }, where), where.port);
  return {
    port: serving.port,
    options: optionsFor(serving.port),
    lead: (led) => (bot = led),
    close: () => serving.close({ withinMs: LAST_CALLS_MS }),
  };
}

function starting(): Response {
  return Response.json({ error: "the bot is starting" }, { status: 503 });
}

async function opened(open: () => Promise<Serving>, port: number): Promise<Serving> {
  try {
    return await open();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      throw new Trouble(
        "passing",
        `MATTERWRIGHT_PORT: port ${port} is taken: choose another, and have the address of MATTERWRIGHT_URL lead there.`,
      );
    if (code === "EACCES")
      throw new Trouble(
        "setting",
        `MATTERWRIGHT_PORT: port ${port} may not be opened by this user: choose one above 1023.`,
      );
    if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
      throw new Trouble(
        "setting",
        "MATTERWRIGHT_HOST is no address of this machine: write one like 127.0.0.1, or leave it out.",
      );
    throw error;
  }
}
