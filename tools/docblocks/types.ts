/** Type-checks every TypeScript block of the docs, each as a module of its own, with the settings of the project. */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Block } from "./blocks.ts";

/** What is wrong with the blocks, each line with the document and the line in it; empty when all is well. */
export function typeErrors(root: string, blocks: readonly Block[]): string[] {
  if (blocks.length === 0) return [];
  // Inside the workspace, so that `matterwright` is found as a reader's own project would find it.
  const folder = join(root, "node_modules/.cache/docblocks", String(process.pid));
  mkdirSync(folder, { recursive: true });
  try {
    blocks.forEach((block, index) => writeFileSync(join(folder, `block${index}.ts`), `${block.code}\nexport {};\n`));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
    const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false };
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({ extends: join(root, "tsconfig.json"), compilerOptions, include: ["*.ts"], exclude: [] }),
    );
    return compile(root, folder).map((line) => placed(line, blocks));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function compile(root: string, folder: string): string[] {
  try {
    execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", folder, "--pretty", "false"], {
      encoding: "utf8",
    });
    return [];
  } catch (error) {
    return (error as { stdout: string }).stdout.split("\n").filter((line) => line.includes("error TS"));
  }
}

/** `…/block3.ts(2,5): error TS…` as `README.md:41: error TS…`. */
function placed(line: string, blocks: readonly Block[]): string {
  const match = /block(\d+)\.ts\((\d+),\d+\): (.*)$/.exec(line);
  const block = blocks[Number(match?.[1])];
  return block === undefined ? line : `${block.document}:${block.line + Number(match?.[2])}: ${match?.[3]}`;
}
