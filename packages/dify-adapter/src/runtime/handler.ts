import type { Toolkit } from "@tsunagu/core";
import type { PluginTools } from "./plugin-tools.ts";
import type { Session } from "./session.ts";

/** Answers one action. It streams into the session; what it throws becomes the session's error. */
export type Handler = (data: Readonly<Record<string, unknown>>, session: Session, served: Served) => Promise<void>;

/** What is being served. */
export interface Served {
  readonly plugin: PluginTools;
  readonly toolkit: Toolkit;
}
