/**
 * Machines for tests of the network, on this machine: a server that tells what it was asked, over TLS if wanted, with a WebSocket; and a
 * proxy that is asked to CONNECT. Whatever is opened is closed by `closeAll`.
 */
import { readFileSync } from "node:fs";
import { type IncomingMessage, type RequestListener, type Server, createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, type Socket, connect } from "node:net";
import { WebSocketServer } from "ws";

/** A certificate or key of the tests. */
export function pem(name: "authority" | "server" | "server-key" | "client" | "client-key"): string {
  return readFileSync(new URL(`../../fixtures/${name}.pem`, import.meta.url), "utf8");
}

export interface Machine {
  readonly port: number;
  /** Everything that it was asked, in order. */
  readonly asked: Pick<IncomingMessage, "method" | "url" | "headers">[];
}

const open = new Set<{ close(): unknown }>();

/** Ends what the test opened. */
export async function closeAll(): Promise<void> {
  const all = [...open];
  open.clear();
  await Promise.all(all.map((each) => each.close()));
}

export interface ServerOptions {
  readonly isTls?: boolean;
  /** Whether a client has to show a certificate. */
  readonly wantsCertificate?: boolean;
  readonly setCookie?: readonly string[];
  /** Answers instead of `{"ok":true}`. */
  readonly handle?: RequestListener;
}

export async function serve({
  isTls = false,
  wantsCertificate = false,
  setCookie,
  handle,
}: ServerOptions = {}): Promise<Machine> {
  const asked: Machine["asked"] = [];
  const answer: RequestListener = (request, response) => {
    asked.push(request);
    if (setCookie !== undefined) response.setHeader("set-cookie", setCookie);
    if (handle === undefined) response.setHeader("content-type", "application/json").end('{"ok":true}');
    else handle(request, response);
  };
  const tls = { key: pem("server-key"), cert: pem("server"), ca: pem("authority"), requestCert: wantsCertificate };
  const server = isTls
    ? createTlsServer({ ...tls, rejectUnauthorized: wantsCertificate }, answer)
    : createServer(answer);
  const sockets = new WebSocketServer({ server });
  sockets.on("headers", (headers) => headers.push(...(setCookie ?? []).map((cookie) => `Set-Cookie: ${cookie}`)));
  sockets.on("connection", (socket, request) => {
    asked.push(request);
    socket.send('{"event":"hello"}');
  });
  return { port: await listening(server, () => sockets.clients.forEach((socket) => socket.terminate())), asked };
}

export interface ProxyOptions {
  /** `name:password`, without which it lets nobody through. */
  readonly wants?: string;
  readonly isTls?: boolean;
  /** What it answers everybody. */
  readonly refuses?: number;
}

/** A proxy that connects wherever it is told. */
export async function proxy({ wants, isTls = false, refuses }: ProxyOptions = {}): Promise<Machine> {
  const asked: Machine["asked"] = [];
  const ends = new Set<Socket>();
  const server = isTls ? createTlsServer({ key: pem("server-key"), cert: pem("server") }) : createServer();
  server.on("connect", (request: IncomingMessage, client: Socket) => {
    asked.push(request);
    const who = Buffer.from(request.headers["proxy-authorization"]?.replace("Basic ", "") ?? "", "base64").toString();
    const refused = refuses ?? (wants === undefined || who === wants ? undefined : 407);
    if (refused !== undefined) {
      client.end(`HTTP/1.1 ${refused} No\r\n\r\n`);
      return;
    }
    const [host, port] = (request.url ?? "").split(":");
    const upstream = connect(Number(port), host, () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    });
    for (const end of [client, upstream]) {
      ends.add(end);
      end.on("error", () => {});
    }
  });
  return { port: await listening(server, () => ends.forEach((end) => end.destroy())), asked };
}

async function listening(server: Server, cut: () => void): Promise<number> {
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  open.add({
    close() {
      cut();
      server.closeAllConnections();
      return new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  });
  return (server.address() as AddressInfo).port;
}
