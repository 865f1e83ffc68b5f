/**
 * The slash commands of a bot: which there are, that the server knows them, and that its calls find their way. Made by the bot, which
 * opens it when it has started; the commands themselves are those of the command table.
 */
import type { Installable, Workplace } from "../install/install.ts";
import { errorFacts } from "../log/log.ts";
import { secretsOf } from "../store/secrets.ts";
import { type Keeping, SLASH_OWNER, keepingIn, keepingInMemory } from "./keeping.ts";
import type { Wanted } from "./plan.ts";
import { SLASH_PATH, slashRoutes } from "./route.ts";
import { manualSteps } from "./steps.ts";
import { type SyncTeam, type TeamReport, syncTeam } from "./sync.ts";
import { type Caller, Tokens } from "./tokens.ts";
import { writeWish } from "./wish.ts";

/** How slash commands are served. */
export interface SlashOptions {
  /** Names of the teams in which they are registered; every team that the bot is in by default. */
  readonly teams?: readonly string[];
  /** Tokens of slash commands that were made by hand, by their words without the slash. */
  readonly tokens?: Readonly<Record<string, string>>;
}

export interface SlashParts {
  readonly options: SlashOptions;
  /** What the bot serves. */
  readonly wanted: () => readonly Wanted[];
  /** Whether a command is served under this word. */
  readonly has: (trigger: string) => boolean;
  /** Whether the server is there and takes the bot's token. */
  readonly isLive: () => boolean;
  /** Whether the bot was told to stop: what it still was about to register is left, in silence. */
  readonly isOver: () => boolean;
}

const SYNC_EVERY_MS = 600_000;
/** Tokens that nobody knows make the bot ask the server so often at most. */
const ASK_EVERY_MS = 30_000;

export class SlashCommands implements Installable {
  readonly #parts: SlashParts;
  readonly #tokens = new Tokens();
  #workplace: Workplace | undefined;
  #keeping: Keeping = keepingInMemory();
  #askedAtMs = -Infinity;
  #asking: Promise<unknown> | undefined;
  #reports: readonly TeamReport[] = [];

  constructor(parts: SlashParts) {
    this.#parts = parts;
  }

  install(workplace: Workplace): () => void {
    const { durable, vault } = workplace;
    this.#workplace = workplace;
    if (vault !== undefined) this.#keeping = keepingIn(secretsOf(durable.store, vault, SLASH_OWNER));
    const ends = [
      ...slashRoutes({
        workplace,
        whose: (token) => this.#whose(token),
        isKnown: ({ trigger }) => trigger === workplace.me().username || this.#parts.has(trigger),
      }).map((route) => workplace.route(route)),
      workplace.every(SYNC_EVERY_MS, async () => {
        if (this.#parts.isLive()) await this.sync();
      }),
    ];
    return () => ends.forEach((end) => end());
  }

  /** The bot runs: calls are understood by what was known last time, and the server is asked what stands there now. */
  async open(): Promise<void> {
    if (this.#workplace === undefined || this.#parts.isOver()) return;
    try {
      await this.#load();
      await this.sync();
    } catch (error) {
      if (this.#parts.isOver()) return;
      this.#workplace.log.error(
        { error: errorFacts(error) },
        "slash commands could not be registered; it is tried again",
      );
    }
  }

  /** What became of the slash commands at the last time, team by team. */
  get reports(): readonly TeamReport[] {
    return this.#reports;
  }

  /** Registers what is missing, changes what is no longer right, removes what is no longer wanted. @throws CallError, StoreError. */
  async sync(): Promise<readonly TeamReport[]> {
    const workplace = this.#workplace;
    const url = workplace?.urlOf(SLASH_PATH);
    if (workplace === undefined || url === undefined) return [];
    const { rest, durable } = workplace;
    const me = workplace.me();
    const wanted = this.#parts.wanted();
    const teams = await this.#teams(workplace);
    await writeWish(durable.store, { username: me.username, userId: me.id, url, teams, wanted });
    const reports: TeamReport[] = [];
    for (const team of teams) reports.push(await syncTeam({ rest, me, keeping: this.#keeping }, { team, url, wanted }));
    await this.#load();
    for (const report of reports) this.#tell(workplace, report, { url, wanted });
    this.#reports = reports;
    return reports;
  }

  async #teams({ people, log }: Workplace): Promise<SyncTeam[]> {
    const mine = (await people.myTeams()).map(({ id, name }) => ({ id, name }));
    const { teams } = this.#parts.options;
    if (teams === undefined) return mine;
    for (const name of teams)
      if (!mine.some((team) => team.name === name))
        log.warn({ team: name }, "the bot is not in this team, so it registers no slash commands there");
    return mine.filter(({ name }) => teams.includes(name));
  }

  /** The same news is told once. */
  #tell(
    workplace: Workplace,
    report: TeamReport,
    { url, wanted }: { readonly url: string; readonly wanted: readonly Wanted[] },
  ): void {
    const { log } = workplace;
    const { team, refused, commands } = report;
    const before = this.#reports.find((each) => each.team.id === team.id);
    const { username } = workplace.me();
    if (refused !== undefined) {
      const isNews = before?.refused !== refused;
      const isKnown = this.#tokens.all().some(({ teamId }) => teamId === team.id || teamId === "");
      if (isNews && !isKnown) log.warn({ team: team.name }, manualSteps(report, { username, url, wanted }));
      return;
    }
    const changed = commands.filter(({ done }) => done !== "kept" && done !== "taken");
    if (changed.length > 0)
      log.info(
        { team: team.name, commands: changed.map(({ trigger, done }) => `/${trigger} ${done}`) },
        "slash commands were registered",
      );
    const taken = commands.filter(({ done }) => done === "taken").map(({ trigger }) => `/${trigger}`);
    if (taken.length > 0 && before === undefined)
      log.info(
        { team: team.name, taken },
        `these belong to the server or to somebody else; write /${username} before the command`,
      );
  }

  /** Reads the tokens that are kept. */
  async #load(): Promise<void> {
    const { tokens = {} } = this.#parts.options;
    const given = Object.entries(tokens).map(([trigger, token]) => ({ teamId: "", trigger, token }));
    this.#tokens.replace([...(await this.#keeping.all()), ...given]);
  }

  async #whose(token: string): Promise<Caller | undefined> {
    const known = this.#tokens.whose(token);
    if (known !== undefined) return known;
    await this.#askAgain();
    return this.#tokens.whose(token);
  }

  /** Somebody may have given a command another token: the store and the server are asked, but not as often as a stranger likes. */
  async #askAgain(): Promise<void> {
    const workplace = this.#workplace as Workplace;
    const nowMs = workplace.clock.now();
    if (this.#asking === undefined && nowMs < this.#askedAtMs + ASK_EVERY_MS) return;
    this.#askedAtMs = nowMs;
    this.#asking ??= this.#load()
      .then(() => this.sync())
      .catch((error: unknown) => {
        if (!this.#parts.isOver())
          workplace.log.error({ error: errorFacts(error) }, "the tokens of slash commands could not be read again");
      })
      .finally(() => (this.#asking = undefined));
    await this.#asking;
  }
}
