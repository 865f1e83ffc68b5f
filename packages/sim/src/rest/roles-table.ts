/** What the built-in roles permit, as a fresh server 11.6 answers it. Read by the routes of roles alone: the simulator decides rights itself. */

interface RoleRow {
  /** As in `authentication.roles.<title>.name`. */
  readonly title: string;
  readonly schemeManaged: boolean;
  readonly permissions: readonly string[];
}

const words = (text: string): readonly string[] =>
  text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== "");

/** By name. */
export const ROLES: Readonly<Record<string, RoleRow>> = {
  system_user: {
    title: "global_user",
    schemeManaged: true,
    permissions: words(`
      manage_custom_group_members edit_custom_group create_emojis restore_custom_group list_public_teams
      create_group_channel join_public_teams create_custom_group view_members delete_emojis create_direct_channel
      delete_custom_group create_team
    `),
  },
  system_admin: {
    title: "global_admin",
    schemeManaged: true,
    permissions: words(`
      test_s3 sysconsole_read_compliance_data_retention_policy manage_private_channel_banner
      manage_system_wide_oauth sysconsole_write_environment_smtp join_public_channels
      sysconsole_write_authentication_openid read_compliance_export_job delete_post edit_custom_group
      playbook_private_manage_members restore_custom_group sysconsole_write_user_management_teams
      sysconsole_write_environment_file_storage sysconsole_write_environment_push_notification_server
      sysconsole_write_environment_image_proxy sysconsole_read_authentication_email sysconsole_write_site_emoji
      sysconsole_read_environment_logging add_ldap_public_cert get_saml_cert_status
      read_elasticsearch_post_aggregation_job view_team remove_user_from_team sysconsole_read_site_localization
      sysconsole_read_user_management_permissions read_public_channel manage_own_outgoing_webhooks manage_team_roles
      revoke_user_access_token manage_own_incoming_webhooks create_public_channel
      sysconsole_write_environment_high_availability manage_channel_access_rules
      sysconsole_write_authentication_signup sysconsole_write_experimental_feature_flags
      sysconsole_write_user_management_users read_others_bots manage_others_incoming_webhooks create_custom_group
      sysconsole_read_site_posts manage_secure_connections manage_public_channel_banner
      sysconsole_write_about_edition_and_license manage_private_channel_auto_translation
      sysconsole_write_compliance_compliance_monitoring sysconsole_write_compliance_custom_terms_of_service
      download_compliance_export_result order_bookmark_private_channel list_users_without_team
      bypass_incoming_webhook_channel_lock sysconsole_read_site_file_sharing_and_downloads use_slash_commands
      playbook_public_manage_members sysconsole_write_products_boards sysconsole_read_reporting_team_statistics
      sysconsole_write_authentication_saml order_bookmark_public_channel
      sysconsole_write_authentication_guest_access sysconsole_write_plugins remove_ldap_private_cert run_create
      read_bots sysconsole_read_compliance_compliance_export remove_saml_public_cert manage_compliance_export_job
      sysconsole_read_site_customization assign_bot sysconsole_write_user_management_permissions reload_config
      playbook_public_make_private test_email manage_public_channel_members run_manage_properties
      sysconsole_write_environment_web_server sysconsole_write_site_announcement_banner edit_post delete_emojis
      sysconsole_write_environment_mobile_security get_public_link sysconsole_write_reporting_site_statistics
      assign_system_admin_role remove_reaction sysconsole_read_site_emoji sysconsole_read_authentication_mfa
      run_view add_ldap_private_cert manage_jobs read_channel sysconsole_write_authentication_email
      read_ldap_sync_job manage_public_channel_auto_translation sysconsole_write_site_notices
      remove_others_reactions sysconsole_write_site_ip_filters edit_bookmark_private_channel
      sysconsole_read_experimental_features manage_oauth create_elasticsearch_post_indexing_job
      manage_others_slash_commands sysconsole_read_compliance_custom_terms_of_service
      sysconsole_read_environment_mobile_security playbook_private_create
      sysconsole_read_environment_performance_monitoring remove_saml_idp_cert
      sysconsole_read_experimental_feature_flags manage_roles add_bookmark_public_channel
      sysconsole_read_environment_web_server manage_bots sysconsole_read_reporting_server_logs
      sysconsole_read_plugins create_data_retention_job run_manage_members edit_other_users
      sysconsole_read_integrations_gif manage_team create_ldap_sync_job convert_private_channel_to_public
      read_data_retention_job test_ldap add_bookmark_private_channel
      sysconsole_read_environment_push_notification_server manage_others_outgoing_webhooks
      sysconsole_write_authentication_ldap delete_public_channel sysconsole_read_site_notices
      delete_bookmark_private_channel delete_custom_group sysconsole_write_site_posts manage_shared_channels
      sysconsole_read_authentication_guest_access sysconsole_read_environment_session_lengths playbook_public_create
      sysconsole_read_billing read_other_users_teams create_post_public manage_ldap_sync_job
      sysconsole_read_user_management_teams sysconsole_read_integrations_bot_accounts remove_saml_private_cert
      sysconsole_read_user_management_groups sysconsole_write_reporting_server_logs
      sysconsole_read_authentication_password sysconsole_write_compliance_data_retention_policy
      sysconsole_write_site_users_and_teams playbook_private_manage_roles sysconsole_write_environment_database
      playbook_public_manage_properties edit_brand delete_private_channel import_team add_saml_idp_cert
      manage_data_retention_job manage_channel_roles sysconsole_write_integrations_gif
      sysconsole_write_compliance_compliance_export manage_custom_group_members
      sysconsole_write_user_management_groups convert_public_channel_to_private delete_others_emojis
      create_compliance_export_job read_user_access_token sysconsole_read_user_management_system_roles
      playbook_public_manage_roles read_public_channel_groups create_elasticsearch_post_aggregation_job
      sysconsole_read_user_management_channels invite_guest create_post sysconsole_read_about_edition_and_license
      manage_private_channel_members get_logs sysconsole_write_environment_rate_limiting use_group_mentions
      list_private_teams sysconsole_read_authentication_signup sysconsole_read_reporting_site_statistics
      sysconsole_write_site_file_sharing_and_downloads sysconsole_read_environment_smtp
      playbook_private_manage_properties manage_license_information sysconsole_read_compliance_compliance_monitoring
      manage_public_channel_properties remove_ldap_public_cert sysconsole_write_site_localization list_public_teams
      sysconsole_write_environment_elasticsearch sysconsole_write_site_public_links
      manage_elasticsearch_post_aggregation_job sysconsole_read_environment_rate_limiting
      sysconsole_read_authentication_saml create_private_channel sysconsole_write_site_notifications
      sysconsole_write_integrations_cors add_reaction list_team_channels invite_user
      sysconsole_write_environment_performance_monitoring playbook_private_make_public
      sysconsole_write_environment_developer upload_file sysconsole_write_experimental_features read_deleted_posts
      create_bot read_elasticsearch_post_indexing_job sysconsole_read_products_boards
      sysconsole_write_user_management_channels sysconsole_read_environment_high_availability test_site_url
      manage_own_slash_commands sysconsole_read_integrations_cors manage_system create_direct_channel
      demote_to_guest sysconsole_read_authentication_ldap read_audits create_group_channel
      get_saml_metadata_from_idp playbook_public_view delete_bookmark_public_channel
      sysconsole_write_authentication_password promote_guest sysconsole_read_environment_developer
      sysconsole_write_billing invalidate_caches edit_others_posts sysconsole_read_environment_database
      add_user_to_team sysconsole_read_authentication_openid create_team
      sysconsole_read_integrations_integration_management playbook_private_view sysconsole_write_authentication_mfa
      manage_others_bots view_members use_channel_mentions manage_elasticsearch_post_indexing_job
      purge_elasticsearch_indexes read_jobs manage_outgoing_oauth_connections add_saml_private_cert
      sysconsole_read_user_management_users sysconsole_read_site_ip_filters join_public_teams
      read_private_channel_groups sysconsole_write_user_management_system_roles manage_private_channel_properties
      read_channel_content sysconsole_read_environment_elasticsearch test_elasticsearch create_emojis
      join_private_teams create_post_ephemeral sysconsole_read_site_public_links
      sysconsole_write_environment_session_lengths sysconsole_read_site_users_and_teams delete_others_posts
      sysconsole_write_integrations_integration_management add_saml_public_cert sysconsole_read_site_notifications
      sysconsole_read_environment_file_storage sysconsole_read_environment_image_proxy invalidate_email_invite
      create_user_access_token sysconsole_write_site_customization edit_bookmark_public_channel
      sysconsole_write_environment_logging read_license_information sysconsole_write_integrations_bot_accounts
      sysconsole_write_reporting_team_statistics sysconsole_read_site_announcement_banner get_analytics
      recycle_database_connections
    `),
  },
  system_guest: {
    title: "global_guest",
    schemeManaged: true,
    permissions: words(`
      create_group_channel create_direct_channel
    `),
  },
  system_post_all: {
    title: "system_post_all",
    schemeManaged: false,
    permissions: words(`
      use_channel_mentions create_post use_group_mentions upload_file
    `),
  },
  system_post_all_public: {
    title: "system_post_all_public",
    schemeManaged: false,
    permissions: words(`
      use_group_mentions use_channel_mentions create_post_public
    `),
  },
  system_user_access_token: {
    title: "system_user_access_token",
    schemeManaged: false,
    permissions: words(`
      revoke_user_access_token create_user_access_token read_user_access_token
    `),
  },
  team_user: {
    title: "team_user",
    schemeManaged: true,
    permissions: words(`
      list_team_channels playbook_private_create add_user_to_team create_public_channel playbook_public_create
      view_team invite_user join_public_channels read_public_channel create_private_channel
    `),
  },
  team_admin: {
    title: "team_admin",
    schemeManaged: true,
    permissions: words(`
      convert_public_channel_to_private manage_public_channel_banner manage_own_slash_commands
      convert_private_channel_to_public add_bookmark_private_channel manage_own_outgoing_webhooks
      manage_public_channel_members order_bookmark_public_channel add_reaction manage_channel_access_rules
      use_channel_mentions manage_public_channel_auto_translation manage_team_roles playbook_private_manage_roles
      use_group_mentions remove_reaction delete_bookmark_public_channel add_bookmark_public_channel
      manage_others_incoming_webhooks order_bookmark_private_channel manage_private_channel_members
      delete_others_posts delete_post create_post read_public_channel_groups playbook_public_manage_roles
      read_private_channel_groups bypass_incoming_webhook_channel_lock upload_file edit_bookmark_public_channel
      manage_private_channel_banner manage_private_channel_auto_translation manage_others_outgoing_webhooks
      manage_team manage_channel_roles manage_own_incoming_webhooks edit_bookmark_private_channel
      remove_user_from_team import_team delete_bookmark_private_channel manage_others_slash_commands
    `),
  },
  team_guest: {
    title: "team_guest",
    schemeManaged: true,
    permissions: words(`
      view_team
    `),
  },
  team_post_all: {
    title: "team_post_all",
    schemeManaged: false,
    permissions: words(`
      use_group_mentions use_channel_mentions upload_file create_post
    `),
  },
  team_post_all_public: {
    title: "team_post_all_public",
    schemeManaged: false,
    permissions: words(`
      use_channel_mentions use_group_mentions create_post_public
    `),
  },
  channel_user: {
    title: "channel_user",
    schemeManaged: true,
    permissions: words(`
      manage_private_channel_properties read_public_channel_groups delete_bookmark_public_channel
      edit_bookmark_private_channel use_group_mentions delete_public_channel add_bookmark_private_channel
      get_public_link add_reaction order_bookmark_public_channel add_bookmark_public_channel
      read_private_channel_groups upload_file order_bookmark_private_channel edit_post create_post
      edit_bookmark_public_channel manage_public_channel_members delete_post remove_reaction
      manage_public_channel_properties delete_private_channel delete_bookmark_private_channel read_channel_content
      use_channel_mentions read_channel manage_private_channel_members
    `),
  },
  channel_admin: {
    title: "channel_admin",
    schemeManaged: true,
    permissions: words(`
      delete_bookmark_public_channel delete_bookmark_private_channel edit_bookmark_private_channel
      manage_private_channel_members remove_reaction edit_bookmark_public_channel create_post use_group_mentions
      manage_public_channel_banner manage_private_channel_banner read_private_channel_groups add_reaction
      manage_private_channel_auto_translation manage_channel_access_rules order_bookmark_public_channel
      manage_public_channel_auto_translation upload_file manage_channel_roles add_bookmark_public_channel
      order_bookmark_private_channel use_channel_mentions add_bookmark_private_channel read_public_channel_groups
      manage_public_channel_members
    `),
  },
  channel_guest: {
    title: "channel_guest",
    schemeManaged: true,
    permissions: words(`
      read_channel_content create_post remove_reaction use_channel_mentions edit_post add_reaction upload_file
      read_channel
    `),
  },
};
