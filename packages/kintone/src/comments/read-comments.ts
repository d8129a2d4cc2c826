import { ToolFailure, toolError } from "@tsunagu/core";
import { orThrow } from "../read/reader.ts";
import type { KintoneSession, RequestOptions } from "../session.ts";
import { type Comment, commentPageSize } from "./comment.ts";

/** Which comments to read. */
export interface CommentsWanted {
  readonly app: string;
  readonly record: string;
  readonly order: "asc" | "desc";
  /** Comments to pass over at the start, in the order. */
  readonly offset: number;
  /** Most comments to read. */
  readonly ceiling: number;
}

/** Comments in order, and what lies beside them. */
export interface CommentsRead {
  readonly comments: readonly Comment[];
  readonly pages: number;
  /** Whether the record has comments that are older, or newer, than those read. */
  readonly older: boolean;
  readonly newer: boolean;
}

/**
 * Reads comments, ten a request, each once. One that is added meanwhile moves the newest-first pages; what then comes twice
 * is dropped. Throws a ToolFailure.
 *
 * @see kintone REST API, Get Comments
 */
export const readComments = async (
  session: KintoneSession,
  wanted: CommentsWanted,
  options: Omit<RequestOptions, "repeatable">,
  onPage: (count: number) => void,
): Promise<CommentsRead> => {
  const { app, record, order, ceiling } = wanted;
  const comments = new Map<string, Comment>();
  let offset = wanted.offset;
  let before = false;
  for (let pages = 1; ; pages++) {
    const limit = Math.min(commentPageSize, ceiling - comments.size);
    const page = orThrow(
      await session.request(
        "getRecordComments",
        (client) => client.record.getRecordComments({ app, record, order, offset, limit }),
        { ...options, repeatable: true },
      ),
    );
    if (pages === 1) before = order === "asc" ? page.older : page.newer;
    const after = order === "asc" ? page.newer : page.older;
    if (after && page.comments.length === 0)
      throw new ToolFailure(toolError("upstream", "kintone says that there are more comments, but answers with none."));
    for (const comment of page.comments) comments.set(comment.id, comment);
    offset += page.comments.length;
    onPage(comments.size);
    if (after && comments.size < ceiling) continue;
    const [older, newer] = order === "asc" ? [before, after] : [after, before];
    return { comments: [...comments.values()], pages, older, newer };
  }
};
