// The two commands of a fresh checkout, in plain JavaScript since nothing is installed yet:
//
//   npm start    installs what is missing, builds, serves and opens the lab
//   npm test     installs what is missing and checks everything, in the browser too

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const OLDEST_NODE = [20, 19];

const BROWSERS = [
  process.env["CHROMIUM_PATH"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/opt/google/chrome/chrome",
  "/usr/bin/microsoft-edge",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ...["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].map((name) =>
    join(process.env[name] ?? "C:/", "Google/Chrome/Application/chrome.exe"),
  ),
];

/** How each platform installs a browser, and a Vulkan loader for WebGPU outside of it. */
const INSTALLS = {
  debian: "apt-get install --yes chromium libvulkan1",
  fedora: "dnf install --assumeyes chromium vulkan-loader",
  arch: "pacman --sync --noconfirm chromium vulkan-icd-loader",
  darwin: "brew install --cask google-chrome",
  win32: "winget install --exact --id Google.Chrome",
};

/**
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {Record<string, string | undefined>} [env]
 */
function run(command, parameters, env = {}) {
  const isWindows = process.platform === "win32";
  const { status, error } = spawnSync(command, parameters, {
    cwd: ROOT,
    stdio: "inherit",
    shell: isWindows,
    env: { ...process.env, ...env },
  });
  return error === undefined ? (status ?? 1) : 127;
}

/** @param {string} message @returns {never} */
function stop(message) {
  console.error(`\n${message}`);
  process.exit(1);
}

/** A command of an installed package. @param {string} name */
const tool = (name) => join(ROOT, "node_modules", ".bin", name);

function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  stop(`Ouroboros needs Node ${OLDEST_NODE.join(".")} or newer; this is ${process.versions.node}.`);
}

function installPackages() {
  const wanted = join(ROOT, "package-lock.json");
  const installed = join(ROOT, "node_modules", ".package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return;
  console.log("Installing packages …");
  const status = run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
  if (status !== 0) stop("`npm ci` failed, see above. Is the package registry reachable?");
}

const findBrowser = () => BROWSERS.find((path) => path !== undefined && existsSync(path));

function platform() {
  if (process.platform !== "linux") return process.platform;
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  return /\b(debian|fedora|arch)\b/.exec(release)?.[0] ?? "linux";
}

/** The path of a browser with WebGPU, installed if that needs nobody's permission. */
function requireBrowser() {
  const found = findBrowser();
  if (found !== undefined) return found;
  const install = INSTALLS[/** @type {keyof typeof INSTALLS} */ (platform())];
  const mayInstall = process.platform !== "linux" || process.getuid?.() === 0;
  if (install !== undefined && mayInstall) {
    console.log(`Installing a browser: ${install}`);
    if (install.startsWith("apt-get")) run("apt-get", ["update", "--quiet"]);
    const [command, ...parameters] = install.split(" ");
    run(command, parameters, { DEBIAN_FRONTEND: "noninteractive" });
  }
  return (
    findBrowser() ??
    stop(
      "The tests need Chrome or Chromium, and none was found. " +
        (install === undefined
          ? "Install one and set CHROMIUM_PATH to its program."
          : `Install one with:\n\n  ${process.platform === "linux" ? "sudo " : ""}${install}\n`),
    )
  );
}

/** Chrome brings a Vulkan loader along, for systems that have none of their own. */
function vulkanLoader(/** @type {string} */ browser) {
  if (process.platform !== "linux") return {};
  try {
    if (execFileSync("ldconfig", ["-p"], { encoding: "utf8" }).includes("libvulkan.so.1"))
      return {};
  } catch {
    // no ldconfig: look beside the browsers all the same
  }
  const folder = ["/usr/lib/chromium", "/opt/google/chrome", dirname(browser)].find((path) =>
    existsSync(join(path, "libvulkan.so.1")),
  );
  return folder === undefined
    ? {}
    : { LD_LIBRARY_PATH: [folder, process.env["LD_LIBRARY_PATH"]].filter(Boolean).join(":") };
}

function start() {
  if (run(tool("vite"), ["build"]) !== 0) stop("The build failed, see above.");
  const hasScreen =
    process.platform !== "linux" || "DISPLAY" in process.env || "WAYLAND_DISPLAY" in process.env;
  process.exit(run(tool("vite"), ["preview", ...(hasScreen ? ["--open"] : [])]));
}

function test() {
  const browser = requireBrowser();
  const results = join(ROOT, "test-results");
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  const unit = join(results, "unit.json");
  const inBrowser = join(results, "browser.json");
  const env = {
    ...vulkanLoader(browser),
    CHROMIUM_PATH: browser,
    PLAYWRIGHT_JSON_OUTPUT_FILE: inBrowser,
  };
  /** @type {readonly (readonly [string, string, readonly string[]])[]} */
  const steps = [
    ["types", "tsc", ["--noEmit"]],
    ["format", "prettier", ["--check", "--log-level=warn", "."]],
    ["lint", "oxlint", ["--type-aware", "--deny-warnings"]],
    ["unit", "vitest", ["run", "--reporter=dot", "--reporter=json", `--outputFile.json=${unit}`]],
    ["build", "vite", ["build", "--logLevel=warn"]],
    [
      "browser",
      "playwright",
      ["test", "--config=tests/browser/playwright.config.ts", "--reporter=list,json"],
    ],
  ];
  const failed = steps.filter(([title, name, parameters]) => {
    console.log(`\n── ${title}`);
    return run(tool(name), parameters, env) !== 0;
  });
  const units = readCounts(unit, (report) => [report.numPassedTests, report.numFailedTests]);
  const pages = readCounts(inBrowser, ({ stats }) => [stats.expected, stats.unexpected]);
  if (failed.length > 0) console.error(`\nFailed: ${failed.map(([title]) => title).join(", ")}`);
  console.log(`\n${units[0] + pages[0]} passed, ${units[1] + pages[1]} failed`);
  process.exit(failed.length === 0 ? 0 : 1);
}

/**
 * What of the two test programs' reports is read, each has its own part.
 * @typedef {{ numPassedTests: number, numFailedTests: number,
 *   stats: { expected: number, unexpected: number } }} Report
 */

/**
 * @param {string} file
 * @param {(report: Report) => number[]} counts
 */
function readCounts(file, counts) {
  return existsSync(file) ? counts(JSON.parse(readFileSync(file, "utf8"))) : [0, 0];
}

requireNode();
installPackages();
if (process.argv[2] === "start") start();
else if (process.argv[2] === "test") test();
else stop("usage: set-up.mjs start | test");
