import { isObject } from "@tsunagu/core";
import type { FormField } from "../fields/form-fields.ts";
import { type Check, type Problem, problem } from "./finding.ts";

/** Checks a RADIO_BUTTON or DROP_DOWN: one of the field's choices. */
export const checkChoice: Check = (value, field) =>
  typeof value === "string" ? choiceProblem(value, field) : problem("wrong_shape", "is not a text with one choice");

/** Checks a CHECK_BOX or MULTI_SELECT: a list of the field's choices. */
export const checkChoices: Check = (value, field) =>
  Array.isArray(value)
    ? eachItem(value, (item) =>
        typeof item === "string" ? choiceProblem(item, field) : problem("wrong_shape", "is not a text with one choice"),
      )
    : problem("wrong_shape", 'is not a list such as ["A", "B"]; one choice is a list too, and [] empties the field');

/** Checks a USER_SELECT, ORGANIZATION_SELECT or GROUP_SELECT: a list of `{ code }`. The type is not needed. */
export const checkEntities: Check = (value) =>
  Array.isArray(value)
    ? eachItem(value, checkEntity)
    : problem("wrong_shape", 'is not a list such as [{"code": "sato"}]; [] empties the field');

/** Checks a CREATOR or MODIFIER: one `{ code }`. */
export const checkUser: Check = (value) => checkEntity(value);

/** Checks a FILE: a list of `{ fileKey }`. Whether kintone knows the keys only shows when they are written. */
export const checkFiles: Check = (value) =>
  Array.isArray(value)
    ? eachItem(value, (item) =>
        isFilledText(isObject(item) ? item["fileKey"] : undefined)
          ? []
          : problem(
              "wrong_shape",
              'has no fileKey; write {"fileKey": "…"} with the key that kintone_upload_file answers',
            ),
      )
    : problem("wrong_shape", 'is not a list such as [{"fileKey": "…"}]; [] removes all files');

const mostShown = 20;

const choiceProblem = (choice: string, { options }: FormField): readonly Problem[] => {
  if (!isObject(options) || Object.hasOwn(options, choice)) return [];
  const known = Object.keys(options);
  const more = known.length > mostShown ? ` and ${known.length - mostShown} more` : "";
  const choices = known.slice(0, mostShown).join(", ");
  return problem("not_a_choice", `${JSON.stringify(choice.slice(0, 40))} is not one of the choices ${choices}${more}`);
};

const checkEntity = (item: unknown): readonly Problem[] =>
  isFilledText(isObject(item) ? item["code"] : undefined)
    ? []
    : problem("wrong_shape", 'has no code; write {"code": "sato"}');

const isFilledText = (value: unknown): boolean => typeof value === "string" && value.trim() !== "";

const eachItem = (items: readonly unknown[], check: (item: unknown) => readonly Problem[]): readonly Problem[] =>
  items.flatMap((item, index) => check(item).map((found) => ({ ...found, at: [index, ...(found.at ?? [])] })));
