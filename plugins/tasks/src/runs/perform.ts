/**
 * Makes one run of a task: finds the task, hears what it says, and writes down how it ended. Called by the schedule, for planned runs
 * and for those that somebody asked for; what goes wrong is thrown on to it, and reported from there.
 */
import { type Context, type Log, type ScheduledRun, type Store, type Workplace, code, errorFacts } from "matterwright";
import type { TasksFolder } from "../folder/folder.ts";
import type { PlannedTask } from "../schedule/parse.ts";
import { type Ending, type Task, TaskFailure } from "../task.ts";
import { type AskedRun, asked as askedRun } from "./asked.ts";
import { remember } from "./record.ts";
import { Status } from "./status.ts";
import { Voice } from "./voice.ts";

export interface PerformParts {
  readonly folder: TasksFolder;
  readonly store: Store;
  readonly clock: Workplace["clock"];
  readonly log: Log;
  /** What the scheduler file says of a task. */
  readonly planned: (name: string) => PlannedTask | undefined;
  /** Where planned runs speak that name no channel. */
  readonly logChannel: string | undefined;
}

/** Which run it is. */
export interface RunOf {
  readonly name: string;
  readonly ctx: Context<"tick">;
  readonly run: ScheduledRun;
}

/** A run while it is made. */
interface Here extends RunOf {
  readonly asked: AskedRun | undefined;
  readonly args: readonly string[];
  readonly voice: Voice;
  readonly status: Status | undefined;
  readonly startedAt: number;
}

/** @throws whatever keeps it from ending well. */
export async function perform(which: RunOf, parts: PerformParts): Promise<void> {
  const here = begin(which, parts);
  try {
    const ending = await make(here, taskOf(which.name, parts));
    await end(here, { ending }, parts);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await end(here, { ending: error instanceof TaskFailure ? error.ending : {}, reason }, parts);
    throw error;
  }
}

function begin(which: RunOf, { clock, log, planned, logChannel }: PerformParts): Here {
  const { name, ctx, run } = which;
  const asked = askedRun.safeParse(run.asked?.payload).data;
  const { args = [], channel = logChannel } = planned(name) ?? {};
  const its = channel === undefined ? undefined : { channel, thread: "" };
  const place = asked === undefined ? its : { channel: asked.channelId, thread: asked.rootId };
  return {
    ...which,
    asked,
    args: asked?.args ?? args,
    voice: new Voice({ ctx, signal: run.signal, place }),
    status: asked === undefined ? undefined : new Status({ task: name, ctx, clock, log, asked }),
    startedAt: clock.now(),
  };
}

function taskOf(name: string, { folder }: PerformParts): Task {
  const task = folder.get(name);
  if (task !== undefined) return task;
  throw new TaskFailure(folder.troubleOf(name) ?? `there is no task ${name} in the tasks folder`);
}

function make({ ctx, run, asked, args, voice, status }: Here, task: Task): Promise<Ending> {
  return task.run({
    ctx,
    call: {
      run: ctx.ref,
      args,
      trigger: triggerOf(run),
      plannedAt: run.asked === undefined ? run.planned : undefined,
      user: asked?.user ?? ctx.user,
      signal: run.signal,
    },
    say: (message) => voice.say(message),
    progress: (text) => status?.progress(text),
  });
}

function triggerOf({ asked }: ScheduledRun): "schedule" | "command" {
  return asked === undefined ? "schedule" : "command";
}

interface Ended {
  readonly ending: Ending;
  /** Why it failed. */
  readonly reason?: string;
}

async function end(here: Here, { ending, reason }: Ended, { store, clock, log }: PerformParts): Promise<void> {
  const { name, ctx, args, voice, status, startedAt, run } = here;
  const { notes = [], ...known } = ending;
  try {
    await remember(store, name, {
      ...known,
      ref: ctx.ref,
      trigger: triggerOf(run),
      by: run.asked?.by ?? "",
      args: [...args],
      startedAt,
      tookMs: clock.now() - startedAt,
      result: reason === undefined ? "done" : "failed",
      ...(reason === undefined ? {} : { reason }),
      output: voice.output,
      messages: voice.messages,
      notes: [...notes, ...voice.notes],
    });
  } catch (error) {
    log.error(
      { task: name, ref: ctx.ref, error: errorFacts(error) },
      "what became of a task could not be written down",
    );
  }
  await status?.end(sentence(here, reason, ctx.update.signal.aborted));
}

/** How it ended, for whoever asked; `%` stands for how long it took. */
function sentence({ name, ctx }: Here, reason: string | undefined, isCutOff: boolean): string {
  if (reason === undefined) return `:white_check_mark: ${code(name)} is done, after %.`;
  return `${isCutOff ? ":no_entry_sign:" : ":x:"} ${code(name)} did not end well after %: ${code(reason)} Ref ${ctx.ref}`;
}
