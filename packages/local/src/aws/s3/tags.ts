import { AwsError } from "../errors.ts";
import type { XmlElements } from "../xml.ts";
import { malformedXml, readXml } from "./xml.ts";

/** Reads `<Tagging><TagSet><Tag>…`. */
export const readTagging = (text: string, max: number): ReadonlyMap<string, string> => {
  const tagSet = readXml(text, "Tagging").child("TagSet");
  if (tagSet === undefined) throw malformedXml();
  return checkTags(
    tagSet.children("Tag").map((tag): [string, string] => [tag.required("Key"), tag.required("Value")]),
    max,
  );
};

export const tagSetXml = (tags: ReadonlyMap<string, string>): XmlElements => ({
  TagSet: { Tag: [...tags].map(([key, value]) => ({ Key: key, Value: value })) },
});

/**
 * Checks number, length and uniqueness.
 *
 * @see Amazon S3 User Guide, Categorizing your objects using tags
 */
export const checkTags = (tags: readonly (readonly [string, string])[], max: number): ReadonlyMap<string, string> => {
  if (tags.length > max) throw new AwsError(400, "BadRequest", `Object tags cannot be greater than ${max}`);
  for (const [key, value] of tags) {
    if (key === "" || key.length > 128 || /^aws:/i.test(key)) {
      throw new AwsError(400, "InvalidTag", "The TagKey you have provided is invalid", { TagKey: key });
    }
    if (value.length > 256) {
      throw new AwsError(400, "InvalidTag", "The TagValue you have provided is invalid", {
        TagKey: key,
        TagValue: value,
      });
    }
  }
  const unique = new Map(tags);
  if (unique.size !== tags.length) {
    throw new AwsError(400, "InvalidTag", "Cannot provide multiple Tags with the same key");
  }
  return unique;
};
