/** git, as far as plugins need it: gets one commit of a repository. It asks nobody for a password and runs nothing of the repository. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { type ProgramCall, runProgram } from "./run.ts";

const CAREFUL = ["-c", "core.hooksPath=/dev/null", "-c", "protocol.ext.allow=never", "-c", "advice.detachedHead=false"];

/** Puts the files of a commit into the empty folder of the call, and returns the commit. @throws Error in git's words. */
export async function gitCheckout(url: string, ref: string | undefined, call: ProgramCall): Promise<string> {
  const git = async (...args: readonly string[]): Promise<string> => {
    const { isOk, stdout, stderr } = await runProgram("git", [...CAREFUL, ...args], { ...call, env: quiet(call.env) });
    if (isOk) return stdout.trim();
    throw new Error(`git says: ${reasonOf(stderr)}`);
  };
  await git("init", "--quiet");
  try {
    await git("fetch", "--quiet", "--depth=1", "--", url, ref ?? "HEAD");
  } catch (error) {
    // A server need not give out a commit that no branch or tag names.
    if (ref === undefined || !/^[0-9a-f]{7,64}$/.test(ref)) throw error;
    await git("fetch", "--quiet", "--tags", "--", url, "+refs/heads/*:refs/remotes/origin/*");
    await git("update-ref", "FETCH_HEAD", await git("rev-parse", "--verify", "--quiet", `${ref}^{commit}`));
  }
  await git("checkout", "--quiet", "--detach", "FETCH_HEAD");
  const commit = await git("rev-parse", "HEAD");
  rmSync(join(call.folder, ".git"), { recursive: true, force: true });
  return commit;
}

function quiet(env: Readonly<Record<string, string>>): Record<string, string> {
  const { GIT_DIR: _1, GIT_WORK_TREE: _2, GIT_INDEX_FILE: _3, ...rest } = env;
  return {
    GIT_SSH_COMMAND: "ssh -o BatchMode=yes",
    ...rest,
    GIT_TERMINAL_PROMPT: "0",
    GIT_ALLOW_PROTOCOL: "file:git:http:https:ssh",
  };
}

function reasonOf(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.trim());
  const told = lines.find((line) => line.startsWith("fatal:")) ?? lines.find((line) => line !== "") ?? "nothing";
  return told.replace(/^fatal:\s*/, "").slice(0, 300);
}
