/**
 * A bot's inside: everything that it is made of, put together, and the way of each update through it. Sources make updates, `handle` takes
 * them in, mailboxes keep conversations in order, the boundary answers what fails. `Bot` is its face; everything else is in the file
 * that is named after it.
 */
import type { Rest } from "@matterwright/client";
import { within } from "@matterwright/clock";
import { Addressed } from "../listen/addressed.ts";
import { attempts } from "./attempts.ts";
import { Administrators } from "../access/administrators.ts";
import type { CommandRouter } from "../command/router.ts";
import { Commanding } from "./commanding.ts";
import { chainOf } from "./chain.ts";
import type { CommandContext, Me, Surroundings } from "../context/context.ts";
import { Counters } from "./counters.ts";
import { Decisions } from "./decisions.ts";
import { inTurn } from "./first-calls.ts";
import { flush } from "./flush.ts";
import { HookBook } from "../install/hook-book.ts";
import { MisuseError } from "../errors.ts";
import type { Workplace } from "../install/install.ts";
import { figuresOf } from "./figures.ts";
import { Handling } from "./handling.ts";
import { Listeners } from "../listen/listeners.ts";
import { Hearing } from "./hearing.ts";
import type { Log } from "../log/log.ts";
import { type LogBook, logBookOf } from "../log/log-book.ts";
import { Intake } from "./intake.ts";
import { InteractiveDesk } from "../interactive/desk.ts";
import { Replica } from "../lease/replica.ts";
import { type Machine, errorLog, machine, restBy } from "../node/defaults.ts";
import type { BotOptions } from "../options.ts";
import { Outside } from "./outside.ts";
import { People } from "../people/people.ts";
import { accessBook, commandBook } from "../plugin/book.ts";
import { operationsOf } from "../plugin/operations.ts";
import { Plugins } from "../plugin/plugins.ts";
import type { BotStatus } from "../plugin/scope.ts";
import { Journal } from "../source/gap/journal.ts";
import { tellingOfPosts } from "../source/own-posts.ts";
import type { Durable } from "../store/durable.ts";
import { memoryDurable } from "../store/memory/durable.ts";
import { watchStorms } from "../storm/alarm.ts";
import type { Storms } from "../storm/storms.ts";
import { TraceKeeper } from "./trace-keeper.ts";
import type { Update } from "../update/update.ts";
import { Shelf } from "../wizard/shelf.ts";
import { Talking } from "../wizard/talking.ts";
import { surroundingsOf } from "./surround.ts";
import { workplaceOf } from "./workplace.ts";
import { Upkeep } from "./upkeep.ts";

const DRAIN_MS = 10_000;
/** How far everything was handled is written down so often, besides with what is handled. */
const FLUSH_EVERY_MS = 10_000;

export class Engine {
  readonly #options: BotOptions;
  readonly #machine: Machine;
  readonly log: LogBook;
  readonly rest: Rest;
  readonly #durable: Durable;
  readonly #admins: Administrators;
  readonly listeners: Listeners;
  readonly #commanding: Commanding;
  readonly router: CommandRouter<CommandContext>;
  readonly plugins: Plugins;
  readonly #addressed = new Addressed();
  readonly talking: Talking;
  readonly outside: Outside;
  readonly #hooks = new HookBook();
  readonly #interactive = new InteractiveDesk();
  readonly #intake: Intake;
  readonly #counters: Counters;
  readonly #journal = new Journal(() => void this.#flush());
  /** Ends the calls that still wait when the bot has stopped. */
  readonly #over = new AbortController();
  readonly #handling: Handling;
  readonly #replica: Replica;
  readonly upkeep: Upkeep;
  readonly #attempt: Workplace["attempt"];
  readonly #flush = (): Promise<void> => flush([this.#journal, this.#keeper], this.#replica, this.log);
  readonly #keeper: TraceKeeper;
  readonly #prefixes: readonly string[];
  /** Users, channels, teams and memberships, looked up when asked for and remembered until they change. */
  readonly people: People;
  /** Where the bot is silent because it answered too often, and how to let it speak again. */
  readonly storms: Storms;
  #around: Surroundings | undefined;
  #hearing: Hearing | undefined;

