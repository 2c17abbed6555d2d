import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";

const PORT = 4187;

const BROWSERS = [
  process.env["CHROMIUM_PATH"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];
const executablePath = BROWSERS.find((path) => path !== undefined && existsSync(path));

/** Quiet, alone, and with a graphics card that every machine has. */
export const QUIET = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
export const WEBGPU = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"];

/** Tests the built site: `vite build` comes first. */
export default defineConfig({
  testDir: ".",
  outputDir: "../../test-results/browser",
  // A software graphics card takes every core, and the page needs some of one.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 20_000 },
  use: {
    baseURL: `http://localhost:${PORT}/`,
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [...QUIET, ...WEBGPU],
    },
    viewport: { width: 1440, height: 900 },
  },
  webServer: {
    command: `npx vite preview --port ${PORT} --strictPort`,
    cwd: fileURLToPath(new URL("../../", import.meta.url)),
    url: `http://localhost:${PORT}/`,
    reuseExistingServer: true,
  },
});
