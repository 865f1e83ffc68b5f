/** Finds the targets that will not get an announcement, and says why. Made for one look of the preflight. */
import { NotFoundError, PermissionError, type Rest } from "@matterwright/client";
import type { Wanted } from "../audience/wanted.ts";
import type { Directory } from "../directory/directory.ts";
import type { Place } from "../directory/place.ts";
import type { Obstacle } from "./flight.ts";

export interface ObstaclesParts {
  readonly rest: Rest;
  readonly directory: Directory;
  readonly myId: () => string;
}

/** Whether the bot may write where it is in is asked for so many; where there are more, it is found out when they are sent to. */
const LOOKED_AT_MAX = 60;

/** Rights that stand above those in a channel. */
const ANYWHERE = ["create_post", "manage_system"];
const IN_OPEN_ONES = "create_post_public";

export class Obstacles {
  readonly #parts: ObstaclesParts;
  readonly #permissions = new Map<string, readonly string[]>();

  constructor(parts: ObstaclesParts) {
    this.#parts = parts;
  }

  /** @throws CallError when the server does not say. */
  async of(targets: readonly Wanted[]): Promise<Obstacle[]> {
    const mine = await this.#of(await this.#myRoles());
    const found: Obstacle[] = [];
    for (const target of targets) {
      const why = target.isPerson ? undefined : await this.#inTheWay(target, mine, targets.length > LOOKED_AT_MAX);
      if (why !== undefined) found.push({ target, why });
    }
    return found;
  }

  async #inTheWay({ id }: Wanted, mine: ReadonlySet<string>, isCursory: boolean): Promise<string | undefined> {
    const place = (await this.#parts.directory.byId(id))?.place;
    if (place === undefined) return "it is gone, or in a team or a private channel that I am not in";
    if (place.isArchived) return "it is archived";
    if (ANYWHERE.some((each) => mine.has(each)) || (!place.isPrivate && mine.has(IN_OPEN_ONES))) return undefined;
    return isCursory && place.isMine ? undefined : this.#asMember(place);
  }

  async #asMember({ id, teamId }: Place): Promise<string | undefined> {
    const { rest, directory, myId } = this.#parts;
    try {
      const { roles } = await rest.channels.member(id, myId());
      const permitted = await this.#of(roles);
      return permitted.has("create_post") ? undefined : "it is read-only";
    } catch (error) {
      if (!(error instanceof NotFoundError) && !(error instanceof PermissionError)) throw error;
      const teams = await directory.teams();
      return teams.some((team) => team.id === teamId) || teamId === ""
        ? "I am not in it: invite me there"
        : "it is in a team that I am not in";
    }
  }

  async #myRoles(): Promise<string> {
    return (await this.#parts.rest.users.me()).roles;
  }

  /** Everything that these roles permit. */
  async #of(roles: string): Promise<ReadonlySet<string>> {
    const names = roles.split(/\s+/).filter((name) => name !== "");
    const unknown = names.filter((name) => !this.#permissions.has(name));
    if (unknown.length > 0) {
      for (const { name, permissions } of await this.#parts.rest.roles.byNames(unknown))
        this.#permissions.set(name, permissions);
      for (const name of unknown) if (!this.#permissions.has(name)) this.#permissions.set(name, []);
    }
    return new Set(names.flatMap((name) => this.#permissions.get(name) ?? []));
  }
}
