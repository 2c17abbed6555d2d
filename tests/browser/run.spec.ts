import { expect, test } from "./lab.ts";

test("the default experiment begins by itself and ends with charts", async ({ lab }) => {
  await lab.open();
  await lab.expectState("finished");
  await expect(lab.page.locator(".adapter")).toContainText("WebGPU");
  await expect(lab.page.locator(".adapter")).toContainText("software");
  const charts = lab.page.locator("lab-trace-chart");
  await expect(charts).toHaveCount(4);
  await expect(charts.locator("canvas")).toHaveCount(4);
  await expect(charts.first().locator(".legend")).toContainText("theory");
  // Two hundred generations of a hundred samples: nine tenths of the median variance are gone.
  const label = await charts.first().getByRole("slider").getAttribute("aria-label");
  const latest = Number(/median: ([\d.]+)/.exec(label ?? "")?.[1]);
  expect(latest).toBeGreaterThan(0);
  expect(latest).toBeLessThan(0.1);
  await expect(lab.page.locator("lab-density svg path.model")).toBeVisible();
});

test("what the graphics card offers can be left alone, also after a reload", async ({ lab }) => {
  await lab.open();
  const subgroups = lab.button("subgroups");
  await expect(subgroups).toHaveAttribute("aria-pressed", "true");
  await subgroups.click();
  await expect(subgroups).toHaveAttribute("aria-pressed", "false");
  await lab.page.reload();
  await expect(subgroups).toHaveAttribute("aria-pressed", "false");
  await lab.run({ lineages: 8, generations: 3, samples: 50 });
  await lab.expectState("finished");
  await subgroups.click();
  await expect(subgroups).toHaveAttribute("aria-pressed", "true");
  expect(new URL(lab.page.url()).search).toBe("");
});

test("pause, step and stop do what they say", async ({ lab }) => {
  await lab.open();
  await lab.run({ lineages: 64, generations: 30_000, samples: 50 });
  await lab.waitForGeneration(20);
  await lab.button("Pause").click();
  await lab.expectState("paused");
  const paused = await lab.done();
  for (let step = 1; step <= 3; step++) {
    await lab.button("Step").click();
    await expect.poll(() => lab.done()).toBe(paused + step);
  }
  await lab.expectState("paused");
  await lab.button("Resume").click();
  await lab.waitForGeneration(paused + 20);
  await lab.button("Stop").click();
  await lab.expectState("stopped");
  const stopped = await lab.done();
  expect(stopped).toBeLessThan(30_000);
  expect((await lab.records()).trimEnd().split("\n")).toHaveLength(stopped);
});

test("what is changed in the form is said beside the run that it is not about", async ({ lab }) => {
  await lab.open();
  await lab.run({ lineages: 64, generations: 30_000, samples: 50 });
  await lab.waitForGeneration(5);
  const changed = lab.page.locator("lab-run-bar .changed");
  await expect(changed).toHaveCount(0);
  await lab.field("samples").fill("40");
  await lab.field("samples").blur();
  await expect(changed).toContainText("samples 40");
  await lab.button("Stop").click();
  await lab.expectState("stopped");
  await expect(lab.button("Run the changes")).toHaveClass("primary");
  await expect(lab.button("Resume")).not.toHaveClass("primary");
  await lab.button("Run the changes").click();
  await expect(changed).toHaveCount(0);
  await lab.waitForGeneration(5);
  // At work, it is in the list under a name that says what is different.
  const runs = lab.page.locator("lab-runs li", { hasText: "at work" });
  await expect(runs).toContainText("samples 40");
  await lab.button("Stop").click();
  await lab.expectState("stopped");
});

test("the end of the form runs it, and leads to the run", async ({ lab }) => {
  await lab.open();
  await lab.expectState("finished");
  await lab.field("generations").fill("0");
  await lab.button("Run this experiment").click();
  await expect(lab.page.locator("lab-failure")).toBeInViewport();
  await lab.field("generations").fill("1");
  await lab.field("seed").fill("7");
  await lab.button("Run this experiment").click();
  await lab.expectExperiment({ generations: 1 });
  await lab.expectState("finished");
  await expect(lab.button("Run")).toBeInViewport();
});

