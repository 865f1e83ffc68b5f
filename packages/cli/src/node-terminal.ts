/** The terminal of this process. */
import { flushCompileCache } from "node:module";
import { growLittle } from "./memory.ts";
import type { Terminal } from "./terminal.ts";
import { exitCodes } from "./trouble.ts";

/** npm and the launcher pass a Ctrl-C on that the terminal has given us already: what follows this soon is the same one. */
const SAME_WISH_MS = 300;

export const nodeTerminal: Terminal = {
  env: process.env,
  cwd: process.cwd(),
  isWatched: process.stderr.isTTY,
  print: (text) => void process.stdout.write(`${text}\n`),
  note: (text) => void process.stderr.write(`${text}\n`),
  async input() {
    if (process.stdin.isTTY) return undefined;
    let text = "";
    for await (const piece of process.stdin.setEncoding("utf8")) text += piece as string;
    return text;
  },
  stopWish: () =>
    new Promise((resolve) => {
      let firstAt = 0;
      const wish = (kind: "interrupt" | "terminate"): void => {
        if (firstAt !== 0 && performance.now() - firstAt > SAME_WISH_MS) process.exit(130);
        firstAt ||= performance.now();
        resolve(kind);
      };
      process.on("SIGINT", () => wish("interrupt"));
      process.on("SIGTERM", () => wish("terminate"));
      process.on("SIGHUP", () => wish("terminate"));
    }),
  loaded() {
    // Two thousand small files: at the end, where Node writes them by itself, they would hold a first Ctrl-C up for seconds.
    flushCompileCache();
    growLittle();
  },
  replace() {
    const { execPath, execArgv, argv, env } = process;
    if (process.platform !== "win32" && typeof process.execve === "function")
      process.execve(execPath, [execPath, ...execArgv, ...argv.slice(1)], env);
  },
  onStray: (tell) => {
    process.on("unhandledRejection", tell);
    // Thrown in the middle of something, unlike a rejection: what is left behind cannot be relied on.
    process.on("uncaughtException", (error) => {
      tell(error);
      process.exit(exitCodes.internal);
    });
  },
};
