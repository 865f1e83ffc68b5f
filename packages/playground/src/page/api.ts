/** Mattermost's REST API as the page needs it. Called by the chat; the token stays in here and in the headers. */
import type {
  Channel,
  CommandAnswer,
  DialogAnswer,
  DialogOption,
  DialogSubmission,
  FileInfo,
  NewPost,
  Post,
  PostList,
  Reaction,
  Team,
  User,
} from "@matterwright/protocol";

/** The server refused, or could not be reached (status 0). Its message is made for people. */
export class ApiError extends Error {
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.name = "ApiError";
    this.status = status;
  }
}

type OneReaction = Pick<Reaction, "user_id" | "post_id" | "emoji_name">;

/** @returns the token of a new session. @throws ApiError for a wrong name or password. */
export async function logIn(name: string, password: string): Promise<string> {
  const response = await ask("POST", "/users/login", { body: { login_id: name, password } });
  const token = response.headers.get("Token");
  if (token === null) throw new ApiError("The server let you in without a token.", response.status);
  return token;
}

export class Api {
  readonly #token: string;

  constructor(token: string) {
    this.#token = token;
  }

  me(): Promise<User> {
    return this.#get("/users/me");
  }

  logOut(): Promise<unknown> {
    return this.#call("POST", "/users/logout");
  }

  myTeams(): Promise<Team[]> {
    return this.#get("/users/me/teams");
  }

  myChannels(teamId: string): Promise<Channel[]> {
    return this.#get(`/users/me/teams/${teamId}/channels`);
  }

  channel(channelId: string): Promise<Channel> {
    return this.#get(`/channels/${channelId}`);
  }

  direct(myId: string, otherId: string): Promise<Channel> {
    return this.#call("POST", "/channels/direct", [myId, otherId]);
  }

  /** Tells the server that everything in the channel was seen. */
  view(channelId: string): Promise<unknown> {
    return this.#call("POST", "/channels/members/me/view", { channel_id: channelId });
  }

  teamMembers(teamId: string): Promise<User[]> {
    return this.#get(`/users?in_team=${teamId}&per_page=200`);
  }

  usersById(ids: readonly string[]): Promise<User[]> {
    return this.#call("POST", "/users/ids", ids);
  }

  /** The newest posts, or those before another. */
  posts(channelId: string, before?: string): Promise<PostList> {
    const cursor = before === undefined ? "" : `&before=${before}`;
    return this.#get(`/channels/${channelId}/posts?per_page=60${cursor}`);
  }

  thread(rootId: string): Promise<PostList> {
    return this.#get(`/posts/${rootId}/thread`);
  }

  write(post: NewPost): Promise<Post> {
    return this.#call("POST", "/posts", post);
  }

  edit(postId: string, message: string): Promise<Post> {
    return this.#call("PUT", `/posts/${postId}/patch`, { message });
  }

  delete(postId: string): Promise<unknown> {
    return this.#call("DELETE", `/posts/${postId}`);
  }

  react(reaction: OneReaction): Promise<Reaction> {
    return this.#call("POST", "/reactions", reaction);
  }

  unreact({ user_id, post_id, emoji_name }: OneReaction): Promise<unknown> {
    return this.#call("DELETE", `/users/${user_id}/posts/${post_id}/reactions/${encodeURIComponent(emoji_name)}`);
  }

  click(postId: string, actionId: string, how: object): Promise<{ readonly trigger_id: string }> {
    return this.#call("POST", `/posts/${postId}/actions/${actionId}`, how);
  }

  /** Runs a slash command. */
  execute(command: object): Promise<CommandAnswer> {
    return this.#call("POST", "/commands/execute", command);
  }

  submit(submission: DialogSubmission): Promise<DialogAnswer> {
    return this.#call("POST", "/actions/dialogs/submit", submission);
  }

  lookUp(submission: DialogSubmission): Promise<{ readonly items: DialogOption[] | null }> {
    return this.#call("POST", "/actions/dialogs/lookup", submission);
  }

  async upload(channelId: string, file: File): Promise<FileInfo> {
    const query = `channel_id=${channelId}&filename=${encodeURIComponent(file.name)}`;
    const response = await ask("POST", `/files?${query}`, { token: this.#token, file });
    const { file_infos: infos } = (await response.json()) as { readonly file_infos: readonly [FileInfo] };
    return infos[0];
  }

  async file(fileId: string): Promise<Blob> {
    const response = await ask("GET", `/files/${fileId}`, { token: this.#token });
    return response.blob();
  }

  #get<Answer>(path: string): Promise<Answer> {
    return this.#call("GET", path);
  }

  async #call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await ask(method, path, { token: this.#token, body });
    return (await response.json()) as Answer;
  }
}

interface Asked {
  readonly token?: string;
  readonly body?: unknown;
  readonly file?: File;
}

async function ask(method: string, path: string, { token, body, file }: Asked): Promise<Response> {
  const headers = new Headers({ Accept: "application/json" });
  if (token !== undefined) headers.set("Authorization", `Bearer ${token}`);
  if (body !== undefined) headers.set("Content-Type", "application/json");
  const response = await fetch(`/api/v4${path}`, {
    method,
    headers,
    // A cookie of somebody else on this machine would beat the token.
    credentials: "omit",
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(file === undefined ? {} : { body: file }),
  }).catch(() => {
    throw new ApiError("The server cannot be reached. Is it still running?", 0);
  });
  if (!response.ok) throw new ApiError(await reasonOf(response), response.status);
  return response;
}

async function reasonOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const { message } = JSON.parse(text) as { readonly message?: unknown };
    if (typeof message === "string" && message !== "") return message;
  } catch {
    // A plain text, as a rate limiter answers, is told as it is.
  }
  return text.length > 0 && text.length < 200 ? text : `The server answered ${response.status}.`;
}
