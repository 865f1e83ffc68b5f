/** `matterwright import errbot`, with a configuration and plugins in the shape of those that people have. */
import { execFile } from "node:child_process";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { accessOptions } from "matterwright";
import { describe, expect, test } from "vitest";
import { TestingHome } from "../../test/home.ts";
import { run } from "../run.ts";
import { fakeTerminal } from "../testing-terminal.ts";

const home = new TestingHome("errbot test");

async function typed(...args: readonly string[]): Promise<readonly [number, string]> {
  const terminal = fakeTerminal({ cwd: home.path });
  return [await run(["import", "errbot", ...args], terminal), terminal.all()];
}

const ARTICLE = `import os, logging
BACKEND = 'Mattermost'
BOT_ADMINS = ['@hermanl0']
BOT_IDENTITY = {
    'username': os.environ['MATTERMOST_USERNAME'],
    'token': os.environ['MATTERMOST_TOKEN'],
    'url': os.environ['MATTERMOST_URL'],
    'server': os.environ['CHAT_HOST'],
    'port': int(os.environ.get('MATTERMOST_PORT', 8065)),
    'verify': os.environ['MATTERMOST_VERIFY'].lower() == 'true',
}
BOT_PREFIX = '!'
BOT_EXTRA_PLUGIN_DIR = './plugins'
BOT_LOG_LEVEL = logging.DEBUG
`;

const BACKEND = `# As the backend's own page shows it
BASE = "/srv/" + 'errbot'
BACKEND = "Mattermost"
BOT_EXTRA_BACKEND_DIR = "/path/to/backends"
BOT_ADMINS = ("@yourname")
BOT_LOG_FILE = BASE + '/err.log'
BOT_DATA_DIR = os.path.join(BASE, 'data')
BOT_IDENTITY = {
    "team": "nameoftheteam", "server": "mattermost.server.com",
    "login": "bot@email.de", "password": "botpassword",
    "token": "YourPersonalAccessToken",
    "insecure": True, "cards_hook": "incomingWebhookId",
}
BOT_ASYNC = True
CORE_PLUGINS = ()
BOT_ALT_PREFIXES = ('@err', 'Err')
CHATROOM_PRESENCE = ('ops', '#dev')
DIVERT_TO_PRIVATE = ('help', 'ALL_COMMANDS')
DIVERT_TO_THREAD = ()
ACCESS_CONTROLS = {
    'deploy*': {'allowusers': ('@ben', '@cat'), 'allowrooms': ('ops',)},
    'Health:status_gc': {'denyusers': '@mallory', 'allowprivate': False},
    'echo': {'allowusers': ('*@corp',), 'allowrom': ('x',)},
}
ACCESS_CONTROLS_DEFAULT = {'allowmuc': False}
HIDE_RESTRICTED_ACCESS = True
JIRA_URL = 'https://jira.example.com'
BOT_LOG_FORMATTER = logging.Formatter(f"{BASE}")
if BASE:
    BOT_PREFIX = '.'
from local import *
`;

