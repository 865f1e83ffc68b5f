/** Turns an Errbot configuration that was read into settings and rules of access of ours, and says what becomes of every key. Pure. */
import type { AccessOptions, AccessRule } from "matterwright";
import { type Value, entryIn, textsIn } from "../python/value.ts";
import { accessFrom } from "./access.ts";
import { type Fate, remarkOn } from "./keys.ts";
import { type Config, isKey } from "./read.ts";

export interface EnvLine {
  readonly name: string;
  /** Nothing where it is taken from the environment, under the name in `from`. */
  readonly value: string | undefined;
  readonly from?: string;
  readonly isSecret?: true;
}

export interface Ours {
  readonly env: readonly EnvLine[];
  readonly access: AccessOptions | undefined;
  /** `key: sentence`, by what becomes of it. */
  readonly remarks: Readonly<Record<Fate, readonly string[]>>;
}

export function oursOf({ settings }: Config): Ours {
  const work = new Work();
  const isElsewhere = !/^mattermost$/i.test(plain(settings.get("BACKEND")?.value) ?? "Mattermost");
  for (const [key, { value, line }] of settings) {
    if (!isKey(key) || key === "ACCESS_CONTROLS_DEFAULT") continue;
    const take = key === "BOT_IDENTITY" && isElsewhere ? () => {} : TAKEN[key];
    if (take !== undefined) {
      take(value, work);
      continue;
    }
    const remark = remarkOn(key);
    if (remark !== undefined) work.say(remark.fate, key, remark.sentence);
    else if (!isHelper(key, settings))
      work.say(
        "hand",
        key,
        `(line ${line}) is no key of Errbot's: a plugin may read it, and has a configuration of its own here`,
      );
  }
  const controls = settings.get("ACCESS_CONTROLS")?.value;
  const byDefault = settings.get("ACCESS_CONTROLS_DEFAULT")?.value;
  const { rules, remarks } = accessFrom(controls, byDefault);
  for (const sentence of remarks) work.say("hand", "ACCESS_CONTROLS", sentence);
  return work.done(rules);
}

/** A name that other lines were made of: it has done its work. */
function isHelper(key: string, settings: Config["settings"]): boolean {
  return /^(?:BASE|ROOT|HERE|DIR|PATH|HOME)|_(?:DIR|PATH|ROOT)$/.test(key) && settings.get(key)?.value.kind === "text";
}

class Work {
  readonly #env: EnvLine[] = [];
  readonly #remarks: Record<Fate, string[]> = { always: [], gone: [], hand: [], never: [] };
  readonly #access: { denied?: "silent"; adminCommands?: "direct" } = {};

  say(fate: Fate, key: string, sentence: string): void {
    this.#remarks[fate].push(`${key}: ${sentence}`);
  }

  /** @param text how the value is written here; nothing where it cannot be */
  set(name: string, value: Value | undefined, { text = plain(value), isSecret = false } = {}): void {
    if (value === undefined || value.kind === "none") return;
    const secret = isSecret ? { isSecret: true as const } : {};
    if (value.kind === "environment") {
      const fallback = value.fallback && plain(value.fallback);
      this.#env.push({ name, value: fallback, from: value.name, ...secret });
    } else if (text !== undefined) this.#env.push({ name, value: text, ...secret });
    else this.say("hand", name, "what stands there could not be read");
  }

  /** An answer of Errbot's own. */
  silence(): void {
    this.#access.denied = "silent";
  }

