import { defineConfig } from "vitest/config";
import { templatePlugin } from "./src/hosts/node/template-plugin.ts";
import { experimentSchemaPlugin } from "./src/hosts/node/schema-plugin.ts";

const ALONE = ["tests/{hosts,bench}/**/*.test.ts"];

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
    testTimeout: 60_000,
    pool: "forks",
    // The default leaves one core out, which is half of a small machine.
    maxWorkers: "100%",
    // Tests that put others in the place of modules, or load a peer, have a process for each file. All
    // others share what they load, and the kernels that are compiled for them.
    projects: [
      { extends: true, test: { name: "alone", include: ALONE } },
      {
        extends: true,
        test: {
          name: "together",
          include: ["tests/**/*.test.ts"],
          exclude: ALONE,
          isolate: false,
          restoreMocks: true,
          unstubGlobals: true,
        },
      },
    ],
  },
});
