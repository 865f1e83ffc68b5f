/** Texts of variables become values: the schemas that the settings are made of. Each error is the middle of a sentence. */
import { z } from "zod";

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

/** Seconds as people write them, milliseconds as the program needs them. */
export const seconds = z
  .string()
  .regex(/^\d+(?:\.\d+)?$/, "is no number of seconds")
  .transform((text) => Number(text) * 1_000)
  .refine((ms) => ms >= 100 && ms <= 600_000, "is not between 0.1 and 600 seconds");

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
