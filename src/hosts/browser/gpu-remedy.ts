import type { GpuProblem } from "./protocol.ts";

export interface Remedy {
  /** What was found, in a few words. */
  readonly cause: string;
  /** What to do about it on this browser and system, most promising first. */
  readonly steps: readonly string[];
}

type Browser = "chrome" | "edge" | "firefox" | "safari" | "other";
type System = "windows" | "macos" | "linux" | "android" | "ios" | "chromeos" | "other";

const CAUSES: Readonly<Record<GpuProblem, string>> = {
  missing: "This browser does not offer WebGPU.",
  insecure: "This page was not loaded over a secure connection, and browsers hide WebGPU there.",
  "no-adapter": "The browser knows WebGPU but finds no graphics card that it may use.",
  lost: "The graphics card was lost twice in a row; the browser has stopped trying.",
};

/** Words the cause and the remedy for whoever sent `userAgent`. */
export function remedyFor(problem: GpuProblem, userAgent: string, hasTouch: boolean): Remedy {
  const browser = browserOf(userAgent);
  const system = systemOf(userAgent, hasTouch);
  return { cause: CAUSES[problem], steps: stepsFor(problem, browser, system) };
}

function stepsFor(problem: GpuProblem, browser: Browser, system: System): string[] {
  switch (problem) {
    case "insecure":
      return ["Open the page over https://, or from this computer as http://localhost."];
    case "lost":
      return [
        "Reload the page and press Resume: the run goes on from its newest checkpoint.",
        "If that does not help, close the whole browser and open it again.",
        "Fewer lineages or samples make every step shorter for the card.",
      ];
    case "missing":
      return missingSteps(browser, system);
    case "no-adapter":
      return adapterSteps(browser, system);
    default:
      return problem satisfies never;
  }
}

function missingSteps(browser: Browser, system: System): string[] {
  if (system === "ios") return ["Update to iOS or iPadOS 26: Safari has WebGPU from there on."];
  switch (browser) {
    case "safari":
      return ["Update to Safari 26.", "Or open the page in a current Chrome or Edge."];
    case "firefox":
      return system === "windows" || system === "macos"
        ? [
            "Update Firefox: WebGPU is in 141 on Windows and in 145 on Macs with Apple silicon.",
            "Or open the page in a current Chrome or Edge.",
          ]
        : [
            "Open the page in a current Chrome or Chromium.",
            "In Firefox Nightly, set dom.webgpu.enabled to true in about:config.",
          ];
    case "chrome":
    case "edge":
      return [
        "Update the browser: WebGPU is there from 113 on, on Android from 121 on.",
        ...(system === "linux" ? linuxFlags(browser) : []),
      ];
    case "other":
      return ["Open the page in a current Chrome, Edge, Firefox or Safari."];
    default:
      return browser satisfies never;
  }
}

function adapterSteps(browser: Browser, system: System): string[] {
  const isChromium = browser === "chrome" || browser === "edge";
  const scheme = browser === "edge" ? "edge" : "chrome";
  const steps: string[] = [];
  if (isChromium) {
    steps.push("In the settings under System, switch on “Use graphics acceleration”, and restart.");
  }
  if (isChromium && system === "linux") steps.push(...linuxFlags(browser));
  if (system === "windows") steps.push("Install the newest driver of your graphics card.");
  if (isChromium) steps.push(`${scheme}://gpu says under “Problems detected” what is in the way.`);
  if (browser === "firefox") steps.push("about:support says under “Graphics” what is in the way.");
  if (browser === "safari") steps.push("Update macOS, then reload the page.");
  steps.push("After a crash of the graphics driver, closing the whole browser helps.");
  return steps;
}

function linuxFlags(browser: Browser): string[] {
  const scheme = browser === "edge" ? "edge" : "chrome";
  return [
    `On Linux, enable “Unsafe WebGPU Support” at ${scheme}://flags/#enable-unsafe-webgpu, and “Vulkan” at ${scheme}://flags/#enable-vulkan, then restart.`,
  ];
}

function browserOf(userAgent: string): Browser {
  if (/\bEdg(e|A|iOS)?\//.test(userAgent)) return "edge";
  if (/\b(Firefox|FxiOS)\//.test(userAgent)) return "firefox";
  if (/\b(Chrome|HeadlessChrome|Chromium|CriOS)\//.test(userAgent)) return "chrome";
  if (/\bSafari\//.test(userAgent)) return "safari";
  return "other";
}

function systemOf(userAgent: string, hasTouch: boolean): System {
  if (/Android/.test(userAgent)) return "android";
  if (/iPhone|iPad|iPod/.test(userAgent)) return "ios";
  // An iPad calls itself a Mac, but no Mac has a touch screen.
  if (/Macintosh/.test(userAgent)) return hasTouch ? "ios" : "macos";
  if (/Windows/.test(userAgent)) return "windows";
  if (/CrOS/.test(userAgent)) return "chromeos";
  return /Linux|X11/.test(userAgent) ? "linux" : "other";
}
