import type { Operation, ServiceModel } from "./models.ts";
import { queryFields, type WireRequest } from "./wire.ts";

/** An operation whose method and path template a request fits. */
export interface TemplateMatch {
  readonly operation: Operation;
  readonly labels: ReadonlyMap<string, string>;
  /** More of the template spelled out is the better match. */
  readonly rank: number;
}

interface Template {
  readonly operation: Operation;
  readonly path: RegExp;
  readonly labels: readonly string[];
  readonly literals: readonly (readonly [name: string, value: string])[];
  readonly rank: number;
}

const compiled = new WeakMap<ServiceModel, readonly Template[]>();

/** Every operation that a request fits, in no order. Query fields in a template must be sent as they are there. */
export function matchTemplates(model: ServiceModel, request: WireRequest): TemplateMatch[] {
  const sent = queryFields(request.query);
  return templatesOf(model)
    .filter(({ operation }) => operation.http.method === request.method)
    .filter(({ literals }) =>
      literals.every(([name, value]) => sent.some((pair) => pair[0] === name && pair[1] === value)),
    )
    .flatMap(({ operation, path, labels, rank }) => {
      const values = path.exec(request.path)?.slice(1);
      if (!values) return [];
      const pairs = labels.map((name, at): [string, string] => [name, decodeURIComponent(values[at] ?? "")]);
      return [{ operation, labels: new Map(pairs), rank }];
    });
}

/** The query fields that an operation's template demands. */
export function templateLiterals(operation: Operation): readonly (readonly [name: string, value: string])[] {
  return queryFields(operation.http.requestUri.split("?")[1] ?? "");
}

function templatesOf(model: ServiceModel): readonly Template[] {
  const known = compiled.get(model);
  if (known) return known;
  const templates = Object.values(model.operations).map(compile);
  compiled.set(model, templates);
  return templates;
}

/** `{name}` stands for one segment of the path, `{name+}` for one or more. */
function compile(operation: Operation): Template {
  const [path = ""] = operation.http.requestUri.split("?");
  const labels = [...path.matchAll(/\{([^}+]+)\+?\}/g)].map(([, name = ""]) => name);
  const source = path
    .split(/(\{[^}]+\})/)
    .map((part) => {
      if (!part.startsWith("{")) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      return part.endsWith("+}") ? "(.+)" : "([^/]+)";
    })
    .join("");
  const literals = templateLiterals(operation);
  const spelledOut = path.replace(/\{[^}]+\}/g, "").length;
  return { operation, path: new RegExp(`^${source}$`), labels, literals, rank: spelledOut + 1000 * literals.length };
}
