import { expect, test } from "vitest";
import { templatePlugin } from "../../src/hosts/node/template-plugin.ts";

const { handler } = templatePlugin().transform as { handler: (code: string) => { code: string } };

test("templates lose what only people read, and nothing else", () => {
  const code = [
    "const a = css`\n  /* Why. */\n  p > a,\n  b :is(.c) {\n    inset: calc(1px + 2px) 0;\n  }\n`;",
    "const b = html`<p>  two  spaces </p>`;",
    "const c = css`${x} { color:   red }`;",
    "  const d = html`<b>",
    "    x</b>`;",
  ].join("\n");
  expect(handler(code).code.split("\n")).toEqual([
    "const a = css`p > a,b :is(.c){inset: calc(1px + 2px) 0;}`;",
    "const b = html`<p>  two  spaces </p>`;",
    "const c = css`${x} { color:   red }`;",
    "const d = html`<b>",
    "x</b>`;",
  ]);
});
