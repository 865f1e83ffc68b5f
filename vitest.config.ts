import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{packages,plugins}/*/{src,test}/**/*.test.ts", "{examples,bench,tools}/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/fixtures/**"],
    isolate: false,
    // Left alone it keeps one processor for itself, which is half of a machine with two.
    maxWorkers: "100%",
    // Some start programs of their own, which takes long where much else is going on. Nothing is judged by its time.
    testTimeout: 30_000,
  },
});
