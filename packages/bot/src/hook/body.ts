/** What a call of a hook says, once it is known who calls: JSON, a form, or the bytes as they came. It never looks at an unproven call. */

export type Format = "json" | "form" | "raw";

/** A body that is neither JSON nor a form. */
export interface RawBody {
  /** As the caller says: `text/plain`; empty when it does not. */
  readonly type: string;
  readonly bytes: Uint8Array;
  /** The same as UTF-8. */
  readonly text: string;
}

/** Why a body cannot be read, for the caller. */
export interface Unreadable {
  readonly status: 400 | 415;
  readonly message: string;
}

export type Read = { readonly ok: true; readonly value: unknown } | ({ readonly ok: false } & Unreadable);

export interface Content {
  /** `Content-Type`, or nothing. */
  readonly type: string | null;
  readonly bytes: Uint8Array;
}

/** Reads a body. Without a wanted format, its type decides between JSON and a form. */
export function readBody({ type, bytes }: Content, wanted: Format | undefined): Read {
  const media = (type ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (wanted === "raw") return { ok: true, value: rawOf(media, bytes) };
  const format = /^application\/(?:[\w.-]+\+)?json$/.test(media) ? "json" : media === FORM ? "form" : undefined;
  if (format === undefined || (wanted !== undefined && format !== wanted)) return wrongType(media, wanted);
  const text = decoded(bytes);
  if (text === undefined) return unreadable("the body is not UTF-8");
  return format === "json" ? readJson(text) : readForm(text);
}

const FORM = "application/x-www-form-urlencoded";
const WANTED = { json: "application/json", form: FORM } as const;

function wrongType(media: string, wanted: "json" | "form" | undefined): Read {
  const expected = wanted === undefined ? `${WANTED.json} or ${WANTED.form}` : WANTED[wanted];
  const said = media === "" ? "the body has no content type" : `the body is ${media}`;
  return { ok: false, status: 415, message: `${said}, and has to be ${expected}` };
}

function readJson(text: string): Read {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return unreadable("the body is no JSON, or not all of it has arrived");
  }
}

/** One text for each field, or a list where it stands more than once. A lone `payload` holds JSON, as GitHub and others send it. */
function readForm(text: string): Read {
  const fields = fieldsOf(new URLSearchParams(text));
  const { payload, ...others } = fields;
  if (typeof payload !== "string" || Object.keys(others).length > 0) return { ok: true, value: fields };
  return readJson(payload);
}

/** The fields of a form or a query. */
export function fieldsOf(params: URLSearchParams): Record<string, string | string[]> {
  const names = [...new Set(params.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const all = params.getAll(name);
      return [name, all.length === 1 ? (all[0] ?? "") : all];
    }),
  );
}

function rawOf(type: string, bytes: Uint8Array): RawBody {
  return { type, bytes, text: new TextDecoder().decode(bytes) };
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function unreadable(message: string): Read {
  return { ok: false, status: 400, message };
}