test("a log axis is not offered where values are below zero", async ({ lab }) => {
  await lab.open();
  await lab.expectState("finished");
  const logY = (title: string) =>
    lab.page.locator("lab-trace-chart", { hasText: title }).getByRole("button", { name: "log y" });
  await expect(logY("Log variance")).toBeDisabled();
  await expect(logY("Wasserstein")).toBeEnabled();
});

test("data table, logarithmic axes and presets of both kinds", async ({ lab }) => {
  await lab.open();
  await lab.page.getByRole("button", { name: "The last one standing" }).click();
  await lab.expectState("finished");
  await expect(lab.page.locator("lab-ranks svg")).toBeVisible();
  const chart = lab.page.locator("lab-trace-chart").first();
  for (const toggle of ["log x", "log y", "data"]) {
    await chart.getByRole("button", { name: toggle }).click();
    await expect(chart.getByRole("button", { name: toggle })).toHaveAttribute(
      "aria-pressed",
      "true",
    );
  }
  await expect(chart.locator("lab-data-table tbody tr").first()).toContainText("0");
  await expect(chart.locator("canvas")).toHaveCount(1);
});

test("a variance of any smallness fits on a logarithmic axis, and under the lens", async ({
  lab,
}) => {
  await lab.open();
  await lab.run({ lineages: 8, samples: 3, generations: 300 });
  await lab.expectState("finished");
  const chart = lab.page.locator("lab-trace-chart").first();
  await chart.getByRole("button", { name: "log y" }).click();
  await chart.getByRole("button", { name: "log x" }).click();
  await expect(chart.getByRole("button", { name: "log x" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await expect(lab.page.locator("lab-density path.lens")).toBeVisible();
  // An axis that cannot be drawn throws in a later frame, which the page may not do.
  await lab.page.waitForTimeout(500);
});

test("input that makes no sense is explained beside its control, and the page lives on", async ({
  lab,
}) => {
  await lab.open();
  await lab.expectState("finished");
  await lab.field("samples").fill("0");
  await lab.field("samples").blur();
  await lab.button("Run the changes").click();
  const samples = lab.page.locator("lab-setting", { has: lab.field("samples") });
  await expect(samples.getByRole("alert")).not.toBeEmpty();
  await expect(lab.page.locator(".failure")).toContainText("samples: ");
  // The run before it is untouched.
  await lab.expectState("finished");
  await lab.field("lineages").fill("1000000");
  await lab.field("samples").fill("1000000");
  await lab.field("samples").blur();
  await lab.button("Run the changes").click();
  await expect(lab.page.locator(".failure")).toContainText(/needs about .* fit/s);
  await lab.run({ lineages: 5, samples: 20, generations: 10 });
  await lab.expectState("finished");
  await expect(lab.page.locator(".failure")).toHaveCount(0);
});

test("a fork goes on from a generation with a change, and shows the difference", async ({
  lab,
}) => {
  await lab.open();
  await lab.run({ lineages: 16, generations: 12, samples: 50 });
  await lab.expectState("finished");
  const before = (await lab.records()).trimEnd().split("\n");
  await lab.field("sampling bias").fill("0.5");
  await lab.field("sampling bias").blur();
  await lab.field("Keep the run up to generation").fill("4");
  await lab.button("Fork with the changes").click();
  await expect(lab.page.locator("lab-story")).toContainText("the same up to generation 4");
  await lab.expectState("finished");
  const after = (await lab.records()).trimEnd().split("\n");
  expect(after).toHaveLength(12);
  // Generation 5 was fitted to what generation 4 had drawn before the change.
  expect(after.slice(0, 6)).toEqual(before.slice(0, 6));
  expect(after[7]).not.toBe(before[7]);
  const difference = lab.page.locator("lab-trace-chart", { hasText: "Variance, difference" });
  await expect(difference.first().locator("canvas")).toBeVisible();
});
