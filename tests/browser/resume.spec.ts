import { type Lab, expect, test } from "./lab.ts";

const SIZES = { lineages: 48, generations: 1200, samples: 60 };

async function goOn(lab: Lab): Promise<void> {
  await lab.expectExperiment(SIZES);
  await lab.button("Resume").click();
}

test("a run over a reload and a killed tab is byte for byte the uninterrupted one", async ({
  lab,
}) => {
  await lab.open();
  await lab.run(SIZES);
  await lab.expectState("finished");
  const uninterrupted = await lab.records();
  expect(uninterrupted.trimEnd().split("\n")).toHaveLength(SIZES.generations);

  await lab.run(SIZES);
  await lab.waitForGeneration(100);
  await lab.page.reload();
  await goOn(lab);
  await lab.waitForGeneration(400);
  await lab.page.close({ runBeforeUnload: false });
  const second = await lab.newTab();
  await goOn(second);
  await second.expectState("finished");
  expect(await second.records()).toBe(uninterrupted);
  expect(second.complaints).toEqual([]);
});

test("stored runs can be shown again and deleted", async ({ lab }) => {
  await lab.open();
  await lab.run({ lineages: 4, generations: 12, samples: 20 });
  await lab.expectState("finished");
  await lab.page.reload();
  const runs = lab.page.locator("lab-runs li");
  await expect(runs.first()).toContainText("12 generations");
  await runs.filter({ hasText: "12 generations" }).getByRole("button", { name: /^Show/ }).click();
  await lab.expectExperiment({ generations: 12 });
  await lab.expectState("finished");
  await expect(lab.page.locator("lab-density svg path.model")).toBeVisible();
  const before = await runs.count();
  await runs
    .first()
    .getByRole("button", { name: /^Delete/ })
    .click();
  await runs
    .first()
    .getByRole("button", { name: /^Really delete/ })
    .click();
  await expect(runs).toHaveCount(before - 1);
});
