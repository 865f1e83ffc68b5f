/**
 * A real PostgreSQL for tests: a server of its own, from the machine's packages, on a free port, in a folder that goes with it. Shipped
 * for whoever tests a bot on PostgreSQL. It refuses to run as root, so root lends it an ordinary user.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const DEBIAN = "/usr/lib/postgresql";
const PASSWORD = "not-so-secret";
const READY_WITHIN_MS = 60_000;
/** Nothing has to survive the machine; much has to survive the server. */
const SETTINGS = { fsync: "off", max_connections: "200", listen_addresses: "127.0.0.1", log_min_messages: "fatal" };

/** The folder of the newest PostgreSQL on this machine. */
export function postgresBinaries(): string | undefined {
  if (!existsSync(DEBIAN)) return undefined;
  const versions = readdirSync(DEBIAN).toSorted((one, other) => Number(other) - Number(one));
  return versions.map((version) => join(DEBIAN, version, "bin")).find((bin) => existsSync(join(bin, "initdb")));
}

/** Without a server nothing is tested, and that is said; where everything is checked it is a failure. */
export function mayTestPostgres(): boolean {
  if (postgresBinaries() !== undefined || process.env["CI"] !== undefined) return true;
  process.stderr.write(
    "\nPostgreSQL is NOT tested: there is none on this machine. Install it: apt-get update && apt-get install -y postgresql\n\n",
  );
  return false;
}

export class TestPostgres {
  readonly port: number;
  readonly #folder: string;
  readonly #bin: string;
  readonly #user: User | undefined;
  readonly #isSafe: boolean;
  #server: ChildProcess | undefined;
  #databases = 0;

  private constructor(parts: { port: number; folder: string; bin: string; user: User | undefined; isSafe: boolean }) {
    this.port = parts.port;
    this.#folder = parts.folder;
    this.#bin = parts.bin;
    this.#user = parts.user;
    this.#isSafe = parts.isSafe;
  }

  /** Makes a server and starts it. `isSafe` lets it wait for the disk, as a real one does. @throws Error when there is no PostgreSQL on the machine. */
  static async start({ isSafe = false }: { readonly isSafe?: boolean } = {}): Promise<TestPostgres> {
    const bin = postgresBinaries();
    if (bin === undefined) throw new Error(`there is no PostgreSQL in ${DEBIAN}: apt-get install -y postgresql`);
    const user = process.getuid?.() === 0 ? ordinaryUser() : undefined;
    const folder = mkdtempSync(join(tmpdir(), "matterwright-postgres-"));
    const secret = join(folder, "password");
    writeFileSync(secret, PASSWORD, { mode: 0o600 });
    if (user !== undefined) for (const path of [folder, secret]) chownSync(path, user.uid, user.gid);
    const made = new TestPostgres({ port: await freePort(), folder, bin, user, isSafe });
    const options = ["--auth=scram-sha-256", "--username=matterwright", `--pwfile=${secret}`, "--no-sync"];
    made.#run("initdb", ["-D", join(folder, "data"), "--encoding=UTF8", "--locale=C.UTF-8", ...options]);
    await made.up();
    return made;
  }

  /** Of a database, with the password. */
  url(database: string): string {
    return `postgres://matterwright:${PASSWORD}@127.0.0.1:${this.port}/${database}`;
  }

  /** Makes a database, empty or a copy of another. Returns its address. */
  database(template = "template0"): string {
    const name = `db${++this.#databases}`;
    this.sql("postgres", `create database ${name} template ${template}`);
    return this.url(name);
  }

  /** Runs SQL as the owner of everything. Returns what psql prints: rows, without headings. */
  sql(database: string, text: string): string {
    return this.#run("psql", [
      "-X",
      "-q",
      "-A",
      "-t",
      "-v",
      "ON_ERROR_STOP=1",
      "-d",
      this.url(database),
      "-c",
      text,
    ]).trim();
  }

  /** Starts the server, again after `down`. */
  async up(): Promise<void> {
    const settings = Object.entries({ ...SETTINGS, ...(this.#isSafe && { fsync: "on" }) }).flatMap(([name, value]) => [
      "-c",
      `${name}=${value}`,
    ]);
    const place = ["-D", join(this.#folder, "data"), "-k", this.#folder, "-p", String(this.port)];
    this.#server = spawn(join(this.#bin, "postgres"), [...place, ...settings], {
      ...this.#user,
      cwd: this.#folder,
      stdio: "ignore",
    });
    const endMs = performance.now() + READY_WITHIN_MS;
    while (!this.#isReady()) {
      if (this.#server.exitCode !== null || performance.now() > endMs)
        throw new Error(`PostgreSQL did not start on port ${this.port}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Stops the server: SIGINT cuts off everybody and is the polite way, SIGQUIT is a crash. */
  async down(signal: "SIGINT" | "SIGQUIT" = "SIGINT"): Promise<void> {
    const server = this.#server;
    if (server === undefined || server.exitCode !== null) return;
    const over = once(server, "exit");
    server.kill(signal);
    await over;
  }

  /** Stops the server and removes everything. */
  async end(): Promise<void> {
    await this.down("SIGQUIT");
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #isReady(): boolean {
    try {
      this.#run("pg_isready", ["-q", "-h", "127.0.0.1", "-p", String(this.port)]);
      return true;
    } catch {
      return false;
    }
  }

  #run(program: string, args: readonly string[]): string {
    return execFileSync(join(this.#bin, program), args, {
      ...this.#user,
      cwd: this.#folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  }
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL's own, which its package makes; otherwise the one that owns nothing. */
function ordinaryUser(): User {
  const lines = readFileSync("/etc/passwd", "utf8").split("\n");
  const found = ["postgres", "nobody"].map((name) => lines.find((line) => line.startsWith(`${name}:`)));
  const [, , uid = "65534", gid = "65534"] = (found.find((line) => line !== undefined) ?? "").split(":");
  return { uid: Number(uid), gid: Number(gid) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === "string") throw new Error("the machine gave no port");
  return address.port;
}
