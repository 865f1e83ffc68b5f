/** What becomes of the keys of an Errbot configuration that are no setting here. Those that are stand in `ours.ts`. */

/** `always`: it is so without being set. `never`: it had no effect, or not that of its name. `gone`: nothing needs it. `hand`: for whoever moves. */
export type Fate = "always" | "gone" | "hand" | "never";

interface Remark {
  readonly fate: Fate;
  readonly sentence: string;
}

const always = (sentence: string): Remark => ({ fate: "always", sentence });
const never = (sentence: string): Remark => ({ fate: "never", sentence });
const gone = (sentence: string): Remark => ({ fate: "gone", sentence });
const hand = (sentence: string): Remark => ({ fate: "hand", sentence });

const STORAGE = gone("what is remembered stands in data/matterwright.db, or in the PostgreSQL of DATABASE_URL");
const SENTRY = hand("write the DSN into .env as SENTRY_DSN: errors are told there, and nothing else has to be set");
const LOOKS = gone("posts are Mattermost's own Markdown");

const REMARKS: Readonly<Record<string, Remark>> = {
  AUTOINSTALL_DEPS: gone("`!plugin install` brings what a plugin needs, and a start installs nothing"),
  BOT_ADMINS_NOTIFICATIONS: hand("name a channel in BOT_LOG_CHANNEL_ID: failures are told there"),
  BOT_ALT_PREFIX_CASEINSENSITIVE: always("a mention is understood in any case"),
  BOT_ALT_PREFIX_SEPARATORS: always("`@bot, status` and `@bot: status` are understood"),
  BOT_ASYNC: always("commands of different conversations run at the same time"),
  BOT_ASYNC_POOLSIZE: gone("nothing waits for a pool"),
  BOT_DATA_DIR: gone("what the bot keeps is in data/ of its home"),
  BOT_EXTRA_BACKEND_DIR: gone("Mattermost is built in"),
  BOT_EXTRA_STORAGE_PLUGINS_DIR: STORAGE,
  BOT_LOG_FORMATTER: gone("the log is lines of JSON, and in words on a terminal"),
  BOT_LOG_SENTRY: SENTRY,
  BOT_LOG_SENTRY_FLASK: SENTRY,
  BOT_PLUGIN_INDEXES: hand("`!plugin search` asks npm's registry, and the folders of BOT_PLUGIN_SOURCES"),
  BOT_PREFIX_OPTIONAL_ON_CHAT: always("in a direct message commands need no prefix, and talk is not answered"),
  CHATROOM_FN: never("the Mattermost backend did not use it: the bot has the name of its account"),
  CHATROOM_RELAY: hand('write a plugin with `bot.on("dm", …)` that posts to the channels'),
  COMPACT_OUTPUT: LOOKS,
  CORE_PLUGINS: never(
    '`()` switched nothing off, and without "ACLs" every command was open to all; rules of access stand in access.json',
  ),
  GROUPCHAT_NICK_PREFIXED: gone("answers stay in the thread in which was asked"),
  HIDE_RESTRICTED_COMMANDS: always("what somebody may not run is in no list, no help and no suggestion"),
  MESSAGE_SIZE_LIMIT: gone(
    "long texts are cut where the server's own limit is, and code and tables go on over the cut",
  ),
  PLUGINS_CALLBACK_ORDER: hand("plugins say what they need (`needs`), and that is the order"),
  REVERSE_CHATROOM_RELAY: never("it passed a text on where an identifier was wanted, and failed"),
  STORAGE,
  STORAGE_CONFIG: STORAGE,
  TEXT_COLOR_THEME: LOOKS,
  TEXT_DEMO_MODE: LOOKS,
};

/** Nothing for a key that Errbot does not know. */
export function remarkOn(key: string): Remark | undefined {
  if (key.startsWith("SENTRY_")) return SENTRY;
  if (/^(?:XMPP|IRC|SLACK|TELEGRAM|DISCORD|HIPCHAT|GITTER|TOX)_/.test(key)) return gone("it is of another chat");
  return Object.hasOwn(REMARKS, key) ? REMARKS[key] : undefined;
}
