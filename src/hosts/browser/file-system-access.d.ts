/** What workers have of the File System standard and TypeScript’s DOM library leaves out: https://fs.spec.whatwg.org */
/** #api-filesystemsyncaccesshandle; sizes and offsets in bytes. */
interface FileSystemSyncAccessHandle {
  read(buffer: ArrayBufferView, options?: { at?: number }): number;
  write(buffer: ArrayBufferView, options?: { at?: number }): number;
  truncate(size: number): void;
  getSize(): number;
  flush(): void;
  close(): void;
}

interface FileSystemFileHandle {
  createSyncAccessHandle(): Promise<FileSystemSyncAccessHandle>;
  /** Renames within the folder, replacing what has that name. */
  move(name: string): Promise<void>;
}
