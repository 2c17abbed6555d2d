import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "./lab.ts";

for (const colorScheme of ["light", "dark"] as const) {
  test(`nothing that axe would complain about, ${colorScheme}`, async ({ lab }) => {
    await lab.page.emulateMedia({ colorScheme });
    await lab.open();
    await lab.expectState("finished");
    await lab.page.locator("lab-trace-chart").first().getByRole("button", { name: "data" }).click();
    const { violations } = await new AxeBuilder({ page: lab.page }).analyze();
    const found = violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)]);
    expect(found).toEqual([]);
  });
}

test("everything can be reached and worked by keyboard", async ({ lab }) => {
  const { page } = lab;
  await lab.open();
  await lab.expectState("finished");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(lab.button("Skip to the experiment")).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(lab.button("Copy link")).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("textbox", { name: "title" })).toBeFocused();
  await lab.button("Skip to the run").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(lab.button("Run")).toBeFocused();

  const slider = page.getByRole("slider").first();
  await slider.focus();
  await page.keyboard.press("Home");
  await expect(slider).toHaveAttribute("aria-valuenow", "0");
  await page.keyboard.press("ArrowRight");
  // One cursor for all charts.
  for (const chart of await page.getByRole("slider").all()) {
    await expect(chart).toHaveAttribute("aria-valuenow", "1");
  }
  await page.keyboard.press("Escape");
  await expect(slider).toHaveAttribute("aria-valuenow", "199");

  await lab.field("generations").fill("50000");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Alt+r");
  await lab.expectState("running");
  await page.keyboard.press("Alt+p");
  await lab.expectState("paused");
  await page.keyboard.press("Alt+x");
  await lab.expectState("stopped");

  // N runs anew in every state, also what was changed once a run has finished.
  await lab.field("generations").fill("3");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Alt+n");
  await lab.expectState("finished");
  await lab.field("generations").fill("4");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Alt+n");
  await expect(page.getByText("generation 4 of 4")).toBeVisible();
});

for (const width of [390, 1440, 2560]) {
  test(`nothing is cut off or wider than the window at ${width} px`, async ({ lab }) => {
    await lab.page.setViewportSize({ width, height: 900 });
    await lab.open();
    await lab.expectState("finished");
    const overflow = await lab.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    for (const chart of await lab.page.locator("lab-trace-chart").all()) {
      const box = await chart.boundingBox();
      expect(box?.width).toBeGreaterThan(300);
      expect(box?.width).toBeLessThan(1000);
    }
  });
}

test("the card of the experiment stays in sight in a narrower window, until one turns away from it", async ({
  lab,
}) => {
  const { page } = lab;
  await lab.open("#lab?preset=gaussian-fresh");
  await lab.expectState("finished");
  const card = page.locator('lab-presets li:has([aria-pressed="true"])');
  const isInSight = () =>
    card.evaluate((element) => {
      const strip = element.closest(".strip")!.getBoundingClientRect();
      const { left, right } = element.getBoundingClientRect();
      return left >= strip.left && right <= strip.right;
    });
  await expect.poll(isInSight).toBe(true);
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await expect.poll(isInSight).toBe(true);
  }

  const frames = () =>
    page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
  await page.emulateMedia({ reducedMotion: "reduce" }); // so that the cards are there at once
  await page.getByRole("button", { name: "Language", exact: true }).click();
  await expect.poll(isInSight).toBe(false);
  await frames();
  await page.setViewportSize({ width: 390, height: 900 });
  await frames();
  expect(await isInSight()).toBe(false);
});
