import type { Diagram, Panel } from "../sweeps/diagram.ts";
import type { Sweep } from "../sweeps/sweep.ts";
import { figureSheet } from "./figure-sheet.ts";
import { colourKey, phaseDiagram } from "./phase-diagram.ts";
import { profileChart } from "./profile-chart.ts";
import { sweepData } from "./sweep-data.ts";
import { type Painting, painting } from "./sweep-script.ts";

/**
 * Every quantity of a sweep in its last generation as an SVG file: what was measured, what theory
 * says, and the colours. `facts` are terms and what is said of each.
 */
export function sweepFiles(
  sweep: Sweep,
  diagram: Diagram,
  facts: readonly (readonly [string, string])[],
): { readonly name: string; readonly svg: string }[] {
  const data = sweepData(diagram);
  const last = diagram.generations.length - 1;
  const { name, title = name, source } = sweep;
  const notes = [
    source === undefined || source.startsWith("this project") ? title : `${title}, after ${source}`,
    facts.map(([term, text]) => `${term}: ${text}`).join("; "),
  ];
  return diagram.quantities.map((quantity, q) => {
    const painted = painting(data, q, last);
    const drawings = diagram.panels.flatMap((panel) => panelDrawings(diagram, panel, painted));
    const colours = colourKey(data.sequential, painted.ticks, "Colours of values", true);
    const isLine = diagram.y === null;
    const key = isLine ? [] : [{ heading: "", drawing: colours }];
    const unit = quantity.unit === "" ? "" : `, ${quantity.unit}`;
    return {
      name: quantity.name,
      svg: figureSheet({
        title: `${quantity.title}${unit}, generation ${diagram.generations[last]}`,
        drawings: [...drawings, ...key],
        keys:
          isLine && painted.hasTheory ? [{ style: "theory of-mean", text: "mean by theory" }] : [],
        notes,
      }),
    };
  });
}

function panelDrawings(diagram: Diagram, panel: Panel, painted: Painting) {
  const named = (what: string) => [panel.title, what].filter((part) => part !== "").join(": ");
  if (diagram.y === null) {
    const heading = named("mean ± standard error over lineages");
    return [{ heading, drawing: profileChart(diagram, panel, painted, heading) }];
  }
  const kinds = [
    { heading: named("measured, mean over lineages"), marks: painted.measured },
    ...(painted.hasTheory
      ? [{ heading: named("theory, the closed form"), marks: painted.theory }]
      : []),
  ];
  return kinds.map(({ heading, marks }) => ({
    heading,
    drawing: phaseDiagram(diagram, panel, marks, heading),
  }));
}
