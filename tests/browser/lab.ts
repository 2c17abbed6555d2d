import { readFile } from "node:fs/promises";
import { type Locator, type Page, expect, test as base } from "@playwright/test";

/** The lab in a page that may neither complain nor talk to anybody else. */
export class Lab {
  readonly page: Page;
  readonly complaints: string[] = [];

  constructor(page: Page) {
    this.page = page;
    this.#watch(page);
  }

  async open(path = ""): Promise<void> {
    await this.page.goto(path);
  }

  /** A tab in the same browser, with the same storage. */
  async newTab(): Promise<Lab> {
    const tab = new Lab(await this.page.context().newPage());
    await tab.open();
    return tab;
  }

  get facts(): Locator {
    return this.page.locator("lab-run-bar .facts");
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  field(name: string): Locator {
    return this.page.getByRole("spinbutton", { name, exact: true });
  }

  async expectState(state: string): Promise<void> {
    await expect(this.facts.locator(`[data-state="${state}"]`)).toBeVisible();
  }

  /** Generations that the page has been told of. */
  async done(): Promise<number> {
    const text = await this.facts.locator("b").innerText();
    return Number(text.replaceAll(",", ""));
  }

  async waitForGeneration(generation: number): Promise<void> {
    await expect.poll(() => this.done(), { intervals: [20] }).toBeGreaterThanOrEqual(generation);
  }

  /** Fills the form in and runs it. */
  async run(sizes: Readonly<Record<string, number>>): Promise<void> {
    await expect(this.page.locator("lab-experiment-form fieldset.sizes")).toBeVisible();
    for (const [name, value] of Object.entries(sizes)) await this.field(name).fill(String(value));
    await this.field(Object.keys(sizes)[0]).blur();
    // The greeting may be under way.
    await expect(this.facts).toContainText("generation");
    await this.button("Stop")
      .click({ timeout: 1000 })
      .catch(() => {}); // finished meanwhile
    await expect(this.facts.locator("[data-state=stopped], [data-state=finished]")).toBeVisible();
    // The run before may have had the same sizes.
    const before = (await this.facts.getAttribute("data-run"))!;
    await this.page.getByRole("button", { name: /^Run( anew| the changes)?$/ }).click();
    await expect(this.facts).not.toHaveAttribute("data-run", before);
    await this.expectExperiment(sizes);
  }

  async expectExperiment({ generations }: Readonly<Record<string, number>>): Promise<void> {
    if (generations === undefined) return;
    await expect(this.facts).toContainText(`of ${generations.toLocaleString("en")}`);
  }

  /** The records of the newest run, as the visitor would take them home. */
  async records(): Promise<string> {
    const [download] = await Promise.all([
      this.page.waitForEvent("download"),
      this.page
        .getByRole("button", { name: /^Records:/ })
        .first()
        .click(),
    ]);
    return await readFile(await download.path(), "utf8");
  }

  #watch(page: Page): void {
    page.on("pageerror", (error) => this.complaints.push(String(error.stack)));
    page.on("console", (message) => {
      if (message.type() === "error") this.complaints.push(message.text());
    });
    page.on("request", (request) => {
      const { protocol, host } = new URL(request.url());
      const isOwn = ["blob:", "data:"].includes(protocol) || host === new URL(page.url()).host;
      if (!isOwn && page.url() !== "about:blank") this.complaints.push(request.url());
    });
  }
}

export const test = base.extend<{ lab: Lab }>({
  lab: async ({ page }, use) => {
    const lab = new Lab(page);
    await use(lab);
    expect(lab.complaints).toEqual([]);
  },
});

export { expect };
