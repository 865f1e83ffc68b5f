/**
 * Matterwright, the bot platform for Mattermost.
 */

// Everything for a first bot
export { Bot } from "./bot.ts";
export type { BotOptions } from "./options.ts";
export { UserError } from "./errors.ts";
export { CallError, NotFoundError, PermissionError } from "@matterwright/client";
export { z } from "zod";

// Commands
export { command } from "./command/command.ts";
export { pattern } from "./command/pattern.ts";
export type { PatternHandler, PatternSpec, PatternsHandler } from "./command/pattern.ts";
export type { Before, CommandHooks, CommandHookCall, CommandOutcome } from "./command/run/hooks.ts";
export type { RunningCommand } from "./command/run/running.ts";
export type { CooldownSpec } from "./command/run/cooldown.ts";
export type { Yielded } from "./command/run/replies.ts";
export type { Command, CommandCall, CommandHandler, CommandSpec } from "./command/command.ts";
export { commandHelp } from "./command/help/help.ts";
export { rest } from "./command/words/rest.ts";
export { channel, date, duration, named, post, team, user } from "./command/kinds/schemas.ts";
export { UsageError } from "./command/help/usage-error.ts";
export { exampleOf, usageOf } from "./command/help/usage.ts";

// Commands as slash commands of the server
export { SlashCommands } from "./slash/slash.ts";
export type { SlashOptions } from "./slash/slash.ts";
export { SlashDesk, slashDesk } from "./slash/desk.ts";
export type { SlashDeskParts, SlashLine } from "./slash/desk.ts";
export type { SyncDone, TeamReport } from "./slash/sync.ts";

// Whether the server reaches the bot
export { expectTrial, hasTrialArrived } from "./callbacks/self-test.ts";
export { SELF_TEST_PATH, newTrialKey, tryCallback } from "./callbacks/try.ts";
export type { CallbackReport, Trial } from "./callbacks/try.ts";
export type { Explanation } from "./callbacks/explain.ts";
export type { Look } from "./callbacks/look.ts";
export { nodeLook } from "./node/look.ts";

// What a handler is given
export { Context } from "./context/context.ts";
export type { CommandContext, Elsewhere, Me, Said } from "./context/context.ts";
export type { DirectOptions, DurableOptions, MessageOptions, UsualOptions } from "./context/verbs.ts";
export type { People } from "./people/people.ts";
export type { Lookup } from "./context/finder.ts";
export type {
  Author,
  AuthorKind,
  ClickUpdate,
  DeleteUpdate,
  EditUpdate,
  HookUpdate,
  Kind,
  MemberUpdate,
  PostUpdate,
  RawUpdate,
  ReactionUpdate,
  Recovered,
  SlashUpdate,
  SubmitUpdate,
  TickUpdate,
  Update,
  UpdateOf,
} from "./update/update.ts";

// Listening
export { filters } from "./listen/filters.ts";
export type { ContextOf, FilterWord } from "./listen/filters.ts";
export type { ReplayPolicy } from "./update/replay.ts";
export type { Handler, HearsAllHandler, HearsHandler, HearsOptions, ListenOptions } from "./listen/listeners.ts";

// State
export { session } from "./session/session.ts";
export type { Session, SessionOptions, SessionScope } from "./session/session.ts";
export type { Expired } from "./session/expiry.ts";
export { storeKey } from "./store/key.ts";
export type { StoreKey, StoreKeyOptions } from "./store/key.ts";
export type { Page, SetOptions, Store, Stored } from "./store/store.ts";

// Secrets that are stored
export { SHORTEST_SECRET, LockedError, Vault } from "./store/vault.ts";
export { forgetSecrets, hasVault, useVault } from "./store/secrets.ts";
export type { Secrets } from "./store/secrets.ts";

