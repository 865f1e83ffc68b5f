/** How far an author has come, as it is stored: it survives restarts, and is read by the program that comes next. */
import { z } from "matterwright";
import { asked } from "../acknowledge/asked.ts";
import { audience, repeat } from "../broadcast.ts";
import { theirs } from "../when/theirs.ts";

const message = z.object({
  text: z.string(),
  fileIds: z.array(z.string()),
  /** The author's post. */
  postId: z.string(),
});

/** What was written, with its files. */
export type Written = z.output<typeof message>;

export const talkState = z.object({
  /** `nothing`: no announcement is being made. `second`: another message came, and it was asked what it is. */
  at: z.enum(["nothing", "targets", "confirm", "second"]).default("nothing"),
  channelId: z.string().default(""),
  message: message.default({ text: "", fileIds: [], postId: "" }),
  /** The targets as far as they were understood. */
  steps: audience.shape.steps.default([]),
  /** The place among them of what was not understood and is asked for again. */
  hole: z.int().optional(),
  /** Whether what is asked for again shall be left out: all of it, or some of it. */
  leavesOut: z.enum(["all", "some"]).optional(),
  /** The message that came while another was being announced, and where the dialog stood. */
  second: z.object({ message, from: z.enum(["targets", "confirm"]) }).optional(),
  /** What the author was shown last: what is confirmed is exactly that. */
  shown: z.object({ postId: z.string(), print: z.string() }).optional(),
  /** The file with the values for each target, where it was sent for itself. */
  table: z.string().optional(),
  /** Whether braces in the message are only braces. */
  isLiteral: z.boolean().optional(),
  /** In whose name it is announced. */
  onBehalfOf: z.object({ id: z.string(), username: z.string(), fullName: z.string().optional() }).optional(),
  priority: z.enum(["important", "urgent"]).optional(),
  /** What is asked of its readers. */
  ack: asked.optional(),
  /** When it shall go out, where that is not at once: in Unix milliseconds, and as its author reads it. */
  due: z.object({ at: z.number(), shown: z.string(), theirs: theirs.optional() }).optional(),
  /** When it shall go out again and again. */
  repeat: repeat.optional(),
  /** Whether it goes out in quiet hours too. */
  disturbs: z.boolean().optional(),
});

export type TalkState = z.output<typeof talkState>;

export function nothing(): TalkState {
  return talkState.parse({});
}
