import { expect, test } from "vitest";
import { CpuBackend } from "../../src/compute/cpu-backend.ts";
import type { AnyKernel } from "../../src/compute/kernel.ts";
import type { CheckResult } from "../../src/validation/check.ts";
import type { KernelResult } from "../../src/validation/kernels.ts";
import { runSelfCheck, selfCheckPlan } from "../../src/validation/self-check.ts";
import { sheetJson, sheetMarkdown, verdictInWords } from "../../src/validation/sheet-text.ts";
import { sheetOf } from "../../src/validation/sheet.ts";
import { cpu } from "../support/backends.ts";

const check: CheckResult = {
  name: "shrinks",
  title: "σ² | shrinks",
  source: "somebody",
  predicted: 0.5,
  measured: 0.501,
  standardError: 0.001,
  tolerance: 0.004,
  lineages: 10,
  verdict: "pass",
};
const kernel: KernelResult = {
  name: "room/kernel",
  sizes: "N 3",
  numbers: 3,
  deviation: NaN,
  tolerance: 1e-6,
  verdict: "fail",
  detail: "x | y\nz",
};
const given = { version: "1", date: "2026-01-01T00:00:00.000Z", adapter: cpu.adapter };
const passing = { ...kernel, deviation: 0, verdict: "pass" as const };

test("a sheet puts failures first and says at the top what became of all", () => {
  const kernels = [{ ...passing, name: "room/other" }, kernel];
  const asked = ["shrinks", "room/kernel", "room/other"];
  const sheet = sheetOf({ ...given, checks: [check], kernels, asked });
  expect(sheet.kernels.map(({ name }) => name)).toEqual(["room/kernel", "room/other"]);
  expect(sheet.verdict).toBe("fail");
  expect(verdictInWords(sheet)).toBe("Failed: 0 of 1 check and 1 of 2 kernels");
  const markdown = sheetMarkdown(sheet);
  expect(markdown).toContain("| room/kernel | NaN | 0.000001 | fail | x \\| y z |");
  expect(markdown.split("\n")[0]).toContain("Failed");
  expect(JSON.parse(sheetJson(sheet)).kernels[0].deviation).toBe("NaN");
});

test("what was not run is no pass", () => {
  const asked = ["shrinks", "room/kernel"];
  const sheet = sheetOf({ ...given, checks: [check], kernels: [], asked });
  expect(sheet).toMatchObject({ verdict: "incomplete", leftOut: ["room/kernel"] });
  const all = sheetOf({ ...given, checks: [check], kernels: [passing], asked });
  expect(all).toMatchObject({ verdict: "pass", leftOut: [] });
});

test("the hash is that of the numbers, whatever the day and the order", () => {
  const inputs = { ...given, checks: [check], kernels: [kernel, passing], asked: [] };
  const { sha256 } = sheetOf(inputs);
  expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  const later = { ...inputs, date: "2027", kernels: [passing, kernel] };
  expect(sheetOf(later).sha256).toBe(sha256);
  const other = { ...inputs, checks: [{ ...check, measured: 0.5010000000000001 }] };
  expect(sheetOf(other).sha256).not.toBe(sha256);
});

test("a plan has what runs here, kernels first, and refuses what there is nowhere", async () => {
  const plan = selfCheckPlan(cpu.adapter, ["variance-shrinks", "linear/nn", "gaussian/sample"]);
  expect(plan.map(({ name }) => name)).toEqual(["linear/nn", "variance-shrinks"]);
  expect(() => selfCheckPlan(cpu.adapter, ["shrink"])).toThrow('no check "shrink"');
});

test("a check that cannot run fails with its reason, and the next one runs all the same", async () => {
  const backend = new CpuBackend();
  const dispatch = backend.dispatch.bind(backend);
  backend.dispatch = (one: AnyKernel, tensors, scalars) => {
    if (one.shader.startsWith("categorical/")) throw new Error("out of order");
    dispatch(one, tensors, scalars);
  };
  const plan = selfCheckPlan(cpu.adapter, ["first-deviation-10", "heterozygosity-decays"]);
  expect(plan.length).toBe(2);
  let breaths = 0;
  const results = [];
  const breathe = () => Promise.resolve(void breaths++);
  for await (const { result } of runSelfCheck(backend, plan, { breathe })) results.push(result);
  expect(results.map(({ verdict }) => verdict)).toEqual(["pass", "fail"]);
  expect(results[1].detail).toBe("out of order");
  expect(breaths).toBeGreaterThan(1);
});
