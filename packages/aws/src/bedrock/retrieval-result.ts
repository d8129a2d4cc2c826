import type {
  KnowledgeBaseRetrievalResult,
  RetrievalResultContent,
  RetrievalResultLocation,
} from "@aws-sdk/client-bedrock-agent-runtime";
import type { JsonObject } from "@tsunagu/core";
import { toJsonObject } from "./json.ts";

/** What is known of the document that a retrieved passage is from. Nothing is made up: what is not known is null. */
export interface RetrievedDocument {
  /** S3, WEB, CONFLUENCE, …: the kind of place. */
  readonly type: string | null;
  /** Its URI, URL, custom ID or SQL query. */
  readonly address: string | null;
  /** The last part of the address, or the document's ID. */
  readonly name: string | null;
  readonly id: string | null;
  readonly metadata: JsonObject;
}

/** Reads the source of a result, whatever kind of connector it is from. */
export const documentOf = (
  result: Pick<KnowledgeBaseRetrievalResult, "location" | "metadata" | "documentId">,
): RetrievedDocument => {
  const metadata = toJsonObject(result.metadata);
  const address = addressOf(result.location) ?? textOf(metadata["x-amz-bedrock-kb-source-uri"]);
  return {
    type: result.location?.type ?? null,
    address,
    name: address === null ? (result.documentId ?? null) : nameOf(address),
    id: result.documentId ?? address,
    metadata,
  };
};

/** The text of a passage; rows as `name: value` lines, audio as its transcription, video as its summary, nothing for images. */
export const contentText = (content: RetrievalResultContent | undefined): string => {
  const rows = content?.row?.map(({ columnName, columnValue }) => `${columnName ?? ""}: ${columnValue ?? ""}`);
  return (
    textOf(content?.text) ??
    textOf(rows?.join("\n")) ??
    textOf(content?.audio?.transcription) ??
    textOf(content?.video?.summary) ??
    ""
  );
};

/** A number that Bedrock keeps under a name in a passage's metadata. */
export const numberIn = (metadata: JsonObject, name: string): number | null => {
  const value = Number(metadata[name] ?? Number.NaN);
  return Number.isFinite(value) ? value : null;
};

/** A text that is there and says something, or null. */
export const textOf = (value: unknown): string | null =>
  typeof value === "string" && value.trim() !== "" ? value : null;

const addressOf = (location: RetrievalResultLocation | undefined): string | null =>
  textOf(location?.s3Location?.uri) ??
  textOf(location?.webLocation?.url) ??
  textOf(location?.confluenceLocation?.url) ??
  textOf(location?.salesforceLocation?.url) ??
  textOf(location?.sharePointLocation?.url) ??
  textOf(location?.oneDriveLocation?.url) ??
  textOf(location?.googleDriveLocation?.url) ??
  textOf(location?.customDocumentLocation?.id) ??
  textOf(location?.kendraDocumentLocation?.uri) ??
  textOf(location?.sqlLocation?.query);

const nameOf = (address: string): string => {
  const url = /^https?:/.test(address) ? URL.parse(address) : null;
  if (url === null) return /^s3:/.test(address) ? lastPart(address) : address;
  const last = url.pathname === "/" ? url.hostname : lastPart(url.pathname);
  try {
    return decodeURIComponent(last);
  } catch {
    return last; // not percent-encoded UTF-8
  }
};

const lastPart = (path: string): string => path.split("/").findLast((part) => part !== "") ?? path;
