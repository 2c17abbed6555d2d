import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "./lab.ts";

test("points are drawn and rubbed out with pointer and keyboard, and learned from", async ({
  lab,
}) => {
  const { page } = lab;
  await lab.open();
  await page.getByRole("combobox", { name: "Real data" }).selectOption("drawn-points");
  const sheet = page.getByRole("application", { name: "points: a plane to draw in" });
  const count = page.locator("lab-drawing [role=status]");
  await expect(count).toContainText("28 points");
  await lab.button("Clear").click();
  await expect(count).toContainText("0 points");

  const { x, y, width, height } = (await sheet.boundingBox())!;
  await page.mouse.move(x + 0.2 * width, y + 0.2 * height);
  await page.mouse.down();
  await page.mouse.move(x + 0.8 * width, y + 0.2 * height);
  await page.mouse.up();
  // A twelfth of half the width lies between two of them.
  await expect(count).toHaveText(/^\s*1[1-5] points/);
  await page.mouse.click(x + 0.2 * width, y + 0.2 * height, { button: "right" });
  await lab.button("Undo").click();
  await lab.button("Undo").click();
  await expect(count).toContainText("0 points");

  await sheet.focus();
  await page.keyboard.press("Space");
  for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Space");
  await expect(count).toContainText("2 points");
  await page.getByText("As numbers").click();
  await expect(page.getByRole("textbox", { name: "points" })).toHaveValue("0, 0, 0.5, 0");

  await lab.run({ lineages: 8, generations: 3, samples: 50 });
  await lab.expectState("finished");
  await expect(count).toContainText("2 points");
  await expect(page.locator("lab-plane svg .ring")).toBeVisible();
  const { violations } = await new AxeBuilder({ page })
    .include({
      fromShadowDom: ["lab-app", "lab-experiment-form", "lab-plugin-fields", "lab-setting"],
    })
    .analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
});

test("a number becomes a schedule and a number again, and the run is told", async ({ lab }) => {
  const { page } = lab;
  await lab.open();
  await lab.expectState("finished");
  // That the run bar grows at this does not move the button away under the pointer.
  await lab.field("generations").fill("3");
  await page.getByRole("button", { name: "Vary sampling bias" }).click();
  const kind = page.getByRole("combobox", { name: "How sampling bias changes" });
  await expect(kind).toBeFocused();
  await lab.field("to").fill("0.5");
  await lab.field("to").blur();
  await lab.run({ lineages: 8, generations: 3, samples: 50 });
  await lab.expectState("finished");
  const title = page.getByRole("textbox", { name: "title" });
  await expect(title).toHaveValue(/sampling bias from 1 to 0.5 over 10 generations/);
  await expect(lab.field("to")).toHaveValue("0.5");
  await kind.selectOption("values");
  await expect(page.getByRole("textbox", { name: /^values/ })).toHaveValue("1, 0.5");
  await kind.selectOption("same");
  await expect(lab.field("sampling bias")).toBeFocused();
  await expect(lab.field("sampling bias")).toHaveValue("1");
});
