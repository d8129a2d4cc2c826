import { isObject, type JsonObject, type JsonValue } from "@tsunagu/core";

/** A guardrail's findings as lines, one a finding: policy, list, and the finding's own members. */
export const assessmentLines = (assessments: readonly JsonObject[]): readonly string[] =>
  assessments.flatMap((assessment) =>
    Object.entries(assessment)
      .filter(([policy]) => policy.endsWith("Policy"))
      .flatMap(([policy, findings]) => (isObject(findings) ? policyLines(policy, findings as JsonObject) : [])),
  );

const policyLines = (policy: string, findings: JsonObject): readonly string[] =>
  Object.entries(findings).flatMap(([list, entries]) =>
    Array.isArray(entries) ? entries.map((entry) => `- ${policy} ${list}: ${membersOf(entry)}`) : [],
  );

const membersOf = (entry: JsonValue): string =>
  isObject(entry)
    ? Object.entries(entry)
        .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
        .join(", ")
    : JSON.stringify(entry);
