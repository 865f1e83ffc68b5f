/** A registry of packages as npm speaks to one, on a port of this machine: private, so that it asks for a token. */
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Published {
  readonly manifest: Readonly<Record<string, unknown>> & { readonly name: string; readonly version: string };
  readonly packed: Buffer;
  readonly integrity: string;
}

export class Registry {
  readonly token = "npm-registry-token";
  /** Whether what it sends is not what it promises. */
  liesAbout = "";
  readonly #published: Published[] = [];
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://registry");
      const answer =
        request.headers.authorization === `Bearer ${this.token}`
          ? this.#answer(decodeURIComponent(pathname), searchParams)
          : { status: 401, body: { error: "a token is needed" } };
      response.writeHead(answer.status, { "content-type": "application/json" });
      response.end(Buffer.isBuffer(answer.body) ? answer.body : JSON.stringify(answer.body));
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return this.address;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** @param files by name; a `package.json` among them */
  publish(files: Readonly<Record<string, string>>): void {
    const packed = pack(files);
    const manifest = JSON.parse(files["package.json"] ?? "{}") as Published["manifest"];
    this.#published.push({
      manifest,
      packed,
      integrity: `sha512-${createHash("sha512").update(packed).digest("base64")}`,
    });
  }

  #answer(path: string, query: URLSearchParams): { readonly status: number; readonly body: unknown } {
    if (path === "/-/v1/search") return { status: 200, body: this.#found(query.get("text") ?? "") };
    const [, file] = /\/-\/(.+)\.tgz$/.exec(path) ?? [];
    const wanted = this.#published.filter(({ manifest }) =>
      file === undefined ? `/${manifest.name}` === path : `${manifest.name}-${manifest.version}` === file,
    );
    const latest = wanted.at(-1);
    if (latest === undefined) return { status: 404, body: { error: "not found" } };
    if (file === undefined) return { status: 200, body: this.#packument(wanted, latest.manifest.version) };
    return {
      status: 200,
      body: this.liesAbout === latest.manifest.name ? Buffer.from("something else") : latest.packed,
    };
  }

  #packument(all: readonly Published[], latest: string): object {
    const versions = all.map(({ manifest, integrity }) => {
      const tarball = `${this.address}${manifest.name}/-/${manifest.name}-${manifest.version}.tgz`;
      return [manifest.version, { ...manifest, dist: { tarball, integrity } }] as const;
    });
    return { name: all[0]?.manifest.name, "dist-tags": { latest }, versions: Object.fromEntries(versions) };
  }

  #found(text: string): object {
    const words = text.split(/\s+/).map((word) => word.replace(/^keywords:/, ""));
    const found = this.#published.filter(({ manifest }) =>
      words.some((word) => JSON.stringify(manifest).includes(word)),
    );
    const objects = found.map(({ manifest }) => ({
      package: { ...manifest, date: "2026-11-20T00:00:00Z", maintainers: [], links: {} },
    }));
    return { objects, total: objects.length, time: "2026-11-20T00:00:00Z" };
  }
}

/** As `npm pack` packs. */
export function pack(files: Readonly<Record<string, string>>): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "pack-"));
  mkdirSync(join(folder, "package"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, "package", name), text);
  execFileSync("tar", ["-czf", "packed.tgz", "package"], { cwd: folder });
  const packed = readFileSync(join(folder, "packed.tgz"));
  rmSync(folder, { recursive: true });
  return packed;
}
