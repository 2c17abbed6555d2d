import { expect, test } from "vitest";
import { cssPlugin } from "../../src/hosts/node/css-plugin.ts";

const { handler } = cssPlugin().transform as { handler: (code: string) => { code: string } };

test("style sheets in scripts lose what only people read, and nothing else", () => {
  const code = [
    "const a = css`\n  /* Why. */\n  p > a,\n  b :is(.c) {\n    inset: calc(1px + 2px) 0;\n  }\n`;",
    "const b = html`<p>  two  spaces </p>`;",
    "const c = css`${x} { color:   red }`;",
  ].join("\n");
  expect(handler(code).code.split("\n")).toEqual([
    "const a = css`p > a,b :is(.c){inset: calc(1px + 2px) 0;}`;",
    "const b = html`<p>  two  spaces </p>`;",
    "const c = css`${x} { color:   red }`;",
  ]);
});
