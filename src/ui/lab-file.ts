import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { LocalFile } from "../hosts/browser/protocol.ts";
import { formatCount } from "./format.ts";
import { sharedStyles } from "./shared-styles.ts";
import { textProblem } from "./text-problem.ts";

/** Larger than any text that the lab accepts; what is too large for it, it says itself. */
const MAX_BYTES = 512 * 2 ** 20;

/**
 * A file of the user's: picked, dropped or pasted. Fires "file-chosen" with a `LocalFile`, or null
 * for what is built in. Where a file is waited for by its name others may come along, and each fires
 * "file-offered": the experiment may ask for it elsewhere. The file is read here and goes nowhere but to the page's own worker.
 */
@customElement("lab-file")
export class LabFile extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      .drop {
        display: grid;
        gap: 0.5rem;
        padding: 0.75rem;
        border: 1px dashed var(--line-strong);
        border-radius: var(--radius);
        background: var(--sunken);
      }

      .drop[data-over] {
        border-color: var(--accent);
        background: var(--accent-soft);
      }

      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }

      textarea {
        min-block-size: 5rem;
        resize: vertical;
      }

      .name {
        font-weight: 600;
        overflow-wrap: anywhere;
      }

      input[type="file"] {
        display: none;
      }
    `,
  ];

  @property() label = "file";
  @property() accept = "";
  /** Whether something built in stands in for a file. */
  @property({ type: Boolean }) builtin = false;
  /** Name of the file in use; null for none. */
  @property() chosen: string | null = null;

  /** Whether the page was never given the file of that name. */
  @property({ type: Boolean }) missing = false;

  @state() private isOver = false;
  @state() private isPasting = false;
  @state() private size: number | null = null;
  @state() private error = "";

  protected override render() {
    return html`<div
      class="drop"
      role="group"
      aria-label=${this.label}
      ?data-over=${this.isOver}
      @dragover=${(event: DragEvent) => {
        event.preventDefault();
        this.isOver = true;
      }}
      @dragleave=${() => (this.isOver = false)}
      @drop=${(event: DragEvent) => this.#drop(event)}
      @paste=${(event: ClipboardEvent) => this.#paste(event)}
    >
      <p class="small" role="status">
        ${
          this.chosen === null
            ? this.#emptyWords
            : html`${this.missing ? "Not here yet: pick or drop your " : ""}<span class="name"
                  >${this.chosen}</span
                >
                ${this.size === null ? "" : html`<span class="soft">${formatCount(this.size)} bytes</span>`}`
        }
      </p>
      <div class="row">
        <button type="button" @click=${() => this.#picker.click()}>Pick a file</button>
        ${
          this.#takesText
            ? html`<button
                type="button"
                aria-expanded=${this.isPasting}
                @click=${() => (this.isPasting = !this.isPasting)}
              >
                Paste text
              </button>`
            : nothing
        }
        ${
          this.chosen === null
            ? nothing
            : html`<button type="button" class="quiet" @click=${() => this.#choose(null)}>
                ${this.builtin ? "Use the built-in one" : "Take it away"}
              </button>`
        }
      </div>
      <input
        type="file"
        ?multiple=${this.missing}
        tabindex="-1"
        aria-label=${this.label}
        accept=${this.accept}
        @change=${({ target }: Event) => {
          void this.#take((target as HTMLInputElement).files);
        }}
      />
      ${
        this.isPasting
          ? html`<textarea aria-label="Text to use"></textarea>
              <button type="button" @click=${() => this.#useTyped()}>Use this text</button>`
          : nothing
      }
      ${this.error === "" ? nothing : html`<p class="error small" role="alert">${this.error}</p>`}
      <p class="soft small">Read on this computer only; it never leaves the page.</p>
    </div>`;
  }

  get #emptyWords(): string {
    if (this.builtin) return "The built-in text is in use. Drop your own here, or";
    return "No file yet. Drop one here, or";
  }

  get #takesText(): boolean {
    return /text|json/.test(this.accept);
  }

  get #picker(): HTMLInputElement {
    return this.renderRoot.querySelector<HTMLInputElement>('input[type="file"]')!;
  }

  #drop(event: DragEvent): void {
    event.preventDefault();
    this.isOver = false;
    const files = event.dataTransfer?.files ?? null;
    const text = event.dataTransfer?.getData("text/plain") ?? "";
    if (files !== null && files.length > 0) void this.#take(files);
    else if (text !== "" && this.#takesText)
      this.#use(this.#nameOf("dropped"), new TextEncoder().encode(text));
  }

  #paste(event: ClipboardEvent): void {
    if (event.target instanceof HTMLTextAreaElement) return;
    const file = event.clipboardData?.files[0];
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (file !== undefined) void this.#read(file);
    else if (text !== "" && this.#takesText)
      this.#use(this.#nameOf("pasted"), new TextEncoder().encode(text));
  }

  #useTyped(): void {
    const text = this.renderRoot.querySelector("textarea")!.value;
    this.isPasting = false;
    this.#use(this.#nameOf("pasted"), new TextEncoder().encode(text));
  }

  /** Of several the one that is waited for, or else the first; the others are offered. */
  async #take(list: FileList | null): Promise<void> {
    const files = [...(list ?? [])];
    const own = files.find(({ name }) => name === this.chosen) ?? files[0];
    if (own === undefined) return;
    if (files.length > 1 && !this.missing) {
      this.error = "One file belongs here: take them one by one, each to its own place.";
      return;
    }
    for (const file of files) {
      if (file === own || file.size > MAX_BYTES) continue;
      const detail = { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
      const options = { detail, bubbles: true, composed: true };
      this.dispatchEvent(new CustomEvent("file-offered", options));
    }
    await this.#read(own);
  }

  async #read(file: File): Promise<void> {
    if (file.size > MAX_BYTES) {
      this.error = `${file.name} has ${formatCount(file.size)} bytes; take one of at most ${formatCount(MAX_BYTES)}.`;
      return;
    }
    try {
      this.#use(file.name, new Uint8Array(await file.arrayBuffer()));
    } catch {
      this.error = `${file.name} cannot be read; is it a folder, or has it been moved?`;
    }
  }

  /** Two settings may both be given a text without a name. */
  #nameOf(how: "dropped" | "pasted"): string {
    return this.label === "file" ? `${how}.txt` : `${how}-${this.label.replaceAll(" ", "-")}.txt`;
  }

  #use(name: string, bytes: Uint8Array<ArrayBuffer>): void {
    const problem = this.accept.includes("text/") ? textProblem(bytes) : "";
    this.error = problem === "" ? "" : `${name} ${problem}.`;
    if (problem !== "") return;
    this.size = bytes.length;
    this.#choose({ name, bytes });
  }

  #choose(detail: LocalFile | null): void {
    if (detail === null) [this.size, this.error] = [null, ""];
    const options = { detail, bubbles: true, composed: true };
    this.dispatchEvent(new CustomEvent("file-chosen", options));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-file": LabFile;
  }
}
