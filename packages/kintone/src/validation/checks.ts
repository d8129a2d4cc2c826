import type { Check } from "./finding.ts";
import { checkChoice, checkChoices, checkEntities, checkFiles, checkUser } from "./lists.ts";
import { checkNumber } from "./number.ts";
import { checkLink, checkText } from "./text.ts";
import { checkDate, checkDateTime, checkTime } from "./time.ts";

/** How a value of a field type is checked; undefined for types that have no check. Tables are checked row by row. */
export const checkOf = (type: string): Check | undefined => (Object.hasOwn(checks, type) ? checks[type] : undefined);

/** The types whose values are checked, but for tables. */
export const checkedTypes = (): readonly string[] => Object.keys(checks);

const checks: Readonly<Record<string, Check>> = {
  SINGLE_LINE_TEXT: checkText,
  MULTI_LINE_TEXT: checkText,
  RICH_TEXT: checkText,
  LINK: checkLink,
  NUMBER: checkNumber,
  DATE: checkDate,
  TIME: checkTime,
  DATETIME: checkDateTime,
  CREATED_TIME: checkDateTime,
  UPDATED_TIME: checkDateTime,
  RADIO_BUTTON: checkChoice,
  DROP_DOWN: checkChoice,
  CHECK_BOX: checkChoices,
  MULTI_SELECT: checkChoices,
  USER_SELECT: checkEntities,
  ORGANIZATION_SELECT: checkEntities,
  GROUP_SELECT: checkEntities,
  CREATOR: checkUser,
  MODIFIER: checkUser,
  FILE: checkFiles,
};
