import { randomBytes, randomUUID } from "node:crypto";
import { KintoneError } from "./errors.ts";
import type { Journal } from "./journal.ts";
import type { Attachment } from "./records/values.ts";

/** A file that a record of an app holds, or held. */
export interface AttachedFile {
  readonly file: StoredFile;
  readonly appId: number;
}

/** A file's content and how it was named at upload. */
export interface StoredFile {
  readonly name: string;
  readonly contentType: string;
  readonly chunks: readonly Buffer[];
  readonly size: number;
}

const UPLOAD_LIFETIME_MS = 3 * 24 * 60 * 60 * 1000;
const MAX_TOTAL_BYTES = 4 * 1024 * 1024 * 1024;

/**
 * Uploaded and attached files. An upload key is short, can be attached once and downloads nothing;
 * attaching gives the long key that downloads. An upload that is not attached is gone after three days.
 *
 * @see kintone REST API, Upload File and Download File
 */
export class FileShelf {
  readonly #uploads = new Map<string, { readonly file: StoredFile; readonly at: number }>();
  readonly #attached = new Map<string, AttachedFile>();
  readonly #now: () => Date;
  #totalBytes = 0;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Keeps an upload and gives its upload key; 413 once everything kept would come to more than 4 GiB. */
  upload(file: StoredFile): string {
    const fileKey = randomUUID();
    this.#dropExpired();
    if (this.#totalBytes + file.size > MAX_TOTAL_BYTES)
      throw new KintoneError(413, "CB_IL02", "The local kintone is full of files.");
    this.#totalBytes += file.size;
    this.#uploads.set(fileKey, { file, at: this.#now().getTime() });
    return fileKey;
  }

  /** Spends an upload key for a record of an app; undefined when it is unknown, spent or expired. */
  attach(uploadKey: string, appId: number, journal?: Journal): Attachment | undefined {
    this.#dropExpired();
    const upload = this.#uploads.get(uploadKey);
    if (upload === undefined) return undefined;
    const fileKey = `${this.#now().toISOString().replace(/\D/g, "")}${randomBytes(20).toString("hex").toUpperCase()}`;
    this.#uploads.delete(uploadKey);
    this.#attached.set(fileKey, { file: upload.file, appId });
    journal?.onRollback(() => {
      this.#uploads.set(uploadKey, upload);
      this.#attached.delete(fileKey);
    });
    const { name, contentType, size } = upload.file;
    return { fileKey, name, contentType, size: String(size) };
  }

  /** Spends an upload key for what is no attachment, such as a plug-in; undefined when it is unknown. */
  take(uploadKey: string): StoredFile | undefined {
    this.#dropExpired();
    const upload = this.#uploads.get(uploadKey);
    this.#uploads.delete(uploadKey);
    this.#totalBytes -= upload?.file.size ?? 0;
    return upload?.file;
  }

  /** Forgets the content of attachments that a record no longer holds, once the change is final. */
  release(attachments: readonly Attachment[], journal: Journal): void {
    journal.onCommit(() => {
      for (const { fileKey } of attachments) {
        this.#totalBytes -= this.#attached.get(fileKey)?.file.size ?? 0;
        this.#attached.delete(fileKey);
      }
    });
  }

  /** The file behind a download key. */
  open(fileKey: string): AttachedFile | undefined {
    return this.#attached.get(fileKey);
  }

  #dropExpired(): void {
    const oldest = this.#now().getTime() - UPLOAD_LIFETIME_MS;
    for (const [fileKey, { at, file }] of this.#uploads) {
      if (at >= oldest) continue;
      this.#totalBytes -= file.size;
      this.#uploads.delete(fileKey);
    }
  }
}
