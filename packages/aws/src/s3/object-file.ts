import type { ToolContext, ToolError } from "@tsunagu/core";
import type { ResultAsync } from "neverthrow";
import type { AwsSession } from "../session.ts";
import type { ReceivedRange } from "./byte-range.ts";
import { type ObjectPart, openObject } from "./download.ts";
import { describeObject } from "./object-facts.ts";
import { fileNameOf } from "./uri.ts";

interface ObjectFile {
  readonly facts: ReturnType<typeof describeObject>;
  readonly range: ReceivedRange | null;
  readonly file: { uri: string | null; name: string; media_type: string; size: number };
}

/** Hands an object, or a range of it, to the caller as a file, streaming. Errors: those of opening and of reading it, and the caller's own. */
export const objectFile = (
  call: ToolContext<AwsSession>,
  location: ObjectPart,
  maxBytes: number,
): ResultAsync<ObjectFile, ToolError> =>
  openObject(call, location, maxBytes).andThen(({ head, range, body, discard }) => {
    const facts = describeObject(location, head);
    const name = fileNameOf(location.key);
    return call.files
      .write({ name, mediaType: facts.content_type, size: head.ContentLength, body })
      .andTee(discard)
      .orTee(discard)
      .map(({ uri, size }) => ({ facts, range, file: { uri, name, media_type: facts.content_type, size } }));
  });
