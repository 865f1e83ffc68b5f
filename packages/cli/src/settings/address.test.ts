import * as fc from "fast-check";
import { expect, test } from "vitest";
import { serverAddress } from "./address.ts";

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const parts = fc.record({
  host: fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join(".")),
  scheme: fc.constantFrom("http", "https"),
  port: fc.integer({ min: 1, max: 65_535 }).filter((port) => port !== 80 && port !== 443),
  path: fc.option(
    label.map((name) => `/${name}`),
    { nil: "" },
  ),
});

test("parts say the same wherever they stand", () => {
  fc.assert(
    fc.property(parts, ({ host, scheme, port, path }) => {
      const whole = `${scheme}://${host}:${port}${path}`;
      expect(serverAddress({ url: whole })).toBe(whole);
      expect(serverAddress({ url: host, scheme, port, basePath: path })).toBe(whole);
      expect(serverAddress({ url: `${host}:${port}${path}/`, scheme })).toBe(whole);
      expect(serverAddress({ url: whole, scheme, port, basePath: `${path}/api/v4` })).toBe(whole);
    }),
  );
});

test("https is meant when nothing is said, and a scheme's own port is not written", () => {
  expect(serverAddress({ url: "chat.example.com" })).toBe("https://chat.example.com");
  expect(serverAddress({ url: "chat.example.com", port: 443 })).toBe("https://chat.example.com");
});
