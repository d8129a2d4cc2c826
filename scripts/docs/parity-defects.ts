import { inline, table } from "./markdown.ts";
import { type Defect, findTest, type Parity } from "./parity-data.ts";

/** The defects of the earlier tools, each with the test that would catch it today. Throws for a test that does not exist. */
export const defectSections = (parity: Parity): readonly string[] => {
  const { shared, tools } = parity.data;
  return [
    ...Object.entries(shared).flatMap(([heading, defects]) => section(parity, heading, defects)),
    ...Object.entries(tools).flatMap(([name, { defects, file }]) => section(parity, name, defects, file)),
  ];
};

/** How many defects are fixed, and how many are open. */
export const countDefects = (defects: readonly Defect[]) => {
  const open = defects.filter((defect) => defect.open !== undefined).length;
  return { fixed: defects.length - open, open };
};

/** Every defect of a package. */
export const allDefects = ({ data }: Parity): readonly Defect[] => [
  ...Object.values(data.shared).flat(),
  ...Object.values(data.tools).flatMap(({ defects }) => defects),
];

/** `3 fixed, 1 open`, leading to the tool's section. */
export const defectsCell = (name: string, defects: readonly Defect[]): string => {
  const { fixed, open } = countDefects(defects);
  return `[${fixed} fixed${open === 0 ? "" : `, ${open} open`}](#${name})`;
};

const section = (parity: Parity, heading: string, defects: readonly Defect[], file?: string): readonly string[] => [
  `### ${heading}`,
  "",
  ...table(
    ["Before", "Now", "Test"],
    defects.map((defect) => [inline(defect.was), inline(defect.now), testsCell(parity, defect, file)]),
  ),
  "",
];

const testsCell = (parity: Parity, { was, tests = [], open }: Defect, file?: string): string => {
  if ((tests.length === 0) === (open === undefined)) throw new Error(`${was} needs either tests or what is open`);
  if (open !== undefined) return `**Open:** ${inline(open)}`;
  return testLinks(parity, tests, file);
};

/** Links to tests, by their titles. */
export const testLinks = (parity: Parity, tests: readonly string[], file?: string): string =>
  tests
    .map((reference) => findTest(parity, reference, file))
    .map(({ path, title }) => `[${inline(title).replaceAll(/[[\]]/g, "\\$&")}](../${path})`)
    .join("<br>");
