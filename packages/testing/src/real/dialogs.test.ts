/** Dialogs that follow one another, refresh, look things up and are closed, as a server and its people meet them. */
import { Bot, FieldErrors, UserError, dialog, field, z } from "matterwright";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Answered } from "../conformance/world.ts";
import { SOON, Stand, placesOf } from "./places.ts";

const TIMEOUT_MS = 120_000;
const zones: Readonly<Record<string, readonly [string, ...string[]]>> = { eu: ["Berlin", "Paris"], us: ["Boston"] };
const services = ["api", "archive", "web"];

function bookingBot(options: { readonly url: string; readonly token: string }, callbackUrl: string): Bot {
  const when = dialog(
    "when",
    { title: "When?", fields: { day: z.iso.date(), sure: z.literal(true) }, carries: { zone: z.string() } },
    (ctx, { day }, { zone }) => ctx.to(ctx.channelId).post(`booked ${zone} on ${day}`),
  );
  const where = dialog(
    "where",
    {
      title: "Where?",
      fields: ({ region = "eu" }) => ({
        region: field.select({ eu: "Europe", us: "America" }).default("eu").meta({ refresh: true }),
        zone: z.enum(zones[String(region)] ?? ["nowhere"]),
        service: field.lookup((query) => services.filter((name) => name.startsWith(query))),
      }),
      cancelled: (ctx) => ctx.to(ctx.channelId).post("never mind"),
    },
    (ctx, { zone }) => {
      if (zone === "Paris") throw new FieldErrors({ zone: "Paris is full." });
      if (zone === "Berlin") throw new UserError("Berlin is closed today.");
      when.next(ctx, { zone });
    },
  );
  return new Bot({ ...options, callbackUrl })
    .use(when, where)
    .command("book", { about: "Book a place" }, async (ctx) => {
      if (ctx.is("slash")) await where.open(ctx);
    });
}

describe.each(placesOf(process.env))("on $name", { timeout: TIMEOUT_MS }, (place) => {
  let stand: Stand;

  beforeAll(async () => {
    stand = await Stand.at(place);
    const { world } = stand;
    const path = `PUT /api/v4/teams/${world.town.teamId}/members/${world.id("wright")}/roles`;
    await world.call("ann", path, { body: { roles: "team_user team_admin" } });
    await stand.start((options) => bookingBot(options, `${stand.url}/wright`));
  }, TIMEOUT_MS);
  afterAll(() => stand?.leave(), TIMEOUT_MS);

  interface Opened {
    readonly url: string;
    readonly dialog: Readonly<Record<string, unknown>>;
  }

  /** As cat is shown it. */
  async function opened(): Promise<Opened> {
    const { world } = stand;
    const socket = await world.socket("cat");
    const body = { command: "/book", channel_id: world.channel("dev") };
    await vi.waitFor(async () => {
      expect((await world.call("cat", "POST /api/v4/commands/execute", { body })).status).toBe(200);
    }, SOON);
    return vi.waitFor(() => {
      const [event] = socket.events("open_dialog");
      expect(event).toBeDefined();
      return { url: event?.at("data.dialog.url"), dialog: event?.at("data.dialog.dialog") } as Opened;
    }, SOON);
  }

  /** What a client sends of a dialog. */
  function send(
    { url, dialog }: Opened,
    more: Readonly<Record<string, unknown>>,
    { who = "cat", way = "submit" } = {},
  ): Promise<Answered> {
    const { world } = stand;
    const place = { channel_id: world.channel("dev"), team_id: world.town.teamId };
    const own = { url, callback_id: dialog["callback_id"], state: dialog["state"] };
    return world.call(who, `POST /api/v4/actions/dialogs/${way}`, { body: { ...own, ...place, ...more } });
  }

  const boston = { region: "us", zone: "Boston", service: "api" };

  test("fields follow what was chosen, and choices are looked up", async () => {
    const first = await opened();
    const again = await send(first, { type: "refresh", submission: { region: "us" } });
    expect(again.at("form.elements.1.options")).toEqual([{ text: "Boston", value: "Boston" }]);
    const elements = first.dialog["elements"] as readonly { readonly name: string; readonly data_source_url: string }[];
    const url = elements.find(({ name }) => name === "service")?.data_source_url ?? "";
    const found = await send(
      { ...first, url },
      { submission: { query: "a", selected_field: "service" } },
      { way: "lookup" },
    );
    expect(JSON.parse(found.text)).toEqual({
      items: [
        { text: "api", value: "api" },
        { text: "archive", value: "archive" },
      ],
    });
  });

  test("what is wrong is said in it, and the next step takes its place", async () => {
    const first = await opened();
    const paris = await send(first, { submission: { region: "eu", zone: "Paris", service: "api" } });
    expect(JSON.parse(paris.text)).toEqual({ errors: { zone: "Paris is full." } });
    const berlin = await send(first, { submission: { region: "eu", zone: "Berlin", service: "api" } });
    expect(JSON.parse(berlin.text)).toEqual({ error: "Berlin is closed today." });
    const next = await send(first, { submission: boston });
    expect([next.at("type"), next.at("form.title")]).toEqual(["form", "When?"]);
    const second = { url: first.url, dialog: next.at("form") as Opened["dialog"] };
    expect(JSON.parse((await send(second, { submission: { day: "soon", sure: false } })).text)).toEqual({
      errors: { day: "This is to be a day, like 2026-01-31.", sure: "Please tick this." },
    });
    expect(JSON.parse((await send(second, { submission: { day: "2026-01-05", sure: true } })).text)).toEqual({});
    await stand.found("booked Boston on 2026-01-05");
    expect(JSON.parse((await send(first, { submission: boston })).text)).toEqual({
      error: "This was submitted already.",
    });
  });

  test("who closes it is heard, and nobody submits what another was shown", async () => {
    const first = await opened();
    expect(first.dialog["notify_on_cancel"]).toBe(true);
    expect((await send(first, { submission: boston }, { who: "ben" })).status).toBe(400);
    expect(JSON.parse((await send(first, { submission: {}, cancelled: true })).text)).toEqual({});
    await stand.found("never mind");
  });
});