describe("a configuration", () => {
  test("of the article: its variables stay, and what never worked is named", async () => {
    home.write("config.py", ARTICLE);
    const [code, said] = await typed("config.py");
    expect(code).toBe(0);
    for (const line of [
      "BOT_ADMINS=@hermanl0",
      "# MATTERMOST_URL= the value of CHAT_HOST",
      "# MATTERMOST_PORT stays where it is. Errbot took 8065 where there was none.",
      "# MATTERMOST_TOKEN stays where it is.",
      "BOT_PREFIX=!",
      "BOT_EXTRA_PLUGIN_DIR=./plugins",
      "BOT_LOG_LEVEL=logging.DEBUG",
      "BOT_IDENTITY.verify: the Mattermost backend did not look at it; here it counts",
      "Nothing was written",
    ])
      expect(said).toContain(line);
    expect(readdirSync(home.path)).toEqual(["config.py"]);
  });

  test("of the backend's page: everything has its place or its sentence, and secrets are only written down", async () => {
    home.write("config.py", BACKEND);
    const [, said] = await typed("config.py");
    expect(said).not.toContain("YourPersonalAccessToken");
    expect(said).not.toContain("botpassword");
    for (const line of [
      "MATTERMOST_URL=mattermost.server.com",
      "MATTERMOST_PORT=8065",
      "MATTERMOST_TOKEN=•••",
      "MATTERMOST_VERIFY=false",
      "BOT_LOG_FILE=/srv/errbot/err.log",
      "BOT_ADMINS: is one text and no tuple",
      "BOT_IDENTITY.login: make a bot account",
      "BOT_IDENTITY.cards_hook: the bot posts cards itself",
      "BOT_DATA_DIR: what the bot keeps is in data/ of its home",
      "BOT_ASYNC: commands of different conversations run at the same time",
      "CORE_PLUGINS: `()` switched nothing off",
      "BOT_ALT_PREFIXES=Err",
      "BOT_CHANNELS=~ops,~dev",
      "DIVERT_TO_PRIVATE=help,ALL_COMMANDS",
      "ACCESS_CONTROLS: echo: allowusers has the pattern *@corp: name each",
      "ACCESS_CONTROLS: echo: allowrom is none of Errbot's, which ignored it",
      "JIRA_URL: (line 27) is no key of Errbot's",
      "line 28: BOT_LOG_FORMATTER has `logging.Formatter(",
      "line 30: BOT_PREFIX is set inside `if BASE:`",
      "line 31: what `from local import *` brings",
    ])
      expect(said).toContain(line);
  });

  test("becomes rules that the bot takes, and deny where they cannot be said", async () => {
    home.write("config.py", BACKEND);
    const [, said] = await typed("config.py", "--to", "new home");
    expect(said).toContain("Written to new home: .env, access.json.");
    const access: unknown = JSON.parse(readFileSync(join(home.path, "new home/access.json"), "utf8"));
    expect(accessOptions(access)).toEqual({
      denied: "silent",
      rules: [
        { allow: "deploy*", users: ["@ben", "@cat"], channels: ["~ops"] },
        { allow: "deploy*", users: ["@ben", "@cat"], direct: true },
        { deny: "deploy*" },
        { deny: "health:status gc", users: ["@mallory"] },
        { deny: "health:status gc", direct: true },
        { deny: "echo" },
        { deny: "*", direct: false },
      ],
    });
    expect(readFileSync(join(home.path, "new home/.env"), "utf8")).toContain(
      "MATTERMOST_TOKEN=YourPersonalAccessToken\n",
    );
    expect(statSync(join(home.path, "new home/.env")).mode & 0o777).toBe(0o600);
    expect(await typed("config.py", "--to", "new home")).toEqual([
      64,
      ".env, access.json are in new home already, so nothing was written: name another folder.",
    ]);
  });

  test.each([
    ["BOT_ADMINS = ('@ann'", "line 1: a bracket is never closed"],
    ["BOT_PREFIX = '!", "line 1: a text is never closed"],
  ])("that is no Python is refused: %s", async (text, why) => {
    home.write("config.py", text);
    const [code, said] = await typed("config.py");
    expect([code, said]).toEqual([64, `config.py, ${why}: Python would not read it either.`]);
  });

  test("that is not there is said", async () => {
    expect(await typed("config.py")).toEqual([64, "config.py cannot be read (ENOENT): name Errbot's config.py."]);
    home.write("config.py", "");
    expect(await typed("config.py", "gone")).toEqual([
      64,
      "gone is not there: name plugins of Errbot, or folders with them.",
    ]);
  });
});

const PLUGIN = `import re
import threading
from errbot import BotPlugin, arg_botcmd, botcmd, botmatch, cmdfilter, re_botcmd, webhook

class ShopKeeper(BotPlugin):
    """Keeps the shop.

    More about it."""

    def get_configuration_template(self):
        return {'CURRENCY': 'EUR', 'api_token': 'secret', 'LIMIT': 3}

    def activate(self):
        super().activate()
        self.start_poller(60, self.look, times=3)
        threading.Timer(5, self.look).start()

    @botcmd
    def basket_add(self, msg, args):
        """Put something into the basket.
        It may be anything."""
        self['basket'] = args

    @botcmd(split_args_with=None, admin_only=True, historize=False, name='close_shop')
    def close(self, msg, args):
        return ' '.join(args)

    @botcmd(hidden=True)
    async def teapot(self, msg, _):
        return "418"

    @arg_botcmd('--count', dest='number', type=int, default=1, help="how many")
    @arg_botcmd('--gift', action='store_true')
    @arg_botcmd('size', type=str, choices=['s', 'l'], admin_only=True)
    @arg_botcmd('item', type=str, help="what to buy")
    def buy(self, msg, item, size, gift, number):
        """Buy something"""
        yield item

    @re_botcmd(pattern=r"^(?P<who>\\w+)\\+\\+$", prefixed=False, flags=re.IGNORECASE)
    def plus(self, msg, match):
        """Thank somebody"""
        self.send(msg.frm, match.group('who'))

    @botmatch(r'coffee')
    def coffee(self, msg, match):
        return "yes"

    @webhook('/orders/<number>/', methods=('POST',))
    def orders(self, request, number):
        return "ok"

    @cmdfilter
    def guard(self, msg, cmd, args, dry_run):
        return msg, cmd, args

    def look(self):
        self._bot.thing()
`;

