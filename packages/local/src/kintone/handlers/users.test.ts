import { expect, it } from "vitest";
import { startLocalKintone } from "../local-kintone.ts";

const users = [
  { code: "mori", password: "secret-1", groups: ["sales"], primaryOrganization: "tokyo" },
  { code: "ono", password: "secret-2" },
];

it("serves users, groups and organizations under /v1/, by password only", async () => {
  await using kintone = await startLocalKintone({
    users,
    groups: [{ code: "sales", name: "Sales" }],
    organizations: [{ code: "tokyo", name: "Tokyo" }],
  });
  const password = { "X-Cybozu-Authorization": Buffer.from("mori:secret-1").toString("base64") };
  const get = async (path: string, headers: Record<string, string> = password) => {
    const response = await fetch(`${kintone.url}/v1/${path}`, { headers });
    return { status: response.status, body: await response.json() };
  };
  expect((await get("users.json?size=1&offset=1")).body).toMatchObject({ users: [{ code: "ono" }] });
  expect((await get("users.json?codes[0]=mori")).body).toMatchObject({ users: [{ code: "mori", valid: true }] });
  expect((await get("group/users.json?code=sales")).body).toMatchObject({ users: [{ code: "mori" }] });
  expect((await get("user/organizations.json?code=mori")).body).toMatchObject({
    organizationTitles: [{ organization: { code: "tokyo", name: "Tokyo" } }],
  });
  expect(await get("users.json?size=101")).toMatchObject({ status: 400, body: { code: "CB_VA01" } });
  expect(await get("user/groups.json?code=nobody")).toMatchObject({ status: 404 });
  expect(await get("users.json", { Authorization: "Bearer nothing" })).toMatchObject({ status: 401 });
});
