/** What the dialog goes on by. */
import type { Context } from "matterwright";

/** Somebody writes, clicks, or changes a message. */
export type Turn = Context<"post" | "edit" | "delete" | "click">;
