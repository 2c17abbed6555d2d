import { readFile } from "node:fs/promises";
import type { Download, Page } from "@playwright/test";
import { Lab, expect, test } from "./lab.ts";

const experiment = {
  name: "mine",
  title: "Mine",
  dataset: { name: "zipf" },
  family: { name: "categorical" },
  interventions: [{ name: "keep-original", config: { fraction: 0.25 } }],
  metrics: [{ name: "entropy" }],
  lineages: 4,
  generations: 6,
  samples: 300,
  seed: 7,
};

async function downloaded(page: Page, name: string | RegExp): Promise<Download> {
  const button = page.getByRole("button", { name, exact: true }).first();
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  return download;
}

async function bytesOf(download: Download): Promise<Buffer> {
  return await readFile(await download.path());
}

/** Lets go of a file over the middle of the page. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  await page.evaluate(
    ([called, content]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([content], called, { type: "application/json" }));
      const main = document.querySelector("lab-app")!.shadowRoot!.querySelector("main")!;
      for (const type of ["dragover", "drop"]) {
        const options = { dataTransfer, bubbles: true, composed: true, cancelable: true };
        main.dispatchEvent(new DragEvent(type, options));
      }
    },
    [name, text],
  );
}

test("an experiment comes as a file, leaves as a link, comes back by it, and gives its figures", async ({
  lab,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const { page } = lab;
  await lab.open("?backend=cpu");
  await lab.expectState("finished");
  await drop(page, "bad.json", '{ "family": {}, // cut\n "datset": 1 }');
  const alert = page.locator("lab-failure").getByRole("alert");
  await expect(alert).toContainText(/bad\.json: \$\.datset: unknown key.*did you mean "dataset"\?/);

  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    lab.button("Open a file").click(),
  ]);
  const buffer = Buffer.from(JSON.stringify(experiment));
  await chooser.setFiles({ name: "mine.json", mimeType: "application/json", buffer });
  await expect(page.getByRole("heading", { name: "Mine" })).toBeVisible();
  await expect(alert).toHaveCount(0);
  await expect(page.getByText("generation 6 of 6")).toBeVisible();
  const records = await lab.records();
  expect(JSON.parse((await bytesOf(await downloaded(page, "Save as a file"))).toString())).toEqual(
    experiment,
  );

  await lab.button("Copy link").click();
  await expect(page.getByText("Link copied: this experiment, with its seed.")).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const picture = await bytesOf(await downloaded(page, "Save Entropy as PNG"));
  expect(picture.subarray(1, 4).toString()).toBe("PNG");
  // Twice the width of the chart, and margins.
  expect(picture.readUInt32BE(16)).toBe(2 * (720 + 48));
  const svg = await downloaded(page, "Save real and model as SVG");
  expect(svg.suggestedFilename()).toBe("mine-real-and-model-of-generation-5.svg");
  const drawing = (await bytesOf(svg)).toString();
  expect(drawing).toMatch(/4 lineages · 300 samples each · 6 generations · seed 7/);
  expect(drawing).toMatch(/Zipf&#39;s law · Categorical · Keep original data \(fraction 0\.25\)/);
  expect(drawing.match(/<rect [^>]*fill="#[0-9a-f]{6}"/g)!.length).toBeGreaterThan(20);
  expect(drawing).not.toMatch(/oklch|var\(|class=/);
  const report = (await bytesOf(await downloaded(page, /^Report: Mine/))).toString();
  expect(report).toContain("<h1>Mine</h1>");

  // In another tab, with nothing but the link.
  const other = new Lab(await context.newPage());
  const address = link.replace("#", "?backend=cpu#");
  await other.open(address);
  await expect(other.page.getByRole("heading", { name: "Mine" })).toBeVisible();
  await expect(other.page.getByText("generation 6 of 6")).toBeVisible();
  expect(await other.records()).toBe(records);
  expect(new URL(other.page.url()).hash).toBe("");
  // Who comes by half a link is told so, and has a lab all the same.
  await other.open(address.slice(0, -1));
  await expect(other.page.getByText("This link is damaged")).toBeVisible();
  await expect(other.page.getByRole("heading", { name: "Mine" })).toBeVisible();
  expect(other.complaints).toEqual([]);
});

test("a sweep file fills the form of sweeps, and its diagrams are saved", async ({ lab }) => {
  const { page } = lab;
  await lab.open("?backend=cpu");
  await lab.expectState("finished");
  const sweep = {
    name: "swept",
    title: "Swept",
    experiment: { ...experiment, lineages: 2, generations: 3 },
    axes: [
      { setting: "$.samples", values: [50, 100] },
      { setting: "$.interventions", label: "pool", values: [[], [{ name: "accumulate" }]] },
    ],
    mode: "list",
  };
  await drop(page, "sweep.json", JSON.stringify(sweep));
  await expect(page.getByRole("textbox", { name: "Across: values" })).toHaveValue("50, 100");
  await expect(page.getByRole("combobox", { name: "Values go" })).toHaveValue("list");
  await expect(page.getByText(/^2 cells in/)).toBeVisible();
  await lab.button("Run the sweep").click();
  await expect(page.locator("lab-sweep [data-state=finished]")).toContainText("2 of 2 cells");
  await expect(page.getByRole("heading", { name: "Swept" })).toBeVisible();
  const svg = (await bytesOf(await downloaded(page, "Save the diagrams as SVG"))).toString();
  expect(svg).toContain("samples 50, 100 · pool none, accumulate");
  expect(svg).not.toContain("Point at a cell");
  const report = (await bytesOf(await downloaded(page, "Report"))).toString();
  expect(report).toContain("<h1>Swept</h1>");
});
