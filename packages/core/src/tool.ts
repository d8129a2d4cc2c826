import type { StandardJSONSchemaV1, StandardSchemaV1 } from "@standard-schema/spec";
import type { ResultAsync } from "neverthrow";
import type { Connector } from "./connector.ts";
import type { ToolError } from "./error.ts";
import type { FileReference, FileStore } from "./files/file-store.ts";
import type { JsonValue } from "./json.ts";
import type { Logger } from "./logger.ts";

/**
 * One operation, defined once and served on every surface.
 * `input` and `output` are objects at their root and hold no transforms, so that parsing twice changes nothing.
 */
export interface Tool<
  I extends ToolSchema = ToolSchema,
  O extends ToolSchema = ToolSchema,
  Session = unknown,
  Name extends string = string,
> {
  /** Stable id, `^[a-z][a-z0-9_]{2,47}$`. Renaming is a breaking change. */
  readonly name: Name;
  readonly title: string;
  /** For the model: what it does, when to use it, its limits, what to call first. */
  readonly description: string;
  readonly input: I;
  readonly output: O;
  readonly connector: Connector<Session>;
  /** The worst that any input can do. */
  readonly effect: Effect;
  /** IAM actions, or kintone permissions, that the tool needs. */
  readonly permissions: readonly string[];
  /** Milliseconds after which a call ends as `timeout`, where the toolkit's default does not fit. */
  readonly deadlineMs?: number;
  /** Output fields whose value is a credential that the caller asked for, such as a presigned URL. */
  readonly credentialOutputs?: readonly string[];
  /** What this input does, for a tool that reads or writes by a parameter. Never worse than `effect`. */
  effectOf?(input: Parsed<I>): Effect;
  /** One sentence that says what this call would change. Pure. Every tool that can write has it. */
  plan?(input: Parsed<I>): string;
  /** Does it. Never rejects; what is not done is a ToolError. */
  execute(input: Parsed<I>, context: ToolContext<Session>): ResultAsync<Parsed<O>, ToolError>;
  /** The answer for people and models, where plain JSON is not the best form. Pure. */
  present?(output: Parsed<O>): readonly Content[];
}

/** A schema that validates and that can describe itself as JSON Schema: zod's, and any other of both standards. */
export type ToolSchema = StandardSchemaV1 & StandardJSONSchemaV1;

/** The value that a schema's validation answers with. */
export type Parsed<S extends ToolSchema> = StandardSchemaV1.InferOutput<S>;

/** What a caller may pass: fields with a default are optional. */
export type Raw<S extends ToolSchema> = StandardSchemaV1.InferInput<S>;

/**
 * What a call does to the world. `idempotent`: repeating it changes nothing more.
 * `openWorld`: it reaches beyond the connector's own service.
 */
export type Effect =
  | { readonly kind: "read"; readonly openWorld?: boolean }
  | { readonly kind: "write" | "destroy"; readonly idempotent: boolean; readonly openWorld?: boolean };

/** What a tool is given beside its input. */
export interface ToolContext<Session = unknown> {
  readonly session: Session;
  /** Fires at the deadline and when the caller stops the call. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly files: FileStore;
  report(progress: Progress): void;
  /** Sends content before the end. Resolves when the caller has taken it. */
  emit(part: Content): Promise<void>;
}

/** How far a call is. `done` and `total` count the same unit. */
export interface Progress {
  readonly message: string;
  readonly done?: number;
  readonly total?: number;
}

/** A piece of an answer. */
export type Content =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "json"; readonly value: JsonValue }
  | { readonly type: "file"; readonly file: FileReference };

/** A schema, or a function that makes it. The function runs at most once, when the schema is first needed. */
export type LazySchema<S extends ToolSchema> = S | (() => S);

/** A tool as its author writes it: bound to a connector by `toolFor`, its schemas made when first needed. */
export type ToolDefinition<I extends ToolSchema, O extends ToolSchema, Session, Name extends string> = Omit<
  Tool<I, O, Session, Name>,
  "connector" | "input" | "output"
> & { readonly input: LazySchema<I>; readonly output: LazySchema<O> };

/**
 * Binds a connector once, so that a backend's tools state only what is theirs. Schemas written as functions cost
 * nothing until a tool is called or described: importing a hundred tools is then as light as importing ten.
 */
export const toolFor =
  <Session, C extends Connector<Session>>(connector: C & Connector<Session>) =>
  <I extends ToolSchema, O extends ToolSchema, const Name extends string>({
    input,
    output,
    ...tool
  }: ToolDefinition<I, O, Session, Name>): Tool<I, O, Session, Name> & { readonly connector: C } => {
    const inputSchema = once(input);
    const outputSchema = once(output);
    return {
      ...tool,
      connector,
      get input() {
        return inputSchema();
      },
      get output() {
        return outputSchema();
      },
    };
  };

const once = <S extends ToolSchema>(schema: LazySchema<S>): (() => S) => {
  let made: S | undefined;
  return () => {
    made ??= isMade(schema) ? schema : schema();
    return made;
  };
};

/** Some libraries' schemas are functions themselves. */
const isMade = <S extends ToolSchema>(schema: LazySchema<S>): schema is S => "~standard" in schema;
