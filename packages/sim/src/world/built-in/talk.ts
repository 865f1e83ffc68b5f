/** The server's commands that say something: `/me`, `/shrug`, `/code`, `/echo`, `/msg`. */
import { directChannelName } from "@matterwright/protocol";
import type { Act } from "../act.ts";
import { directChannel } from "../places/channels.ts";
import { createPost } from "../posts/posts.ts";
import { type BuiltIn, type BuiltInAnswer, type BuiltInRun, SILENCE, pageOf, whispers } from "./built-in.ts";

const SHRUG = String.raw`¯\\\_(ツ)\_/¯`;
const ECHO_MAX_DELAY_S = 10_000;

export const talkCommands: Readonly<Record<string, BuiltIn>> = {
  me: (_act, { message }) => ({ answer: { response_type: "in_channel", type: "me", text: `*${message}*` } }),
  shrug: (_act, { message }) => ({
    answer: { response_type: "in_channel", text: message === "" ? SHRUG : `${message} ${SHRUG}` },
  }),
  code: (_act, { message }) =>
    message === ""
      ? whispers("A message must be provided with the /code command.")
      : { answer: { response_type: "in_channel", text: indented(message), skip_slack_parsing: true } },
  echo,
  msg,
};

function indented(text: string): string {
  return text
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");
}

function echo(_act: Act, { message: said, user, channel, rootId }: BuiltInRun): BuiltInAnswer {
  if (said === "") return whispers("A message must be provided with the /echo command.");
  const [, quoted, after] = /^"(.+)"([^"]*)$/s.exec(said) ?? [];
  const [, plain, delay] = quoted === undefined ? (/^(.*) (-?\d+)$/s.exec(said) ?? []) : [said, quoted, after?.trim()];
  const delayS = /^-?\d+$/.test(delay ?? "") ? Number(delay) : 0;
  if (delayS > ECHO_MAX_DELAY_S) return whispers("Delays must be under 10000 seconds.");
  const draft = { message: plain ?? said, root_id: rootId, byServer: true };
  const run = (act: Act): void => void createPost(act, channel, { author: user, draft });
  return { ...SILENCE, afterwards: { delayMs: delayS * 1_000, run } };
}

function msg(act: Act, run: BuiltInRun): BuiltInAnswer {
  const [, name = "", said = ""] = /^@?(\S*)(?: (.*))?$/s.exec(run.message) ?? [];
  const other = act.world.userNamed(name);
  if (other === undefined || other.id === run.user.id) return whispers("Unable to find the user.");
  const channel = directChannel(act, run.user, other);
  if (said !== "") createPost(act, channel, { author: run.user, draft: { message: said, byServer: true } });
  const goto_location = pageOf(act, run, directChannelName(run.user.id, other.id));
  return { answer: { response_type: "ephemeral", goto_location } };
}