// Wizards
export { wizard } from "./wizard/wizard.ts";
export { ask } from "./wizard/question.ts";
export type { Wizard, WizardHandler } from "./wizard/wizard.ts";
export type { RunningWizard, WizardBook, WizardInfo } from "./wizard/book.ts";
export type { WizardContext, WizardOptions } from "./wizard/definition.ts";
export type { Answers, AnswersTo, Message, Question, QuestionOptions } from "./wizard/question.ts";

// Work for later
export { job } from "./jobs/job.ts";
export type { JobArguments, JobKind, JobOptions, JobTime } from "./jobs/job.ts";

// Work at times
export { every } from "./schedule/every.ts";
export { poller } from "./schedule/poller.ts";
export type { EveryArguments, Schedule } from "./schedule/every.ts";
export type { Asked, ScheduleHandler, ScheduleOptions, ScheduledRun, When } from "./install/planned.ts";
export type { ScheduleBook } from "./schedule/book.ts";
export type { ScheduleInfo } from "./schedule/info.ts";
export type { ScheduleEvent, ScheduleListener } from "./schedule/report.ts";
export type { PastRun } from "./schedule/state.ts";
export type { WaitingJobs } from "./schedule/waiting.ts";

// State that survives: what an engine does, and the one in memory
export { memoryDurable } from "./store/memory/durable.ts";
export { storeBelow } from "./store/below.ts";
export type { Durable, TransactionOptions } from "./store/durable.ts";
export type { Transaction } from "./store/transaction.ts";
export type { JobFilter, JobQueue, JobRecord, JobState, NewJob } from "./store/jobs.ts";
export type { Job, JobEnding, Jobs, WorkOptions, Worker } from "./store/work.ts";
export type { Held, Lease } from "./store/lease.ts";
export type {
  AttemptManner,
  Attempted,
  ClaimOptions,
  Intent,
  IntentState,
  NewIntent,
  Outbox,
  OutboxCounts,
  OutboxEntry,
  Outcome,
  Tried,
} from "./store/outbox.ts";
export {
  ConflictError,
  FencedError,
  StoreError,
  StoreFullError,
  StoreUnavailableError,
  StoreUnusableError,
  StoredValueError,
} from "./store/errors.ts";
export { EXPIRED_KEPT_MS, checkKey, pageSize, toText } from "./store/limits.ts";
export { Lane } from "./store/embedded/lane.ts";
export { EmbeddedWorkers } from "./store/embedded/workers.ts";
export type { ReclaimingTable } from "./store/embedded/workers.ts";

// Plugins
export { plugin } from "./plugin/plugin.ts";
export { placeOf } from "./plugin/place-of.ts";
export type { PluginSpec } from "./plugin/plugin.ts";
export type { Metrics } from "./plugin/metrics.ts";
export type { MetricsOptions } from "./door/metrics.ts";
export type {
  AccessBook,
  AccessExplanation,
  BotCommand,
  BotHooks,
  BotStatus,
  CommandBook,
  IncludeOptions,
  Plugin,
  PluginConfig,
  PluginInfo,
  PluginManager,
  PluginOrigin,
  PluginScope,
  UnknownCommand,
} from "./plugin/scope.ts";
export type { ConfigsSource } from "./plugin/judge.ts";

// What operators are given of a running bot
export { LOG_LEVELS, LogBook } from "./log/log-book.ts";
export type { LogBookOptions, LogLevels, LogRecord } from "./log/log-book.ts";
export type { Trace, TraceBook, TraceState } from "./context/traces.ts";
export type { Operations } from "./plugin/operations.ts";
export type { BackupMade, Program } from "./program.ts";
export type { MachineLoad } from "./node/load.ts";
export type { Hold } from "./storm/holds.ts";
export type { Beat, Pulse } from "./storm/pulse.ts";

// Who may run what
export { accessOptions } from "./access/rule.ts";
export type { AccessOptions, AccessRule } from "./access/rule.ts";
export type { ListedRule } from "./access/access.ts";
export type { AuditEntry } from "./access/ledger.ts";
export type { Decision } from "./access/decide.ts";
export type { DivertOptions } from "./engine/divert.ts";

