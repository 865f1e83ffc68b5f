/** What somebody typed behind `!plugin install`, understood: a package of the registry, a git repository, a folder or a packed file. Pure. */
import { UserError, code } from "matterwright";

export type Spec =
  | { readonly kind: "npm"; readonly name: string; readonly range: string | undefined }
  | { readonly kind: "git"; readonly url: string; readonly ref: string | undefined }
  /** `path` as it was typed: relative ones begin at the bot's home. */
  | { readonly kind: "folder" | "packed"; readonly path: string };

const NPM =
  /^(?<name>(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~][a-z0-9._~-]*)(?:@(?<range>[\w.^~<>=*|+-][\w.^~<>=*| +-]*))?$/;
/** Neither a user nor a host begins with a dash: ssh would take it for an option. */
const GIT_URL = /^(?:git\+)?(?:https?|ssh|git|file):\/\/(?!-)(?![^/]*@-)[^\s#]+$|^\w[\w.-]*@\w[\w.-]*:[^\s#]+$/;
const GIT_REF = /^\w[\w./-]*$/;

/** @throws UserError when it is none of these, or holds a password. */
export function specOf(typed: string): Spec {
  const text = typed.trim();
  const [address = "", ref] = text.split("#", 2);
  const github = /^github:([\w.-]+\/[\w.-]+)$/.exec(address);
  if (github !== null) return git(`https://github.com/${github[1]}.git`, ref);
  if (isGit(address)) return git(address.replace(/^git\+/, ""), ref);
  const path = text.replace(/^file:(?:\/\/)?/, "");
  if (/\.(?:tgz|tar\.gz)$/.test(path)) return packed(path);
  if (path !== text || /^(?:\.{0,2}\/|\.{1,2}$|~\/)/.test(text)) return { kind: "folder", path };
  const { name, range } = NPM.exec(text)?.groups ?? {};
  if (name !== undefined) return { kind: "npm", name, range: range?.trim() };
  throw new UserError(
    `${code(text)} is nothing that I could install: write the name of an npm package, a git address like ${code("git+https://git.example.com/karma.git#v1.2")}, or a folder like ${code("./karma")}.`,
  );
}

/** The same, in another version: of the registry, or another branch, tag or commit. @throws UserError where there are no versions. */
export function inVersion(spec: Spec, version: string): Spec {
  if (spec.kind === "npm") return specOf(`${spec.name}@${version}`);
  if (spec.kind === "git") return git(spec.url, version);
  throw new UserError("A folder has one version only: leave it out.");
}

/** As it could be typed. */
export function specText(spec: Spec): string {
  if (spec.kind === "npm") return spec.range === undefined ? spec.name : `${spec.name}@${spec.range}`;
  if (spec.kind === "git") return `${prefixed(spec.url)}${spec.ref === undefined ? "" : `#${spec.ref}`}`;
  return /^(?:\.{0,2}\/|\.{1,2}$|~\/|https?:)/.test(spec.path) ? spec.path : `./${spec.path}`;
}

/** An address that would else be taken for something different. */
function prefixed(url: string): string {
  return /^(?:git|ssh):|^\w[\w.-]*@|\.git\/?$/.test(url) ? url : `git+${url}`;
}

function isGit(address: string): boolean {
  if (!GIT_URL.test(address)) return false;
  return /^(?:git\+|git:|ssh:)|^\w[\w.-]*@\w[\w.-]*:|\.git\/?$/.test(address);
}

function git(url: string, ref: string | undefined): Spec {
  refusePassword(url);
  if (ref !== undefined && !GIT_REF.test(ref))
    throw new UserError(`${code(ref)} is no branch, tag or commit of a git repository.`);
  return { kind: "git", url, ref };
}

function packed(path: string): Spec {
  refusePassword(path);
  return { kind: "packed", path };
}

function refusePassword(address: string): void {
  if ((URL.parse(address)?.password ?? "") === "") return;
  throw new UserError(
    "That address has a password in it, so I did not take it: change the password if others could read it, and give it to git or npm on my machine instead.",
  );
}
