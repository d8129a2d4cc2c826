import type { JsonValue } from "@tsunagu/core";
import { Document, Scalar, visit } from "yaml";

/** Words that older YAML readers, Python's among them, take for a boolean or null. */
const ambiguous = /^(y|yes|n|no|on|off|true|false|null|~)$/i;

/** Writes YAML that every version of YAML reads the same way. Text that looks like a time stays unquoted, as the daemon needs it. */
export const writeYaml = (value: JsonValue): string => {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value === "string" && ambiguous.test(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString({ lineWidth: 0 });
};
