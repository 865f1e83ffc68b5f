/** What the bot locks stored secrets with: MATTERWRIGHT_SECRET, or a file of its own. Called when the bot starts. */
import { LockedError, SHORTEST_SECRET, type Store, Vault, hasVault, useVault } from "matterwright";
import type { RealSettings } from "../settings/settings.ts";
import { Trouble } from "../trouble.ts";
import { keyFile, makeKey, readKey } from "./key-file.ts";

type VaultSettings = Pick<RealSettings, "home" | "secrets" | "databaseUrl">;

const LOST = "if it is lost, `matterwright secrets forget` deletes what it locked, and tokens have to be set anew";
const TOGETHER = "processes that share a PostgreSQL need the same MATTERWRIGHT_SECRET";

export interface OpenVault {
  readonly vault: Vault;
  /** Where its secret stands: a file, or a variable. */
  readonly source: string;
  /** What the operator has to know: that a file was made. */
  readonly said: string | undefined;
}

/** @throws Trouble when what is stored was locked with something else, or the key file cannot be used. */
export async function openVault({ home, secrets, databaseUrl }: VaultSettings, store: Store): Promise<OpenVault> {
  const file = keyFile(home);
  const source = secrets === undefined ? file : "MATTERWRIGHT_SECRET";
  const wayOut = databaseUrl === undefined ? LOST : `${TOGETHER}; ${LOST}`;
  const own = secrets === undefined ? await ownSecret(file, store, wayOut) : undefined;
  const vault = new Vault(secrets ?? [own?.secret ?? ""]);
  try {
    await useVault(store, vault);
    return { vault, source, said: own?.said };
  } catch (error) {
    if (!(error instanceof LockedError)) throw error;
    throw new Trouble(
      "setting",
      `The secrets in the database were locked with another secret than ${source} holds: put that one there, or behind the present one in MATTERWRIGHT_SECRET; ${wayOut}.`,
      { cause: error },
    );
  }
}

async function ownSecret(
  file: string,
  store: Store,
  wayOut: string,
): Promise<{ readonly secret: string; readonly said?: string }> {
  const known = readKey(file);
  if (known !== undefined && known.length < SHORTEST_SECRET)
    throw new Trouble("setting", `${file} holds no secret: put back the file that was there; ${wayOut}.`);
  if (known !== undefined) return { secret: known };
  if (await hasVault(store))
    throw new Trouble(
      "setting",
      `${file} is gone, and the secrets in the database were locked with it, or with a MATTERWRIGHT_SECRET that is not set now: put it back; ${wayOut}.`,
    );
  return {
    secret: makeKey(file),
    said: `Made ${file}: tokens in the database are locked with it. Keep a copy apart from backups, or set MATTERWRIGHT_SECRET instead.`,
  };
}
