/** What is compared, and what is aimed at. Called by `run.ts` with what was measured. */
import type { DoorFigures } from "./door.ts";
import type { LoadFigures } from "./load.ts";
import type { Figures } from "./measure.ts";
import type { Row } from "./table.ts";

/** `measured` in one unit beside the same of the raw bot. */
function row(
  name: string,
  [raw, ours]: readonly [number, number],
  { unit, digits = 2, aim = "", isMet }: { unit: string; digits?: number; aim?: string; isMet?: boolean },
): Row {
  const show = (value: number): string => `${value.toFixed(digits)}${unit === "" ? "" : ` ${unit}`}`;
  const ratio = raw === 0 ? "" : (ours / raw).toFixed(2);
  return { name, raw: show(raw), ours: show(ours), ratio, aim, ...(isMet !== undefined && { isMet }) };
}

export function commandRows(raw: Figures, ours: Figures, many: Figures): readonly Row[] {
  const addedMs = ours.medianMs - raw.medianMs;
  const pace = ours.commandsPerSecond / raw.commandsPerSecond;
  const memory = ours.memoryMb / raw.memoryMb;
  return [
    {
      ...row("added time per command, median", [raw.medianMs, ours.medianMs], { unit: "ms" }),
      ratio: `+${addedMs.toFixed(2)} ms`,
      aim: "< 1 ms",
      isMet: addedMs < 1,
    },
    {
      ...row("added time per command, p99", [raw.p99Ms, ours.p99Ms], { unit: "ms" }),
      ratio: `+${(ours.p99Ms - raw.p99Ms).toFixed(2)} ms`,
    },
    row("commands/s, 16 in parallel", [raw.commandsPerSecond, ours.commandsPerSecond], {
      unit: "",
      digits: 0,
      aim: ">= 0.8",
      isMet: pace >= 0.8,
    }),
    row("start to first answer", [raw.firstAnswerS, ours.firstAnswerS], {
      unit: "s",
      aim: "< 1 s",
      isMet: ours.firstAnswerS < 1,
    }),
    row("memory at rest", [raw.memoryMb, ours.memoryMb], {
      unit: "MB",
      digits: 0,
      aim: "<= 1.3",
      isMet: memory <= 1.3,
    }),
    {
      ...row("ours: median without and with 10,000 more commands", [ours.medianMs, many.medianMs], { unit: "ms" }),
      aim: "about 1",
      isMet: many.medianMs / ours.medianMs < 1.3,
    },
  ];
}

export function doorRows(raw: DoorFigures, ours: DoorFigures): readonly Row[] {
  const pace = ours.answeredPerSecond / raw.answeredPerSecond;
  return [
    row("slash commands/s of processor time, verified and answered", [raw.answeredPerSecond, ours.answeredPerSecond], {
      unit: "",
      digits: 0,
      aim: ">= 0.7",
      isMet: pace >= 0.7,
    }),
    row("the same with the command found, parsed and run", [raw.commandsPerSecond, ours.commandsPerSecond], {
      unit: "",
      digits: 0,
    }),
    row("the same with a forged token, refused", [raw.forgedPerSecond, ours.forgedPerSecond], { unit: "", digits: 0 }),
  ];
}

export interface Loads {
  readonly raw: LoadFigures;
  /** With ten commands that nobody calls. */
  readonly ours: LoadFigures;
  /** With ten thousand. */
  readonly many: LoadFigures;
  /** Median without and with a thousand slow handlers, in ms. */
  readonly slow: readonly [number, number];
}

export function loadRows({ raw, ours, many, slow }: Loads): readonly Row[] {
  const pair = (name: keyof LoadFigures): readonly [number, number] => [raw[name], ours[name]];
  return [
    row("events lost of 60,000 (5,000/s, then 20,000 in 2 s)", pair("lost"), {
      unit: "",
      digits: 0,
      aim: "0",
      isMet: ours.lost === 0,
    }),
    row("events/s handled of 5,000 sent", pair("eventsPerSecond"), {
      unit: "",
      digits: 0,
      aim: ">= 4,950",
      isMet: ours.eventsPerSecond >= 4_950,
    }),
    row("processor time per event at 5,000/s", pair("cpuPerEventMs"), { unit: "ms", digits: 3 }),
    row("command at 5,000 events/s, median", pair("busyMedianMs"), { unit: "ms" }),
    row("command at 5,000 events/s, p99", pair("busyP99Ms"), {
      unit: "ms",
      aim: "< 20 ms",
      isMet: ours.busyP99Ms < 20,
    }),
    row("backlog after the burst", pair("burstBacklogMs"), { unit: "ms", digits: 0 }),
    row("memory that the burst added", pair("burstMemoryMb"), {
      unit: "MB",
      digits: 0,
      aim: "< 100 MB",
      isMet: ours.burstMemoryMb < 100,
    }),
    row("posts/s out, 16 connections", pair("postsPerSecond"), {
      unit: "",
      digits: 0,
      aim: ">= 300",
      isMet: ours.postsPerSecond >= 300,
    }),
    row("ours: processor time per event, 10 and 10,000 commands", [ours.cpuPerEventMs, many.cpuPerEventMs], {
      unit: "ms",
      digits: 3,
      aim: "about 1",
      isMet: many.cpuPerEventMs / ours.cpuPerEventMs < 1.3,
    }),
    row("ours: command, idle and with 1,000 slow handlers", slow, {
      unit: "ms",
      aim: "about 1",
      isMet: slow[1] < slow[0] + 1,
    }),
  ];
}
