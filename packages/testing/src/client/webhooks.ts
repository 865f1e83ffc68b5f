/** Sending through an incoming webhook: what arrives, and what the server's single error id hides. */
import { type WebhookMessage, WebhookError, webhook } from "matterwright/webhook";
import { expect } from "vitest";
import type { ClientStage, Deed } from "./deed.ts";

async function hookIn({ network, world, as }: ClientStage, channel = "dev"): Promise<Made> {
  const { webhooks } = await as("ann");
  const { id } = await webhooks.createIncoming({ channel_id: world.channel(channel), display_name: "CI" });
  return { id, hook: webhook(`${network.url}/hooks/${id}`, { http: network.http }) };
}

interface Made {
  readonly id: string;
  readonly hook: ReturnType<typeof webhook>;
}

async function troubleOf({ hook }: Made, message: WebhookMessage): Promise<unknown> {
  return hook.post(message).then(
    () => "posted",
    (error: unknown) => (error instanceof WebhookError ? error.trouble : error),
  );
}

export const webhooks: readonly Deed[] = [
  {
    says: "a webhook posts messages in their order, and a long one as several posts that each fit",
    run: async (stage) => {
      const { hook } = await hookIn(stage);
      const long = "A line of a report that goes on for long.\n".repeat(500);
      await hook.post([
        "first",
        { text: long, attachments: [{ text: "card" }], card: "**more**", priority: "urgent" },
        "last",
      ]);
      const { posts } = await stage.as("ben");
      const page = await posts.inChannel(stage.world.channel("dev"), { perPage: 4 });
      const [last, second, half, first] = page.order.map((id) => page.posts[id]);
      expect([first?.message, last?.message]).toEqual(["first", "last"]);
      expect(`${half?.message}\n${second?.message}`.trim()).toBe(long.trim());
      expect([half?.props.attachments, second?.props.attachments?.length]).toEqual([undefined, 1]);
      expect(second?.props["card"]).toBe("**more**");
      expect([half?.metadata?.priority?.priority, second?.metadata?.priority]).toEqual(["urgent", undefined]);
    },
  },
  {
    says: "a webhook that cannot post says why",
    run: async (stage) => {
      const made = await hookIn(stage);
      const { webhooks: hooks } = await stage.as("ann");
      expect(await troubleOf(made, { text: "x", channel: "@nobody-of-this-name" })).toBe("person");
      expect(await troubleOf(made, { text: "x", channel: "no-channel-of-this-name" })).toBe("channel");
      expect(await troubleOf(made, { text: "x", type: "system_join_channel" } as WebhookMessage)).toBe("refused");
      const hook = await hooks.incoming(made.id);
      await hooks.updateIncoming({ ...hook, channel_locked: true });
      expect(await troubleOf(made, { text: "x", channel: "town-square" })).toBe("forbidden");
      await hooks.deleteIncoming(made.id);
      expect(await troubleOf(made, { text: "x" })).toBe("deleted");
      expect(await troubleOf(made, { text: "x", channel: "@nobody-of-this-name" })).toBe("deleted");
    },
  },
];
