import fc from "fast-check";
import { expect, test } from "vitest";
import { type Spec, inVersion, specOf, specText } from "./spec.ts";

test.each<[string, Spec]>([
  ["karma", { kind: "npm", name: "karma", range: undefined }],
  ["@ops/karma@^1.2", { kind: "npm", name: "@ops/karma", range: "^1.2" }],
  ["karma@>=1 <3", { kind: "npm", name: "karma", range: ">=1 <3" }],
  ["karma@next", { kind: "npm", name: "karma", range: "next" }],
  ["git+https://git.example.com/karma", { kind: "git", url: "https://git.example.com/karma", ref: undefined }],
  ["https://git.example.com/karma.git#v1", { kind: "git", url: "https://git.example.com/karma.git", ref: "v1" }],
  ["git@git.example.com:ops/karma.git", { kind: "git", url: "git@git.example.com:ops/karma.git", ref: undefined }],
  ["ssh://git@git.example.com/karma#main", { kind: "git", url: "ssh://git@git.example.com/karma", ref: "main" }],
  ["file:///srv/karma.git", { kind: "git", url: "file:///srv/karma.git", ref: undefined }],
  ["github:ops/karma", { kind: "git", url: "https://github.com/ops/karma.git", ref: undefined }],
  ["./karma", { kind: "folder", path: "./karma" }],
  ["file:../karma", { kind: "folder", path: "../karma" }],
  ["file:///srv/karma", { kind: "folder", path: "/srv/karma" }],
  ["~/karma", { kind: "folder", path: "~/karma" }],
  ["./karma-1.0.0.tgz", { kind: "packed", path: "./karma-1.0.0.tgz" }],
  ["https://example.com/karma.tgz", { kind: "packed", path: "https://example.com/karma.tgz" }],
])("%s", (typed, spec) => {
  expect(specOf(typed)).toEqual(spec);
  expect(specOf(specText(spec))).toEqual(spec);
});

test.each([
  ["", "nothing that I could install"],
  ["--global", "nothing that I could install"],
  ["-@A:$", "nothing that I could install"],
  ["-oProxyCommand=x@git.example.com:karma", "nothing that I could install"],
  ["git@-oProxyCommand:karma", "nothing that I could install"],
  ["ssh://-oProxyCommand=x/karma", "nothing that I could install"],
  ["ssh://git@-oProxyCommand=x/karma", "nothing that I could install"],
  ["karma; rm -rf /", "nothing that I could install"],
  ["ext::sh -c touch", "nothing that I could install"],
  ["git+https://git.example.com/karma#--upload-pack=x", "is no branch, tag or commit"],
  ["https://ann:swordfish@git.example.com/karma.git", "has a password in it"],
])("refuses %s", (typed, why) => {
  expect(() => specOf(typed)).toThrow(why);
});

test("another version is of the registry or of git", () => {
  expect(inVersion(specOf("karma@1"), "2.0.0")).toEqual(specOf("karma@2.0.0"));
  expect(inVersion(specOf("github:ops/karma#main"), "v2")).toEqual(specOf("github:ops/karma#v2"));
  expect(() => inVersion(specOf("./karma"), "2")).toThrow("A folder has one version only");
});

test("whatever is typed, nothing that it becomes begins like an option", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `-${text}`),
      ),
      (typed) => {
        let spec: Spec | undefined;
        try {
          spec = specOf(typed);
        } catch {
          return;
        }
        expect(specText(spec)).not.toMatch(/^-/);
      },
    ),
  );
});
