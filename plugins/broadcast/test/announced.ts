/** A town with the whole plugin in it, where ann has announced something to two channels, for the tests of this package. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Stage, type StageOptions, stage } from "@matterwright/testing";
import { Bot, type BotOptions } from "matterwright";
import broadcast, { type BroadcastConfig } from "../src/index.ts";

export class Announced implements AsyncDisposable {
  readonly stage: Stage;
  readonly #folder: string;

  constructor(town: Stage, folder: string) {
    this.stage = town;
    this.#folder = folder;
  }

  /** Opens the town. Ann and ben may announce, to the group "Everybody". @param around the bot's own options */
  static async open(
    more: Partial<BroadcastConfig> = {},
    {
      around = (options) => options,
      ...rest
    }: StageOptions & { readonly around?: (options: BotOptions) => BotOptions } = {},
  ): Promise<Announced> {
    const folder = mkdtempSync(join(tmpdir(), "broadcast "));
    const channelsFile = join(folder, "channels.toml");
    const settings = { channelsFile, admins: ["@ann"], authors: ["ben"], ...more };
    const town = await stage((options) => new Bot(around(options)).plugin(broadcast, settings), rest);
    const { ops, "off-topic": offTopic } = town.town.channels;
    writeFileSync(channelsFile, `[groups]\n"Everybody" = [ "${ops.id}", "${offTopic.id}",]\n`);
    return new Announced(town, folder);
  }

  /** Changes `channels.toml` on the disk. */
  write(text: string): void {
    writeFileSync(join(this.#folder, "channels.toml"), text);
  }

  /** Writes to the bot, and reads what it says last. */
  async tell(text: string, who = "ann"): Promise<string> {
    const person = this.stage.person(who);
    await person.says(text, { in: "@wright" });
    return person.sees;
  }

  /** Somebody announces something to both channels. */
  async announce(text: string, who = "ann"): Promise<void> {
    for (const said of [text, "Everybody", "yes"]) await this.tell(said, who);
    await this.stage.wait("10s");
  }

  /** What the bot has written in both channels, threads included. */
  async copies(): Promise<string[]> {
    const ann = this.stage.person("ann");
    const found: string[] = [];
    for (const place of ["ops", "off-topic"]) {
      await ann.looksAt(place);
      found.push(...ann.posts.filter(({ user_id: by }) => by === this.stage.town.bot.id).map(({ message }) => message));
    }
    await ann.looksAt("@wright");
    return found;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stage[Symbol.asyncDispose]();
    rmSync(this.#folder, { recursive: true });
  }
}
