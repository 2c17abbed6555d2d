import { readFile } from "node:fs/promises";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "./lab.ts";

test("the lab checks itself on this device, by keyboard, and gives a sheet to take along", async ({
  lab,
}) => {
  const { page } = lab;
  await lab.open();
  await lab.expectState("finished");
  await page.getByRole("link", { name: "Self-check" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Self-check" })).toBeFocused();
  await expect(page.locator("lab-run-bar")).toBeHidden();

  // Two quick ones, as a bug report would name them.
  const only = page.getByRole("textbox", { name: "Only these, by name" });
  await only.fill("first-deviation-10, gaussian/sample");
  await only.press("Enter");
  await expect(page.getByRole("heading", { name: "All pass: 1 check and 1 kernel" })).toBeVisible();
  await expect(page.getByText("software adapter")).toBeVisible();
  await expect(page.getByRole("row", { name: /gaussian\/sample ✓ pass 3,855/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /first-deviation-10/ })).toContainText("✓ pass");
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    lab.button("Save as JSON").click(),
  ]);
  const sheet = JSON.parse(await readFile(await download.path(), "utf8"));
  expect(sheet).toMatchObject({ lab: "Ouroboros", verdict: "pass", leftOut: [] });
  expect(sheet.adapter).toMatchObject({ backend: "webgpu", software: true });
  expect(sheet.sha256).toMatch(/^[0-9a-f]{64}$/);

  // A long one is stopped, and what was not run is no pass.
  await only.fill("gaussian/sample entropy-floor");
  await only.press("Enter");
  await lab.button("Stop the check").click();
  await expect(page.getByRole("heading", { name: /not run$/ })).toBeVisible();

  // The lab is as it was left.
  await page.getByRole("link", { name: "Lab", exact: true }).click();
  await lab.expectState("finished");
});
