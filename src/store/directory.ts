/** A folder of files: OPFS in the page, the disk in Node, a `Map` in tests. Paths use "/". */
export interface Directory {
  /** Null where there is no such file. */
  read(path: string): Promise<Uint8Array | null>;
  /**
   * At most `length` bytes from `offset` on, fewer only at the end of the file. Null where there is
   * no such file.
   */
  readFrom(path: string, offset: number, length: number): Promise<Uint8Array | null>;
  /** Replaces the file as a whole: a reader sees the old content or the new, never a part. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Adds to the end, making the file where there is none. */
  append(path: string, bytes: Uint8Array): Promise<void>;
  /** Cuts the file to its first `length` bytes; nothing happens where it has no more. */
  truncate(path: string, length: number): Promise<void>;
  /** Returns when what was appended would survive a power cut. Absent where `append` waits for it. */
  sync?(path: string): Promise<void>;
  /** Names in a folder, sorted; none where there is no such folder. */
  list(path: string): Promise<readonly string[]>;
  /** Removes a file or a whole folder; nothing happens where there is none. */
  remove(path: string): Promise<void>;
}
