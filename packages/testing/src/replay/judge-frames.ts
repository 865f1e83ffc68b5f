/** Compares what each socket heard with what was recorded, in order, the step in which it came included. */
import { type Comparison, type Difference, compare } from "./compare.ts";
import { parsed } from "./paths.ts";
import type { HeardFrame, Playback } from "./run.ts";
import { type Json, type RecordedFrame, type Scenario, isObject } from "./scenario.ts";

/** Every difference in the frames of every socket. */
export function compareFrames(scenario: Scenario, { frames }: Playback, by: Comparison): Difference[] {
  // Behind a step that nobody waited for, the next one may have begun before its frames came.
  const began = (step: number): number => {
    const hurried = scenario.steps[step]?.settle_ms === 0;
    return hurried ? began(step + 1) : step;
  };
  function settled<Frame extends { readonly step: number }>(frame: Frame): Frame {
    return { ...frame, step: began(frame.step) };
  }
  return Object.entries(scenario.frames ?? {}).flatMap(([socket, recorded]) => {
    const path = `frames.${socket}`;
    if (by.skips(path)) return [];
    const loose = scenario.order_unstable?.find((each) => each.socket === socket)?.steps ?? [];
    const due = recorded.map(settled);
    const heard = (frames.get(socket) ?? []).map(settled);
    return compareSocket(due, heard, { path, loose }, by);
  });
}

function compareSocket(
  recorded: readonly RecordedFrame[],
  heard: readonly HeardFrame[],
  { path, loose }: { readonly path: string; readonly loose: readonly number[] },
  by: Comparison,
): Difference[] {
  const differences: Difference[] = [];
  const pairs: { readonly recorded: RecordedFrame; readonly index: number; readonly got: HeardFrame | undefined }[] =
    [];
  let from = 0;
  for (const [index, frame] of recorded.entries()) {
    if (frame.omitted === undefined) {
      pairs.push({ recorded: frame, index, got: heard[from++] });
      continue;
    }
    const skipped = heard.slice(from, (from += frame.omitted)).map(eventOf);
    const event = recorded[index - 1]?.frame?.["event"];
    const strange = skipped.filter((each) => each !== event);
    if (strange.length > 0)
      differences.push({ path: `${path}.${index}`, expected: { omitted: event ?? null }, got: strange });
  }
  for (const step of loose) {
    const these = pairs.filter((pair) => pair.recorded.step === step);
    const seen = these.map(({ got }) => got);
    const inOrder = arranged(these, seen, path, by);
    for (const [index, pair] of these.entries()) pairs[pairs.indexOf(pair)] = { ...pair, got: inOrder[index] };
  }
  for (const { recorded: frame, index, got } of pairs)
    differences.push(...compareFrame(frame, got, `${path}.${index}`, { by, anySeq: loose.includes(frame.step) }));
  const extra = heard.slice(from).map((got) => ({ step: got.step, frame: got.text ?? got.closed }));
  return extra.length === 0
    ? differences
    : [...differences, { path: `${path}.${recorded.length}`, expected: "nothing more", got: extra }];
}

function compareFrame(
  { frame, closed, raw, step }: RecordedFrame,
  got: HeardFrame | undefined,
  path: string,
  { by, anySeq = false }: { readonly by: Comparison; readonly anySeq?: boolean },
): Difference[] {
  if (got === undefined) return [{ path, expected: frame ?? { closed: closed ?? 0 }, got: "nothing" }];
  const late = compare(step, got.step, `${path}.step`, by);
  if (closed !== undefined) return [...late, ...compare(closed, got.closed ?? got.text, `${path}.closed`, by)];
  const value = parsed(got.text ?? "null");
  const [want, have] = anySeq ? [without(frame), without(value)] : [frame, value];
  return [
    ...late,
    ...compare(want as Json, have, `${path}.frame`, by),
    ...(raw === undefined ? [] : compare(raw, got.text, `${path}.raw`, by)),
  ];
}

/** The frames of one step in the order of the recording, where that order changes from run to run. What fits nowhere fills the gaps. */
function arranged(
  recorded: readonly { readonly recorded: RecordedFrame; readonly index: number }[],
  heard: readonly (HeardFrame | undefined)[],
  path: string,
  by: Comparison,
): readonly (HeardFrame | undefined)[] {
  const left = [...heard];
  const places = recorded.map(({ recorded: frame, index }) => {
    const place = left.findIndex((got) =>
      by.names.attempt(() => compareFrame(frame, got, `${path}.${index}`, { by, anySeq: true }).length === 0),
    );
    return place < 0 ? undefined : left.splice(place, 1)[0];
  });
  return places.map((got) => got ?? left.shift());
}

function without(frame: unknown): unknown {
  if (!isObject(frame)) return frame;
  const { seq: _seq, ...rest } = frame;
  return rest;
}

function eventOf({ text }: HeardFrame): unknown {
  const frame = parsed(text ?? "null");
  return isObject(frame) ? frame["event"] : undefined;
}