const loading = (home: string): string => `
import { stage } from "@matterwright/testing";
import { Bot } from "matterwright";
import { originOf } from ${JSON.stringify(new URL("../start/load.ts", import.meta.url).href)};
const made = await originOf(${JSON.stringify(home)} + "/plugins/shop-keeper.ts", "shop-keeper.ts").load();
const town = await stage((options) => new Bot(options).plugin(made));
const ann = town.person("ann");
const said = [];
for (const call of ["basket add a red hat", "close shop now", "buy hat l --gift --count 2", "buy hat xl", "buy --help", "teapot"]) {
  await ann.says("!" + call, { in: "ops" });
  said.push(ann.sees);
}
await ann.says("ben++", { in: "ops" });
said.push(ann.sees);
console.log(JSON.stringify({ plugins: town.bot.plugins(), said }));
await town.stop();
`;

describe("a plugin", () => {
  test("is told whole: commands, arguments, schedules and what to write anew", async () => {
    home.write("config.py", "");
    home.write("shop/shop.py", PLUGIN);
    home.write("shop/lib.py", "x = 1\n");
    const [code, said] = await typed("config.py", "shop");
    expect(code).toBe(0);
    for (const line of [
      "--- shop/lib.py\nNo plugin of Errbot's is in there.",
      "--- shop/shop.py: ShopKeeper, Keeps the shop.",
      "becomes plugins/shop-keeper.ts",
      "!basket add [<text>]  Put something into the basket",
      "!close shop [<words>] (administrators only)",
      "!buy <item> <size> [--gift] [--count <count>]  Buy something",
      "admin_only stands on an upper decorator, where Errbot did not heed it",
      "it is async, and Errbot answered with `<coroutine object …>`",
      "/^(?P<who>\\w+)\\+\\+$/  Thank somebody",
      'line 15, poller look: `bot.every("look", "every 60 s", …)`, so many times and no more',
      "line 13, activate: what stands there belongs into `setup(bot)`",
      'line 49, webhook /orders/<number>/: `bot.hook("/orders/<number>/", { … })`',
      "line 53, filter guard:",
      "line 16, timers:",
      "line 22, what is kept:",
    ])
      expect(said).toContain(line);
  });

  test("becomes a skeleton that loads, with the same commands, arguments and help", async () => {
    home.write("config.py", "");
    home.write("shop.py", PLUGIN);
    expect((await typed("config.py", "shop.py", "--to", "new"))[1]).toContain(
      "Written to new: .env, plugins/shop-keeper.ts.",
    );
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--input-type=module", "--eval", loading(join(home.path, "new"))],
      {
        cwd: import.meta.dirname,
      },
    );
    const { plugins, said } = JSON.parse(stdout) as {
      readonly plugins: readonly unknown[];
      readonly said: readonly string[];
    };
    expect(plugins).toMatchObject([{ name: "shop-keeper", about: "Keeps the shop.", state: "active" }]);
    const later = (name: string, method: string, line: number): string =>
      `\`${name}\` has not been moved yet: see ${method} in shop.py, line ${line}.`;
    expect(said).toEqual([
      later("basket add", "basket_add", 19),
      later("close shop", "close", 25),
      later("buy", "buy", 36),
      expect.stringContaining("`xl`"),
      expect.stringMatching(/Buy something[\s\S]*what to buy[\s\S]*how many/),
      later("teapot", "teapot", 29),
      later("plus", "plus", 41),
    ]);
    const text = readFileSync(join(home.path, "new/plugins/shop-keeper.ts"), "utf8");
    expect(text).toContain(
      'config: z.object({ "CURRENCY": z.string().default("EUR"), "api_token": z.string().meta({ secret: true }).default(""), "LIMIT": z.number().default(3) }).prefault({})',
    );
    expect(text).not.toContain('"secret")');
    expect(existsSync(join(home.path, "new/access.json"))).toBe(false);
  });
});
