/** Running the server's own commands. Three groups know what each does; here is who is asked. */
import { AppError } from "../../errors.ts";
import type { Act } from "../act.ts";
import { BUILT_IN_TRIGGERS } from "./list.ts";
import { channelCommands } from "./channel.ts";
import type { BuiltIn, BuiltInAnswer, BuiltInRun } from "./built-in.ts";
import { selfCommands } from "./self.ts";
import { talkCommands } from "./talk.ts";

const COMMANDS = new Map<string, BuiltIn>(Object.entries({ ...talkCommands, ...channelCommands, ...selfCommands }));

/** What a command of the server answers; nothing when there is no such command. @throws AppError 501 for what the simulator does not do. */
export function runBuiltIn(act: Act, run: BuiltInRun): BuiltInAnswer | undefined {
  const command = COMMANDS.get(run.trigger);
  if (command !== undefined) return command(act, run);
  if (!BUILT_IN_TRIGGERS.has(run.trigger)) return undefined;
  throw new AppError("simulator.not_covered", `The simulator has no /${run.trigger}; a real server does.`, 501);
}
