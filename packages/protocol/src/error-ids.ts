/**
 * The `id` of the server's errors that a program may want to tell apart. The message of an error is translated; its id never is.
 */
export const ErrorId = {
  notFoundRoute: "api.context.404.app_error",
  /** A WebSocket was asked for without an upgrade, or from a foreign origin. */
  socketUpgrade: "api.web_socket.connect.upgrade.app_error",
  sessionExpired: "api.context.session_expired.app_error",
  tokenInQuery: "api.context.token_provided.app_error",
  noPermission: "api.context.permissions.app_error",
  invalidUrlParam: "api.context.invalid_url_param.app_error",
  invalidBodyParam: "api.context.invalid_body_param.app_error",
  invalidParam: "api.context.invalid_param.app_error",
  bodyTooLarge: "api.context.request_body_too_large.app_error",
  uriTooLong: "basic_security_check.url.too_long_error",

  loginInvalid: "api.user.login.invalid_credentials_email_username",
  loginBlankPassword: "api.user.login.blank_pwd.app_error",
  loginBot: "api.user.login.bot_login_forbidden.app_error",
  loginInactive: "api.user.login.inactive.app_error",
  loginTooManyAttempts: "api.user.check_user_login_attempts.too_many.app_error",

  postMissing: "app.post.get.app_error",
  postPending: "api.post.deduplicate_create_post.pending",
  postTooLong: "model.post.is_valid.message_length.app_error",
  postTooManyFiles: "model.post.is_valid.file_ids.app_error",
  postPropsTooLong: "model.post.is_valid.props.app_error",
  postBadType: "model.post.is_valid.type.app_error",
  postChannelArchived: "api.post.create_post.can_not_post_to_deleted.error",
  postRoot: "api.post.create_post.root_id.app_error",
  postRootInOtherChannel: "api.post.create_post.channel_root_id.app_error",
  postIdGiven: "app.post.save.existing.app_error",

  channelMissing: "app.channel.get.existing.app_error",
  channelByNameMissing: "app.channel.get_by_name.missing.app_error",
  channelsNone: "app.channel.get_channels.not_found.app_error",
  groupMessageBadSize: "api.channel.create_group.bad_size.app_error",

  botsDisabled: "api.bot.create_disabled",
  tokensDisabled: "app.user_access_token.disabled",
  incomingWebhook: "web.incoming_webhook.general.app_error",
  incomingWebhookDecode: "web.incoming_webhook.decode.app_error",

  commandsDisabled: "api.command.disabled.app_error",
  /** Of another command of the team, or of a built-in one. */
  commandDuplicateTrigger: "api.command.duplicate_trigger.app_error",
  /** There is no such command, or it is not for who asks. */
  commandMissing: "store.sql_command.save.get.app_error",
  commandUnknownTrigger: "api.command.execute_command.not_found.app_error",
  /** The integration could not be reached, was too late, or answered broken JSON. */
  commandFailed: "api.command.execute_command.failed.app_error",
  /** The integration answered another status than 200. */
  commandFailedStatus: "api.command.execute_command.failed_resp.app_error",
  /** A `response_url` that is unknown or used up. */
  commandResponseUrl: "web.command_webhook.general.app_error",

  fileTooLarge: "api.file.upload_file.too_large_detailed.app_error",
  filesDisabled: "api.file.attachments.disabled.app_error",
  reactionsTooMany: "app.reaction.save.save.too_many_reactions",

  socketNotAuthenticated: "api.web_socket_router.not_authenticated.app_error",
  socketBadAction: "api.web_socket_router.bad_action.app_error",
  socketBadSeq: "api.web_socket_router.bad_seq.app_error",
  socketNoAction: "api.web_socket_router.no_action.app_error",
} as const;

/** One of the ids above. */
export type KnownErrorId = (typeof ErrorId)[keyof typeof ErrorId];
