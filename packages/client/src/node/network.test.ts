/** The network with real sockets on this machine: certificates, proxies, headers and cookies, for REST and WebSocket alike. */
import { inspect } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import { ConfigurationError, NetworkError } from "../errors.ts";
import { type NetworkOptions, type NodeNetwork, createRest, nodeNetwork } from "../index.ts";
import { closeAll, pem, proxy, serve } from "./testing-network.ts";

afterEach(closeAll);

/** What becomes of a call and of a WebSocket over a network. */
async function reached(network: NodeNetwork, url: string): Promise<{ rest: unknown; socket: string }> {
  const call = createRest({ url, token: "t0ken", http: network.http, timeoutMs: 5_000 }).call("GET", "/api/v4/x");
  const rest = await call.catch((error: unknown) => error);
  return { rest, socket: await socketOver(network, url) };
}

function socketOver({ connect }: NodeNetwork, url: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(
      `${url.replace(/^http/, "ws")}/api/v4/websocket`,
      { authorization: "Bearer t0ken" },
      {
        opened: () => {},
        message: (text) => {
          resolve(text);
          socket.terminate();
        },
        ponged: () => {},
        failed: ({ message, code = "", status = "" }) => resolve(`failed ${code}${status}: ${message}`),
        closed: (code) => resolve(`closed ${code}`),
      },
    );
  });
}

const FINE = { rest: { ok: true }, socket: '{"event":"hello"}' };

describe("certificates", () => {
  test("of an own authority are taken when it is named, by REST and WebSocket", async () => {
    const { port } = await serve({ isTls: true });
    expect(await reached(nodeNetwork({ ca: pem("authority") }), `https://localhost:${port}/mm`)).toEqual(FINE);
  });

  test("of an authority that nobody knows are refused, with what to do", async () => {
    const { port } = await serve({ isTls: true });
    const { rest, socket } = await reached(nodeNetwork(), `https://localhost:${port}`);
    expect(rest).toBeInstanceOf(NetworkError);
    expect((rest as NetworkError).hint).toContain("`ca`");
    expect(socket).toMatch(/^failed (?:UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED_CERT_IN_CHAIN)/);
  });

  test("are not looked at with `insecure`, which is said aloud", async () => {
    const { port } = await serve({ isTls: true });
    const warn = vi.fn<(sentence: string) => void>();
    expect(await reached(nodeNetwork({ insecure: true, warn }), `https://localhost:${port}`)).toEqual(FINE);
    expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining("whoever stands between can read everything"));
  });

  test("`insecure` is a warning of the process where nobody listens for it", () => {
    const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    nodeNetwork({ insecure: true });
    expect(warned.mock.calls).toEqual([[expect.stringContaining("insecure"), { code: "MATTERWRIGHT_INSECURE" }]]);
    warned.mockRestore();
  });

  test("of the client are shown to a server that asks", async () => {
    const { port } = await serve({ isTls: true, wantsCertificate: true });
    const url = `https://localhost:${port}`;
    const ours = { ca: pem("authority"), cert: pem("client"), key: pem("client-key") };
    expect(await reached(nodeNetwork(ours), url)).toEqual(FINE);
    const without = await reached(nodeNetwork({ ca: pem("authority") }), url);
    expect(without.rest).toBeInstanceOf(NetworkError);
    expect(without.socket).toMatch(/^(?:failed|closed)/);
  });

  test.each<[string, NetworkOptions]>([
    ["an authority that is none", { ca: "nonsense s3cr3t" }],
    ["a certificate without its key", { cert: pem("client") }],
    ["a certificate with another's key", { cert: pem("client"), key: pem("server-key") }],
    ["a key that is none", { cert: pem("client"), key: "s3cr3t" }],
    ["a header with a line break", { headers: { "x-key": "s3cr3t\nx: y" } }],
    ["a header without a name", { headers: { "": "s3cr3t" } }],
    ["a proxy that is none", { proxy: "http://user:s3cr3t@" }],
    ["a proxy of another kind", { proxy: "socks5://user:s3cr3t@proxy.example.com" }],
  ])("%s is refused at once, without showing it", (_name, options) => {
    const made = (): NodeNetwork => nodeNetwork(options);
    expect(made).toThrow(ConfigurationError);
    expect(made).not.toThrow(/s3cr3t/);
  });
});

