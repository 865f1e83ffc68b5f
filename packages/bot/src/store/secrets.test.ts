/** Tokens are kept locked: nobody reads them from the store, and a wrong key is told in a sentence. */
import { ManualClock } from "@matterwright/clock";
import { stage } from "@matterwright/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  Bot,
  type Installable,
  LockedError,
  type PluginScope,
  type Store,
  Vault,
  forgetSecrets,
  hasVault,
  memoryDurable,
  plugin,
  useVault,
} from "../index.ts";
import { secretsOf } from "./secrets.ts";

const OLD = "an old secret that is long enough";
const NEW = "a new secret that is long enough, too";

describe("a vault", () => {
  test("unlocks what it locked, whatever it is, and shows nothing of it", () => {
    const vault = new Vault([NEW]);
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (text, about) => {
        const well = text.toWellFormed();
        const locked = vault.lock(well, about);
        expect(vault.unlock(locked, about)).toBe(well);
        expect(locked).toMatch(/^mw1\.[0-9a-f]{8}\.[\w-]+$/);
        if (well.length > 8) expect(Buffer.from(locked.split(".")[2]!, "base64url").includes(well)).toBe(false);
      }),
    );
    expect(vault.lock("same", "a")).not.toBe(vault.lock("same", "a"));
  });

  test("refuses every envelope in which one character was changed", () => {
    const vault = new Vault([NEW]);
    const locked = vault.lock("t0k3n", "hook");
    // The last character of base64 may hold bits that stand for nothing.
    for (let at = 0; at < locked.length - 1; at++) {
      const changed = locked.slice(0, at) + (locked[at] === "A" ? "B" : "A") + locked.slice(at + 1);
      expect(() => vault.unlock(changed, "hook")).toThrow(LockedError);
    }
    for (let length = 0; length < locked.length; length++)
      expect(() => vault.unlock(locked.slice(0, length), "hook")).toThrow(LockedError);
  });

  test("does not take an envelope for another", () => {
    const vault = new Vault([NEW]);
    expect(() => vault.unlock(vault.lock("t0k3n", "hook/one"), "hook/two")).toThrow(/"hook\/two" was changed/);
  });

  test("says with one sentence that the key is another, and names neither secret nor text", () => {
    const locked = new Vault([OLD]).lock("t0k3n", "hook");
    const said = (() => {
      try {
        return new Vault([NEW]).unlock(locked, "hook");
      } catch (error) {
        return (error as Error).message;
      }
    })();
    expect(said).toMatch(
      /^"hook" was locked with another secret \([0-9a-f]{8}, and there is [0-9a-f]{8}\): put that secret/,
    );
    for (const secret of [OLD, NEW, "t0k3n"]) expect(said).not.toContain(secret);
    expect(() => new Vault([NEW]).unlock("mw2.x.y", "hook")).toThrow(/locked by a newer Matterwright/);
  });

  test("wants secrets that cannot be guessed", () => {
    expect(() => new Vault([])).toThrow(/needs a secret/);
    expect(() => new Vault([NEW, "short"])).toThrow(/has 5 characters, and 32 are the least: make one with `openssl/);
  });
});

describe("secrets of a plugin", () => {
  const storeOf = (): Store => memoryDurable(new ManualClock()).store;

  test("are its own, survive the bot, and stand in the store as noise", async () => {
    let scope: PluginScope | undefined;
    const hooks = plugin({ name: "hooks", setup: (bot) => void (scope = bot) });
    const other = plugin({
      name: "other",
      setup: (bot) => void bot.hears("names", async () => void (seen = await bot.secrets.names())),
    });
    let seen: string[] | undefined;
    await using town = await stage((options) => new Bot(options).plugin(hooks).plugin(other));
    await scope!.secrets.set("deploy", "t0k3n");
    await town.restart();
    expect(await scope!.secrets.get("deploy")).toBe("t0k3n");
    expect(await scope!.secrets.names()).toEqual(["deploy"]);
    await town.person("ann").says("names");
    expect(seen).toEqual([]);
    expect(JSON.stringify(await town.durable.store.list(""))).not.toContain("t0k3n");
    expect(await scope!.secrets.delete("deploy")).toBe(true);
    expect(await scope!.secrets.get("deploy")).toBeUndefined();
  });

  test("are locked again with the present secret when they are read", async () => {
    const store = storeOf();
    await secretsOf(store, new Vault([OLD]), "hooks").set("deploy", "t0k3n");
    const both = secretsOf(store, new Vault([NEW, OLD]), "hooks");
    expect(await both.get("deploy")).toBe("t0k3n");
    expect(await secretsOf(store, new Vault([NEW]), "hooks").get("deploy")).toBe("t0k3n");
  });

  test("are one vault's, also when two processes mark the store at the same moment", async () => {
    const store = storeOf();
    const marked = await Promise.allSettled([useVault(store, new Vault([OLD])), useVault(store, new Vault([NEW]))]);
    expect(marked.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    expect(marked[1]).toMatchObject({ reason: expect.any(LockedError) });
  });

  test("are there for what is used by a bot, too, apart from those of plugins", async () => {
    const tokens = new Set<string | undefined>();
    const hooks: Installable = {
      install: ({ owner, secrets }) => {
        void secrets.set("token", `of ${owner}`).then(async () => tokens.add(await secrets.get("token")));
        return () => {};
      },
    };
    const own = plugin({ name: "own", setup: (bot) => void bot.use(hooks) });
    await using town = await stage((options) => new Bot(options).use(hooks).plugin(own), { callbackUrl: false });
    expect(tokens).toEqual(new Set(["of bot", "of own"]));
    expect(await town.durable.store.keys("secret/")).toEqual(["secret/bot/token", "secret/own/token"]);
    expect(() => plugin({ name: "bot", setup: () => {} })).toThrow(/cannot be called "bot"/);
  });

  test("need a vault", async () => {
    await expect(secretsOf(storeOf(), undefined, "hooks").set("deploy", "t0k3n")).rejects.toThrow(/BotOptions\.vault/);
  });

  test("can be told at the start to be another vault's, and forgotten", async () => {
    const store = storeOf();
    expect(await hasVault(store)).toBe(false);
    await useVault(store, new Vault([OLD]));
    await secretsOf(store, new Vault([OLD]), "hooks").set("deploy", "t0k3n");
    await expect(useVault(store, new Vault([NEW]))).rejects.toThrow(LockedError);
    await useVault(store, new Vault([NEW, OLD]));
    await useVault(store, new Vault([NEW]));
    expect(await forgetSecrets(store)).toBe(1);
    expect(await hasVault(store)).toBe(false);
    expect(await store.keys("")).toEqual([]);
  });
});
