/** What comes along from postbot's folder, and what is left alone. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { run } from "../run.ts";
import { settingsOf } from "../settings/settings.ts";
import { type FakeTerminal, fakeTerminal } from "../testing-terminal.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "import postbot "));
  mkdirSync(join(root, "postbot/tasks/__pycache__"), { recursive: true });
  write(
    "postbot/.env",
    "URL=chat.example.com\nTOKEN=quite-a-secret\nTEAM_NAME=my-team\nSESSION_TTL_SECONDS=600\nBOT_LOG_CHANNEL_ID=\nCHANNELS_TOML_PATH=data/groups.toml\nWHATEVER=1\n",
  );
  mkdirSync(join(root, "postbot/data"));
  write("postbot/data/groups.toml", '[groups]\n"Floor 1" = [ "id1",] # left\n');
  write("postbot/tasks/plan.py", "DESCRIPTION = 'x'\n");
  write("postbot/tasks/__pycache__/plan.pyc", "x");
  write("postbot/broadcast_log.db", "a database");
});
afterEach(() => rmSync(root, { recursive: true }));

function write(name: string, text: string): void {
  writeFileSync(join(root, name), text);
}

function read(name: string): string {
  return readFileSync(join(root, name), "utf8");
}

async function imported(folder = "postbot"): Promise<readonly [number, FakeTerminal]> {
  const terminal = fakeTerminal({ cwd: root });
  return [await run(["import", "postbot", folder, "--from", "home"], terminal), terminal];
}

test("everything comes along, and a bot can be started there", async () => {
  const [code, terminal] = await imported();
  expect(code).toBe(0);
  expect(read("home/channels.toml")).toBe(read("postbot/data/groups.toml"));
  expect(read("home/broadcast_log.db")).toBe("a database");
  expect(read("home/tasks/plan.py")).toContain("DESCRIPTION");
  expect(existsSync(join(root, "home/tasks/__pycache__"))).toBe(false);
  expect(terminal.all()).toContain(".env: SESSION_TTL_SECONDS, TEAM_NAME, TOKEN, URL");
  expect(terminal.all()).toContain("WHATEVER means nothing here");
  expect(terminal.all()).not.toContain("quite-a-secret");
  expect(settingsOf({}, join(root, "home"))).toMatchObject({
    job: "real",
    url: "https://chat.example.com",
    team: "my-team",
    broadcast: { channelsFile: join(root, "home/channels.toml"), sessionTtlMs: 600_000 },
  });
});

test("what is there already stays, also when it is done again", async () => {
  mkdirSync(join(root, "home"));
  write("home/.env", "MATTERMOST_URL=other.example.com");
  write("home/channels.toml", "# mine\n");
  const [, first] = await imported();
  expect(first.all()).toContain("channels.toml is there already, and stays as it is.");
  const said = read("home/.env");
  expect(said).toMatch(
    /^MATTERMOST_URL=other\.example\.com\n# From postbot\nSESSION_TTL_SECONDS=600\nTEAM_NAME=my-team\nTOKEN=/,
  );
  expect(said).not.toContain("\nURL=");
  await imported();
  expect(read("home/.env")).toBe(said);
  expect(read("home/channels.toml")).toBe("# mine\n");
});

test.each([
  ["gone", "gone: there is no such folder."],
  ["home", "home is the bot's home already: `matterwright start --from home` runs it as it is."],
  ["empty", "empty has neither a channels.toml nor a .env: is it postbot's folder?"],
])("%s is refused", async (folder, sentence) => {
  for (const name of ["home", "empty"]) mkdirSync(join(root, name));
  const [code, terminal] = await imported(folder);
  expect(code).not.toBe(0);
  expect(terminal.all()).toContain(sentence);
});
