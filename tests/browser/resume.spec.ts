import type { Page } from "@playwright/test";
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

test("a run that another tab is at work on is not offered to go on with", async ({ lab }) => {
  await lab.open();
  await lab.run({ lineages: 64, generations: 1_000_000, samples: 50 });
  await lab.waitForGeneration(5);
  const second = await lab.newTab();
  const theirs = second.page.locator("lab-runs li", { hasText: "at work in another tab" });
  await expect(theirs.getByRole("button", { name: /^(Resume|Delete)/ })).toHaveCount(0);
  await theirs.getByRole("button", { name: /^Show/ }).click();
  await second.expectState("elsewhere");
  await expect(second.button("Resume")).toHaveCount(0);
  await expect(second.button("Step")).toBeDisabled();
  await lab.button("Stop").click();
  await lab.expectState("stopped");
  // What the second tab knows of the run is old when the first goes on with it.
  await second.page.reload();
  await second.expectState("stopped");
  await lab.button("Resume").click();
  await lab.expectState("running");
  await second.button("Resume").click();
  await second.expectState("elsewhere");
  await expect(second.page.locator("lab-failure")).toContainText("another tab is at work");
  await lab.button("Stop").click();
  await lab.expectState("stopped");
  expect(second.complaints).toEqual([]);
});

/** Puts a file into the folder of a run, behind the page's back. */
async function plant(page: Page, run: string, name: string, content: string): Promise<void> {
  await page.evaluate(
    async ([folderName, fileName, text]) => {
      const root = await navigator.storage.getDirectory();
      const runs = await root.getDirectoryHandle("runs", { create: true });
      const folder = await runs.getDirectoryHandle(folderName, { create: true });
      const file = await folder.getFileHandle(fileName, { create: true });
      const stream = await file.createWritable();
      await stream.write(text);
      await stream.close();
    },
    [run, name, content] as const,
  );
}

test("stored runs that are damaged are named, and the others are not touched", async ({ lab }) => {
  await lab.open();
  await lab.run({ lineages: 4, generations: 12, samples: 20 });
  await lab.expectState("finished");
  const records = await lab.records();
  await plant(lab.page, "torn", "manifest.json", '{"format": 1, "run"');
  await plant(lab.page, "newer", "manifest.json", '{"format": 99}');
  await plant(lab.page, "empty", "manifest.json", "");
  await lab.page.reload();
  const damaged = lab.page.getByRole("list", { name: "Damaged runs" });
  for (const run of ["torn", "newer", "empty"]) {
    await expect(damaged).toContainText(`${run} cannot be read`);
  }
  await expect(damaged).toContainText("newer version");
  expect(await lab.records()).toBe(records);
  await damaged.getByRole("button", { name: "Delete: torn" }).click();
  await damaged.getByRole("button", { name: "Really delete: torn" }).click();
  await expect(damaged).not.toContainText("torn");
});

test("a run with damaged records says where, and the page lives on", async ({ lab }) => {
  await lab.open();
  await lab.expectState("finished");
  await lab.run({ lineages: 4, generations: 12, samples: 20 });
  await lab.expectState("finished");
  await plant(lab.page, "gaussian-drift-welcome", "records.jsonl", "{}\nnonsense\n");
  const welcome = lab.page.locator("lab-runs li", { hasText: "200 generations" });
  await welcome.getByRole("button", { name: /^Show/ }).click();
  await expect(lab.page.locator(".failure")).toContainText("records.jsonl, line 1");
  await lab.run({ lineages: 4, generations: 14, samples: 20 });
  await lab.expectState("finished");
});
