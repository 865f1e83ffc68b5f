/** How well-known senders prove themselves. Each is what their settings call a secret, a token, or a name and password. */
import { MisuseError } from "../../errors.ts";
import type { Sender } from "./sender.ts";
import type { Secret } from "./secret.ts";
import { type Signed, hmac, signedBy } from "./signature.ts";
import { type TokenOptions, basic, bearer, token } from "./token.ts";

const named = (name: string, sender: Sender): Sender => ({ ...sender, name });

/** GitHub: Settings > Webhooks > Secret. `X-Hub-Signature-256` over the body, deliveries named by `X-GitHub-Delivery`. */
function github(secret: Secret): Sender {
  const header = "X-Hub-Signature-256";
  return named("GitHub", hmac({ secret, header, prefix: "sha256=", idHeader: "X-GitHub-Delivery" }));
}

/** Gitea and Forgejo: Settings > Webhooks > Secret. `X-Gitea-Signature` over the body, deliveries named by `X-Gitea-Delivery`. */
function gitea(secret: Secret): Sender {
  return named("Gitea", hmac({ secret, header: "X-Gitea-Signature", idHeader: "X-Gitea-Delivery" }));
}

export interface GitlabOptions {
  /** Settings > Webhooks > Secret token, which is sent as it is in `X-Gitlab-Token`. */
  readonly token?: Secret;
  /** Settings > Webhooks > Signing token, where the GitLab has it: every call is signed, with its time. Better. */
  readonly signingToken?: Secret;
}

/** GitLab: with its secret token, or with the signing token of newer ones. Deliveries are named by `Idempotency-Key`. */
function gitlab(options: GitlabOptions | Secret): Sender {
  const isOptions = typeof options === "object" && !Array.isArray(options);
  const { token: plain, signingToken } = (isOptions ? options : { token: options }) as GitlabOptions;
  if (signingToken !== undefined) return named("GitLab", standard(signingToken));
  if (plain === undefined) throw new MisuseError("senders.gitlab needs its `token` or its `signingToken`");
  return named("GitLab", token("X-Gitlab-Token", plain, { idHeader: "Idempotency-Key" }));
}

export type AlertmanagerOptions =
  | { readonly bearer: Secret }
  | { readonly username: string; readonly password: Secret };

/**
 * Alertmanager signs nothing: it shows what stands in `http_config` of its receiver, `authorization: { credentials: … }` or `basic_auth`.
 * The same notification again is meant: it repeats what is not resolved.
 */
function alertmanager(options: AlertmanagerOptions): Sender {
  const sender = "bearer" in options ? bearer(options.bearer) : basic(options.username, options.password);
  return named("Alertmanager", sender);
}

export interface GrafanaOptions {
  /** Contact point > Webhook > HMAC Signature > Secret. */
  readonly secret: Secret;
  /** The timestamp header named there. With it a call that is caught on the way cannot be sent again later. */
  readonly timestampHeader?: string;
}

/** Grafana 12 and newer signs in `X-Grafana-Alerting-Signature`; older ones show a bearer token or a name and password. */
function grafana(options: GrafanaOptions | AlertmanagerOptions): Sender {
  if (!("secret" in options)) return named("Grafana", alertmanager(options));
  const { secret, timestampHeader } = options;
  const header = "X-Grafana-Alerting-Signature";
  const signed = timestampHeader === undefined ? {} : { timestamp: { header: timestampHeader, separator: ":" } };
  return named("Grafana", hmac({ secret, header, repeats: true, ...signed }));
}

export interface TimestampedOptions {
  readonly secret: Secret;
  /** `Stripe-Signature` by default. */
  readonly header?: string;
  /** How old a call may be, in milliseconds; five minutes by default. */
  readonly withinMs?: number;
}

/** As Stripe signs: `t=SECONDS,v1=SIGNATURE` in one header, over `SECONDS.BODY`. */
function timestamped({ secret, header = "Stripe-Signature", withinMs }: TimestampedOptions): Sender {
  const read = (headers: Headers): Signed | undefined => {
    const pairs = (headers.get(header) ?? "").split(",").map((pair) => pair.trim().split("=", 2));
    const all = (wanted: string): string[] => pairs.flatMap(([key, value = ""]) => (key === wanted ? [value] : []));
    const [seconds] = all("t");
    return seconds === undefined ? undefined : { signatures: all("v1"), before: `${seconds}.`, seconds };
  };
  const limit = withinMs === undefined ? {} : { withinMs };
  return signedBy({ name: `timestamped signature`, where: `the header ${header}`, read, ...limit }, secret);
}

/** As standardwebhooks.com describes it: `webhook-id`, `webhook-timestamp` and `webhook-signature`, with a secret like `whsec_…`. */
function standard(secret: Secret): Sender {
  const where = "the headers webhook-id, webhook-timestamp and webhook-signature";
  const how = { read: readStandard, keyOf: standardKey, encoding: "base64", idHeaders: ["webhook-id"] } as const;
  return signedBy({ name: "Standard Webhooks", where, ...how }, secret);
}

function readStandard(headers: Headers): Signed | undefined {
  const id = headers.get("webhook-id");
  const seconds = headers.get("webhook-timestamp");
  const text = headers.get("webhook-signature");
  if (id === null || seconds === null || text === null) return undefined;
  const signatures = text.split(" ").flatMap((each) => (each.startsWith("v1,") ? [each.slice(3)] : []));
  return { signatures, before: `${id}.${seconds}.`, seconds };
}

function standardKey(secret: string): Uint8Array | string {
  const prefix = "whsec_";
  return secret.startsWith(prefix) ? Buffer.from(secret.slice(prefix.length), "base64") : secret;
}

/**
 * Nobody has to prove anything: whoever reaches the address calls the handler. For what another guard lets through only.
 *
 * @param why in a sentence, for whoever reads the code and the list of hooks: "only the cluster's own network reaches it"
 */
function anyone(why: string): Sender {
  if (why.trim().split(/\s+/).length < 3)
    throw new MisuseError(
      `senders.anyone lets everybody in and wants to know why, in a sentence: senders.anyone("only the cluster's own network reaches it")`,
    );
  return {
    name: `anyone, because ${why.trim()}`,
    isKnown: false,
    verify: () => Promise.resolve({ ok: true, marks: [] }),
  };
}

/** Everybody who may call a hook. */
export const senders = {
  anyone,
  bearer: (secret: Secret, options?: TokenOptions): Sender => bearer(secret, options),
  basic,
  token,
  hmac,
  timestamped,
  standard,
  github,
  gitlab,
  gitea,
  alertmanager,
  grafana,
} as const;
