/**
 * The rooms that the bot shall be in from its start on: `channels` of its configuration. It joins each once; where that fails it tries
 * again from time to time, and `!room list` says why. Who takes it out of a room later has their way until the next start.
 */
import { type Installable, type Log, type Workplace, errorFacts } from "matterwright";

const FIRST_MS = 200;
const AGAIN_MS = 600_000;

export class JoinList implements Installable {
  /** Rooms that could not be joined, with the reason. */
  readonly failed = new Map<string, string>();
  readonly #wanted: Set<string>;

  /** @param rooms `~ops` in every team of the bot that has one, `north/~ops` in one team, or ids */
  constructor(rooms: readonly string[]) {
    this.#wanted = new Set(rooms);
  }

  install(workplace: Workplace): () => void {
    if (this.#wanted.size === 0) return () => {};
    const end = workplace.every(FIRST_MS, async () => {
      end();
      await this.#join(workplace);
    });
    const endAgain = workplace.every(AGAIN_MS, () => this.#join(workplace));
    return () => {
      end();
      endAgain();
    };
  }

  async #join(workplace: Workplace): Promise<void> {
    for (const room of this.#wanted) {
      try {
        const ids = await idsOf(room, workplace);
        for (const id of ids) await workplace.rest.channels.addMember(id, workplace.me().id);
        this.#wanted.delete(room);
        this.failed.delete(room);
      } catch (error) {
        this.#fail(room, error, workplace.log);
      }
    }
  }

  #fail(room: string, error: unknown, log: Log): void {
    const why = error instanceof Error ? error.message : String(error);
    if (this.failed.get(room) === why) return;
    this.failed.set(room, why);
    log.warn({ room, error: errorFacts(error) }, "a channel could not be joined; it is tried again");
  }
}

/** @throws Error when there is no such channel that the bot could see. */
async function idsOf(room: string, { rest, people }: Workplace): Promise<string[]> {
  const [, teamName, name = ""] = /^(?:([^/]+)\/)?~?([^/]+)$/.exec(room.toLowerCase()) ?? [];
  if (teamName === undefined && /^[a-z0-9]{26}$/.test(name)) return [name];
  const teams = (await people.myTeams()).filter((team) => teamName === undefined || team.name === teamName);
  const found = await Promise.all(teams.map(({ id }) => rest.channels.byName(id, name).catch(() => undefined)));
  const ids = found.flatMap((channel) => (channel === undefined ? [] : [channel.id]));
  if (ids.length > 0) return ids;
  const where = teamName === undefined ? "no team of mine has" : `I am not in the team ${teamName}, or it has no`;
  throw new Error(
    `${where}${teamName === undefined ? " an" : ""} open channel of this name; into a private one somebody in it has to invite me`,
  );
}
