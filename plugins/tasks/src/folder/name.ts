/** Which files of the folder are tasks, and by what names. Called by the folder for every file in it; it reads none. */

/** Of a task, as it is typed in a command and stands in `scheduler.toml`. */
const NAME = /^[A-Za-z0-9][\w.-]*$/;
const LONGEST_NAME = 64;
/** What stands beside tasks and is none: hidden files, helpers, backups of editors, types, tests, texts. */
const NO_TASK = /^[._]|~$|\.(?:d\.[mc]?ts|test\.[mc]?[jt]s|md|txt|json|toml|ya?ml|log|lock|bak|swp|tmp|pyc)$/i;
const MODULE = /\.(?:ts|mts|js|mjs)$/;
const SCRIPT = /\.(?:py|sh|bash|rb|pl|php)$/;

export type FileKind =
  | { readonly kind: "none" }
  | { readonly kind: "misnamed"; readonly reason: string }
  | { readonly kind: "module" | "script" | "other"; readonly name: string };

/**
 * What a file may be, by its name alone. An `other` is a task only if it can be executed.
 *
 * @example
 * fileKind("my_task.py"); // { kind: "script", name: "my_task" }
 */
export function fileKind(file: string): FileKind {
  if (NO_TASK.test(file)) return { kind: "none" };
  const name = file.replace(/(?<=.)\.[^.]*$/, "");
  if (!isTaskName(name))
    return {
      kind: "misnamed",
      reason: `${JSON.stringify(name.slice(0, LONGEST_NAME))} is no name of a task: use letters without accents, digits, "-" and "_", ${LONGEST_NAME} at most`,
    };
  if (MODULE.test(file)) return { kind: "module", name };
  return { kind: SCRIPT.test(file) ? "script" : "other", name };
}

export function isModule(file: string): boolean {
  return MODULE.test(file);
}

/** A module that is no task, and that tasks may import. */
export function isHelper(file: string): boolean {
  return isModule(file) && fileKind(file).kind === "none";
}

export function isTaskName(name: string): boolean {
  return NAME.test(name) && name.length <= LONGEST_NAME;
}
