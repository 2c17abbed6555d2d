import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "./",
  build: { target: "esnext" },
  worker: { format: "es" },
  test: { include: ["tests/**/*.test.ts"], testTimeout: 60_000, pool: "forks" },
});
