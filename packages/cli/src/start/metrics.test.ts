/** What settings make of `/metrics`: off unless it is wanted, at home unless it is guarded. */
import { expect, test } from "vitest";
import { settingsOf } from "../settings/settings.ts";

const SERVER = { MATTERMOST_URL: "https://chat.example.com", MATTERMOST_TOKEN: "t" };
const token = "0123456789abcdef";

const door = (env: Readonly<Record<string, string>>): unknown => {
  const settings = settingsOf({ ...SERVER, ...env }, import.meta.dirname);
  return settings.job === "real" ? settings.door : undefined;
};

test("nothing is opened unless somebody asks for it", () => {
  expect(door({})).toBeUndefined();
  expect(door({ MATTERWRIGHT_METRICS: "false", MATTERWRIGHT_METRICS_TOKEN: token })).toBeUndefined();
});

test("without an address for the server it is for this machine, unless another is set", () => {
  expect(door({ MATTERWRIGHT_METRICS: "true" })).toMatchObject({
    url: undefined,
    host: "127.0.0.1",
    port: 8080,
    metrics: {},
  });
  expect(
    door({ MATTERWRIGHT_METRICS_TOKEN: token, MATTERWRIGHT_HOST: "0.0.0.0", MATTERWRIGHT_PORT: "9100" }),
  ).toMatchObject({ host: "0.0.0.0", port: 9100, metrics: { token } });
});

test("where others call too it has to be guarded", () => {
  const url = { MATTERWRIGHT_URL: "https://bot.example.com/wright" };
  expect(() => door({ ...url, MATTERWRIGHT_METRICS: "true" })).toThrow("set MATTERWRIGHT_METRICS_TOKEN");
  expect(() => door({ ...url, MATTERWRIGHT_METRICS_TOKEN: "short" })).toThrow("MATTERWRIGHT_METRICS_TOKEN");
  expect(door({ ...url, MATTERWRIGHT_METRICS_TOKEN: token })).toMatchObject({ metrics: { token } });
  expect(() => door({ MATTERWRIGHT_METRICS: "true", MATTERWRIGHT_PATH: "/x" })).toThrow("MATTERWRIGHT_URL is not");
});
