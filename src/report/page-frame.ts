import { escaped } from "./escaped.ts";
import { reportStyle } from "./report-style.ts";

/** What a report is about, what is said of it above, and what it shows; HTML but for titles. */
interface Page {
  readonly about: { readonly name: string; readonly title?: string; readonly source?: string };
  readonly header: string;
  readonly main: string;
  /** As it lies beside the page. */
  readonly manifest: object;
  /** Beside that of all reports. */
  readonly style?: string;
  /** What else a page may do, as a Content-Security-Policy says it. */
  readonly policy?: string;
}

/** A self-contained page: nothing is loaded from anywhere, and no script runs that it does not name. */
export function pageFrame({
  about,
  header,
  main,
  manifest,
  style = "",
  policy = "",
}: Page): string {
  const { name, title = name, source } = about;
  const all = `default-src 'none'; style-src 'unsafe-inline'${policy === "" ? "" : `; ${policy}`}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="${all}">
<title>${escaped(title)} · Ouroboros</title>
<style>${reportStyle}${style}</style>
</head>
<body>
<header>
<p class="mark">Ouroboros, a lab for model collapse</p>
<h1>${escaped(title)}</h1>
${source === undefined ? "" : `<p class="source">After ${escaped(source)}</p>`}
${header}
</header>
<main>
${main}
<details>
<summary>Manifest</summary>
<pre>${escaped(JSON.stringify(manifest, null, 2))}</pre>
</details>
</main>
</body>
</html>
`;
}
