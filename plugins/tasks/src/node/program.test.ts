/** Real programs, also the worst of them. Time is a manual clock's. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { ManualClock } from "@matterwright/clock";
import { afterAll, describe, expect, test } from "vitest";
import { Groups } from "./group.ts";
import { type ProgramEnd, runProgram } from "./program.ts";

const folder = mkdtempSync(join(tmpdir(), "program test "));
afterAll(() => rmSync(folder, { recursive: true }));

interface Running {
  readonly end: Promise<ProgramEnd>;
  readonly printed: () => string;
  readonly stop: AbortController;
  readonly clock: ManualClock;
  readonly groups: Groups;
}

function start(script: string, { args = [] as readonly string[], input = "", mode = 0o755 } = {}): Running {
  const command = join(folder, "program");
  rmSync(command, { force: true });
  writeFileSync(command, script);
  chmodSync(command, mode);
  const [clock, groups, stop] = [new ManualClock(), new Groups(), new AbortController()];
  let printed = "";
  const environment = { PATH: process.env["PATH"] ?? "", GREETING: "hello" };
  const print = (bytes: Uint8Array): Promise<void> => {
    printed += Buffer.from(bytes).toString();
    return Promise.resolve();
  };
  const call = { command, args, folder, environment, input, signal: stop.signal, print };
  return { end: runProgram(call, { clock, groups }), printed: () => printed, stop, clock, groups };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await setImmediate();
}

describe("a program", () => {
  test("is given arguments, environment and input, and tells how it ended", async () => {
    const { end, printed } = start('#!/bin/sh\necho "$GREETING $2"; cat; echo "oh no" >&2; exit 3', {
      args: ["--to", "two words"],
      input: "read this",
    });
    expect(await end).toEqual({
      exitCode: 3,
      signal: undefined,
      stderr: "oh no\n",
      isTooMuch: false,
      leftOthers: false,
    });
    expect(printed()).toBe("hello two words\nread this");
  });

  test("that does not read its input is none the worse", async () => {
    expect((await start("#!/bin/sh\nexit 0", { input: "x".repeat(1_000_000) }).end).exitCode).toBe(0);
  });

  test("may end itself by a signal", async () => {
    expect(await start("#!/bin/sh\nkill -SEGV $$").end).toMatchObject({ exitCode: undefined, signal: "SIGSEGV" });
  });

  test.each([
    ["that nothing is named to run", "#!/no/such/program\n", 0o755, "ENOENT"],
    ["that may not be executed", "#!/bin/sh\n", 0o644, "EACCES"],
  ])("%s cannot be started", async (_what, script, mode, code) => {
    await expect(start(script, { mode }).end).rejects.toMatchObject({ code });
  });

  test("that never ends is asked to, and ends", async () => {
    const { end, stop, printed } = start(
      "#!/bin/sh\ntrap 'echo bye; exit 7' TERM; echo on\nwhile :; do sleep 0.01; done",
    );
    await until(() => printed() === "on\n");
    stop.abort(new Error("enough"));
    expect((await end).exitCode).toBe(7);
    expect(printed()).toContain("bye");
  });

  test("that does not listen is ended five seconds later", async () => {
    const { end, stop, printed, clock } = start("#!/bin/sh\ntrap '' TERM; echo on\nwhile :; do sleep 0.01; done");
    await until(() => printed() === "on\n");
    stop.abort(new Error("enough"));
    clock.advance(4_999);
    clock.advance(1);
    expect((await end).signal).toBe("SIGKILL");
  });

  test("takes along what it has started", async () => {
    // Both hold the output open: that it is over without the clock says that they are gone.
    const { end } = start("#!/bin/sh\nsleep 1000 &\nsleep 1000 &");
    expect(await end).toMatchObject({ exitCode: 0, leftOthers: true });
  });

  test("whose child got away from it is not waited for", async () => {
    const { end, printed, clock } = start(
      "#!/bin/sh\nsetsid sh -c 'echo $$ > pid; exec sleep 1000' &\nwhile [ ! -s pid ]; do :; done; cat pid",
    );
    await until(() => printed() !== "");
    // The child holds the output open: only the clock can tell that nothing comes any more.
    while (clock.nextAt === undefined) await setImmediate();
    clock.advance(1_000);
    expect(await end).toMatchObject({ exitCode: 0, leftOthers: false });
    process.kill(Number(printed()), "SIGKILL");
  });

  test("that prints 100 MB is ended at ten", async () => {
    const { end, printed } = start("#!/bin/sh\nhead -c 100000000 /dev/zero");
    expect(await end).toMatchObject({ isTooMuch: true });
    expect(printed().length).toBeLessThanOrEqual(10_000_000);
  });

  test("that complains 100 MB is ended too, and the end of it is kept", async () => {
    const { end } = start("#!/bin/sh\nhead -c 100000000 /dev/zero >&2");
    const { isTooMuch, stderr } = await end;
    expect(isTooMuch).toBe(true);
    expect(stderr.length).toBeLessThan(9_000);
  });

  test("is ended at once with all the others", async () => {
    const { end, printed, groups } = start("#!/bin/sh\ntrap '' TERM; echo on\nwhile :; do sleep 0.01; done");
    await until(() => printed() === "on\n");
    groups.end();
    expect((await end).signal).toBe("SIGKILL");
  });
});
