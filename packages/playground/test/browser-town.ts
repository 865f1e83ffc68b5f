/** A demo town with a bot behind a real port, and a real browser before it. Used by the tests of the page alone. */
import { existsSync } from "node:fs";
import { DEMO_PASSWORD, type Person, Simulator, demoTown } from "@matterwright/sim";
import { type Listening, listen } from "@matterwright/sim/node";
import type { Bot, BotOptions } from "matterwright";
import { type Browser, type BrowserContextOptions, type Locator, type Page, chromium } from "playwright-core";
import { servePage } from "../src/index.ts";

const CHROMIUM = "/usr/bin/chromium";
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const WAIT_MS = 10_000;

/** Without a browser the page is not tested, and that is said; where everything is checked it is a failure. */
export function mayTest(): boolean {
  if (existsSync(CHROMIUM) || process.env["CI"] !== undefined) return true;
  process.stderr.write(
    "\nThe page is NOT tested: there is no Chromium. Install it: apt-get update && apt-get install -y chromium\n\n",
  );
  return false;
}

export class BrowserTown {
  readonly sim: Simulator;
  /** What pages complained of, other than lost connections. */
  readonly troubles: string[] = [];
  readonly #bot: Bot;
  readonly #browser: Browser;
  #door: Listening;

  private constructor(parts: { sim: Simulator; bot: Bot; browser: Browser; door: Listening }) {
    this.sim = parts.sim;
    this.#bot = parts.bot;
    this.#browser = parts.browser;
    this.#door = parts.door;
  }

  /** @param make the bot that lives there; the town calls it without a network */
  static async start(make: (options: BotOptions) => Bot): Promise<BrowserTown> {
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS, headless: true });
    const sim = new Simulator({
      outside: {
        fetch: async ({ url, method, headers, body }) => {
          const answer = await bot.fetch(new Request(url, { method, headers, body }));
          return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
        },
      },
    });
    const town = demoTown(sim);
    const door = await listen(sim, { port: 0, fallback: servePage() });
    const bot = make({ url: door.url, token: town.bot.token, callbackUrl: "http://bot" });
    await bot.start();
    return new BrowserTown({ sim, bot, browser, door });
  }

  get url(): string {
    return this.#door.url;
  }

  person(username: string): Person {
    return this.sim.person(username);
  }

  /** Opens the page. */
  async open(options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.#browser.newPage({ viewport: { width: 1280, height: 800 }, ...options });
    page.setDefaultTimeout(WAIT_MS);
    page.on("pageerror", (error) => this.troubles.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" && !/ERR_|Failed to load/.test(message.text())) this.troubles.push(message.text());
    });
    await page.goto(this.url);
    return page;
  }

  /** Opens the page and logs in by one of its buttons. */
  async enter(button: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.open(options);
    await page.getByRole("button", { name: button }).click();
    await page.getByRole("heading", { name: "Town Square" }).waitFor();
    await page.locator("#app[data-link=live]").waitFor();
    return page;
  }

  /** Asks the server for something that only an administrator may. @throws Error when it refuses. */
  async asAnn(path: string, body: unknown): Promise<void> {
    const ask = (path: string, body: unknown, headers: Record<string, string>): Promise<Response> =>
      fetch(`${this.url}/api/v4${path}`, { method: "POST", body: JSON.stringify(body), headers });
    const { headers } = await ask("/users/login", { login_id: "ann", password: DEMO_PASSWORD }, {});
    const response = await ask(path, body, { authorization: `Bearer ${headers.get("token")}` });
    if (!response.ok) throw new Error(await response.text());
  }

  async closePages(): Promise<void> {
    for (const context of this.#browser.contexts()) await context.close();
  }

  /** Nobody can connect while something is done. */
  async unreachable(meanwhile: () => Promise<void>): Promise<void> {
    const { port } = this.#door;
    await this.#door.close();
    await meanwhile();
    this.#door = await listen(this.sim, { port, fallback: servePage() });
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await this.#bot.stop({ drainMs: 0 });
    this.sim.stop();
    await this.#door.close();
  }
}

/** Types a message and sends it with Enter. */
export async function write(page: Page, text: string, box = "Write to ~Town Square"): Promise<void> {
  const textbox = page.getByRole("textbox", { name: box });
  await textbox.fill(text);
  await textbox.press("Enter");
}

/** A post in the middle of the page. */
export function postIn(page: Page, text: string): Locator {
  return page.locator("main").getByRole("article").filter({ hasText: text });
}
