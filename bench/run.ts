/**
 * `npm run bench`: the framework beside a raw bot on one simulator, in turns, as ratios. It says whether an aim is met and never
 * fails because of it. `--json FILE` writes the figures; `--only commands`, `load`, `missed`, `door` or `kept` measures a part.
 */
import { writeFileSync } from "node:fs";
import { asker } from "./asker.ts";
import { catchingUpRows, measureCatchingUp } from "./catching-up.ts";
import { type DoorFigures, measureDoors } from "./door.ts";
import { type LoadFigures, type LoadPlace, measureLoad, measureSlowHandlers } from "./load.ts";
import { measureEngines } from "./engines.ts";
import { type KeepingFigures, measureKeeping } from "./keeping.ts";
import { durableRows, keepingRows } from "./keeping-rows.ts";
import { type Figures, measure } from "./measure.ts";
import { run } from "./program.ts";
import { commandRows, doorRows, loadRows } from "./rows.ts";
import { medians } from "./statistics.ts";
import { table } from "./table.ts";

const ROUNDS = 3;

const option = (name: string): string | undefined =>
  process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined;
const only = option("--only");
const file = option("--json");

const server = await run("server.ts");
const addresses = JSON.parse(server.said) as Pick<LoadPlace, "url" | "token" | "control">;
const place = { ...addresses, asker: await asker(addresses.url) };
const figures: Record<string, unknown> = {};
const isWanted = (part: string): boolean => only === undefined || only === part;
if (isWanted("commands")) process.stdout.write(table(await commands()));
if (isWanted("load")) process.stdout.write(table(await loads()));
if (isWanted("missed")) process.stdout.write(table(await missed()));
if (isWanted("door")) process.stdout.write(table(doorRows(...(await doors())), ["bare hono", "ours"]));
if (isWanted("kept")) await kept();
place.asker.stop();
await server.stop();
if (file !== undefined) writeFileSync(file, JSON.stringify(figures, undefined, 2));

/** One after the other in each round, so that whatever else the machine does meets both. */
async function inTurns<Measured extends { readonly [Name in keyof Measured]: number }>(
  measured: readonly (() => Promise<Measured>)[],
): Promise<Measured[]> {
  const all: Measured[][] = measured.map(() => []);
  for (let round = 1; round <= ROUNDS; round++) {
    process.stdout.write(`round ${round} of ${ROUNDS} …\n`);
    for (const [index, each] of measured.entries()) all[index]?.push(await each());
  }
  return all.map((rounds) => medians(rounds));
}

async function commands(): Promise<ReturnType<typeof commandRows>> {
  const bots = [["raw-bot.ts"], ["our-bot.ts"], ["our-bot.ts", "10000"]] as const;
  const [raw, ours, many] = (await inTurns(bots.map((bot) => () => measure(bot, place)))) as [
    Figures,
    Figures,
    Figures,
  ];
  Object.assign(figures, { raw, ours, many });
  return commandRows(raw, ours, many);
}

async function loads(): Promise<ReturnType<typeof loadRows>> {
  const workers = [["raw-worker.ts"], ["our-worker.ts", "10"], ["our-worker.ts", "10000"]] as const;
  const measured = workers.map((worker) => () => measureLoad(worker, place));
  const [raw, ours, many] = (await inTurns(measured)) as [LoadFigures, LoadFigures, LoadFigures];
  const slow = await measureSlowHandlers(["our-worker.ts"], place);
  figures["load"] = { raw, ours, many, slow };
  return loadRows({ raw, ours, many, slow });
}

async function missed(): Promise<ReturnType<typeof catchingUpRows>> {
  const measured = await measureCatchingUp(place);
  figures["missed"] = { raw: measured[0], ours: measured[1] };
  return catchingUpRows(measured);
}

async function doors(): Promise<[DoorFigures, DoorFigures]> {
  const [raw, ours] = (await measureDoors(["raw-door.ts", "our-door.ts"], place)) as [DoorFigures, DoorFigures];
  figures["door"] = { raw, ours };
  return [raw, ours];
}

async function kept(): Promise<void> {
  const { sqlite, postgres } = await measureEngines();
  process.stdout.write(table(durableRows(sqlite, postgres), ["SQLite", "PostgreSQL"]));
  const counts = [0, 10_000].map((count) => () => measureKeeping(count, place));
  const [none, many] = (await inTurns(counts)) as [KeepingFigures, KeepingFigures];
  process.stdout.write(table(keepingRows(none, many), ["nothing kept", "10,000 sessions and jobs"]));
  figures["kept"] = { sqlite, postgres, none, many };
}
