/** A folder that each test of a file finds empty, for tests of this package. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach } from "vitest";

export class TestingHome {
  #path = "";

  /** @param name begins its name, which has a blank in it, as people's folders have */
  constructor(name: string) {
    beforeEach(() => {
      this.#path = mkdtempSync(join(tmpdir(), `${name} `));
    });
    afterEach(() => rmSync(this.#path, { recursive: true }));
  }

  get path(): string {
    return this.#path;
  }

  /** Writes a file, with the folders that it lies in. */
  write(name: string, text: string): void {
    mkdirSync(dirname(join(this.#path, name)), { recursive: true });
    writeFileSync(join(this.#path, name), text);
  }
}
