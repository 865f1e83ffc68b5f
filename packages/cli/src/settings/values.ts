/** Texts of variables become values: the schemas that the settings are made of. Each error is the middle of a sentence. */
import { SHORTEST_SECRET, readDuration } from "matterwright";
import { z } from "zod";
import { sentryAddress } from "../log/sentry.ts";

export const portNumber = z
  .string()
  .regex(/^\d{1,5}$/, "is no port")
  .transform(Number)
  .refine((port) => port >= 1 && port <= 65_535, "is no port");

export const flag = z
  .string()
  .toLowerCase()
  .pipe(z.enum(["true", "false", "1", "0", "yes", "no", "on", "off"], "is neither true nor false"))
  .transform((text) => ["true", "1", "yes", "on"].includes(text));

/** One secret, and old ones behind it. */
export const secretList = z.string().transform((text, context) => {
  const secrets = text.split(/\s+/).filter((secret) => secret !== "");
  const shortest = Math.min(...secrets.map(({ length }) => length));
  if (secrets.length === 0) context.addIssue({ code: "custom", message: "is empty" });
  else if (shortest < SHORTEST_SECRET)
    context.addIssue({
      code: "custom",
      message: `is too short (${shortest} characters, ${SHORTEST_SECRET} are the least)`,
    });
  return secrets;
});

/** Seconds as people write them, milliseconds as the program needs them. */
export const seconds = z
  .string()
  .regex(/^\d+(?:\.\d+)?$/, "is no number of seconds")
  .transform((text) => Number(text) * 1_000)
  .refine((ms) => ms >= 100 && ms <= 600_000, "is not between 0.1 and 600 seconds");

/** The same for what may take hours. */
export const longSeconds = z
  .string()
  .regex(/^\d+(?:\.\d+)?$/, "is no number of seconds")
  .transform((text) => Number(text) * 1_000)
  .refine((ms) => ms >= 1_000 && ms <= 7 * 86_400_000, "is not between a second and a week");

/** A length of time with its unit: `4h`. */
export const length = z.string().transform((text, context) => {
  const ms = readDuration(text);
  if (ms === undefined) context.addIssue({ code: "custom", message: "is no length of time" });
  return ms ?? 0;
});

export const wholeNumber = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, "is no number")
  .transform(Number);

/** Also as Errbot's configuration writes a list: `('@ann', '@ben')`. */
export const adminList = z.string().transform((text, context) => {
  const names = text
    .replaceAll(/[()[\]'"]/g, "")
    .split(/[,\s]+/)
    .filter((name) => name !== "");
  const bad = names.find((name) => !/^@?[a-z0-9][a-z0-9._-]*$/i.test(name));
  if (bad !== undefined) context.addIssue({ code: "custom", message: `holds "${bad}", which is no user's name` });
  return names;
});

/** The same, or `*` for everybody. */
export const authorList = z.union([z.literal("*").transform(() => ["*"]), adminList]);

/** Paths with commas between them, which may hold blanks; also as Errbot's configuration writes a list. */
export const folderList = z.string().transform((text) =>
  text
    .replaceAll(/^[([]|[)\]]$/g, "")
    .split(",")
    .map((path) => path.trim().replace(/^(["'])(.*)\1$/, "$2"))
    .filter((path) => path !== ""),
);

/** Texts with commas or blanks between them. */
export const nameList = z.string().transform((text) => text.split(/[,\s]+/).filter((name) => name !== ""));

/** Names of commands and globs with commas between them, as Errbot's configuration writes them too: `('help', 'room_join')`, `ALL_COMMANDS`. */
export const commandList = folderList.transform((names) =>
  names.map((name) => (name === "ALL_COMMANDS" ? "*" : name.replaceAll("_", " "))),
);

/** What commands may begin with besides, with commas between them; also as Errbot's configuration writes a list. */
export const prefixList = folderList.transform((all, context) => {
  const bad = all.find((prefix) => !/^\S{1,30}$/.test(prefix));
  if (bad !== undefined) context.addIssue({ code: "custom", message: `holds "${bad}", which is no prefix` });
  return all;
});

/** By its name in the time zone database. */
export const timeZone = z.string().refine((text) => {
  try {
    return /^[A-Za-z]/.test(text) && Intl.DateTimeFormat("en", { timeZone: text }) !== undefined;
  } catch {
    return false;
  }
}, "is no time zone");

/** From one time of the day to another. */
export const quietHours = z
  .string()
  .regex(/^(?:[01]?\d|2[0-3]):[0-5]\d-(?:[01]?\d|2[0-3]):[0-5]\d$/, "names no hours of the day")
  .refine((text) => text.split("-")[0] !== text.split("-")[1], "begins when it ends");

/** Of the bot, for the server to call. */
export const callbackAddress = z
  .string()
  .transform((text) => (/^https?:\/\//i.test(text) ? text : `https://${text}`))
  .refine((text) => URL.canParse(text), "is no address")
  .refine((text) => new URL(text).search === "" && new URL(text).hash === "", "has something behind its path");

const LEVELS: Readonly<Record<string, LogLevel>> = {
  debug: "debug",
  info: "info",
  warn: "warn",
  warning: "warn",
  error: "error",
  critical: "error",
  "10": "debug",
  "20": "info",
  "30": "warn",
  "40": "error",
  "50": "error",
};

export type LogLevel = "debug" | "info" | "warn" | "error";

/** Also as Python writes them: `logging.DEBUG`, `WARNING`, `10`. */
export const logLevel = z.string().transform((text, context): LogLevel => {
  const level = LEVELS[text.toLowerCase().replace(/^logging\./, "")];
  if (level === undefined) context.addIssue({ code: "custom", message: "is no level of a log" });
  return level ?? "info";
});

/** With or without `http://` before it. */
export const proxyAddress = z.string().refine((text) => {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  return url !== null && /^https?:$/.test(url.protocol) && url.hostname !== "";
}, "is no proxy's address");

/** As JSON, or as headers are written, a line for each. */
export const headerList = z.string().transform((text, context): Record<string, string> => {
  const headers = text.trimStart().startsWith("{") ? jsonHeaders(text) : lineHeaders(text);
  if (headers === undefined) context.addIssue({ code: "custom", message: "holds something that is no header" });
  return headers ?? {};
});

function jsonHeaders(text: string): Record<string, string> | undefined {
  try {
    return z.record(z.string(), z.string()).safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function lineHeaders(text: string): Record<string, string> | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const pairs = lines.map((line) => /^\s*([^\s:]+)\s*:\s*(.*?)\s*$/.exec(line));
  if (pairs.some((pair) => pair === null)) return undefined;
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? "", pair?.[2] ?? ""]));
}

/** Taken apart: where errors are told, and with which key. */
export const sentryDsn = z.string().transform((text, context) => {
  const address = sentryAddress(text);
  if (address !== undefined) return address;
  context.addIssue({ code: "custom", message: "is no DSN" });
  return z.NEVER;
});
