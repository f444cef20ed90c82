import { describe, expect, test } from "vitest";
import { cellOf } from "../../src/core/cells.ts";
import type { JsonObject } from "../../src/core/ports.ts";
import { actions } from "../../src/huntr/actions.ts";

function cells(action: JsonObject, ...names: string[]): [unknown[], string[]] {
  const warnings: string[] = [];
  const shown = names.map((name) => {
    const column = actions.columns.find((one) => one.name === name);
    if (!column) throw new Error(`no column ${name}`);
    return cellOf(column, action, (warning) => warnings.push(warning));
  });
  return [shown, warnings];
}

describe("actions", () => {
  test.each(["job", "employer", "activity", "note", "contact"])(
    "on a deleted %s keep its id, which is all that is left",
    (thing) => {
      expect(cells({ [`${thing}Id`]: "x1" }, thing, `${thing}_id`)).toEqual([[null, "x1"], []]);
      expect(cells({ [thing]: { id: "x2" }, [`${thing}Id`]: "x1" }, `${thing}_id`)[0]).toEqual(["x2"]);
    },
  );

  test("on a contact show the contact, its jobs and its employers", () => {
    const action: JsonObject = {
      contact: {
        firstName: "Pepe",
        lastName: "Alava",
        profiles: { linkedin: "pepealava", googlePlus: "pepe" },
      },
      jobs: [{ id: "1", title: "Cook" }, { id: "2" }, { id: "3", title: "Baker" }],
      employers: [{ name: "Etsy" }, { name: "ESPN" }],
    };
    expect(
      cells(
        action,
        "contact",
        "jobs",
        "employers",
        "contact_profiles_linkedin",
        "contact_profiles_google_plus",
        "contact_profiles_github",
      ),
    ).toEqual([["Pepe Alava", "Cook, Baker", "Etsy, ESPN", "pepealava", "pepe", null], []]);
    expect(cells({ contact: { lastName: "Alava" } }, "contact")).toEqual([["Alava"], []]);
  });

  test.each<[JsonObject[string], string | null, number]>([
    [{ salary: "$90k" }, "salary: $90k", 0],
    [{ completed: true, completedAt: 1588634740 }, "completed: true; completedAt: 1588634740", 0],
    [
      { location: { address: "Main St" }, deadline: null },
      'location: {"address":"Main St"}; deadline: null',
      0,
    ],
    [{}, null, 0],
    [null, null, 0],
    ["salary", "salary", 0],
    [7, "7", 0],
  ])("an update of %j reads %j", (update, cell, warnings) => {
    const [shown, warned] = cells({ id: "1", update }, "update");
    expect([shown, warned.length]).toEqual([[cell], warnings]);
  });

  test("on a new member show who joined and the invitation", () => {
    const action: JsonObject = {
      member: { id: "m", givenName: "Gwen", familyName: "Johnson" },
      organizationInvitation: {
        id: "i",
        toEmail: "gwen@mail.example",
        boardName: "Job Search",
        createdAt: 0,
      },
    };
    const names = ["member", "organization_invitation", "organization_invitation_board_name"];
    expect(cells(action, ...names)).toEqual([["Gwen Johnson", "gwen@mail.example", "Job Search"], []]);
  });
});
