/** Commands, webhooks both ways, buttons, dialogs. */
import { expect } from "vitest";
import type { ClientStage, Deed } from "./deed.ts";

/** Where the server calls, and what is answered there. */
function receiver({ world }: ClientStage, path: string, answer: unknown): string {
  world.server.receiver.replies(path, [{ headers: { "content-type": "application/json" }, body: answer as never }]);
  return `${world.server.receiver.base}${path}`;
}

/** A post with a button that the person may click. */
async function click(stage: ClientStage): Promise<{ readonly trigger_id: string }> {
  const url = receiver(stage, "/click", {});
  const actions = [{ id: "go", name: "Go", type: "button", integration: { url } }];
  const dev = stage.world.channel("dev");
  const post = await (
    await stage.as("wright")
  ).posts.create({ channel_id: dev, props: { attachments: [{ actions }] } });
  const { trigger_id: trigger } = await (await stage.as("cat")).dialogs.click(post.id, "go");
  expect(trigger).not.toBe("");
  const asked = stage.world.server.receiver.requests.findLast(({ path }) => path === "/click");
  return JSON.parse(asked?.body ?? "{}") as { readonly trigger_id: string };
}

export const integrations: readonly Deed[] = [
  {
    says: "commands are made, executed, changed and deleted",
    run: async (stage) => {
      const { team, as, name, world } = stage;
      const { commands } = await as("ann");
      const trigger = name("ship");
      const url = receiver(stage, "/ship", { response_type: "ephemeral", text: "shipped" });
      const made = await commands.create({ team_id: team, trigger, url, auto_complete: true });
      await expect(commands.create({ team_id: team, trigger, url })).rejects.toMatchObject({ name: "ConflictError" });
      expect((await commands.get(made.id)).trigger).toBe(trigger);
      expect((await commands.list(team)).map(({ id }) => id)).toContain(made.id);
      const said = await (
        await as("ben")
      ).commands.execute({ command: `/${trigger} it`, channel_id: world.channel("dev") });
      expect(said.text).toBe("shipped");
      expect((await commands.autocomplete(team)).map((each) => each.trigger)).toContain(trigger);
      const offered = await commands.suggestions(team, {
        user_input: `/${trigger.slice(0, 4)}`,
        channel_id: world.channel("dev"),
      });
      expect(offered.map(({ Complete: complete }) => complete)).toContain(trigger);
      const fresh = await commands.regenerateToken(made.id);
      expect([fresh.length, fresh === made.token]).toEqual([26, false]);
      expect((await commands.update(made.id, { team_id: team, trigger, url, display_name: "Ship" })).display_name).toBe(
        "Ship",
      );
      await commands.move(made.id, team);
      await commands.delete(made.id);
      await expect(commands.get(made.id)).rejects.toMatchObject({ name: "NotFoundError" });
    },
  },
  {
    says: "an incoming webhook is made, and a script posts through it",
    run: async ({ world, as }) => {
      const { webhooks, posts } = await as("ann");
      const hook = await webhooks.createIncoming({ channel_id: world.channel("dev"), display_name: "Script" });
      expect((await webhooks.incoming(hook.id)).display_name).toBe("Script");
      await (await as("nobody")).webhooks.send(hook.id, { text: "from a script" });
      const messages = Object.values((await posts.inChannel(world.channel("dev"))).posts).map(({ message }) => message);
      expect(messages).toContain("from a script");
      await webhooks.deleteIncoming(hook.id);
      const gone = (await as("nobody")).webhooks.send(hook.id, { text: "too late" });
      await expect(gone).rejects.toMatchObject({ route: "/hooks/…" });
    },
  },
  {
    says: "incoming webhooks are listed and changed",
    run: async ({ world, team, as }) => {
      const { webhooks } = await as("ann");
      const hook = await webhooks.createIncoming({ channel_id: world.channel("dev"), display_name: "Script" });
      expect((await webhooks.listIncoming({ team })).map(({ id }) => id)).toContain(hook.id);
      expect((await Array.fromAsync(webhooks.allIncoming({ team }))).map(({ id }) => id)).toContain(hook.id);
      expect((await webhooks.updateIncoming({ ...hook, description: "of the script" })).description).toBe(
        "of the script",
      );
    },
  },
  {
    says: "outgoing webhooks are made, listed, changed and deleted",
    run: async (stage) => {
      const { world, team, as, name } = stage;
      const { webhooks } = await as("ann");
      const wanted = {
        team_id: team,
        channel_id: world.channel("dev"),
        trigger_words: [name("ahoy")],
        callback_urls: [receiver(stage, "/ahoy", {})],
      };
      const hook = await webhooks.createOutgoing({ ...wanted, display_name: "Ahoy" });
      await expect(webhooks.createOutgoing({ ...wanted, display_name: "Again" })).rejects.toMatchObject({
        name: "ConflictError",
      });
      expect((await webhooks.outgoing(hook.id)).display_name).toBe("Ahoy");
      expect((await webhooks.listOutgoing({ team })).map(({ id }) => id)).toContain(hook.id);
      expect((await Array.fromAsync(webhooks.allOutgoing({ team }))).map(({ id }) => id)).toContain(hook.id);
      expect((await webhooks.updateOutgoing({ ...hook, description: "greets" })).description).toBe("greets");
      expect((await webhooks.regenerateOutgoingToken(hook.id)).token).not.toBe(hook.token);
      await webhooks.deleteOutgoing(hook.id);
      await expect(webhooks.outgoing(hook.id)).rejects.toMatchObject({ name: "NotFoundError" });
    },
  },
  {
    says: "a button is clicked",
    run: async (stage) => {
      expect((await click(stage)).trigger_id).not.toBe("");
    },
  },
  {
    says: "a dialog is opened after a click, looked up in, submitted and answered",
    run: async (stage) => {
      const { world, team, as } = stage;
      const { trigger_id: trigger } = await click(stage);
      const url = receiver(stage, "/submit", { errors: { why: "say more" } });
      const dialog = {
        callback_id: "c",
        title: "Why?",
        elements: [{ display_name: "Why", name: "why", type: "text" }],
      };
      await (await as("wright")).dialogs.open({ trigger_id: trigger, url, dialog });
      const cat = await as("cat");
      const filled = { url, callback_id: "c", state: "s", channel_id: world.channel("dev"), team_id: team };
      expect((await cat.dialogs.submit({ ...filled, submission: { why: "so" } })).errors).toEqual({ why: "say more" });
      const options = receiver(stage, "/lookup", { items: [{ text: "One", value: "1" }] });
      const asked = { ...filled, url: options, submission: { query: "o", selected_field: "why" } };
      expect(await cat.dialogs.lookup(asked)).toEqual([{ text: "One", value: "1" }]);
      await expect((await as("wright")).dialogs.open({ trigger_id: "stale", url, dialog })).rejects.toMatchObject({
        name: "RefusedError",
      });
    },
  },
];