  done(rules: readonly AccessRule[]): Ours {
    const access = { ...this.#access, ...(rules.length === 0 ? {} : { rules }) };
    return {
      env: this.#env,
      access: Object.keys(access).length === 0 ? undefined : access,
      remarks: this.#remarks,
    };
  }
}

function plain(value: Value | undefined): string | undefined {
  if (value?.kind === "text") return value.text;
  if (value?.kind === "number") return String(value.number);
  if (value?.kind === "flag") return String(value.flag);
  return value?.kind === "name" ? value.name : textsIn(value)?.join(",");
}

const TAKEN: Readonly<Record<string, (value: Value, work: Work) => void>> = {
  BACKEND(value, work) {
    const name = plain(value) ?? "";
    if (name.toLowerCase() !== "mattermost")
      work.say("hand", "BACKEND", `is ${name}: what BOT_IDENTITY says is of no use for Mattermost, and was left out`);
  },
  BOT_IDENTITY: identity,
  BOT_ADMINS(value, work) {
    if (value.kind === "environment") return work.set("BOT_ADMINS", value);
    const names = textsIn(value);
    const globs = names?.filter((name) => /[*?[]/.test(name)) ?? [];
    if (globs.length > 0) work.say("hand", "BOT_ADMINS", `${globs.join(", ")} is a pattern: name each administrator`);
    if (value.kind === "text")
      work.say("never", "BOT_ADMINS", "is one text and no tuple: Errbot sent its warnings to each letter of it");
    work.set("BOT_ADMINS", value, { text: names?.filter((name) => !globs.includes(name)).join(",") });
  },
  BOT_PREFIX: (value, work) => work.set("BOT_PREFIX", value),
  BOT_ALT_PREFIXES(value, work) {
    const others = textsIn(value)?.filter((name) => !name.startsWith("@")) ?? [];
    work.say("always", "BOT_ALT_PREFIXES", "a mention of the bot calls it, and begins and ends where words do");
    if (others.length > 0) work.set("BOT_ALT_PREFIXES", value, { text: others.join(",") });
  },
  BOT_EXTRA_PLUGIN_DIR: (value, work) => work.set("BOT_EXTRA_PLUGIN_DIR", value),
  BOT_LOG_FILE: (value, work) => work.set("BOT_LOG_FILE", value),
  BOT_LOG_LEVEL: (value, work) => work.set("BOT_LOG_LEVEL", value),
  ACCESS_CONTROLS: () => {},
  HIDE_RESTRICTED_ACCESS(value, work) {
    if (value.kind === "flag" && value.flag) work.silence();
  },
  SUPPRESS_CMD_NOT_FOUND(value, work) {
    if (value.kind === "flag" && value.flag)
      work.say("hand", "SUPPRESS_CMD_NOT_FOUND", "write `!plugin config chatops unknownCommands=ignored`");
  },
  CHATROOM_PRESENCE(value, work) {
    const rooms = textsIn(value);
    if (rooms?.length === 0) return;
    work.set("BOT_CHANNELS", value, { text: rooms?.map((name) => `~${name.replace(/^[~#]/, "")}`).join(",") });
  },
  DIVERT_TO_PRIVATE: diverted("DIVERT_TO_PRIVATE"),
  DIVERT_TO_THREAD: diverted("DIVERT_TO_THREAD"),
};

function diverted(name: string): (value: Value, work: Work) => void {
  return (value, work) => {
    if (textsIn(value)?.length !== 0) work.set(name, value);
  };
}

const IDENTITY: Readonly<Record<string, string>> = {
  scheme: "MATTERMOST_SCHEME",
  port: "MATTERMOST_PORT",
  basepath: "MATTERMOST_BASEPATH",
  token: "MATTERMOST_TOKEN",
  team: "MATTERMOST_TEAM",
  username: "MATTERMOST_USERNAME",
  verify: "MATTERMOST_VERIFY",
  timeout: "MATTERMOST_TIMEOUT",
};
/** What the Mattermost backend never looked at. */
const UNHEARD = new Set(["basepath", "url", "username", "verify"]);

function identity(value: Value, work: Work): void {
  if (value.kind !== "dict") return work.say("hand", "BOT_IDENTITY", "what stands there could not be read");
  const has = (key: string): Value | undefined => entryIn(value, key);
  work.set("MATTERMOST_URL", has("server") ?? has("url"));
  for (const [key, name] of Object.entries(IDENTITY)) work.set(name, has(key), { isSecret: key === "token" });
  if (has("port") === undefined && has("server") !== undefined)
    work.set("MATTERMOST_PORT", { kind: "number", number: 8065 });
  const insecure = has("insecure");
  if (insecure?.kind === "flag") work.set("MATTERMOST_VERIFY", { kind: "flag", flag: !insecure.flag });
  else if (insecure !== undefined) work.say("hand", "BOT_IDENTITY.insecure", "MATTERMOST_VERIFY says the opposite");
  for (const key of UNHEARD)
    if (has(key) !== undefined && !(key === "url" && has("server") === undefined))
      work.say("never", `BOT_IDENTITY.${key}`, "the Mattermost backend did not look at it; here it counts");
  if (has("login") !== undefined || has("password") !== undefined)
    work.say(
      "hand",
      "BOT_IDENTITY.login",
      "make a bot account (Integrations > Bot Accounts), and set MATTERMOST_TOKEN to its token",
    );
  if (has("cards_hook") !== undefined)
    work.say(
      "gone",
      "BOT_IDENTITY.cards_hook",
      "the bot posts cards itself, in threads and direct messages too: delete the webhook",
    );
  if (has("mfa_token") !== undefined) work.say("gone", "BOT_IDENTITY.mfa_token", "a bot account needs none");
}
