import { defineConfig } from "vitest/config";
import { templatePlugin } from "./src/hosts/node/template-plugin.ts";
import { experimentSchemaPlugin } from "./src/hosts/node/schema-plugin.ts";

export default defineConfig({
  base: "./",
  plugins: [templatePlugin(), experimentSchemaPlugin()],
  build: { target: "esnext" },
  worker: {
    format: "es",
    // What the engine loads is told from what the page loads.
    rolldownOptions: { output: { chunkFileNames: "assets/worker-[name]-[hash].js" } },
  },
  test: {
    include: ["tests/**/*.test.ts"],
    testTimeout: 60_000,
    pool: "forks",
    // The default leaves one core out, which is half of a small machine.
    maxWorkers: "100%",
  },
});
