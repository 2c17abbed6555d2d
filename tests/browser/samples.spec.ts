import { gzipSync } from "node:zlib";
import { AxeBuilder } from "@axe-core/playwright";
import type { Locator, Page, Response } from "@playwright/test";
import { type Lab, expect, test } from "./lab.ts";

/** What a visitor may be made to load before anything is seen, bytes in gzip. */

async function choose(lab: Lab, dataset: string, family: string): Promise<void> {
  await lab.open();
  await lab.expectState("finished");
  await lab.page.getByRole("combobox", { name: "Real data" }).selectOption(dataset);
  await lab.page.getByRole("combobox", { name: "Model" }).selectOption(family);
}

async function expectNothingWrong(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)]);
  expect(found).toEqual([]);
  for (const width of [390, 2560, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    const overflow = () =>
      page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
    await expect.poll(overflow).toBeLessThanOrEqual(0);
  }
}

/** Which says how far the kernels are compiled, until it says how far the learning is. */
async function expectLearning(work: Locator): Promise<void> {
  const slow = { timeout: 60_000 }; // a software graphics card compiles on the processor
  await expect(work).toContainText(/learning in generation 0: step [\d,]+ of [\d,]+/, slow);
}

test("images of every generation are seen beside real ones, and chosen by keyboard", async ({
  lab,
}) => {
  const { page } = lab;
  const scripts: Response[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() !== "script") return;
    if (response.url().includes("worker") || response.request().serviceWorker()) return;
    scripts.push(response);
  });
  const hasViewers = () => scripts.some((script) => script.url().includes("viewers"));
  await choose(lab, "drawn-digits", "vae");
  expect(hasViewers()).toBe(false);
  // The others come with a choice, or when the first run has ended.
  const first = scripts.filter(
    (script) => !/lab-(file|findings|table)|axis-marks|d3-array/.test(script.url()),
  );
  const bodies = await Promise.all(first.map((script) => script.body()));
  const bytes = bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
  expect(bytes).toBeGreaterThan(10_000);

  await lab.field("epochs").fill("2");
  await lab.run({ lineages: 1, samples: 64, generations: 3 });
  await lab.expectState("finished");
  await expect.poll(hasViewers).toBe(true);
  await expect(page.getByRole("img", { name: "Real images" })).toBeVisible();
  await expect(page.getByRole("img", { name: "Images of generation 2" })).toBeVisible();
  const slider = page.getByRole("slider", { name: "Generation to look at" });
  await slider.focus();
  await page.keyboard.press("Home");
  const sheet = page.getByRole("img", { name: "Images of generation 0" });
  await expect(sheet).toBeVisible();
  // Something is drawn: not every pixel has the colour of the paper.
  const colors = await sheet.evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
    return new Set(data.filter((_, i) => i % 4 === 0)).size;
  });
  expect(colors).toBeGreaterThan(5);
  await page.getByRole("button", { name: "Generation 1", exact: true }).click();
  await expect(slider).toHaveAttribute("aria-valuetext", "generation 1");
  await expect(page.locator("lab-learning path.now")).toHaveCount(2);
  await expectNothingWrong(page);
});

test("texts are followed through the generations, with marks, ridges and their data", async ({
  lab,
}) => {
  const { page } = lab;
  await choose(lab, "text-file", "ngram");
  await lab.field("length").fill("16");
  await page.getByRole("combobox", { name: "prompt" }).selectOption("original");
  await page.getByRole("checkbox", { name: "Perplexities under the first model" }).check();
  await lab.run({ lineages: 2, samples: 24, generations: 5 });
  await lab.expectState("finished");
  const texts = page.locator("lab-texts");
  await expect(texts.locator(".through li")).toHaveCount(7);
  await expect(texts.locator(".prompt")).not.toBeEmpty();
  await expect(texts.getByText("the original goes on")).toBeVisible();
  const before = await texts.locator(".prompt").innerText();
  await texts.getByRole("combobox").selectOption("2");
  await expect(texts.locator(".prompt")).not.toHaveText(before);
  await expect(texts.locator(".through .p1, .through .p2").first()).toBeVisible();
  await texts.getByRole("checkbox", { name: "probabilities" }).uncheck();
  await expect(texts.locator(".through .p1, .through .p2")).toHaveCount(0);
  await texts.getByRole("button", { name: "One generation" }).click();
  await expect(texts.locator(".sheet li")).toHaveCount(12);

  const ridges = page.locator("lab-ridges").first();
  await expect(ridges.locator("path.ridge")).toHaveCount(5);
  await expect(ridges.locator("path.first")).toHaveCount(4);
  await ridges.getByRole("button", { name: "data" }).click();
  await expect(ridges.locator("tbody tr")).toHaveCount(5);
  // A histogram is no line.
  const title = await ridges.locator("h3").innerText();
  const lines = page.locator("lab-trace-chart h3").filter({ hasText: new RegExp(`^${title}$`) });
  await expect(lines).toHaveCount(0);
  await expectNothingWrong(page);
});

