/** How rooms and people are written in what the `!room` commands answer. */
import { type CommandContext, UserError, code, inert } from "matterwright";

type Channel = Awaited<ReturnType<CommandContext["channel"]>>;
type Team = Awaited<ReturnType<CommandContext["people"]["team"]>>;
type User = Awaited<ReturnType<CommandContext["profile"]>>;

/** `~ops`; of direct and group messages what they are. */
export function roomName({ type, name, display_name: display }: Channel): string {
  if (type === "D") return "a direct message";
  return type === "G" ? `the group message of ${inert(display)}` : `~${name}`;
}

/** `@ann, @ben`, without calling them. */
export function peopleNames(users: readonly Pick<User, "username">[]): string {
  return users.map(({ username }) => inert(`@${username}`)).join(", ");
}

/** The team that is meant where none is named. @throws UserError where it cannot be known. */
export async function teamHere(ctx: CommandContext, named: Team | undefined): Promise<Team> {
  const team = named ?? (await ctx.find.team("here"));
  if (team !== undefined) return team;
  const mine = (await ctx.people.myTeams()).map(({ name }) => code(`--team ${name}`));
  throw new UserError(
    mine.length === 0
      ? "I am in no team: somebody has to add me to one first (team menu > Invite People)."
      : `I am in several teams: say which, with ${mine.join(" or ")}.`,
  );
}
