/** `matterwright broadcast` as it is written on a command line. Called when the commands are put together; what they do is loaded when one is run. */
import type { Command } from "commander";
import type { Terminal } from "../terminal.ts";
import type { AcksOptions, AnnounceOptions, BroadcastOptions } from "./broadcast.ts";

export function addBroadcast(command: Command, terminal: Terminal): void {
  const from = ["--from <folder>", "the bot's home", "."] as const;
  const broadcast = command
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
    .option("--on-behalf-of <person>", "say in each copy that it is on behalf of this person, who is told")
    .option(
      "--ack [how]",
      "ask readers to confirm that they have read it, for example: by friday 17:00 remind every 4h",
    )
    .option(...from)
    .action(async (text: string | undefined, options: AnnounceOptions) =>
      (await import("./broadcast.ts")).announce(text, options, terminal),
    );
  // `broadcast --from x list` means the same home as `broadcast list --from x`.
  broadcast.hook("preAction", (_, action) => {
    if (action.getOptionValueSource("from") === "default")
      action.setOptionValue("from", broadcast.getOptionValue("from"));
  });
  const one = (name: string, about: string, act: (id: string, options: BroadcastOptions) => Promise<void>): void =>
    void broadcast
      .command(name)
      .description(about)
      .argument("<id>", "as the list shows it")
      .option(...from)
      .action(act);
  broadcast
    .command("list")
    .description("show what was announced, the newest first")
    .option(...from)
    .action(async (options: BroadcastOptions) => (await import("./broadcast.ts")).listBroadcasts(options, terminal));
  one("show", "show how one stands, target by target", async (id, options) =>
    (await import("./broadcast.ts")).showBroadcast(id, options, terminal),
  );
  broadcast
    .command("acks")
    .description("show who has confirmed that they have read one, and who has not")
    .argument("<id>", "as the list shows it, or `last`")
    .option("--csv", "as a table for spreadsheets")
    .option(...from)
    .action(async (id: string, options: AcksOptions) =>
      (await import("./broadcast.ts")).showAcks(id, options, terminal),
    );
  one("cancel", "send no more of it", async (id, options) =>
    (await import("./broadcast.ts")).cancelBroadcast(id, options, terminal),
  );
  one("skip", "leave out the next time of what repeats", async (id, options) =>
    (await import("./broadcast.ts")).skipBroadcast(id, options, terminal),
  );
  broadcast
    .command("move")
    .description("have it go out at another time")
    .argument("<id>", "as the list shows it")
    .argument("<time>", 'like "tomorrow 9:00" or "every friday at 8:00"')
    .option(...from)
    .action(async (id: string, when: string, options: BroadcastOptions) =>
      (await import("./broadcast.ts")).moveBroadcast(id, when, { options, terminal }),
    );
  one("retry", "try the failed targets again", async (id, options) =>
    (await import("./broadcast.ts")).retryBroadcast(id, options, terminal),
  );
}
