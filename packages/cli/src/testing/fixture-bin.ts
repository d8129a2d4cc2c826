import { type Connector, noConnector, type Tool } from "@tsunagu/core";
import { fixtureTools } from "../../../mcp-adapter/src/testing/fixture-tools.ts";
import { main } from "../main.ts";

/** A connector with a connection, and with a connection that cannot use its tool. */
const shelf: Connector<undefined> = {
  ...noConnector,
  name: "shelf",
  connection: {
    fields: [
      { name: "shelf_url", title: "Shelf", description: "Where the shelf is.", type: "text", env: ["SHELF_URL"] },
      { name: "shelf_token", title: "Token", description: "Opens it.", type: "secret", env: ["SHELF_TOKEN"] },
    ],
  },
  unavailable: (_tool, { text }) => (text["shelf_url"] === "closed" ? "the shelf is closed" : undefined),
};

const [echoText] = fixtureTools;
const shelfEcho: Tool = { ...(echoText as Tool), name: "shelf_echo", title: "Echo from the shelf", connector: shelf };

await main(process.argv, async () => [...fixtureTools, shelfEcho]);
