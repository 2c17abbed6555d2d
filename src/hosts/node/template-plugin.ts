import type { Plugin } from "vite";

/** A style sheet in a script, without anything put into it. */
const SHEET = /\bcss`([^`$\\]*)`/g;

/** Of code, and of templates of HTML, in which it is space like any other. */
const INDENT = /\n[ \t]+/g;

/**
 * Minifiers leave texts in scripts alone, and so what only people read of templates and style sheets.
 * None of the page's own elements keeps its spaces.
 */
export function templatePlugin(): Plugin {
  return {
    name: "plain-templates",
    apply: "build",
    transform: {
      filter: { id: /\/src\/ui\/[\w-]+\.ts$/ },
      handler: (code) => ({
        code: code
          .replace(SHEET, (_, sheet: string) => `css\`${plain(sheet)}\``)
          .replaceAll(INDENT, "\n"),
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
