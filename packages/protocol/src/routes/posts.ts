/** Routes of posts, threads, reactions, files and emoji. */
import { API, segment as id } from "./segment.ts";

const post = (which: string): string => `${API}/posts/${id(which)}`;
const postOf = (user: string, which: string): string => `${API}/users/${id(user)}/posts/${id(which)}`;
const file = (which: string): string => `${API}/files/${id(which)}`;
const threads = (user: string, team: string): string => `${API}/users/${id(user)}/teams/${id(team)}/threads`;
const emoji = (which: string): string => `${API}/emoji/${id(which)}`;

export const postRoutes = {
  posts: () => `${API}/posts`,
  post,
  postPatch: (which: string) => `${post(which)}/patch`,
  postPin: (which: string) => `${post(which)}/pin`,
  postUnpin: (which: string) => `${post(which)}/unpin`,
  postThread: (which: string) => `${post(which)}/thread`,
  postEditHistory: (which: string) => `${post(which)}/edit_history`,
  postReactions: (which: string) => `${post(which)}/reactions`,
  postFiles: (which: string) => `${post(which)}/files/info`,
  postAction: (which: string, action: string) => `${post(which)}/actions/${id(action)}`,
  postsByIds: () => `${API}/posts/ids`,
  postsReactions: () => `${API}/posts/ids/reactions`,
  postEphemeral: () => `${API}/posts/ephemeral`,
  postsSearch: (team: string) => `${API}/teams/${id(team)}/posts/search`,
  postSetUnread: (user: string, which: string) => `${postOf(user, which)}/set_unread`,
  postReminder: (user: string, which: string) => `${postOf(user, which)}/reminder`,
  postAcknowledgement: (user: string, which: string) => `${postOf(user, which)}/ack`,

  scheduledPosts: () => `${API}/posts/schedule`,
  scheduledPost: (which: string) => `${API}/posts/schedule/${id(which)}`,
  scheduledPostsOfTeam: (team: string) => `${API}/posts/scheduled/team/${id(team)}`,

  threads,
  thread: (user: string, team: string, root: string) => `${threads(user, team)}/${id(root)}`,
  threadFollowing: (user: string, team: string, root: string) => `${threads(user, team)}/${id(root)}/following`,
  threadRead: (user: string, team: string, root: string, at: number) =>
    `${threads(user, team)}/${id(root)}/read/${id(String(at))}`,
  threadsRead: (user: string, team: string) => `${threads(user, team)}/read`,

  reactions: () => `${API}/reactions`,
  reaction: (user: string, which: string, name: string) => `${postOf(user, which)}/reactions/${id(name)}`,

  files: () => `${API}/files`,
  file,
  fileInfo: (which: string) => `${file(which)}/info`,
  fileThumbnail: (which: string) => `${file(which)}/thumbnail`,
  filePreview: (which: string) => `${file(which)}/preview`,
  fileLink: (which: string) => `${file(which)}/link`,
  filesSearch: (team: string) => `${API}/teams/${id(team)}/files/search`,
  uploads: () => `${API}/uploads`,
  upload: (which: string) => `${API}/uploads/${id(which)}`,

  emojis: () => `${API}/emoji`,
  emoji,
  emojiByName: (name: string) => `${API}/emoji/name/${id(name)}`,
  emojisByNames: () => `${API}/emoji/names`,
  emojiSearch: () => `${API}/emoji/search`,
  emojiImage: (which: string) => `${emoji(which)}/image`,
} as const;
