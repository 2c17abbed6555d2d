import { readFile } from "node:fs/promises";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "./lab.ts";

test("a sweep of the experiment in the form fills a diagram, outlives the page and opens by cell", async ({
  lab,
}) => {
  const { page } = lab;
  await lab.open();
  await lab.field("lineages").fill("32");
  await lab.field("generations").fill("6");
  await lab.field("generations").blur();
  await page.getByRole("link", { name: "Sweep", exact: true }).click();
  await page.getByRole("textbox", { name: "Across: values" }).fill("10, 20, 40, 80");
  await lab.button("Add a setting").click();
  const along = page.getByRole("combobox", { name: "Along: setting" });
  await along.selectOption("$.family.config.samplingBias");
  await page.getByRole("textbox", { name: "Along: values" }).fill("0.8, much");
  await along.focus();
  await expect(page.getByText("4 cells without sense, left out")).toBeVisible();
  await expect(
    page.getByText(/^cell 1 \(samples 10, sampling bias much\): .*number/),
  ).toBeVisible();
  await page.getByRole("textbox", { name: "Along: values" }).fill("0.8, 0.9, 1, 1.1");
  await along.focus();
  await expect(page.getByText("16 cells in 4 batches of up to 4, 512 lineages")).toBeVisible();
  await lab.button("Run the sweep").click();
  const finished = page.locator("lab-sweep [data-state=finished]");
  await expect(finished).toContainText("16 of 16 cells");

  // The first value is at the left and at the bottom.
  const readout = page.locator("lab-phase-diagrams").getByRole("status");
  await page.getByRole("application").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowUp");
  await expect(readout).toContainText(/samples 20, sampling bias 0.9: measured .+ ± .+; theory/);
  const measured = await readout.innerText();
  await page.getByRole("slider", { name: "Generation" }).fill("0");
  await expect(readout).not.toHaveText(measured);
  await page.locator('lab-phase-diagrams [data-point="15"]').first().hover();
  await expect(readout).toContainText("samples 80, sampling bias 1.1");

  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
  for (const width of [390, 2560, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    const overflow = () =>
      page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
    await expect.poll(overflow).toBeLessThanOrEqual(0);
  }

  await page.reload();
  await expect(finished).toContainText("16 of 16 cells");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    lab.button("Table as CSV").click(),
  ]);
  const [head, ...rows] = (await readFile(await download.path(), "utf8")).trim().split("\n");
  expect(head).toContain("cell,samples,samplingBias,generation,");
  expect(new Set(rows.map((row) => row.split(",")[0])).size).toBe(16);
  await page.getByRole("application").focus();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(lab.field("samples")).toHaveValue("10");
  await expect(lab.field("sampling bias")).toHaveValue("0.9");
  await expect(lab.field("generations")).toHaveValue("6");
});
