/** What the plugin is told: which hooks there are, who calls each, and where it posts. */
import { type Sender, senders, z } from "matterwright";

const secret = z.union([z.string(), z.array(z.string())]).meta({ secret: true });
const common = {
  /** Where it posts: `~ops`, `@ann`, or a channel's id. */
  channel: z.string().min(1, "name a channel, like ~ops"),
  /** Below the base of the bot's door; `/hooks/` and the name by default. */
  path: z.string().optional(),
};
/** Names of events to post; all that have words by default. */
const events = z.array(z.string()).optional();
const shown = { bearer: secret.optional(), username: z.string().optional(), password: secret.optional() };

export const hookConfig = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("github"), ...common, secret, events }),
  z.strictObject({ kind: z.literal("gitea"), ...common, secret, events }),
  z.strictObject({
    kind: z.literal("gitlab"),
    ...common,
    token: secret.optional(),
    signingToken: secret.optional(),
    events,
  }),
  z.strictObject({ kind: z.literal("alertmanager"), ...common, ...shown }),
  z.strictObject({
    kind: z.literal("grafana"),
    ...common,
    ...shown,
    secret: secret.optional(),
    timestampHeader: z.string().optional(),
  }),
]);

export type HookConfig = z.output<typeof hookConfig>;
export type Kind = HookConfig["kind"];

/** By the names of the hooks. */
export const config = z.object({
  hooks: z.record(
    z.string().regex(/^[a-z][a-z0-9-]{0,40}$/, "a hook's name is of lower case letters, digits and dashes"),
    hookConfig,
  ),
});
export type Config = z.input<typeof config>;

/** @throws MisuseError when there is no secret, or too short a one. */
export function senderOf(hook: HookConfig): Sender {
  switch (hook.kind) {
    case "github":
      return senders.github(hook.secret);
    case "gitea":
      return senders.gitea(hook.secret);
    case "gitlab":
      return senders.gitlab({
        ...(hook.token === undefined ? {} : { token: hook.token }),
        ...(hook.signingToken === undefined ? {} : { signingToken: hook.signingToken }),
      });
    case "alertmanager":
      return senders.alertmanager(shownBy(hook));
    case "grafana": {
      const { secret: signing, timestampHeader } = hook;
      if (signing === undefined) return senders.grafana(shownBy(hook));
      return senders.grafana({ secret: signing, ...(timestampHeader === undefined ? {} : { timestampHeader }) });
    }
  }
}

type Shown = z.output<z.ZodObject<typeof shown>>;

/** Nothing given is an empty secret, which is refused with what to do. */
function shownBy({ bearer = "", username, password }: Shown): Parameters<typeof senders.alertmanager>[0] {
  return username !== undefined && password !== undefined ? { username, password } : { bearer };
}

/** Where a hook is set up, for whoever has to do it. */
export const SET_UP: Readonly<Record<Kind, string>> = {
  github: "in GitHub under Settings > Webhooks, with content type application/json and the same secret",
  gitea: "in Gitea under Settings > Webhooks > Add webhook > Gitea, with the same secret",
  gitlab: "in GitLab under Settings > Webhooks, with the same secret token",
  alertmanager:
    "in Alertmanager as `url` of a receiver's `webhook_configs`, with the same credentials in `http_config`",
  grafana: "in Grafana as a contact point of type Webhook, with the same secret or credentials",
};
