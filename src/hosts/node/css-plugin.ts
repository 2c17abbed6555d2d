import type { Plugin } from "vite";

/** A style sheet in a script, without anything put into it. */
const SHEET = /\bcss`([^`$\\]*)`/g;

/** Minifiers leave texts in scripts alone, and so what only people read of style sheets. */
export function cssPlugin(): Plugin {
  return {
    name: "css-in-scripts",
    apply: "build",
    transform: {
      filter: { id: /\/src\/ui\/[\w-]+\.ts$/ },
      handler: (code) => ({
        code: code.replace(SHEET, (_, sheet: string) => `css\`${plain(sheet)}\``),
        map: null,
      }),
    },
  };
}

function plain(sheet: string): string {
  return sheet
    .replaceAll(/\/\*[^]*?\*\//g, "")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/ ?([{};,]) ?/g, "$1")
    .trim();
}
