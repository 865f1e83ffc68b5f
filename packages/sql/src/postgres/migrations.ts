/**
 * How a database comes from one version of the tables to the next. Only ever added to: what a released program has written stays as
 * it is. The tables of jobs are pg-boss's own, in a schema beside this one.
 */

/** The statements of each version, for a schema whose name may stand in SQL as it is. */
export const MIGRATIONS: readonly ((schema: string) => string)[] = [
  (schema) => `
  create function ${schema}.now_ms() returns bigint language sql volatile
    as $$ select floor(extract(epoch from clock_timestamp()) * 1000)::bigint $$;
  create sequence ${schema}.entry_version;

  create table ${schema}.entry (
    key text collate "C" primary key,
    value text not null,
    version bigint not null,
    expires_at bigint
  );
  create index entry_expires on ${schema}.entry (expires_at) where expires_at is not null;

  create table ${schema}.intent (
    id bigint generated always as identity primary key,
    queue text collate "C" not null,
    owner text not null,
    intent text not null,
    state text not null,
    added_at bigint not null,
    due_at bigint not null,
    free_at bigint not null,
    attempts integer not null,
    unsure_since bigint,
    unsure_before bigint,
    reason text,
    post_id text,
    finished_at bigint,
    claimed_by text collate "C"
  );
  create index intent_open on ${schema}.intent (queue, id) where state in ('waiting', 'sending');
  create index intent_free on ${schema}.intent (free_at) where state in ('waiting', 'sending');
  create index intent_ended on ${schema}.intent (state, finished_at) where state in ('sent', 'failed');
  create table ${schema}.claiming ();

  create table ${schema}.lease (
    name text collate "C" primary key,
    holder text not null,
    token bigint not null,
    until bigint not null
  );

  create table ${schema}.pace (key varchar(255) primary key, points integer not null default 0, expire bigint);

  create sequence ${schema}.job_number;
  create table ${schema}.job_wish (job bigint primary key);
  `,
];
