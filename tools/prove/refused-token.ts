/** Somebody copied the wrong token. */
import { tmpdir } from "node:os";
import { Program, freePort, main } from "./program.ts";

const TOKEN = "n0tth3r1ghtt0k3n0fanyb0t26";

export async function refusedToken(): Promise<string> {
  const port = await freePort();
  const server = new Program([process.execPath, main, "sim", "--port", String(port)], { cwd: tmpdir(), env: {} });
  try {
    await server.prints(String(port));
    const env = { MATTERMOST_URL: `http://127.0.0.1:${port}`, MATTERMOST_TOKEN: TOKEN };
    const bot = new Program([process.execPath, main, "start"], { cwd: tmpdir(), env });
    const code = await bot.ended;
    const said = bot.printed.trim();
    if (code !== 78) throw new Error(`it ended with ${code}: ${said}`);
    if (said.includes(TOKEN) || said.split("\n").length !== 1) throw new Error(`it said: ${said}`);
    return `"${said}"`;
  } finally {
    await server.end("SIGKILL");
  }
}
