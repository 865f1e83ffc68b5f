import { describe, expect, test } from "vitest";
import { defaultSettings, settingsFromEnv } from "../settings.ts";
import { RateLimiter } from "./rate-limit.ts";

const limiter = (perSecond: number, burst: number): RateLimiter =>
  new RateLimiter({ ...defaultSettings, "RateLimitSettings.PerSec": perSecond, "RateLimitSettings.MaxBurst": burst });

describe("the rate limiter", () => {
  test("lets a burst through, then one at a time at the pace", () => {
    const bucket = limiter(10, 5);
    const allowed = Array.from({ length: 10 }, () => !bucket.draw("a", 0).limited).filter(Boolean);
    expect(allowed).toHaveLength(6);
    expect(bucket.draw("a", 99).limited).toBe(true);
    expect(bucket.draw("a", 100).limited).toBe(false);
    expect(bucket.draw("a", 100).limited).toBe(true);
  });

  test("keeps a bucket for each client", () => {
    const bucket = limiter(1, 0);
    expect(bucket.draw("a", 0).limited).toBe(false);
    expect(bucket.draw("a", 0).limited).toBe(true);
    expect(bucket.draw("b", 0).limited).toBe(false);
  });

  test("says what is left, and how long to wait", () => {
    const bucket = limiter(1, 1);
    expect(bucket.draw("a", 0).headers).toMatchObject({ "X-Ratelimit-Limit": "2", "X-Ratelimit-Remaining": "1" });
    bucket.draw("a", 0);
    expect(bucket.draw("a", 0).headers).toMatchObject({ "X-Ratelimit-Remaining": "0", "Retry-After": "1" });
  });
});

describe("settings by the server's own names", () => {
  test("are read, and what cannot be used is told", () => {
    const { settings, problems } = settingsFromEnv({
      MM_RATELIMITSETTINGS_ENABLE: "true",
      MM_RATELIMITSETTINGS_PERSEC: "many",
      MM_SQLSETTINGS_DRIVERNAME: "postgres",
      PATH: "/bin",
    });
    expect(settings).toEqual({ "RateLimitSettings.Enable": true });
    expect(problems).toEqual([
      'MM_RATELIMITSETTINGS_PERSEC must be a whole number, not "many".',
      "MM_SQLSETTINGS_DRIVERNAME is not a setting that the simulator knows; it has no effect.",
    ]);
  });
});
