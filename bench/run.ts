/**
 * `npm run bench`: the framework beside a raw bot on one simulator, in turns, as ratios. It says whether an aim is met and never
 * fails because of it. `--json FILE` writes the figures.
 */
import { writeFileSync } from "node:fs";
import { asker } from "./asker.ts";
import { type Figures, measure } from "./measure.ts";
import { run } from "./program.ts";

const ROUNDS = 3;

const server = await run("server.ts");
const { url, token } = JSON.parse(server.said) as { url: string; token: string };
const place = { url, token, asker: await asker(url) };
const rounds: { readonly raw: Figures; readonly ours: Figures }[] = [];
for (let round = 1; round <= ROUNDS; round++) {
  process.stdout.write(`round ${round} of ${ROUNDS} …\n`);
  rounds.push({ raw: await measure(["raw-bot.ts"], place), ours: await measure(["our-bot.ts"], place) });
}
const many = await measure(["our-bot.ts", "10000"], place);
place.asker.stop();
await server.stop();

const raw = middle(rounds.map((round) => round.raw));
const ours = middle(rounds.map((round) => round.ours));
const rows = [
  [
    "added time per command, median",
    `${raw.medianMs.toFixed(2)} ms`,
    `${ours.medianMs.toFixed(2)} ms`,
    `+${(ours.medianMs - raw.medianMs).toFixed(2)} ms`,
    "< 1 ms",
    ours.medianMs - raw.medianMs < 1,
  ],
  [
    "added time per command, p99",
    `${raw.p99Ms.toFixed(2)} ms`,
    `${ours.p99Ms.toFixed(2)} ms`,
    `+${(ours.p99Ms - raw.p99Ms).toFixed(2)} ms`,
    "",
    true,
  ],
  [
    "commands/s, 16 in parallel",
    raw.commandsPerSecond.toFixed(0),
    ours.commandsPerSecond.toFixed(0),
    (ours.commandsPerSecond / raw.commandsPerSecond).toFixed(2),
    ">= 0.8",
    ours.commandsPerSecond / raw.commandsPerSecond >= 0.8,
  ],
  [
    "start to first answer",
    `${raw.firstAnswerS.toFixed(2)} s`,
    `${ours.firstAnswerS.toFixed(2)} s`,
    (ours.firstAnswerS / raw.firstAnswerS).toFixed(2),
    "< 1 s",
    ours.firstAnswerS < 1,
  ],
  [
    "memory at rest",
    `${raw.memoryMb.toFixed(0)} MB`,
    `${ours.memoryMb.toFixed(0)} MB`,
    (ours.memoryMb / raw.memoryMb).toFixed(2),
    "<= 1.3",
    ours.memoryMb / raw.memoryMb <= 1.3,
  ],
  [
    "median with 10,000 more commands",
    `${ours.medianMs.toFixed(2)} ms`,
    `${many.medianMs.toFixed(2)} ms`,
    (many.medianMs / ours.medianMs).toFixed(2),
    "about 1",
    many.medianMs / ours.medianMs < 1.3,
  ],
] as const;
process.stdout.write("\n| figure | raw | ours | ratio | aim | |\n|:--|--:|--:|--:|:--|:--|\n");
for (const [name, floor, own, ratio, aim, met] of rows) {
  process.stdout.write(
    `| ${name} | ${floor} | ${own} | ${ratio} | ${aim} | ${aim === "" ? "" : met ? "met" : "missed"} |\n`,
  );
}
const file = process.argv[process.argv.indexOf("--json") + 1];
if (process.argv.includes("--json") && file !== undefined)
  writeFileSync(file, JSON.stringify({ raw, ours, many }, undefined, 2));

/** The median of each figure over the rounds. */
function middle(all: readonly Figures[]): Figures {
  const of = (key: keyof Figures): number =>
    all.map((figures) => figures[key]).toSorted((a, b) => a - b)[all.length >> 1] ?? 0;
  return {
    firstAnswerS: of("firstAnswerS"),
    medianMs: of("medianMs"),
    p99Ms: of("p99Ms"),
    commandsPerSecond: of("commandsPerSecond"),
    memoryMb: of("memoryMb"),
  };
}
