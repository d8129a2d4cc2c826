import { type ConnectionSource, type Connector, resolveConnection, ToolFailure } from "@tsunagu/core";
import type { Handler } from "./handler.ts";
import { providerCredentials } from "./parameters.ts";

/** Milliseconds that a person waits at most after pressing "save". */
const verifyMs = 60_000;

/**
 * Checks what was entered in the provider's form: that the fields go together, and, if they hold a credential, that the
 * service accepts it. Blank fields are fine: then each call brings its own connection or uses the machine's.
 */
export const validateCredentials: Handler = async (data, session, { plugin, toolkit }) => {
  const connectors = new Set(plugin.tools.map((tool) => tool.connector));
  for (const connector of connectors) {
    const source = providerCredentials(connector.connection, data["credentials"]);
    const resolved = resolveConnection(connector.connection, [source]);
    if (resolved.isErr()) throw new ToolFailure(resolved.error);
    if (!holdsCredential(connector, source)) continue;
    const signal = AbortSignal.any([session.signal, AbortSignal.timeout(verifyMs)]);
    const verified = await toolkit.verify(connector.name, { connections: [source], signal });
    if (verified.isErr()) throw new ToolFailure(verified.error);
  }
  await session.stream({ result: true });
};

const holdsCredential = ({ connection }: Connector, source: ConnectionSource): boolean => {
  const grouped = connection.fields.filter((field) => field.group !== undefined);
  const credentials = grouped.length > 0 ? grouped : connection.fields.filter((field) => field.type === "secret");
  return credentials.some((field) => {
    const value = source.values[field.name];
    return typeof value === "string" && value.trim() !== "";
  });
};
