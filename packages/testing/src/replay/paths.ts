/** Reads a place inside an answer: `file_infos.0.id`. A step enters a JSON text as if it were the value. */

/** The value at a path. Nothing when there is none. */
export function at(value: unknown, path: string): unknown {
  let here = value;
  for (const key of path === "" ? [] : path.split(".")) {
    if (typeof here === "string") here = parsed(here);
    here = (here as Record<string, unknown> | null | undefined)?.[key];
  }
  return here;
}

/** The value of a JSON text; the text itself when it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