describe("a proxy", () => {
  const credentials = "bot:s3cr3t@pass";
  const address = (port: number): string => `http://bot:${encodeURIComponent("s3cr3t@pass")}@127.0.0.1:${port}`;

  test.each([true, false])(
    "is gone through with name and password, by REST and WebSocket (TLS behind it: %s)",
    async (isTls) => {
      const server = await serve({ isTls });
      const between = await proxy({ wants: credentials });
      const network = nodeNetwork({ proxy: address(between.port), ca: pem("authority") });
      expect(await reached(network, `${isTls ? "https" : "http"}://localhost:${server.port}/mm`)).toEqual(FINE);
      expect(between.asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
        `CONNECT localhost:${server.port}`,
        `CONNECT localhost:${server.port}`,
      ]);
      expect(server.asked.map(({ url }) => url)).toEqual(["/mm/api/v4/x", "/mm/api/v4/websocket"]);
      expect(server.asked.map(({ headers }) => headers["proxy-authorization"])).toEqual([undefined, undefined]);
    },
  );

  test("may speak TLS itself", async () => {
    const server = await serve({ isTls: true });
    const between = await proxy({ isTls: true });
    const network = nodeNetwork({ proxy: `https://localhost:${between.port}`, ca: pem("authority") });
    expect(await reached(network, `https://localhost:${server.port}`)).toEqual(FINE);
    expect(between.asked.length).toBe(2);
  });

  test("is passed by where `noProxy` says so", async () => {
    const server = await serve();
    const between = await proxy();
    const network = nodeNetwork({ proxy: address(between.port), noProxy: "example.com,localhost" });
    expect(await reached(network, `http://localhost:${server.port}`)).toEqual(FINE);
    expect(between.asked).toEqual([]);
  });

  test("that does not accept us is told from a server that does not, and the password is in nothing", async () => {
    const server = await serve();
    const between = await proxy({ wants: "somebody:else" });
    const network = nodeNetwork({ proxy: address(between.port) });
    const { rest, socket } = await reached(network, `http://localhost:${server.port}`);
    expect(rest).toBeInstanceOf(NetworkError);
    expect(rest).toMatchObject({
      code: "ERR_PROXY_AUTHENTICATION",
      hint: expect.stringContaining("name and password") as string,
    });
    expect((rest as Error).message).toContain(`the proxy http://127.0.0.1:${between.port}`);
    expect(socket).toMatch(/^failed ERR_PROXY_AUTHENTICATION: the proxy http:\/\/127/);
    expect(inspect([rest, socket, network], { depth: 9 })).not.toMatch(/s3cr3t|czNjcjN0/);
  });

  test.each([403, 502])("that answers %i is a network error that names it", async (refuses) => {
    const between = await proxy({ refuses });
    const { rest, socket } = await reached(nodeNetwork({ proxy: address(between.port) }), "http://chat.example.com");
    expect(rest).toMatchObject({ code: "ERR_PROXY_REFUSED", hint: expect.stringContaining("`noProxy`") as string });
    expect(socket).toContain(`answered ${refuses}`);
  });

  test("that is not there is told from a server that is not there", async () => {
    const between = await proxy();
    await closeAll();
    const { rest, socket } = await reached(nodeNetwork({ proxy: address(between.port) }), "http://chat.example.com");
    expect(rest).toMatchObject({ code: "ECONNREFUSED", hint: expect.stringContaining("proxy's address") as string });
    expect(socket).toMatch(/^failed ECONNREFUSED: the proxy/);
  });
});

describe("headers and cookies", () => {
  test("own headers go with every call and every upgrade, and never beat the token", async () => {
    const server = await serve();
    const network = nodeNetwork({ headers: { "X-Access-Key": "k", Authorization: "Basic nonsense" } });
    expect(await reached(network, `http://localhost:${server.port}`)).toEqual(FINE);
    for (const { headers } of server.asked)
      expect(headers).toMatchObject({ "x-access-key": "k", authorization: "Bearer t0ken" });
  });

  test("a load balancer's cookie is sent again, by REST and WebSocket", async () => {
    const server = await serve({ setCookie: ["LB=node-1; Path=/; HttpOnly"] });
    const network = nodeNetwork();
    await reached(network, `http://localhost:${server.port}`);
    await reached(network, `http://localhost:${server.port}`);
    expect(server.asked.map(({ headers }) => headers.cookie)).toEqual([
      undefined,
      "LB=node-1",
      "LB=node-1",
      "LB=node-1",
    ]);
  });

  test("but not Mattermost's session, which would beat the token, nor any where they are not wanted", async () => {
    const server = await serve({ setCookie: ["MMAUTHTOKEN=other; Path=/", "LB=a"] });
    for (const [cookies, expected] of [
      [true, "LB=a"],
      [false, undefined],
    ] as const) {
      server.asked.length = 0;
      const network = nodeNetwork({ cookies });
      await reached(network, `http://localhost:${server.port}`);
      expect(server.asked.at(-1)?.headers.cookie).toBe(expected);
    }
  });
});
