import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { PluginEntry } from "../catalog.ts";
import type { Failure } from "./run-view.ts";
import type { PluginDraft } from "./draft.ts";
import { ownFrame } from "./paint-queue.ts";
import { sharedStyles } from "./shared-styles.ts";
import { settingLabel, withoutPath } from "./words.ts";
import "./lab-setting.ts";

/** The settings of one plug-in. Fires "draft-change" with the new `PluginDraft`. */
@customElement("lab-plugin-fields")
export class LabPluginFields extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        gap: 0.75rem;
      }
    `,
  ];

  @property({ attribute: false }) entry!: PluginEntry;
  @property({ attribute: false }) draft!: PluginDraft;
  /** Where this plug-in stands in the experiment, e.g. "$.family". */
  @property() path = "";
  /** Names of the files that the page was given. */
  @property({ attribute: false }) here: ReadonlySet<string> = new Set();
  @property({ attribute: false }) failure: Failure | null = null;

  protected override async scheduleUpdate() {
    if (!this.hasUpdated) await ownFrame();
    await super.scheduleUpdate();
  }

  protected override render() {
    const base = `${this.path}.config`;
    const settings = Object.entries(this.entry.settings);
    const [firstFile] = settings.find(([, { kind }]) => kind === "file") ?? [];
    return settings.map(([name, setting]) => {
      const { failure } = this;
      const isWrong = failure !== null && isAt(failure.path, `${base}.${name}`);
      const change = (event: CustomEvent<unknown>) => {
        event.stopPropagation();
        const config = { ...this.draft.config, [name]: event.detail };
        const detail: PluginDraft = { ...this.draft, config };
        this.dispatchEvent(new CustomEvent("draft-change", { detail }));
      };
      const value = this.draft.config[name];
      const isMissing =
        setting.kind === "file" && typeof value === "string" && !this.here.has(value);
      return html`<lab-setting
        .label=${settingLabel(name)}
        .setting=${setting}
        ?builtin=${this.entry.isBuiltIn && name === firstFile}
        ?missing=${isMissing}
        .value=${value}
        .error=${isWrong ? withoutPath(failure.message, failure.path) : ""}
        @setting-change=${change}
      ></lab-setting>`;
    });
  }
}

/** Whether a failure belongs to a place or to something inside it. */
export function isAt(path: string | null, place: string): boolean {
  return (
    path !== null &&
    (path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`))
  );
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-plugin-fields": LabPluginFields;
  }
}
