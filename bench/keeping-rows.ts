/** What is said of engines and of bots that remember much, and what is aimed at. Called by `run.ts`. */
import type { DurableFigures } from "./durable.ts";
import type { KeepingFigures } from "./keeping.ts";
import type { Row } from "./table.ts";

const ms = (value: number): string => `${value.toFixed(2)} ms`;
const whole = (value: number): string => value.toFixed(0);

/** Columns: SQLite, PostgreSQL where there is one. */
export function durableRows(sqlite: DurableFigures, postgres: DurableFigures | undefined): readonly Row[] {
  const row = (name: string, figure: keyof DurableFigures, show: (value: number) => string): Row => ({
    name,
    raw: show(sqlite[figure]),
    ours: postgres === undefined ? "" : show(postgres[figure]),
    ratio: "",
    aim: "",
  });
  return [
    row("durable enqueue, median", "enqueueMedianMs", ms),
    row("durable enqueue, p99", "enqueueP99Ms", ms),
    row("durable enqueues/s, one after the other", "enqueuePerSecond", whole),
    row("durable enqueues/s, 16 at a time", "parallelPerSecond", whole),
    row("session, durable reply and job in one transaction, median", "unitMedianMs", ms),
  ];
}

/** Columns: nothing kept, 10,000 sessions and 10,000 jobs kept. */
export function keepingRows(none: KeepingFigures, many: KeepingFigures): readonly Row[] {
  const row = (name: string, figure: keyof KeepingFigures, unit: string): Omit<Row, "aim"> => ({
    name,
    raw: `${none[figure].toFixed(2)} ${unit}`,
    ours: `${many[figure].toFixed(2)} ${unit}`,
    ratio: (many[figure] / none[figure]).toFixed(2),
  });
  return [
    { ...row("start to first answer", "firstAnswerS", "s"), aim: "< 3 s", isMet: many.firstAnswerS < 3 },
    { ...row("memory at rest", "memoryMb", "MB"), aim: "<= 1.1", isMet: many.memoryMb / none.memoryMb <= 1.1 },
    {
      ...row("command that changes a session, median", "medianMs", "ms"),
      aim: "about 1",
      isMet: many.medianMs / none.medianMs < 1.3,
    },
    { ...row("processor time of each", "cpuMs", "ms"), aim: "about 1", isMet: many.cpuMs / none.cpuMs < 1.3 },
  ];
}
