/** Senders that show a secret with each call: as a bearer, with a name and a password, or in a header of their own. */
import type { HookCall, Refused, Sender, Verdict } from "./sender.ts";
import { isOneOf } from "../../text/is-one-of.ts";
import { type Secret, secretsOf } from "./secret.ts";

export interface TokenOptions {
  /** The header that names a delivery, so that it is handled once. */
  readonly idHeader?: string;
}

/** `Authorization: Bearer SECRET`. */
export function bearer(secret: Secret, options: TokenOptions = {}): Sender {
  const refusal = { where: "the header Authorization: Bearer …", challenge: "Bearer" };
  return shown("bearer token", { refusal, ...options }, secret, ({ headers }) =>
    /^bearer +(\S.*)$/i.exec(headers.get("authorization") ?? "")?.[1]?.trimEnd(),
  );
}

/** The secret alone in a header: `X-Token: SECRET`. */
export function token(header: string, secret: Secret, options: TokenOptions = {}): Sender {
  const refusal = { where: `the header ${header}` };
  return shown(`token in ${header}`, { refusal, ...options }, secret, ({ headers }) => headers.get(header)?.trim());
}

/** `Authorization: Basic …`, as browsers and curl send a name and a password. */
export function basic(username: string, password: Secret): Sender {
  const refusal = { where: "the header Authorization: Basic …", challenge: 'Basic realm="hook", charset="UTF-8"' };
  return shown("name and password", { refusal }, withName(username, password), ({ headers }) => {
    const encoded = /^basic +(\S+) *$/i.exec(headers.get("authorization") ?? "")?.[1];
    return encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString("utf8");
  });
}

function withName(username: string, password: Secret): Secret {
  const known = secretsOf(password, `the name ${username}`);
  const pairs = async (): Promise<string[]> => (await known()).map((each) => `${username}:${each}`);
  return pairs;
}

interface Shown extends TokenOptions {
  readonly refusal: Omit<Refused, "ok" | "why">;
}

function shown(name: string, options: Shown, secret: Secret, read: (call: HookCall) => string | undefined): Sender {
  const { refusal, idHeader } = options;
  const known = secretsOf(secret, `A hook with a ${name}`);
  return {
    name,
    isKnown: true,
    async verify(call): Promise<Verdict> {
      const secrets = await known();
      const given = read(call);
      if (given === undefined || given === "") return { ok: false, why: "missing", ...refusal };
      if (!isOneOf(given, secrets)) return { ok: false, why: "wrong", ...refusal };
      return { ok: true, marks: idsIn(call.headers, idHeader === undefined ? [] : [idHeader]) };
    },
  };
}

/** What headers name this delivery. */
export function idsIn(headers: Headers, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const id = headers.get(name)?.trim() ?? "";
    return id === "" ? [] : [`${name.toLowerCase()} ${id}`];
  });
}
