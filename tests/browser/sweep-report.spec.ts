import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { sweepPage } from "../../src/report/sweep-page.ts";
import { smallReport } from "../support/diagrams.ts";

test("the report of a sweep shows any quantity in any generation, and is readable by all", async ({
  page,
}) => {
  const problems: string[] = [];
  page.on("console", (message) => problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  await page.setContent(sweepPage(smallReport));
  const first = page.locator('.of-measured [data-point="1"]');
  await expect(first.locator("title")).toHaveText(
    "samples 100, fraction 0.1: 0.25 ± 0.0025 data units²",
  );
  const before = await first.getAttribute("fill");

  await page.getByRole("slider", { name: "Generation" }).fill("0");
  await expect(first.locator("title")).toHaveText(
    "samples 100, fraction 0.1: 1 ± 0.01 data units²",
  );
  expect(await first.getAttribute("fill")).not.toBe(before);
  await expect(page.getByRole("heading", { name: "Theory: the closed form" })).toHaveCount(2);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await page.getByRole("combobox").selectOption("Watermark: kept </script>");
  await expect(first.locator("title")).toHaveText("samples 100, fraction 0.1: 0");
  await expect(page.getByRole("heading", { name: "Theory: the closed form" })).toHaveCount(0);
  await page.getByText("Data: mean ± standard error").click();
  await expect(
    page.getByRole("row", { name: "divisor N, samples 10, fraction 0.5" }),
  ).toContainText("1");
  expect(problems).toEqual([]);
});

test("over one setting a line moves with the generation", async ({ page }) => {
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  const diagram = { ...smallReport.diagram, y: null, isoLines: [] };
  const x = { label: "samples", texts: ["10", "100"] };
  const panels = [{ title: "", rows: [[0, 2]] }];
  await page.setContent(sweepPage({ ...smallReport, diagram: { ...diagram, x, panels } }));
  const dot = page.locator('[data-dot="2"]');
  const [low, high] = [Number(await dot.getAttribute("cy")), 10];
  const line = await page.locator("polyline").getAttribute("points");
  await page.getByRole("slider", { name: "Generation" }).fill("0");
  await expect(dot.locator("title")).toHaveText("samples 100: 1 ± 0.01 data units²");
  // All of them begin at 1, close to the top.
  expect(Number(await dot.getAttribute("cy"))).toBeLessThan(high + (low - high) / 10);
  expect(await page.locator("polyline").getAttribute("points")).not.toBe(line);
  expect(problems).toEqual([]);
});
