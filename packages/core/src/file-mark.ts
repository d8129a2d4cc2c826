/** The key in a schema's metadata that marks a file; projections remove it. */
export const fileMark = "x-tsunagu-file";
