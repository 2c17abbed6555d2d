import { defineConfig } from "vitest/config";
import { experimentSchemaPlugin } from "./src/hosts/node/schema-plugin.ts";

export default defineConfig({
  base: "./",
  plugins: [experimentSchemaPlugin()],
  build: { target: "esnext" },
  worker: { format: "es" },
  test: {
    include: ["tests/**/*.test.ts"],
    testTimeout: 60_000,
    pool: "forks",
    // The default leaves one core out, which is half of a small machine.
    maxWorkers: "100%",
  },
});
