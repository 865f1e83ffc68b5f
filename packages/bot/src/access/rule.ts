/**
 * A rule of access as an operator writes it, in the bot's configuration or from chat: which commands, for whom, where, with which
 * arguments. Read by everything in this folder; it decides nothing.
 */
import { z } from "zod";
import { MisuseError } from "../errors.ts";
import { inFile, misfitOf } from "../text/misfit.ts";

/** One, or any of several. */
const many = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

const fields = z.strictObject({
  /** Commands that are allowed: names or globs, `deploy`, `plugin *`, `releases:*` for those of a plugin. */
  allow: many.optional(),
  /** Commands that are denied. */
  deny: many.optional(),
  /** Usernames or ids. */
  users: many.optional(),
  /** Names or ids of the server's groups. They need a licence there. */
  groups: many.optional(),
  /** Administrators of the bot, or everybody else. */
  admins: z.boolean().optional(),
  /** `~ops` in any team of the bot's, or ids. */
  channels: many.optional(),
  /** Names or ids. */
  teams: many.optional(),
  /** `admin`, `member`, `guest`, or the name of a role in the channel. */
  channelRole: many.optional(),
  /** `admin`, `member`, `guest`, or the name of a role on the server. */
  systemRole: many.optional(),
  /** In a direct message with the bot, or anywhere else. */
  direct: z.boolean().optional(),
  /** Values of arguments, as globs: `{ to: "prod" }`. They are compared with what was understood, not with what was typed. */
  args: z.record(z.string(), many).optional(),
  /** How many other people who may run it have to agree first. */
  approve: z.int().min(1).max(10).optional(),
  /** Told to who is denied. */
  because: z.string().optional(),
});

export const ruleSchema = fields.refine(({ allow, deny }) => (allow === undefined) !== (deny === undefined), {
  message: "say either `allow` or `deny`",
});

/**
 * Allows commands or denies them. All that it says must hold; of a list, one thing.
 *
 * @example
 * { allow: "deploy", groups: ["release-team"], channels: ["~ops"], args: { to: "prod" }, approve: 1 }
 */
export type AccessRule = z.output<typeof ruleSchema>;

export interface AccessOptions {
  /** The first rule that fits decides. Rules that were made from chat come before these. */
  readonly rules?: readonly AccessRule[];
  /** What becomes of a command that no rule is about and that is not for administrators only; `allow` by default. Administrators may run it in either case. */
  readonly default?: "allow" | "deny";
  /** What is told to who may not: nothing (`silent`), the reason (`explained`, by default), or a reference to the log (`referenced`). */
  readonly denied?: "silent" | "explained" | "referenced";
  /** Where commands for administrators work when no rule names them: `anywhere` (by default), or in direct messages only. */
  readonly adminCommands?: "anywhere" | "direct";
}

export const accessSchema = z.strictObject({
  rules: z
    .array(ruleSchema)
    .optional()
    .meta({ examples: [[{ allow: "deploy", users: ["@ben"] }]] }),
  default: z.enum(["allow", "deny"]).optional(),
  denied: z.enum(["silent", "explained", "referenced"]).optional(),
  adminCommands: z.enum(["anywhere", "direct"]).optional(),
});

/**
 * Checks what an operator wrote.
 *
 * @throws MisuseError that names the rule and the key
 */
export function accessOptions(given: unknown): AccessOptions {
  const parsed = accessSchema.safeParse(given);
  if (parsed.success) return parsed.data as AccessOptions;
  const { sentences, example } = misfitOf(accessSchema, given, parsed.error);
  const shown = example === undefined ? "" : ` For example: ${inFile(example)}`;
  throw new MisuseError(`the access rules cannot be understood: ${sentences.join(" ")}${shown}`);
}

/** One or many, as a list. */
export function listed(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === "string" ? [value] : value;
}

/** A glob as a pattern: `*` is anything, `?` one sign; case makes no difference, unless it is to be exact. */
export function globPattern(glob: string, manner: "any case" | "exact" = "any case"): RegExp {
  const parts = Array.from(glob, (sign) =>
    sign === "*" ? ".*" : sign === "?" ? "." : sign.replace(/[$()+.[\\\]^{|}/]/, String.raw`\$&`),
  );
  return new RegExp(`^${parts.join("")}$`, manner === "exact" ? "su" : "isu");
}

/** A rule in one line, as a person would say it. */
export function ruleInWords(rule: AccessRule): string {
  const parts = [
    `${rule.allow === undefined ? "deny" : "allow"} ${listed(rule.allow ?? rule.deny).join(", ")}`,
    rule.users === undefined ? "" : `to ${listed(rule.users).join(", ")}`,
    rule.groups === undefined ? "" : `to the group ${listed(rule.groups).join(" or ")}`,
    rule.admins === undefined ? "" : rule.admins ? "to administrators" : "to others than administrators",
    rule.systemRole === undefined ? "" : `with the system role ${listed(rule.systemRole).join(" or ")}`,
    rule.channelRole === undefined ? "" : `with the channel role ${listed(rule.channelRole).join(" or ")}`,
    rule.channels === undefined ? "" : `in ${listed(rule.channels).join(", ")}`,
    rule.teams === undefined ? "" : `in the team ${listed(rule.teams).join(" or ")}`,
    rule.direct === undefined ? "" : rule.direct ? "in direct messages" : "outside direct messages",
    ...Object.entries(rule.args ?? {}).map(([name, values]) => `with ${name} ${listed(values).join(" or ")}`),
    rule.approve === undefined
      ? ""
      : `when ${rule.approve === 1 ? "one other agrees" : `${rule.approve} others agree`}`,
  ];
  return parts.filter((part) => part !== "").join(" ");
}
