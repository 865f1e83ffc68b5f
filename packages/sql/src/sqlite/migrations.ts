/**
 * How a file comes from one version of the tables to the next. Only ever added to: what a released program has written stays as it
 * is. The file's `user_version` says how many were applied.
 */

/** "MtWr": marks a file as Matterwright's. */
export const APPLICATION_ID = 0x4d745772;

export const MIGRATIONS: readonly string[] = [
  `
  create table entry (
    key text primary key not null,
    value text not null,
    version integer not null,
    expires_at integer
  ) strict, without rowid;
  create index entry_expires on entry (expires_at) where expires_at is not null;
  create table counter (name text primary key not null, value integer not null) strict;
  insert into counter values ('version', 0);

  create table intent (
    id integer primary key autoincrement,
    queue text not null,
    owner text not null,
    intent text not null,
    state text not null,
    added_at integer not null,
    due_at integer not null,
    free_at integer not null,
    attempts integer not null,
    unsure_since integer,
    unsure_before integer,
    reason text,
    post_id text,
    finished_at integer
  ) strict;
  create index intent_open on intent (queue, id) where state in ('waiting', 'sending');
  create index intent_free on intent (free_at) where state in ('waiting', 'sending');
  create index intent_ended on intent (state, finished_at) where state in ('sent', 'failed');

  create table job (
    id integer primary key autoincrement,
    name text not null,
    key text,
    payload text not null,
    state text not null,
    added_at integer not null,
    run_at integer not null,
    attempt integer not null,
    reason text,
    finished_at integer,
    is_cancelled integer not null,
    was_interrupted integer not null
  ) strict;
  create unique index job_key on job (name, key) where key is not null;
  create index job_due on job (name, run_at, id) where state = 'waiting';
  create index job_running on job (name) where state = 'running';
  create index job_ended on job (finished_at) where finished_at is not null;

  create table owner (one integer primary key check (one = 1), name text not null) strict;

  create table lease (
    name text primary key not null,
    holder text not null,
    token integer not null,
    until integer not null
  ) strict;
  `,
];
