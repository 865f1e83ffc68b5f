/** What the end of a program means, in a sentence. Called when a run of it is over. */
import type { ProgramEnd } from "../node/program.ts";
import { OUTPUT_MAX_BYTES } from "./limits.ts";

const REASON_MAX_CHARACTERS = 300;

/** Why a run failed; nothing when it did not. */
export function failureOf({ exitCode, signal, stderr, isTooMuch }: ProgramEnd): string | undefined {
  if (isTooMuch) return `it printed more than ${OUTPUT_MAX_BYTES / 1_000_000} MB and was ended`;
  if (signal !== undefined) return `${signal} ended it${lastLine(stderr)}`;
  return exitCode === 0 ? undefined : `it ended with exit code ${exitCode ?? "unknown"}${lastLine(stderr)}`;
}

/** What was odd about it, failed or not. */
export function notesOf({ leftOthers }: ProgramEnd, isValid: boolean): string[] {
  return [
    ...(isValid ? [] : ["some of what it printed is no UTF-8 and is shown as \uFFFD"]),
    ...(leftOthers ? ["it left programs running, which were ended"] : []),
  ];
}

/** Why a program could not be started, and what to do. */
export function startFailure(file: string, error: unknown): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return `${file} cannot be started: the program that its first line names is not there`;
  if (code === "EACCES") return `${file} cannot be started: make it executable with \`chmod +x ${file}\``;
  if (code === "ENOEXEC")
    return `${file} cannot be started: its first line does not say what runs it, like #!/bin/sh or #!/usr/bin/env python3`;
  if (code === "E2BIG") return `${file} cannot be started: its arguments are too long`;
  return `${file} cannot be started: ${code === "" ? message : code}`;
}

/** Programs say last what went wrong. */
function lastLine(stderr: string): string {
  const line = stderr.trimEnd().split("\n").at(-1)?.trim() ?? "";
  return line === "" || line === "…" ? "" : `: ${line.slice(0, REASON_MAX_CHARACTERS)}`;
}
