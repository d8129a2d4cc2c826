import { type Check, type Problem, problem, settingOf } from "./finding.ts";

/** Checks a text and, where the field sets one, its length. */
export const checkText: Check = (value, field) => {
  if (typeof value !== "string" && typeof value !== "number") return problem("wrong_shape", "is not a text");
  return lengthProblem(String(value), settingOf(field, "minLength"), settingOf(field, "maxLength"));
};

/** Checks a LINK: a web address, a mail address or a telephone number, as the field is set. */
export const checkLink: Check = (value, field) => {
  const problems = checkText(value, field);
  const text = String(value);
  if (problems.length > 0) return problems;
  if (field["protocol"] === "WEB" && !/^((https?|ftp|file):\/\/|\/)./i.test(text))
    return problem("not_a_link", "is not a web address that begins with https:// or http://");
  if (field["protocol"] === "MAIL" && !/^[^\s@]+@[^\s@]+$/.test(text))
    return problem("not_a_link", "is not a mail address");
  return [];
};

/** Characters beyond the basic plane count once or twice: a text is refused only where both counts say so. */
const lengthProblem = (text: string, least: string | undefined, most: string | undefined): readonly Problem[] => {
  const characters = [...text].length;
  if (most !== undefined && characters > Number(most))
    return problem("too_long", `has ${characters} characters; the field takes at most ${most}`);
  if (least !== undefined && text.length < Number(least))
    return problem("too_short", `has ${characters} characters; the field takes at least ${least}`);
  return [];
};
