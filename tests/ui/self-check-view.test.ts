import { expect, test } from "vitest";
import type { SelfCheckEvent } from "../../src/hosts/browser/self-check-protocol.ts";
import {
  heard,
  idle,
  namesIn,
  progressOf,
  standardErrorsOff,
} from "../../src/ui/self-check-view.ts";
import { sheetOf } from "../../src/validation/sheet.ts";
import { cpu } from "../support/backends.ts";

const kernel = {
  name: "room/kernel",
  sizes: "N 3",
  numbers: 3,
  deviation: 0,
  tolerance: 0,
  verdict: "pass" as const,
};
const plan = ["room/kernel", "room/other"].map((name) => ({
  kind: "kernel" as const,
  name,
  title: name,
}));
const sheet = sheetOf({
  version: "1",
  date: "2026",
  adapter: cpu.adapter,
  checks: [],
  kernels: [kernel],
  asked: ["room/kernel", "room/other"],
});
const after = (...events: SelfCheckEvent[]) => events.reduce(heard, idle);

test("progress names what is being worked out", () => {
  const begun = after({ kind: "planned", plan });
  expect(progressOf(begun)).toEqual({ done: 0, total: 2, next: plan[0] });
  const one = heard(begun, { kind: "kernel", result: kernel });
  expect(progressOf(one)).toEqual({ done: 1, total: 2, next: plan[1] });
  const ended = heard(one, { kind: "ended", sheet, problem: null });
  expect(ended).toMatchObject({ state: "ended", sheet, problem: null });
  // A second one begins with nothing of the first.
  expect(heard(ended, { kind: "planned", plan })).toEqual(begun);
});

test("what was refused can be asked for again", () => {
  const refused = after({ kind: "planned", plan }, { kind: "refused", problem: "no such check" });
  expect(refused).toEqual({ ...idle, problem: "no such check" });
});

test("names are words, and none is all", () => {
  expect(namesIn(" a/b,  c ")).toEqual(["a/b", "c"]);
  expect(namesIn(" ")).toBeNull();
});

test("distances are in standard errors where there are any", () => {
  const check = { predicted: 1, measured: 0.9, standardError: 0.05, tolerance: 0.2 };
  const rest = { name: "", title: "", source: "", lineages: 9, verdict: "pass" as const };
  expect(standardErrorsOff({ ...check, ...rest })).toBeCloseTo(2, 12);
  expect(standardErrorsOff({ ...check, ...rest, standardError: 0 })).toBeNaN();
});
