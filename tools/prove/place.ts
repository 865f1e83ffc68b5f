/** A server for proofs, the simulator or a real one, and spots on it: a channel with a bot of its own, where an administrator asks. */
import { tmpdir } from "node:os";
import { PersonOverHttp } from "./person.ts";
import { Program, freePort, main } from "./program.ts";

export interface Place {
  readonly url: string;
  spot(): Promise<Spot>;
  close(): Promise<void>;
}

export interface Spot {
  /** Of the bot. */
  readonly token: string;
  /** Has the bot say something again. */
  asks(text: string): Promise<void>;
  /** What the bot has said, the oldest first. */
  answers(): Promise<string[]>;
  /** Has an administrator disable the bot. */
  disable(): Promise<void>;
}

const { env } = process;

/** Opens what the environment names; a simulator of its own by default. */
export async function openPlace(): Promise<Place> {
  const url = env["MATTERMOST_CONFORMANCE_URL"];
  if (url !== undefined) {
    const login = { name: env["MATTERMOST_CONFORMANCE_ADMIN"] ?? "", password: env["MATTERMOST_CONFORMANCE_PASSWORD"] };
    const admin = await PersonOverHttp.login(url, login.name, login.password);
    return { url, spot: () => makeSpot(admin), close: () => Promise.resolve() };
  }
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const command = [process.execPath, main, "sim", "--port", String(port)];
  const server = new Program(command, { cwd: tmpdir(), env: {} });
  await server.prints(base);
  const admin = await PersonOverHttp.login(base, "ann");
  return { url: base, spot: () => makeSpot(admin), close: async () => void (await server.end("SIGKILL")) };
}

async function makeSpot(admin: PersonOverHttp): Promise<Spot> {
  const mark = Math.random().toString(36).slice(2, 10);
  const name = (what: string): Record<string, string> => ({ name: `${what}-${mark}`, display_name: `${what} ${mark}` });
  const team = await admin.post<{ id: string }>("teams", { ...name("proof"), type: "O" });
  const channel = await admin.post<{ id: string }>("channels", { ...name("spot"), team_id: team.id, type: "O" });
  const bot = await admin.post<{ user_id: string }>("bots", { username: `proof-${mark}` });
  await admin.post(`teams/${team.id}/members`, { team_id: team.id, user_id: bot.user_id });
  await admin.post(`channels/${channel.id}/members`, { user_id: bot.user_id });
  const { token } = await admin.post<{ token: string }>(`users/${bot.user_id}/tokens`, { description: "proof" });
  return {
    token,
    disable: async () => void (await admin.post(`bots/${bot.user_id}/disable`, {})),
    asks: async (text) => void (await admin.says(channel.id, `!echo ${text}`)),
    answers: async () => {
      const posts = await admin.reads(channel.id);
      return posts.filter(({ user_id: author }) => author === bot.user_id).map(({ message }) => message);
    },
  };
}
