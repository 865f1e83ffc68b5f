/** A bot with the dialog in it and a `channels.toml` of its own, for the tests of this package: what would be sent is only written down. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Actor, type Stage, type StageOptions, stage } from "@matterwright/testing";
import { Bot, type Workplace, plugin } from "matterwright";
import { announcing } from "../src/announcing.ts";
import type { Broadcast, Draft, StartOptions, Target } from "../src/broadcast.ts";
import { type BroadcastConfig, config } from "../src/config.ts";
import { reachingOf } from "../src/reaching.ts";

/** Something that was handed over to be sent. */
export interface Started {
  readonly draft: Draft;
  readonly targets: readonly Target[];
  readonly options: StartOptions;
}

export class Home implements Disposable {
  readonly #root = mkdtempSync(join(tmpdir(), "broadcast test "));
  readonly started: Started[] = [];

  get path(): string {
    return join(this.#root, "channels.toml");
  }

  /** Names of where the last one went. */
  get targets(): string[] {
    return this.started.at(-1)?.targets.map(({ name }) => name) ?? [];
  }

  /** What stands in the file, without white space at its ends. */
  get text(): string {
    return readFileSync(this.path, "utf8").trim();
  }

  write(text: string): void {
    writeFileSync(this.path, text);
  }

  /** A bot whose administrator is ann. By default the town's channels are in two groups, and ~off-topic is on the whitelist. */
  async open(
    more: Partial<BroadcastConfig> = {},
    options: StageOptions & { readonly toml?: (ids: Ids) => string } = {},
  ): Promise<Stage> {
    const { toml = usual, ...rest } = options;
    const town = await stage((given) => new Bot(given).plugin(this.#plugin(more)), rest);
    const { channels } = town.town;
    this.write(
      toml({
        square: channels["town-square"].id,
        offTopic: channels["off-topic"].id,
        ops: channels.ops.id,
        leads: channels.leads.id,
      }),
    );
    return town;
  }

  #plugin(more: Partial<BroadcastConfig>) {
    const { started } = this;
    return plugin({
      name: "broadcast",
      setup: (bot) => {
        let place: Workplace | undefined;
        bot.use({
          install(workplace) {
            place = workplace;
            return () => {};
          },
        });
        const settings = config.parse({
          channelsFile: this.path,
          shown: { channelsFile: "channels.toml" },
          admins: ["@ann"],
          authors: ["ben"],
          ...more,
        });
        const workplace = place as unknown as Workplace;
        announcing({
          bot,
          settings,
          workplace,
          reaching: reachingOf({ bot, settings, workplace }),
          broadcasts: {
            async start(draft, targets, given = {}) {
              const all: Target[] = [];
              for await (const target of targets) all.push(target);
              if (!started.some(({ options: { key } }) => key !== undefined && key === given.key))
                started.push({ draft, targets: all, options: given });
              return { id: String(started.length) } as Broadcast;
            },
          },
        });
      },
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.#root, { recursive: true });
  }
}

export interface Ids {
  readonly square: string;
  readonly offTopic: string;
  readonly ops: string;
  readonly leads: string;
}

export function usual({ square, offTopic, ops, leads }: Ids): string {
  return `# the channels of the town
whitelist = [ "${offTopic}",]

[groups]
"Everybody here" = [ "${square}", "${offTopic}",] # all of them
man = [ "${ops}",]

[private_groups]
"Führung 🎩" = [ "${leads}",]

[aliases]
all = "Everybody here"
`;
}

/** Writes to the bot, and reads what it answers. */
export async function tell(person: Actor, text: string): Promise<string> {
  await person.says(text, { in: "@wright" });
  return person.sees;
}
