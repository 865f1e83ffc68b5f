/**
 * Whether somebody may run a command, and which rule says so. Pure but for what rules ask of the server; called for every command, for
 * every list of commands, and to explain. What cannot be known counts against whoever asks.
 */
import type { Asker } from "./facts.ts";
import type { KnownRule, Wanted } from "./known-rule.ts";
import type { AccessOptions } from "./rule.ts";
import type { ArgumentTexts } from "../text/meant.ts";

/** A command that somebody wants to run. */
export interface WantedCommand extends Wanted {
  /** For administrators; `always`: and no rule can change that. */
  readonly adminOnly: boolean | "always";
  /** How many others have to agree, if its author says so. */
  readonly approve: number;
}

/** What was made of one rule on the way to a decision. */
export interface Step {
  readonly rule: KnownRule;
  /** Why it did not decide; empty for the one that did. */
  readonly passed: string;
}

export interface Decision {
  /** `depends`: it is allowed with some arguments, and none were looked at. */
  readonly verdict: "allowed" | "denied" | "depends";
  /** Which rule decided; nothing where none did. */
  readonly rule?: KnownRule;
  /** Why, in a sentence for people. */
  readonly why: string;
  /** The rule in words, for the log. */
  readonly by?: string;
  /** How many other people have to agree first. */
  readonly approve: number;
  readonly steps: readonly Step[];
}

export interface Question {
  readonly asker: Asker;
  readonly isAdmin: boolean;
  readonly wanted: WantedCommand;
  /** What the arguments mean; nothing when they are not known. */
  readonly args?: ArgumentTexts | undefined;
}

type Settings = Pick<AccessOptions, "default" | "adminCommands">;

/** Goes through the rules in their order; the first that fits decides, then the command's own demand, then the default. */
export async function decide(question: Question, rules: readonly KnownRule[], settings: Settings): Promise<Decision> {
  const { wanted, isAdmin } = question;
  if (wanted.adminOnly === "always") return withoutRule(question, [], ofAdministrators(isAdmin));
  const steps: Step[] = [];
  for (const rule of rules) {
    if (!rule.covers(wanted)) continue;
    const met = await judge(rule, question);
    steps.push({ rule, passed: met.passed });
    if (met.passed !== "") continue;
    const approve = Math.max(wanted.approve, rule.effect === "allow" ? (rule.rule.approve ?? 0) : 0);
    const verdict = met.verdict;
    return { verdict, rule, by: rule.words, why: met.why, approve: verdict === "denied" ? 0 : approve, steps };
  }
  return withoutRule(question, steps, byDefault(question, settings));
}

interface Met {
  /** Why the rule does not decide; empty when it does. */
  readonly passed: string;
  readonly verdict: Decision["verdict"];
  readonly why: string;
}

function passed(why: string): Met {
  return { passed: why, verdict: "denied", why: "" };
}

async function judge(rule: KnownRule, { asker, isAdmin, wanted, args }: Question): Promise<Met> {
  const { holds, about } = await rule.holds(asker, args);
  if (holds === "no") return passed(about);
  const because = rule.rule.because ?? "a rule says so";
  if (rule.effect === "deny") {
    if (holds === "depends") return passed("it depends on the arguments");
    return { passed: "", verdict: "denied", why: holds === "unknown" ? "it cannot be found out who you are" : because };
  }
  if (holds === "unknown") return passed("the server could not be asked");
  if (wanted.adminOnly === true && !isAdmin && !rule.namesInFull(wanted)) {
    return passed("the command is for administrators, and the rule does not name it in full");
  }
  return { passed: "", verdict: holds === "depends" ? "depends" : "allowed", why: because };
}

interface Plain {
  readonly isAllowed: boolean;
  readonly why: string;
}

function ofAdministrators(isAdmin: boolean): Plain {
  return { isAllowed: isAdmin, why: "it is for administrators of this bot" };
}

function byDefault({ asker, isAdmin, wanted }: Question, settings: Settings): Plain {
  if (wanted.adminOnly === false) {
    if (settings.default !== "deny")
      return { isAllowed: true, why: "no rule is about it, and what no rule is about is allowed" };
    if (isAdmin)
      return { isAllowed: true, why: "no rule is about it, and administrators may run what no rule is about" };
    return { isAllowed: false, why: "no rule is about it, and what no rule is about is denied" };
  }
  if (isAdmin && settings.adminCommands === "direct" && !asker.isDirect) {
    return { isAllowed: false, why: "commands for administrators work in direct messages only" };
  }
  return ofAdministrators(isAdmin);
}

function withoutRule({ wanted }: Question, steps: readonly Step[], { isAllowed, why }: Plain): Decision {
  return { verdict: isAllowed ? "allowed" : "denied", why, approve: isAllowed ? wanted.approve : 0, steps };
}
