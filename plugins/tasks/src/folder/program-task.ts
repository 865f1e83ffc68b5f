/** A task that is a program: what it is told, and what its output and its end mean. Made by `node/load.ts`. */
import { dirname } from "node:path";
import { type ProgramPlace, runProgram } from "../node/program.ts";
import { failureOf, notesOf, startFailure } from "../program/explain.ts";
import { Output, type Said } from "../program/output.ts";
import { type Call, type Message, type Run, type Task, TaskFailure } from "../task.ts";

export interface Program extends Pick<Task, "name" | "file" | "description"> {
  /** Absolute. */
  readonly path: string;
  /** What is run: the file itself, or something that knows how to run it. */
  readonly command: readonly [string, ...string[]];
}

export interface ProgramOptions extends ProgramPlace {
  readonly environment: Readonly<Record<string, string>>;
}

export function programTask(program: Program, { environment, ...place }: ProgramOptions): Task {
  const { name, file, description, path, command } = program;
  return {
    name,
    file,
    description,
    reruns: false,
    async run(run) {
      const { call } = run;
      const output = new Output();
      let unwritten: string | undefined;
      // What cannot be written takes nothing else along: the run has failed when it is over.
      const tell = async (all: readonly Said[]): Promise<void> => {
        for (const said of all) {
          if (said.kind === "progress") run.progress(said.text);
          else await run.say(said.message).catch((error: unknown) => (unwritten ??= whyUnwritten(said.message, error)));
        }
      };
      const [first, ...more] = command;
      const end = await runProgram(
        {
          command: first,
          args: [...more, ...call.args],
          folder: dirname(path),
          environment: { ...environment, ...variables(name, run) },
          input: `${JSON.stringify(facts(name, run))}\n`,
          signal: call.signal,
          print: (bytes) => tell(output.push(bytes)),
        },
        place,
      ).catch((error: unknown) => {
        throw error instanceof Error && "code" in error ? new TaskFailure(startFailure(file, error)) : error;
      });
      await tell(output.end());
      const { exitCode, stderr } = end;
      const ending = { ...(exitCode === undefined ? {} : { exitCode }), stderr, notes: notesOf(end, output.isValid) };
      const failure = call.signal.aborted ? (call.signal.reason as Error).message : (failureOf(end) ?? unwritten);
      if (failure !== undefined) throw new TaskFailure(failure, ending);
      return ending;
    },
  };
}

function whyUnwritten({ channel }: Message, error: unknown): string {
  const where = channel === undefined ? "" : ` to ${channel}`;
  return `a message${where} could not be written: ${error instanceof Error ? error.message : String(error)}`;
}

function facts(task: string, { call, ctx }: Run): object {
  const { run, args, trigger, plannedAt, user } = call;
  return { task, run, args, trigger, plannedAt: plannedAt?.toISOString(), user, bot: ctx.me };
}

function variables(task: string, { call }: { readonly call: Call }): Record<string, string> {
  return {
    TASK_NAME: task,
    TASK_RUN: call.run,
    TASK_TRIGGER: call.trigger,
    TASK_ARGS: JSON.stringify(call.args),
    TASK_PLANNED_AT: call.plannedAt?.toISOString() ?? "",
    TASK_USER: call.user.username,
    TASK_USER_ID: call.user.id,
  };
}
