import { randomBytes } from "node:crypto";

/** Messages by parameter path, as kintone lists them under `errors`. */
export type FieldErrors = Record<string, { messages: string[] }>;

/**
 * An error answer of kintone: HTTP status, code, message and, for bad input, messages by path.
 * Codes are kintone's; message texts are our own.
 *
 * @see kintone REST API, error responses
 */
export class KintoneError extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: FieldErrors | undefined;

  constructor(status: number, code: string, message: string, errors?: FieldErrors) {
    super(message);
    this.name = "KintoneError";
    this.status = status;
    this.code = code;
    this.errors = errors;
  }

  /** The JSON body, with a fresh random id as kintone gives each answer. */
  toBody(): object {
    const body = { code: this.code, id: randomBytes(15).toString("base64url"), message: this.message };
    return this.errors === undefined ? body : { ...body, errors: this.errors };
  }
}

/** 400 CB_VA01 with one message under one path. */
export const invalidInput = (path: string, message: string): KintoneError =>
  invalidInputs({ [path]: { messages: [message] } });

/** 400 CB_VA01 with messages by path. */
export const invalidInputs = (errors: FieldErrors): KintoneError =>
  new KintoneError(400, "CB_VA01", "The input is missing or not valid.", errors);

/** 400 CB_IJ01: not JSON, or JSON whose shape does not fit the parameter. */
export const invalidJson = (detail: string): KintoneError =>
  new KintoneError(400, "CB_IJ01", `Invalid JSON: ${detail}`);

/** 400 CB_IL02: a request that kintone does not take in this form. */
export const illegalRequest = (detail: string): KintoneError =>
  new KintoneError(400, "CB_IL02", `Illegal request: ${detail}`);

/** 404 GAIA_AP01. */
export const appNotFound = (app: number): KintoneError =>
  new KintoneError(404, "GAIA_AP01", `App ${app} does not exist; it may have been deleted.`);

/** 404 GAIA_RE01. */
export const recordNotFound = (record: number): KintoneError =>
  new KintoneError(404, "GAIA_RE01", `Record ${record} does not exist.`);

/** 404 GAIA_BL01: unknown, spent or expired file key. */
export const fileNotFound = (fileKey: string): KintoneError =>
  new KintoneError(404, "GAIA_BL01", `File ${fileKey} does not exist.`);

/** 409 GAIA_CO02: the given revision is not the record's latest. */
export const revisionConflict = (record: number): KintoneError =>
  new KintoneError(
    409,
    "GAIA_CO02",
    `The revision given for record ${record} is not the latest; someone may have updated it.`,
  );

/** 429 GAIA_TO04: more requests at once than the domain allows. */
export const tooManyRequests = (): KintoneError =>
  new KintoneError(429, "GAIA_TO04", "Too many requests are running at once; try again later.");

/** Collects messages by path and turns them into one CB_VA01. */
export class ErrorCollector {
  readonly errors: FieldErrors = {};
  #isEmpty = true;

  add(path: string, message: string): void {
    this.#isEmpty = false;
    const entry = this.errors[path];
    if (entry === undefined) this.errors[path] = { messages: [message] };
    else entry.messages.push(message);
  }

  throwIfAny(): void {
    if (this.#isEmpty) return;
    throw invalidInputs(this.errors);
  }
}
