/** Posts without a bot: two messages through an incoming webhook, each under a name and a picture of its own. */
import { type WebhookOptions, webhook } from "matterwright/webhook";

export async function duel(url: string, options?: WebhookOptions): Promise<void> {
  const hook = webhook(url, options);
  await hook.post([
    {
      username: "Obi-Wan Kenobi",
      icon_url: "https://bit.ly/2nQZ6vg",
      text: "It's over Anakin! I have the high ground.",
    },
    {
      username: "Anakin Skywalker",
      icon_url: "https://bit.ly/2njSENj",
      text: "You underestimate my power!",
    },
  ]);
}