// Hooks: HTTP calls from elsewhere
export { senders } from "./hook/sender/presets.ts";
export type { AlertmanagerOptions, GitlabOptions, GrafanaOptions, TimestampedOptions } from "./hook/sender/presets.ts";
export type { Secret } from "./hook/sender/secret.ts";
export { hook } from "./hook/hook.ts";
export { outgoingWebhook } from "./hook/outgoing/outgoing.ts";
export type { OutgoingWebhookOptions } from "./hook/outgoing/outgoing.ts";
export type { HookBody, HookHandler, HookSpec } from "./hook/spec.ts";
export type { RawBody } from "./hook/body.ts";
export type { HookInfo } from "./install/hook-book.ts";
export type { HookCall, Refused, Sender, Verdict, Vouched } from "./hook/sender/sender.ts";
export type { HmacOptions } from "./hook/sender/signature.ts";
export type { TokenOptions } from "./hook/sender/token.ts";

// Text
export { code, codeBlock } from "./text/code.ts";
export { inert } from "./text/inert.ts";
export { placeInToml } from "./text/place-in-toml.ts";
export type { TomlPlace } from "./text/place-in-toml.ts";
export { plain } from "./text/plain.ts";
export { Markdown, safe } from "./text/markdown.ts";
export type { MarkdownValue } from "./text/markdown.ts";
export { template } from "./text/template.ts";
export type { Template } from "./text/template.ts";
export { templateFile } from "./node/template-file.ts";
export { splitText } from "./text/split.ts";
export { table } from "./text/table.ts";
export { readDuration } from "./time/length.ts";
export { readMoment } from "./time/moment.ts";
export { zoneTrouble } from "./time/zone.ts";
export { inWords, moment, momentIn } from "./text/duration.ts";
export { readWords } from "./command/words/words.ts";
export type { Word } from "./command/words/words.ts";
export { closest } from "./text/distance.ts";

// The reader's language and time
export { momentFor, translations } from "./translations/translations.ts";
export type { Reader, Speaker, Translations } from "./translations/translations.ts";
export type { Forms, Messages, MessageValue, TranslationOf } from "./translations/messages.ts";

// Buttons, menus and dialogs
export { button } from "./interactive/button.ts";
export type { Button, ButtonOptions } from "./interactive/button.ts";
export { select } from "./interactive/select.ts";
export type { Chosen, Select, SelectFrom, SelectOptions } from "./interactive/select.ts";
export { FieldErrors, dialog } from "./interactive/dialog.ts";
export type { DialogHandler, DialogKind, DialogSpec, Fields } from "./interactive/dialog.ts";
export { field } from "./interactive/fields/field.ts";
export type { Choice, FindChoices, Looking } from "./interactive/fields/field.ts";
export type { Action, ActionOptions, ActionStyle, Menu } from "./update/actions.ts";
export type { Carried, Carrying, Given } from "./interactive/carried.ts";
export type { MayOptions } from "./interactive/may.ts";

// Calls from outside
export { problem } from "./door/door.ts";
export type { DoorCall, Route } from "./door/route.ts";
export type { Answer, Answering, CallEnding } from "./update/answering.ts";
export type { AddressedKind } from "./listen/addressed.ts";

// For those who build on it
export { concat, flatten, run } from "./listen/composer.ts";
export { RunAgain } from "./install/install.ts";
export type { Installable, JobHandler, Usable, Workplace } from "./install/install.ts";
export type { Planned } from "./install/planned.ts";
export type { Middleware, MiddlewareFn, MiddlewareObject, Next } from "./listen/composer.ts";
export { cleaner, errorFacts, jsonLog, silentLog, withoutSecrets } from "./log/log.ts";
export type { Log, LogLevel } from "./log/log.ts";
export { MisuseError, StormError } from "./errors.ts";
export type { Muted, StormOptions, Storms } from "./storm/storms.ts";
export { Slot } from "./listen/slot.ts";
export { version } from "./version.ts";
