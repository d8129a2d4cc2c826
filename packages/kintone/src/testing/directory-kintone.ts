import { startLocalKintone } from "@tsunagu/local";
import { testUser } from "./local-kintone.ts";

/** A local kintone with 130 users beside the test's own; every second is in the group `sales`, the first three in `tokyo`. */
export const startDirectoryKintone = () =>
  startLocalKintone({
    users: [
      testUser,
      ...Array.from({ length: 130 }, (_, index) => ({
        code: `user-${index + 1}`,
        password: "Directory-Password-9",
        name: `利用者 ${index + 1}`,
        ...(index % 2 === 0 ? { groups: ["sales"] } : {}),
        ...(index < 3 ? { primaryOrganization: "tokyo" } : {}),
      })),
    ],
    groups: [
      { code: "sales", name: "営業" },
      { code: "board", name: "役員" },
    ],
    organizations: [
      { code: "tokyo", name: "東京" },
      { code: "osaka", name: "大阪" },
    ],
  });
