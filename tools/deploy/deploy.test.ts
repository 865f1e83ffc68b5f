/** What is in `deploy/`: as far as it can be proven without root and without a container. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const read = (name: string): string => readFileSync(join(root, "deploy", name), "utf8");

test("errbot-39 the image copies what there is, starts what there is, and asks a path that answers", () => {
  const lines = read("Dockerfile").split("\n");
  const copied = lines.filter((line) => line.startsWith("COPY ")).flatMap((line) => line.split(/\s+/).slice(1, -1));
  expect(copied).toContain("package-lock.json");
  for (const name of copied) expect(`${name} ${existsSync(join(root, name))}`).toBe(`${name} true`);
  const start = JSON.parse((lines.find((line) => line.startsWith("CMD ")) ?? "").slice(4)) as string[];
  expect(existsSync((start[1] ?? "").replace("/opt/matterwright", root))).toBe(true);
  const check = JSON.parse(
    /CMD (\[.*\])$/m.exec(lines.find((line) => line.startsWith("HEALTHCHECK")) ?? "")?.[1] ?? "",
  ) as string[];
  expect(check[2]).toContain("/readyz");
  expect(read("Dockerfile")).toMatch(/MATTERWRIGHT_PORT=8080[^]*127\.0\.0\.1:8080/);
  // Every package that is installed without what developers need is there.
  const workspaces = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { workspaces: string[] };
  for (const folder of ["packages/*", "plugins/*"]) expect(workspaces.workspaces).toContain(folder);
});

test("errbot-39 the unit starts what there is, and systemd takes it as it is", () => {
  const unit = read("matterwright.service");
  const [, program = ""] = /^ExecStart=\S+ node (\S+) start$/m.exec(unit) ?? [];
  expect(existsSync(program.replace("/opt/matterwright", root))).toBe(true);
  expect(unit).toContain("RestartPreventExitStatus=64 78");
  const folder = mkdtempSync(join(tmpdir(), "unit-"));
  try {
    const file = join(folder, "matterwright.service");
    writeFileSync(file, unit.replaceAll("User=matterwright", "User=root"));
    if (existsSync("/usr/bin/systemd-analyze"))
      expect(said(["systemd-analyze", "verify", "--man=no", file])).not.toMatch(/matterwright\.service/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** All that a program says, however it ends. */
function said([name = "", ...args]: readonly string[]): string {
  try {
    return execFileSync(name, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], timeout: 20_000 });
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { readonly stdout?: string; readonly stderr?: string };
    return stdout + stderr;
  }
}
