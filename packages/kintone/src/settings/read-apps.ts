import { type ToolError, ToolFailure, toolError } from "@tsunagu/core";
import type { ResultAsync } from "neverthrow";
import type { KintoneClient } from "../http/client.ts";
import { orThrow } from "../read/reader.ts";
import { type KintoneSession, type RequestOptions, settle } from "../session.ts";

type GetApps = KintoneClient["app"]["getApps"];
type KintoneApp = Awaited<ReturnType<GetApps>>["apps"][number];

/** What apps have to match. */
export type AppFilter = Omit<Parameters<GetApps>[0], "limit" | "offset">;

/** How apps are read. */
export interface ReadAppsOptions extends Omit<RequestOptions, "repeatable"> {
  readonly offset: number;
  /** Most apps. */
  readonly ceiling: number;
  readonly onPage: (done: number) => void;
}

/** Apps, and where to go on. */
export interface FoundApps {
  readonly apps: readonly KintoneApp[];
  readonly nextOffset: number | null;
}

const pageSize = 100;

/**
 * Reads apps, 100 a request, up to a ceiling; one more is asked for, to know whether there are more.
 *
 * @see kintone REST API, Get Apps
 */
export const readApps = (
  session: KintoneSession,
  filter: AppFilter,
  { offset, ceiling, onPage, ...options }: ReadAppsOptions,
): ResultAsync<FoundApps, ToolError> =>
  settle(async () => {
    const apps: KintoneApp[] = [];
    for (;;) {
      const limit = Math.min(pageSize, ceiling + 1 - apps.length);
      const place = { limit, offset: offset + apps.length };
      const page = orThrow(
        await session.request("getApps", (client) => client.app.getApps({ ...filter, ...place }), {
          ...options,
          repeatable: true,
        }),
      );
      apps.push(...checked(page.apps, limit));
      onPage(Math.min(apps.length, ceiling));
      if (apps.length > ceiling) return { apps: apps.slice(0, ceiling), nextOffset: offset + ceiling };
      if (page.apps.length < limit) return { apps, nextOffset: null };
    }
  });

const checked = (apps: unknown, limit: number): readonly KintoneApp[] => {
  if (Array.isArray(apps) && apps.length <= limit) return apps;
  throw new ToolFailure(toolError("upstream", "kintone's answer does not hold the apps that were asked for."));
};
