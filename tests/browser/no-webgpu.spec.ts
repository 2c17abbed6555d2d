import { QUIET } from "./playwright.config.ts";
import { expect, test } from "./lab.ts";

test.use({
  launchOptions: async ({ launchOptions }, use) => use({ ...launchOptions, args: [...QUIET] }),
});

test("without WebGPU the page says why and goes on with the CPU", async ({ lab }) => {
  await lab.open();
  const panel = lab.page.locator("lab-no-gpu");
  await expect(panel).toContainText("finds no graphics card");
  await expect(panel.getByRole("listitem").first()).not.toBeEmpty();
  await expect(lab.button("Run")).toBeDisabled();
  await panel.getByRole("button", { name: "Go on with the CPU" }).click();
  await expect(panel).toHaveCount(0);
  await expect(lab.page.locator(".adapter")).toContainText("CPU");
  await lab.waitForGeneration(3);
  // Nobody is asked twice, and a graphics card may have been found since.
  await lab.page.reload();
  await expect(lab.page.locator(".adapter")).toContainText("CPU");
  await lab.button("Use WebGPU").click();
  await expect(panel).toContainText("finds no graphics card");
  await panel.getByRole("button", { name: "Go on with the CPU" }).click();
  await expect(lab.page.locator(".adapter")).toContainText("CPU");
  await lab.run({ lineages: 16, generations: 20, samples: 50 });
  await lab.expectState("finished");
});
