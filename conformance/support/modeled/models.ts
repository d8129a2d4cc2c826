import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { pythonEnvironment } from "../python.ts";
import type { ServiceName } from "./services.ts";

/** An operation of a service, as botocore's model describes it. */
export interface Operation {
  readonly name: string;
  readonly http: { readonly method: string; readonly requestUri: string; readonly responseCode?: number };
  readonly input?: ShapeReference;
  readonly output?: ShapeReference;
  readonly errors?: readonly ShapeReference[];
  /** `none` for an operation that takes unsigned requests. */
  readonly authtype?: string;
}

/** Names a shape where it is used, with what holds only there. */
export interface ShapeReference {
  readonly shape: string;
  readonly location?: "uri" | "querystring" | "header" | "headers" | "statusCode";
  readonly locationName?: string;
  readonly timestampFormat?: TimestampFormat;
  readonly eventpayload?: boolean;
  readonly eventheader?: boolean;
  readonly resultWrapper?: string;
}

export type TimestampFormat = "iso8601" | "rfc822" | "unixTimestamp";

export interface Shape {
  readonly name: string;
  readonly type: ShapeType;
  readonly members?: Readonly<Record<string, ShapeReference>>;
  readonly member?: ShapeReference;
  readonly key?: ShapeReference;
  readonly value?: ShapeReference;
  readonly required?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly union?: boolean;
  readonly document?: boolean;
  readonly streaming?: boolean;
  readonly eventstream?: boolean;
  readonly exception?: boolean;
  readonly error?: { readonly code?: string; readonly httpStatusCode?: number };
  readonly fault?: boolean;
  /** The member that is the whole body. */
  readonly payload?: string;
  readonly timestampFormat?: TimestampFormat;
}

export type ShapeType =
  | "structure"
  | "list"
  | "map"
  | "string"
  | "integer"
  | "long"
  | "float"
  | "double"
  | "boolean"
  | "timestamp"
  | "blob";

export interface ServiceModel {
  readonly service: ServiceName;
  readonly metadata: {
    readonly apiVersion: string;
    readonly endpointPrefix: string;
    readonly protocols: readonly string[];
    readonly auth?: readonly string[];
    readonly signingName?: string;
    readonly targetPrefix?: string;
    readonly jsonVersion?: string;
    readonly xmlNamespace?: string;
  };
  readonly operations: Readonly<Record<string, Operation>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

const loaded = new Map<ServiceName, Promise<ServiceModel>>();

/**
 * The newest model of a service in the botocore of the conformance environment. Each is read once.
 *
 * @see botocore, data/(service)/(version)/service-2.json.gz
 */
export function loadModel(service: ServiceName): Promise<ServiceModel> {
  const model = loaded.get(service) ?? readModel(service);
  loaded.set(service, model);
  return model;
}

export function shapeOf(model: ServiceModel, reference: ShapeReference): Shape {
  const shape = model.shapes[reference.shape];
  if (!shape) throw new Error(`the model of ${model.service} has no shape ${reference.shape}`);
  return shape;
}

async function readModel(service: ServiceName): Promise<ServiceModel> {
  const folder = join(await dataFolder(), service);
  const version = (await readdir(folder)).sort().at(-1) ?? "";
  const compressed = await readFile(join(folder, version, "service-2.json.gz"));
  const model: Omit<ServiceModel, "service"> = JSON.parse((await promisify(gunzip)(compressed)).toString());
  const shapes = Object.entries(model.shapes).map(([name, shape]) => [name, { ...shape, name }]);
  return { ...model, service, shapes: Object.fromEntries(shapes) };
}

async function dataFolder(): Promise<string> {
  const { python } = await pythonEnvironment();
  const library = join(dirname(dirname(python)), "lib");
  const version = (await readdir(library)).find((name) => name.startsWith("python3."));
  if (version === undefined) throw new Error(`${library} holds no python3 library`);
  return join(library, version, "site-packages", "botocore", "data");
}
