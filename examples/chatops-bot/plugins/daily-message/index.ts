/**
 * Tells each administrator every morning how the bot is: uptime, health and plugins, at 07:00 in the time zone that they chose in
 * Mattermost. Each morning counts once, whatever is restarted; one that the bot slept through is made up for, or skipped, as configured.
 */
import { type PluginScope, type Schedule, type Workplace, every, inWords, momentIn, plugin, z } from "matterwright";

const config = z.object({
  /** Of the day, for whoever is told. */
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "write a time like 07:00")
    .default("07:00"),
  /** What becomes of a morning at which the bot was away: told when it is back, or skipped. */
  missed: z.enum(["once", "skip"]).default("once"),
  /** A username, like `@hermanl0`; every administrator when it is left out. */
  to: z.string().optional(),
  /** An IANA name, like `Europe/Oslo`; as whoever is told has chosen it, when it is left out. */
  timezone: z.string().optional(),
});

/** People move: the time zone is looked up again so often. */
const LOOK_EVERY_MS = 3_600_000;
/** Later than this, a message says for when it was meant. */
const LATE_MS = 120_000;

export default plugin({
  name: "daily-message",
  version: "1.0.0",
  about: "Tells administrators every morning how I am",
  config,
  async setup(bot, settings) {
    const place = workplaceOf(bot);
    const mornings = new Map<string, Morning>();
    const plan = async (): Promise<void> => {
      for (const { username, timezone } of await readers(bot, place, settings.to)) {
        const zone = settings.timezone ?? timezone;
        if (mornings.get(username)?.zone === zone) continue;
        mornings.get(username)?.schedule.remove();
        const schedule = morning(bot, { ...settings, username, zone });
        bot.use(schedule);
        mornings.set(username, { schedule, zone });
      }
    };
    await plan();
    bot.dispose(place.every(LOOK_EVERY_MS, plan));

    bot.command("daily stats", { about: "Show uptime, health and plugins now" }, async (ctx) => {
      await ctx.reply(`Manual stats:\n\n${stats(bot, ctx.now.getTime(), await ctx.find.zone())}`);
    });
  },
});

interface Morning {
  readonly schedule: Schedule;
  readonly zone: string;
}

interface Reader {
  readonly username: string;
  readonly timezone: string;
}

function morning(
  bot: PluginScope,
  { at, missed, username, zone }: z.output<typeof config> & { readonly username: string; readonly zone: string },
): Schedule {
  const [hour, minute] = at.split(":").map(Number);
  const options = { about: `Tell @${username} how I am`, timezone: zone, missed };
  return every(`morning-${username}`, `${minute} ${hour} * * *`, options, async (ctx, { planned }) => {
    const lateMs = ctx.now.getTime() - planned.getTime();
    const late = lateMs > LATE_MS ? ` _(meant for ${momentIn(planned.getTime(), zone)}: I was away)_` : "";
    await ctx
      .to(`@${username}`)
      .post(`Good morning! I'm alive and well. 🌞${late}\n\n${stats(bot, ctx.now.getTime(), zone)}`);
  });
}

function stats(bot: PluginScope, nowMs: number, zone: string): string {
  const plugins = bot.plugins();
  const active = plugins.filter(({ state }) => state === "active");
  const others = plugins.filter(({ state }) => state !== "active").map(({ name, state }) => `${name} ${state}`);
  const { startedAt, link } = bot.status();
  const isWell = link === "live" && others.length === 0;
  return [
    `🕒 Uptime: ${inWords(nowMs - startedAt)}`,
    `💡 Health: ${isWell ? "Healthy ✅" : `Partially healthy ⚠️ (${[...(link === "live" ? [] : [`connection ${link}`]), ...others].join(", ")})`}`,
    `🧩 Plugins: ${active.length} of ${plugins.length} active`,
    `📅 Time: ${momentIn(nowMs, zone)}`,
  ].join("\n");
}

/** Who is told, and in which time zone each lives. @throws Error when nobody has the name. */
async function readers(bot: PluginScope, { people }: Workplace, to: string | undefined): Promise<Reader[]> {
  const users = await Promise.all(
    to === undefined
      ? bot.access.administrators().map((id) => people.user(id))
      : [people.userNamed(to.replace(/^@/, "").toLowerCase())],
  );
  return users.map(({ username, timezone }) => {
    const zone = timezone?.useAutomaticTimezone === "true" ? timezone.automaticTimezone : timezone?.manualTimezone;
    return { username, timezone: zone === undefined || zone === "" ? "UTC" : zone };
  });
}

/** Where the plugin stands: it plans things that come and go while it runs. */
function workplaceOf(bot: PluginScope): Workplace {
  const places: Workplace[] = [];
  bot.use({
    install(place) {
      places.push(place);
      return () => {};
    },
  });
  return places[0] as Workplace;
}
