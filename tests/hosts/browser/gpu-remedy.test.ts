import { expect, test } from "vitest";
import { remedyFor } from "../../../src/hosts/browser/gpu-remedy.ts";

const AGENTS = {
  chromeLinux: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
  edgeWindows:
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
  firefoxMac:
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0",
  safariMac:
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1 Version/18.0 Safari/605.1",
} as const;

test("every cause has a remedy in every browser, and none speaks of another's settings", () => {
  for (const agent of [...Object.values(AGENTS), ""]) {
    for (const problem of ["missing", "insecure", "no-adapter", "lost"] as const) {
      const { cause, steps } = remedyFor(problem, agent, false);
      expect(cause).not.toBe("");
      expect(steps.length).toBeGreaterThan(0);
      const text = steps.join(" ");
      if (!agent.includes("Edg/")) expect(text).not.toContain("edge://");
      if (!agent.includes("Firefox")) expect(text).not.toContain("about:support");
    }
  }
});

test("the remedy is that of the browser and system", () => {
  expect(remedyFor("no-adapter", AGENTS.chromeLinux, false).steps.join()).toContain(
    "chrome://flags",
  );
  expect(remedyFor("no-adapter", AGENTS.edgeWindows, false).steps.join()).toContain("edge://gpu");
  expect(remedyFor("missing", AGENTS.firefoxMac, false).steps.join()).toContain("Firefox");
  expect(remedyFor("missing", AGENTS.safariMac, false).steps.join()).toContain("Safari 26");
  // An iPad says that it is a Mac.
  expect(remedyFor("missing", AGENTS.safariMac, true).steps.join()).toContain("iPadOS");
});
