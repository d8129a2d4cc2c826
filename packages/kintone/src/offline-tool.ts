import { noConnector, toolFor } from "@tsunagu/core";

/** Makes a tool that works on its input alone: it calls nobody and needs no connection. */
export const offlineTool = toolFor({ ...noConnector, name: "none" as const });