test("long work says how far it is, and is paused in the middle of a generation", async ({
  lab,
}) => {
  test.slow();
  const { page } = lab;
  await choose(lab, "text-file", "transformer");
  await lab.field("length").fill("16");
  await lab.field("epochs").fill("5000");
  await lab.run({ lineages: 1, samples: 24, generations: 2 });
  const work = page.locator("lab-run-bar .work");
  await expect(work).toContainText(/compiling kernels: \d+ of \d+/);
  await expectLearning(work);
  await expect(work).toContainText(/steps\/s/);
  await expect(work).toContainText(/more than .* left of the run/);
  await expect(page.locator("lab-learning path.now").first()).toBeVisible();
  await lab.button("Pause").click();
  await lab.expectState("paused");
  const text = await work.innerText();
  await page.waitForTimeout(500);
  expect(await work.innerText()).toBe(text);
  await lab.button("Resume").click();
  await lab.expectState("running");
  await expect(work).not.toHaveText(text);
  await lab.button("Stop").click();
  await lab.expectState("stopped");

  // In the middle of the generation it was stopped, and there it goes on.
  const step = async () =>
    Number(/step ([\d,]+)/.exec(await work.innerText())![1].replaceAll(",", ""));
  const stopped = await step();
  expect(stopped).toBeGreaterThan(0);
  await page.reload();
  await lab.expectState("stopped");
  await lab.button("Resume").click();
  await expect(work).toContainText(/compiling kernels: \d+ of \d+/);
  await expectLearning(work);
  expect(await step()).toBeGreaterThanOrEqual(stopped);
  await lab.button("Stop").click();
  await lab.expectState("stopped");
});

test("a plug-in with several files keeps them apart, and a wrong one is explained", async ({
  lab,
}) => {
  const { page } = lab;
  await choose(lab, "image-file", "vae");
  const places = page.locator("lab-file");
  await expect(places.first()).toContainText("No file yet");
  await expect(places.first().getByRole("button", { name: "Paste text" })).toHaveCount(0);
  // IDX of 20 images with 2 x 2 pixels, and their labels: http://yann.lecun.com/exdb/mnist/
  const images = [0, 0, 8, 3, 0, 0, 0, 20, 0, 0, 0, 2, 0, 0, 0, 2];
  const labels = [0, 0, 8, 1, 0, 0, 0, 20];
  const put = (place: number, name: string, bytes: readonly number[]) =>
    places
      .nth(place)
      .locator('input[type="file"]')
      .setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(bytes) });
  await put(0, "images.idx", [...images, ...Array.from({ length: 80 }, (_, i) => 3 * i)]);
  await put(1, "labels.idx", [...labels, ...Array.from({ length: 7 }, (_, i) => i % 3)]);
  await expect(places.nth(0).locator(".name")).toHaveText("images.idx");
  await expect(places.nth(1).locator(".name")).toHaveText("labels.idx");
  await lab.field("samples").fill("12");
  await lab.field("lineages").fill("1");
  await lab.field("generations").fill("2");
  await lab.button("Run the changes").click();
  await expect(page.locator(".failure")).toContainText("labels");
  await put(1, "labels.idx", [...labels, ...Array.from({ length: 20 }, (_, i) => i % 3)]);
  await lab.button("Run the changes").click();
  await expect(page.locator("lab-samples")).toBeVisible();
  await lab.expectState("finished");
  // The run keeps copies, so after a reload it can be begun anew without the files.
  await page.reload();
  await lab.expectState("finished");
  await page.locator("lab-runs li", { hasText: "Images from files" }).first().waitFor();
});

test("an experiment with the visitor's own files waits for them, and takes them all at once", async ({
  lab,
}) => {
  const { page } = lab;
  await lab.open();
  await lab.expectState("finished");
  await page.getByRole("button", { name: /The paper's VAE, as coded/ }).click();
  const run = page.getByRole("button", { name: "Run the changes" });
  await expect(run).toBeDisabled();
  const asked = page.locator("lab-run-bar .changed", { hasText: "from your own disk" });
  const names = await page.locator("lab-file .name").allInnerTexts();
  expect(names.length).toBeGreaterThan(1);
  await expect(asked).toContainText(names[0]);
  const first = page.locator('lab-file input[type="file"]').first();
  const file = (name: string) => ({
    name,
    mimeType: "application/gzip",
    buffer: Buffer.from("no images at all"),
  });
  await first.setInputFiles(names.toReversed().map(file));
  await expect(asked).toHaveCount(0);
  await run.click();
  await expect(page.locator(".failure")).toContainText(names[0]);
  await lab.expectState("finished");
});