  constructor(options: BotOptions) {
    if (options.token.trim() === "")
      throw new MisuseError("a bot needs a token: make a bot account on the server and give its token here");
    this.#options = options;
    this.listeners = new Listeners("bot", options.replay);
    this.#machine = machine(options, { ...options.tls, ...options.network });
    this.log = logBookOf(options.log ?? errorLog, this.#machine.clock, [options.token]);
    this.#keeper = new TraceKeeper({ ...this.#machine, store: () => this.#durable.store, log: this.log });
    this.outside = new Outside(options, {
      ...this.#machine,
      log: this.log,
      link: () => this.status(),
      touchStore: () => this.#durable.store.get("readyz"),
      table: () => this.router.table,
      me: () => this.me,
      figures: () => figuresOf(this.#durable, this.status(), this),
    });
    const rest = restBy(this.#machine, options).with({ signal: this.#over.signal });
    this.rest = tellingOfPosts(rest, () => this.#hearing?.posting());
    this.people = new People(this.rest, this.#machine);
    this.#durable = options.durable ?? memoryDurable(this.#machine.clock);
    this.#admins = new Administrators(options.admins ?? []);
    this.#prefixes = [options.prefix ?? "!"].flat();
    this.#counters = new Counters({ url: this.rest.url, administrators: options.admins?.length ?? 0 });
    const parts = { rest: this.rest, people: this.people, log: this.log, clock: this.#machine.clock };
    this.#attempt = attempts({ ...this.#machine, rest: this.rest, replica: () => this.#replica, me: () => this.me });
    this.#commanding = new Commanding({
      ...parts,
      options,
      me: () => this.me,
      prefixes: this.#prefixes,
      admins: this.#admins,
      durable: this.#durable,
      verbs: () => this.#surroundings().verbs,
      actions: this.#interactive,
      again: (update) => this.#handling.again(update),
    });
    this.router = this.#commanding.router;
    this.talking = new Talking({
      shelf: new Shelf(this.#durable),
      addressed: this.#addressed,
      callsigns: () => ({ prefixes: this.#prefixes, username: this.me.username }),
    });
    const onLead = (): void => void this.#hearing?.lead();
    this.#replica = new Replica({ ...this.#machine, durable: this.#durable, log: this.log, onLead });
    this.#handling = this.#makeHandling();
    this.#intake = new Intake({
      clock: this.#machine.clock,
      log: this.log,
      counters: this.#counters,
      perConversation: options.waitingPerConversation,
      verbs: () => this.#surroundings().verbs,
      handle: (update) => this.#handling.handle(update),
      journal: this.#journal,
      traces: this.#keeper.traces,
      isWanted: (update) => this.#isWanted(update),
      isUrgent: (update) => this.#commanding.isUrgent(update),
    });
    this.upkeep = this.#makeUpkeep();
    this.upkeep.every(FLUSH_EVERY_MS, this.#flush);
    const workplace = this.workplace("bot", this.log);
    this.#interactive.settle({ ...this.#machine, workplace, token: options.token });
    for (const part of [this.talking, this.#commanding]) part.install(workplace);
    this.plugins = new Plugins({
      clock: this.#machine.clock,
      options,
      router: this.router,
      log: this.log,
      store: this.#durable.store,
      replay: options.replay,
      schedules: this.upkeep.schedules.book,
      wizards: this.talking.book,
      workplace: (owner, log) => this.workplace(owner, log),
      commands: commandBook(this.router, this.#prefixes),
      access: accessBook(this.#commanding.access, this.router),
      me: () => this.me,
      status: () => this.status(),
      testCallbacks: () => this.outside.selfTest.run(),
      hooks: () => this.#hooks.list(),
      operations: operationsOf(this.#durable, { ...options, log: this.log, traces: this.#keeper.traces }),
    });
    this.storms = watchStorms({ ...parts, options: options.storm, me: () => this.me, admins: this.#admins });
    this.outside.install(workplace);
  }

  /** @throws MisuseError before it was started. */
  get me(): Me {
    return this.#surroundings().me;
  }

  /** The place where something of an owner, the bot or a plugin, registers what it needs. */
  workplace(owner: string, log: Log): Workplace {
    return workplaceOf(owner, log, {
      durable: this.#durable,
      clock: this.#machine.clock,
      rest: this.rest,
      people: this.people,
      vault: this.#options.vault,
      outside: this.outside,
      hooks: this.#hooks,
      addressed: this.#addressed,
      upkeep: this.upkeep,
      interactive: this.#interactive,
      wizards: this.talking.entries,
      me: () => this.me,
      attempt: (attempted, manner) => this.#attempt(attempted, manner),
      submit: (update) => this.handle(update),
    });
  }

  status(): BotStatus {
    return this.#counters.status({
      now: this.#machine.clock.now(),
      waiting: this.#intake.size + this.upkeep.busy,
      trouble: this.#hearing?.trouble,
      callbacks: this.outside.selfTest.report,
      muted: this.storms.muted,
      holds: this.#handling.holds,
    });
  }

  async start(): Promise<void> {
    if (this.#hearing !== undefined)
      throw new MisuseError("this bot was started already: make a new one to start again");
    // Who starts a bot wants to know at once what is wrong.
    const once = this.rest.with({ retryForMs: 0 });
    const { id, username } = await inTurn(() => once.users.me());
    const { rest, people, log, storms } = this;
    const isAdmin: Surroundings["isAdmin"] = (user) => this.#admins.has(user);
    const own = { isAdmin, actions: this.#interactive, me: { id, username } };
    this.#around = surroundingsOf({ ...this.#machine, ...own, rest, people, log, storms }, this.#options);
    await inTurn(() => this.#commanding.access.resolve(once));
    await this.#keeper.load();
    await this.plugins.setUp();
    this.#commanding.access.warnOfUnknown((name) => this.router.table.get(name) !== undefined);
    this.#hearing = this.#makeHearing(this.me);
    await this.#hearing.start();
    await this.#replica.join({ id });
    this.upkeep.open();
    void this.outside.open();
    this.#counters.startedAt = this.#machine.clock.now();
    this.log.info({ url: this.rest.url, username }, "the bot is listening");
  }

  /** For `drainMs` altogether. */
  async stop({ drainMs = DRAIN_MS }: { readonly drainMs?: number } = {}): Promise<void> {
    const endMs = this.#machine.clock.now() + drainMs;
    this.outside.door.close();
    this.#hearing?.stop();
    this.#counters.link = "stopped";
    await within(this.#machine.clock, drainMs, this.#intake.idle());
    await this.upkeep.close(endMs - this.#machine.clock.now());
    await this.#flush();
    await this.#replica.leave();
    this.plugins.close();
    this.#over.abort(new Error("the bot has stopped"));
    this.log.info({}, "the bot has stopped");
  }

  /** Resolves when nothing is being handled and nothing waits. */
  idle(): Promise<void> {
    return this.#intake.idle();
  }

  /** Takes an update in. Returns at once. */
  handle(update: Update): void {
    this.#intake.take(update);
  }

  #makeHearing(me: Me): Hearing {
    const { url, token, headers } = this.#options;
    return new Hearing(
      {
        server: { url, token, ...(headers === undefined ? {} : { headers }) },
        machine: this.#machine,
        rest: this.rest,
        log: this.log,
        counters: this.#counters,
        people: this.people,
        replica: this.#replica,
        journal: this.#journal,
        watched: () => this.#interactive.watched(),
        hearsOwn: () => this.listeners.listensFor("own") || this.plugins.listensFor("own"),
        take: (update) => this.handle(update),
        admit: (update) => this.#intake.admit(update),
      },
      me,
    );
  }

  /** Whether somebody can be listening for it. */
  #isWanted(update: Update): boolean {
    const isCalled = update.kind === "post" || "answering" in update || this.#interactive.hears(update);
    return isCalled || this.#commanding.wants(update) || !this.listeners.isEmpty || this.plugins.hasListeners;
  }

  #makeHandling(): Handling {
    const { signal: over } = this.#over;
    const shared = { ...this.#machine, log: this.log, journal: this.#journal, replica: this.#replica, over };
    return new Handling({
      ...shared,
      decisions: new Decisions({ ...shared, durable: this.#durable }),
      counters: this.#counters,
      traces: this.#keeper.traces,
      people: this.people,
      chain: chainOf({
        store: this.#durable.store,
        interactive: this.#interactive.middleware,
        consent: this.#commanding.answers,
        talking: this.talking,
        addressed: this.#addressed,
        router: this.router,
        listeners: this.listeners,
        plugins: () => this.plugins.chain,
      }),
      surroundings: () => this.#surroundings(),
    });
  }

  #makeUpkeep(): Upkeep {
    return new Upkeep({
      ...this.#machine,
      durable: this.#durable,
      log: this.log,
      me: () => this.me,
      timezone: this.#options.timezone ?? "UTC",
      leads: () => this.#replica.leads,
      deliver: (entry) => this.#interactive.delivered(entry, this.#attempt(entry)),
      perform: (update, handler, unit) => this.#handling.work(update, handler, unit),
    });
  }

  #surroundings(): Surroundings {
    if (this.#around === undefined) throw new MisuseError("the bot knows who it is only after start()");
    return this.#around;
  }
}
