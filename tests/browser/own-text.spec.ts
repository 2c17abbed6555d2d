import { expect, test } from "./lab.ts";

const WORDS = Array.from({ length: 300 }, (_, i) => `word${i} `.repeat(Math.ceil(300 / (i + 1))));

/** What happens when a file is let go over the page. */
async function drop(
  page: import("@playwright/test").Page,
  name: string,
  bytes: number[],
  times = 1,
) {
  const transfer = await page.evaluateHandle(
    ([fileName, content, count]) => {
      const data = new DataTransfer();
      for (let i = 0; i < count; i++) {
        data.items.add(new File([new Uint8Array(content)], fileName));
      }
      return data;
    },
    [name, bytes, times] as const,
  );
  await page.locator("lab-file .drop").dispatchEvent("drop", { dataTransfer: transfer });
}

test.beforeEach(async ({ lab }) => {
  await lab.open();
  await lab.expectState("finished");
  await lab.page.getByRole("combobox", { name: "Real data" }).selectOption("Words of a text");
});

test("a dropped text runs, lists its dead and goes on without the file after a reload", async ({
  lab,
}) => {
  await drop(lab.page, "mine.txt", [...Buffer.from(WORDS.join(""))]);
  await expect(lab.page.locator("lab-file .name")).toHaveText("mine.txt");
  await lab.run({ lineages: 8, generations: 4000, samples: 200 });
  await lab.waitForGeneration(30);
  await expect(lab.page.locator("lab-deaths")).toContainText(/word\d+/);
  await lab.page.reload();
  await lab.expectExperiment({ generations: 4000 });
  await expect(lab.page.locator("lab-deaths")).toContainText("of 300 words");
  const before = await lab.done();
  await lab.button("Resume").click();
  await lab.waitForGeneration(before + 1);
  await lab.button("Stop").click();
  await lab.expectState("stopped");
});

test("a pasted text runs too", async ({ lab }) => {
  await lab.button("Paste text").click();
  await lab.page.getByRole("textbox", { name: "Text to use" }).fill("so so so so far far good");
  await lab.button("Use this text").click();
  await lab.run({ lineages: 2, generations: 8, samples: 7 });
  await lab.expectState("finished");
  await expect(lab.page.locator("lab-deaths")).toContainText("of 3 words");
});

test("a file that is no text is refused beside its control, at once", async ({ lab }) => {
  const file = lab.page.locator("lab-file");
  await drop(lab.page, "picture.png", [0x89, 0x50, 0x4e, 0x47, 0, 0xff, 0xfe, 0, 1, 2]);
  await expect(file.getByRole("alert")).toContainText("picture.png is not a text");
  await drop(lab.page, "empty.txt", []);
  await expect(file.getByRole("alert")).toContainText("empty.txt is empty");
  await drop(lab.page, "two.txt", [...Buffer.from("so far so good")], 2);
  await expect(file.getByRole("alert")).toContainText("One file belongs here");
  await expect(file).toContainText("The built-in text is in use");
  await lab.expectState("finished");
});

test("a file let go beside its place does not take the place of the page", async ({ lab }) => {
  const isLeftAlone = await lab.page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["words"], "mine.txt"));
    return ["dragover", "drop"].map((type) =>
      document.body.dispatchEvent(
        new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }),
      ),
    );
  });
  expect(isLeftAlone).toEqual([false, false]);
});
