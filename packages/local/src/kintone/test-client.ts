import type { App } from "./app.ts";
import type { AppDefinition, LocalKintoneOptions } from "./definitions.ts";
import { type LocalKintone, startLocalKintone } from "./local-kintone.ts";

/** An answer as a test compares it. */
export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** A local kintone with one app, and calls to it with a token that may do everything. */
export interface TestKintone extends AsyncDisposable {
  readonly kintone: LocalKintone;
  readonly app: App;
  /** Calls `/k/v1/<path>` with the app's id added; reads go in the query string, writes in a JSON body. */
  call(
    method: string,
    path: string,
    parameters?: Readonly<Record<string, unknown>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<TestAnswer>;
}

/** Starts a local kintone with one app for a test. */
export const startTestKintone = async (
  fields: AppDefinition["fields"],
  options: LocalKintoneOptions = {},
  definition: Partial<AppDefinition> = {},
): Promise<TestKintone> => {
  const kintone = await startLocalKintone(options);
  const app = kintone.addApp({
    name: "Test",
    fields,
    tokens: [{ permissions: ["view", "add", "edit", "delete", "manage"] }],
    ...definition,
  });
  const authentication = { "X-Cybozu-API-Token": app.token("view") };
  return {
    kintone,
    app,
    call: (method, path, parameters = {}, headers = authentication) =>
      send(kintone, method, path, { app: app.id, ...parameters }, headers),
    [Symbol.asyncDispose]: () => kintone.close(),
  };
};

/** Sends one API request as the seed tools and kintone's client do. */
export const send = async (
  kintone: LocalKintone,
  method: string,
  path: string,
  parameters: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>>,
): Promise<TestAnswer> => {
  const url = `${kintone.url}/k/v1/${path}`;
  const response =
    method === "GET"
      ? await fetch(`${url}?${queryString(parameters)}`, { headers })
      : await fetch(url, { method, headers: [...new Headers(headers), JSON_TYPE], body: JSON.stringify(parameters) });
  return { status: response.status, headers: response.headers, body: await readBody(response) };
};

/** The HTTP status, the code and the error paths of an answer: what callers branch on. */
export const failure = ({ status, body }: TestAnswer): { status: number; code: unknown; paths: string[] } => {
  const code = typeof body === "object" && body !== null && "code" in body ? body.code : undefined;
  const errors = typeof body === "object" && body !== null && "errors" in body ? body.errors : undefined;
  return { status, code, paths: typeof errors === "object" && errors !== null ? Object.keys(errors).toSorted() : [] };
};

/** Uploads a file over HTTP; gives the upload key. */
export const uploadFile = async (
  { kintone, app }: TestKintone,
  name: string,
  content: string | Uint8Array<ArrayBuffer>,
): Promise<string> => {
  const form = new FormData();
  form.append("file", new File([content], name, { type: "text/plain" }));
  const headers = { "X-Cybozu-API-Token": app.token("add") };
  const response = await fetch(`${kintone.url}/k/v1/file.json`, { method: "POST", headers, body: form });
  const body: unknown = await response.json();
  if (typeof body === "object" && body !== null && "fileKey" in body) return String(body.fileKey);
  throw new Error(`The upload failed with ${response.status}.`);
};

const JSON_TYPE: [string, string] = ["content-type", "application/json"];

const readBody = async (response: Response): Promise<unknown> =>
  response.headers.get("content-type")?.startsWith("application/json") === true ? response.json() : response.text();

const queryString = (parameters: Readonly<Record<string, unknown>>): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (Array.isArray(value)) value.forEach((item, index) => void search.append(`${name}[${index}]`, String(item)));
    else search.append(name, String(value));
  }
  return search.toString();
};
