import type { CallToolResult, ContentBlock } from "@modelcontextprotocol/server";
import { type Answer, type Content, describeError, isObject, type JsonObject, type ToolError } from "@tsunagu/core";
import type { CallFiles } from "./files/file-sink.ts";

/** The key in a failed result's `_meta` that holds the ToolError as data. */
export const errorMetaKey = "tsunagu/error";

/**
 * A call that ended: its output as structured content, and as content what the tool presented or, failing that, the output
 * as JSON text; its files come last. A dry run answers with the plan.
 */
export const answerResult = (answer: Answer<unknown>, files: CallFiles): CallToolResult => {
  if (answer.status === "planned") {
    const { status, plan, effect } = answer;
    const text = `Nothing was changed (dry run). ${plan}`;
    return { structuredContent: { status, plan, effect }, content: [{ type: "text", text }] };
  }
  const presented = answer.content.flatMap((part) => blocksOf(part, files));
  const spoken = presented.some((block) => block.type === "text");
  const content = spoken ? presented : [jsonBlock(answer.output), ...presented];
  return { structuredContent: toObject(answer.output), content: [...content, ...files.blocks] };
};

/** A call that failed, in words for the model and as data for programs. */
export const errorResult = (error: ToolError): CallToolResult => ({
  isError: true,
  content: [{ type: "text", text: describeError(error) }],
  _meta: { [errorMetaKey]: JSON.parse(JSON.stringify(error)) as JsonObject },
});

const blocksOf = (part: Content, files: CallFiles): ContentBlock[] => {
  switch (part.type) {
    case "text":
      return [{ type: "text", text: part.text }];
    case "json":
      return [jsonBlock(part.value)];
    case "file": {
      const { uri, name, media_type: mimeType, size } = part.file;
      if (uri === null || files.has(uri)) return []; // it is among the call's own files
      const known = { ...(mimeType === undefined ? {} : { mimeType }), ...(size === undefined ? {} : { size }) };
      return [{ type: "resource_link", uri, name: name ?? uri, ...known }];
    }
  }
};

const jsonBlock = (value: unknown): ContentBlock => ({ type: "text", text: JSON.stringify(value) });

/** Outputs are objects at their root; the core has checked it against the tool's schema. */
const toObject = (output: unknown): Record<string, unknown> => (isObject(output) ? output : { value: output });
