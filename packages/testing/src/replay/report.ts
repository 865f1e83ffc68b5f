/** Writes differences for a person: scenario, step in words, path, what was recorded, what came. */
import { ABSENT, type Difference } from "./compare.ts";
import type { Scenario, Step } from "./scenario.ts";

const SHOWN_MAX = 15;
const VALUE_MAX_CHARS = 400;

/** The text, one paragraph per difference. Empty when there is none. */
export function report(scenario: Scenario, differences: readonly Difference[]): string {
  if (differences.length === 0) return "";
  const lines = differences.slice(0, SHOWN_MAX).map((difference) => {
    const step = stepOf(scenario, difference.path);
    return `  ${difference.path}${step === undefined ? "" : `   (${inWords(step)})`}\n    expected ${shown(difference.expected)}\n    got      ${shown(difference.got)}`;
  });
  const more = differences.length > SHOWN_MAX ? [`  … and ${differences.length - SHOWN_MAX} more`] : [];
  return [`${scenario.name} (${scenario.section}): ${scenario.about}`, ...lines, ...more].join("\n");
}

function stepOf(scenario: Scenario, path: string): Step | undefined {
  const step = /^steps\.(\d+)/.exec(path)?.[1];
  if (step !== undefined) return scenario.steps[Number(step)];
  const [, socket = "", index = ""] = /^frames\.([^.]+)\.(\d+)/.exec(path) ?? [];
  const frame = scenario.frames?.[socket]?.[Number(index)];
  return frame === undefined ? undefined : scenario.steps[frame.step];
}

function inWords({ actor = "", method, path, ws, wait_ms: waitMs, body }: Step): string {
  if (method !== undefined)
    return `${actor} ${method} ${path ?? ""} ${body === undefined ? "" : shown(body, 120)}`.trim();
  return ws === undefined ? `wait ${waitMs ?? 0} ms` : `${actor} socket ${ws}`;
}

function shown(value: unknown, maxChars = VALUE_MAX_CHARS): string {
  const text = value === ABSENT || value === undefined ? "(absent)" : JSON.stringify(value);
  return text.length > maxChars ? `${text.slice(0, maxChars)}…` : text;
}
