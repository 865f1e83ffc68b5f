import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{packages,plugins}/*/{src,test}/**/*.test.ts", "{examples,bench,tools}/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/fixtures/**"],
    isolate: false,
  },
});
