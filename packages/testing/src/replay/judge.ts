/** Compares a whole run with its recording: answers here, frames and requests in files of their own. */
import { ABSENT, type Comparison, type Difference, compare } from "./compare.ts";
import { compareFrames } from "./judge-frames.ts";
import { compareRequests } from "./judge-requests.ts";
import { compareHeaders } from "./headers.ts";
import { namesOf } from "./names.ts";
import { parsed } from "./paths.ts";
import type { Playback, StepResult } from "./run.ts";
import { type Json, type RecordedAnswer, type Scenario, type Step, isObject } from "./scenario.ts";
import type { ServerAnswer } from "./server.ts";

/** Every difference between a run and its recording. */
export function judge(scenario: Scenario, playback: Playback): Difference[] {
  // How full a bucket is says both what remains and when it is empty.
  const unstable = (scenario.unstable ?? []).flatMap((place) => [place, place.replace(/-Remaining$/, "-Reset")]);
  const by: Comparison = {
    names: namesOf(playback),
    suffix: playback.town.server.suffix,
    skips: (path) => unstable.some((place) => within(path, place)),
    isUnordered: (path) =>
      /\.(?:file_ids|files|permissions|teammate_ids\.\$json)$/.test(path) || isDeclaredUnordered(scenario, path),
  };
  const steps = scenario.steps.flatMap((step, index) => {
    const result = playback.results[index] ?? {};
    return judgeStep(step, result, `steps.${index}`, by);
  });
  return [...steps, ...compareFrames(scenario, playback, by), ...compareRequests(scenario, playback, by)];
}

function within(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}.`);
}

function isDeclaredUnordered(scenario: Scenario, path: string): boolean {
  const [, index = "", rest = ""] = /^steps\.(\d+)\.answer\.body\.?(.*)$/.exec(path) ?? [];
  if (index === "") return false;
  const unordered = scenario.steps[Number(index)]?.unordered;
  return unordered === true ? rest === "" : (unordered?.includes(rest) ?? false);
}

function judgeStep(step: Step, result: StepResult, path: string, by: Comparison): Difference[] {
  if (step.parallel !== undefined)
    return step.parallel.flatMap((each, index) => {
      const answer = result.parallel?.[index];
      return judgeStep(each, answer === undefined ? {} : { answer }, `${path}.parallel.${index}`, by);
    });
  const { answer } = step;
  if (answer === undefined || by.skips(path)) return [];
  const upgraded =
    answer.upgraded === undefined ? [] : compare(answer.upgraded, result.upgraded, `${path}.upgraded`, by);
  if (answer.status === undefined || result.answer === undefined) return upgraded;
  return [...upgraded, ...judgeAnswer(step, { recorded: answer, got: result.answer }, `${path}.answer`, by)];
}

function judgeAnswer(
  step: Step,
  { recorded, got }: { readonly recorded: RecordedAnswer; readonly got: ServerAnswer },
  path: string,
  by: Comparison,
): Difference[] {
  const text = new TextDecoder().decode(got.body);
  return [
    ...compare(recorded.status ?? 0, got.status, `${path}.status`, by),
    ...compareHeaders(recorded.headers ?? {}, got, { path: `${path}.headers`, all: step.all_headers === true }, by),
    ...compare(
      recorded.body === undefined ? ABSENT : recorded.body,
      bodyOf(step, recorded, got, by),
      `${path}.body`,
      by,
    ),
    ...(recorded.raw === undefined ? [] : compare(recorded.raw, text, `${path}.raw`, by)),
  ];
}

/** The body as the recorder would have kept it. */
function bodyOf(step: Step, recorded: RecordedAnswer, got: ServerAnswer, by: Comparison): unknown {
  if (recorded.body === undefined) return ABSENT;
  const text = new TextDecoder().decode(got.body);
  if (typeof recorded.body === "string") {
    if (/^<\d+ bytes>$/.test(recorded.body)) return `<${got.body.byteLength} bytes>`;
    return text;
  }
  const known = onlyKnown(step, parsed(text), by);
  if (step.pick === undefined || got.status >= 400) return known;
  const keys = step.pick;
  return Array.isArray(known) ? known.map((each) => picked(each, keys)) : picked(known, keys);
}

function onlyKnown(step: Step, body: unknown, { names }: Comparison): unknown {
  if (step.only_known !== true || !Array.isArray(body)) return body;
  return body.filter((each) => {
    const text = JSON.stringify(each);
    return names.values.some((value) => value.length > 3 && text.includes(value));
  });
}

function picked(value: unknown, keys: readonly string[]): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => keys.includes(key))) as Json;
}
