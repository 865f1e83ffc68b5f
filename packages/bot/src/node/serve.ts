/**
 * Opens a port for a bot's HTTP door, by hono's server for Node, and makes the door fit into what speaks Node's own HTTP: Express, Fastify
 * and bare `node:http`. It answers nothing itself.
 */
import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { type TakesShort, fieldsOf, isShort } from "../door/json.ts";
import { endingOf } from "./ending.ts";

/** What answers: a bot, or anything that turns a `Request` into a `Response`. */
export interface Fetching {
  fetch(request: Request, beside?: unknown): Promise<Response> | Response;
}

export interface ServeOptions {
  /** 0: any that is free. */
  readonly port: number;
  /** The address to listen at; every one of this machine by default. */
  readonly host?: string;
}

/** A port that is open. */
export interface Serving {
  readonly port: number;
  /** Takes no more calls, lets those that run end for `withinMs` altogether, ten seconds by default, and frees the port. */
  close(options?: { readonly withinMs?: number }): Promise<void>;
}

/** What does not come within this time is not waited for. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 60_000;
const HEADERS_MAX_BYTES = 16_384;
/** Calls that run when a port is closed have so long to end. */
const END_WITHIN_MS = 10_000;

/**
 * Opens a port for a bot.
 *
 * @throws Error with the code `EADDRINUSE` when the port is taken, `EACCES` when this user may not open it.
 * @example
 * const door = await serve(bot, { port: 8080 });
 * await door.close();
 */
export async function serve(bot: Fetching, { port, host }: ServeOptions): Promise<Serving> {
  const server = createServer(
    { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS, maxHeaderSize: HEADERS_MAX_BYTES },
    nodeHandler(bot),
  );
  const end = endingOf(server);
  await listening(server, port, host);
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    close: ({ withinMs = END_WITHIN_MS } = {}) => end(withinMs),
  };
}

/** A handler of Node's HTTP. Express takes it as it is. */
export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * A bot's door for Express (`app.use`) and bare `node:http` (`createServer`). Whatever parses bodies comes behind it, or leaves its paths
 * alone: the body is read here.
 *
 * @example
 * express().use("/wright", nodeHandler(bot)).listen(8080);
 */
export function nodeHandler(bot: Fetching): NodeHandler {
  const answer: FetchCallback = async (request, beside) => {
    const response = await bot.fetch(request, Object.assign(beside, { takesShort: true } satisfies TakesShort));
    return written(response, beside.outgoing as ServerResponse) ? RESPONSE_ALREADY_SENT : response;
  };
  // Everybody else in this process keeps the globals that they know.
  const listener = getRequestListener(answer, { overrideGlobalObjects: false });
  return (request, response) => {
    const { originalUrl } = request as { readonly originalUrl?: string };
    // Express takes the path that something is mounted at away; the bot knows its own address.
    if (originalUrl !== undefined) request.url = originalUrl;
    if (isReadAlready(request)) tellOfOrder(response);
    else void listener(request, response);
  };
}

/** Somebody before has read the body: it would be waited for in vain. */
function isReadAlready({ method, readableEnded }: IncomingMessage): boolean {
  return readableEnded && method !== "GET" && method !== "HEAD";
}

function tellOfOrder(response: ServerResponse): void {
  const error = "the body was read before it came to the bot: put the bot before whatever parses bodies";
  response.writeHead(500, { "content-type": "application/json" }).end(JSON.stringify({ error }));
}

type FetchCallback = Parameters<typeof getRequestListener>[0];

/** Most answers are short texts, which need no stream. Whether this was one. */
function written(response: Response, outgoing: ServerResponse): boolean {
  if (!isShort(response) || outgoing.headersSent) return false;
  const { said, status } = response;
  outgoing.writeHead(status, { ...fieldsOf(response), "content-length": Buffer.byteLength(said) });
  outgoing.end(said);
  return true;
}

/** An application of Fastify, whatever its own types are. */
interface FastifyLike {
  removeAllContentTypeParsers(): unknown;
  addContentTypeParser(...all: never): unknown;
  all(...all: never): unknown;
}

/** What is used of it. */
interface FastifyUsed {
  addContentTypeParser(
    type: string,
    parse: (request: unknown, body: unknown, done: (error: null) => void) => void,
  ): unknown;
  all(path: string, handle: (request: { readonly raw: IncomingMessage }, reply: FastifyReplyLike) => void): unknown;
}

interface FastifyReplyLike {
  readonly raw: ServerResponse;
  hijack(): unknown;
}

/**
 * A bot's door as a plugin of Fastify.
 *
 * @example
 * fastify().register(fastifyPlugin(bot), { prefix: "/wright" });
 */
export function fastifyPlugin(
  bot: Fetching,
): (app: FastifyLike, options: unknown, done: (error?: Error) => void) => void {
  const handle = nodeHandler(bot);
  return (app, _options, done) => {
    const used = app as unknown as FastifyUsed;
    app.removeAllContentTypeParsers();
    used.addContentTypeParser("*", (_request, _body, parsed) => parsed(null));
    used.all("/*", (request, reply) => {
      reply.hijack();
      handle(request.raw, reply.raw);
    });
    done();
  };
}

function listening(server: Server, port: number, host: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}
