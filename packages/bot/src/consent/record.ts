/** What is kept while consent is waited for: the call, what it means, who asked and who has agreed. Survives the program. */
import { z } from "zod";
import type { PostUpdate, SlashUpdate, UpdateOf } from "../update/update.ts";

const author = z.object({ id: z.string(), username: z.string() });

export const consentRecord = z.object({
  /** `confirm`: whoever called is asked; `approve`: others are. */
  kind: z.enum(["confirm", "approve"]),
  /** The command, as rules name it. */
  command: z.string(),
  /** The call as it was typed. */
  line: z.string(),
  /** What the arguments mean, all of it. */
  print: z.string(),
  by: author,
  channelId: z.string(),
  teamId: z.string(),
  isDirect: z.boolean(),
  /** The question. */
  postId: z.string(),
  question: z.string(),
  /** How many others have to agree. */
  others: z.int(),
  agreed: z.array(author),
  isConfirmed: z.boolean(),
  expiresAt: z.number(),
  /** What was said, to be handed in again. */
  update: z.custom<PostUpdate | Omit<SlashUpdate, "answering">>((value) => typeof value === "object" && value !== null),
});

export type ConsentRecord = z.output<typeof consentRecord>;

/** What can be asked about: a message or a slash command. */
export type Askable = UpdateOf<"post" | "slash">;
