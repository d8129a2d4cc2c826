import type { ContentBlock, DocumentFormat, Message } from "@aws-sdk/client-bedrock-runtime";
import { type FileStore, invalidField, type Parsed, type ToolError } from "@tsunagu/core";
import { err, ok, type Result, type ResultAsync } from "neverthrow";
import type { converseInput } from "./converse-input.ts";
import { inOrder } from "./in-order.ts";
import { readFile, readImage } from "./input-files.ts";

type Request = Parsed<ReturnType<typeof converseInput>>;

const mostImageBytes = 3_932_160;
const mostDocumentBytes = 4_718_592;

/** The conversation so far, then the new message with its images and documents. */
export const messagesOf = (request: Request, files: FileStore): ResultAsync<Message[], ToolError> => {
  const accepted = {
    field: "images",
    formats: ["png", "jpeg", "gif", "webp"] as const,
    maxBytes: mostImageBytes,
  };
  return inOrder(request.images ?? [], (reference) =>
    readImage(files, reference, accepted).map(
      ({ format, bytes }): ContentBlock => ({ image: { format, source: { bytes } } }),
    ),
  ).andThen((images) =>
    inOrder(request.documents ?? [], (reference, index) =>
      readFile(files, reference, mostDocumentBytes).andThen((file) => documentBlock(file, index)),
    ).map((documents): Message[] => [
      ...(request.messages ?? []).map(({ role, text }) => ({ role, content: [{ text }] })),
      { role: "user", content: [...images, ...documents, { text: request.prompt }] },
    ]),
  );
};

interface ReadDocument {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

const documentBlock = (file: ReadDocument, index: number): Result<ContentBlock, ToolError> => {
  const format = documentFormat(file);
  if (format === undefined) {
    const known = [...new Set(Object.values(formatsByEnding))].join(", ");
    return err(invalidField("documents", `${file.name} is not a document of a known kind`, `Known: ${known}.`));
  }
  return ok({ document: { format, name: documentName(file.name, index), source: { bytes: file.bytes } } });
};

const formatsByEnding: Readonly<Record<string, DocumentFormat>> = {
  pdf: "pdf",
  csv: "csv",
  doc: "doc",
  docx: "docx",
  xls: "xls",
  xlsx: "xlsx",
  html: "html",
  htm: "html",
  txt: "txt",
  md: "md",
  markdown: "md",
};

const formatsByType: Readonly<Record<string, DocumentFormat>> = {
  "application/pdf": "pdf",
  "text/csv": "csv",
  "application/msword": "doc",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
  "application/vnd.ms-excel": "xls",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "text/html": "html",
  "text/markdown": "md",
  "text/plain": "txt",
};

/** By the name's ending, or failing that by the media type. */
const documentFormat = ({ name, mediaType }: ReadDocument): DocumentFormat | undefined => {
  const ending = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  return formatsByEnding[ending] ?? formatsByType[mediaType];
};

/**
 * Bedrock takes letters, digits, single spaces, hyphens, parentheses and brackets, and no name twice. The file's own name is not
 * taken further than that: what stands in it could be read by the model as an instruction.
 */
const documentName = (name: string, index: number): string => {
  const stem = name.replace(/\.[^.]*$/, "").replace(/[^A-Za-z0-9()[\]-]+/g, " ");
  return `${index + 1} ${stem}`.replace(/ +/g, " ").trim().slice(0, 200).trim();
};
