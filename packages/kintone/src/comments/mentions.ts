import { type ToolError, toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, ok, type Result } from "neverthrow";

/** Most people, groups and organizations that one comment mentions. */
export const maxMentions = 10;

const mention = () =>
  z.strictObject({
    code: z.string().min(1).max(200).describe("Login name of a user, or code of a group or organization."),
    type: z.string().max(20).describe("USER, GROUP or ORGANIZATION."),
  });

/** Whom a comment mentions: a list, or one alone. */
export const mentionsInput = () => z.union([z.array(mention()).max(maxMentions), mention()]);

/** A mention as kintone takes it. */
export interface Mention {
  readonly code: string;
  readonly type: MentionType;
}

const mentionTypes = ["USER", "GROUP", "ORGANIZATION"] as const;
type MentionType = (typeof mentionTypes)[number];

/** Reads mentions; small letters are fine in a type. Errors: `invalid_input`, naming the mention. */
export const readMentions = (
  given: z.output<ReturnType<typeof mentionsInput>> | undefined,
): Result<readonly Mention[], ToolError> => {
  const mentions: Mention[] = [];
  for (const [index, { code, type }] of [given ?? []].flat().entries()) {
    const known = mentionTypes.find((each) => each === type.trim().toUpperCase());
    if (known === undefined) {
      const message = `${JSON.stringify(type)} is not one of ${mentionTypes.join(", ")}`;
      return err(
        toolError("invalid_input", `mentions.${index}.type: ${message}`, {
          issues: [{ path: ["mentions", index, "type"], message }],
        }),
      );
    }
    mentions.push({ code, type: known });
  }
  return ok(mentions);
};
