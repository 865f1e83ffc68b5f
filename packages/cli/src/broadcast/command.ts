/** `matterwright broadcast` as it is written on a command line. Called when the commands are put together; what they do is loaded when one is run. */
import type { Command } from "commander";
import type { Terminal } from "../terminal.ts";
import type { AcksOptions, AnnounceOptions, BroadcastOptions } from "./broadcast.ts";

const FROM = ["--from <folder>", "the bot's home", "."] as const;

const deeds = () => import("./broadcast.ts");

export function addBroadcast(command: Command, terminal: Terminal): void {
  const broadcast = announcing(command).action(async (text: string | undefined, options: AnnounceOptions) =>
    (await deeds()).announce(text, options, terminal),
  );
  // `broadcast --from x list` means the same home as `broadcast list --from x`.
  broadcast.hook("preAction", (_, action) => {
    if (action.getOptionValueSource("from") === "default")
      action.setOptionValue("from", broadcast.getOptionValue("from"));
  });
  const about = (name: string, description: string): Command =>
    broadcast
      .command(name)
      .description(description)
      .option(...FROM);
  const one = (name: string, description: string): Command =>
    about(name, description).argument("<id>", "as the list shows it, or `last`");
  about("list", "show what was announced, the newest first").action(async (options: BroadcastOptions) =>
    (await deeds()).listBroadcasts(options, terminal),
  );
  one("show", "show how one stands, target by target").action(async (id: string, options: BroadcastOptions) =>
    (await deeds()).showBroadcast(id, options, terminal),
  );
  one("acks", "show who has confirmed that they have read one, and who has not")
    .option("--csv", "as a table for spreadsheets")
    .action(async (id: string, options: AcksOptions) => (await deeds()).showAcks(id, options, terminal));
  for (const [name, description] of STEERING)
    one(name, description).action(async (id: string, options: BroadcastOptions) =>
      (await deeds()).steerBroadcast(name, id, { options, terminal }),
    );
  one("move", "have it go out at another time")
    .argument("<time>", 'like "tomorrow 9:00" or "every friday at 8:00"')
    .action(async (id: string, when: string, options: BroadcastOptions) =>
      (await deeds()).moveBroadcast(id, when, { options, terminal }),
    );
}

const STEERING = [
  ["pause", "send no more of it until it is resumed"],
  ["resume", "go on sending it"],
  ["cancel", "send no more of it"],
  ["skip", "leave out the next time of what repeats"],
  ["retry", "try the failed targets again"],
] as const;

function announcing(command: Command): Command {
  return command
    .command("broadcast")
    .description("have the running bot announce something to many channels, and look after what was announced")
    .argument("[text]", "what to announce; standard input when it is missing")
    .option("--to <targets>", 'groups, aliases, ~channels and ids, with commas between them: "Group A, ~ops"')
    .option(
      "--file <path>",
      "announce this file as well; may be given again",
      (path, all: readonly string[]) => [...all, path],
      [],
    )
    .option(
      "--at <time>",
      'when: "tomorrow 9:00", "in 2h", "every monday at 9:00", "at 9:00 their time"; at once by default',
    )
    .option("--table <path>", "a CSV file with a column `target`, and a value for each {{place}} in the text")
    .option("--template <name>", "a text that the bot keeps, instead of one behind the options")
    .option("--as-it-is", "take {{braces}} in the text for braces")
    .option("--priority <label>", "important or urgent")
    .option("--as <person>", "whose announcement it is: who is told how it ends and what people reply")
    .option("--on-behalf-of <person>", "say in each copy that it is on behalf of this person, who is told")
    .option(
      "--ack [how]",
      "ask readers to confirm that they have read it, for example: by friday 17:00 remind every 4h",
    )
    .option(...FROM);
}
