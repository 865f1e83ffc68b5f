import { durableContract } from "@matterwright/testing";
import { TestPostgres, mayTestPostgres } from "@matterwright/testing/postgres";
import { afterAll, beforeAll, describe, test } from "vitest";
import { onPostgres, template } from "../../test/time-machine.ts";

describe.skipIf(!mayTestPostgres())("the engine on PostgreSQL keeps the contract", { timeout: 30_000 }, () => {
  let server: TestPostgres;
  let copied = "";

  beforeAll(async () => {
    server = await TestPostgres.start();
    copied = await template(server);
  }, 60_000);

  afterAll(() => server.end(), 60_000);

  durableContract({ test, outlives: true, make: () => onPostgres(server, copied) });
});
