import { expect, test } from "vitest";
import { cellOf } from "../../src/core/cells.ts";
import type { JsonObject } from "../../src/core/ports.ts";
import { boardTemplates } from "../../src/huntr/board-templates.ts";
import { invitations } from "../../src/huntr/invitations.ts";

test.each<[string, JsonObject, string | null]>([
  ["their templates", { listTemplates: [{ name: "Wishlist" }, { name: "Offer" }] }, "Wishlist, Offer"],
  ["the deprecated names, without templates", { listNames: ["Wishlist", "Offer"] }, "Wishlist, Offer"],
  ["no names, when there are templates", { listTemplates: [{ name: "New" }], listNames: ["Old"] }, "New"],
  ["what has a name", { listTemplates: [{ id: "1" }, null, { name: "Offer" }] }, "Offer"],
  ["nothing", {}, null],
])("stages are %s", (_what, template, cell) => {
  const stages = boardTemplates.columns.find(({ name }) => name === "stages");
  const ofBoard = invitations.columns.find(({ name }) => name === "board_template_stages");
  const warnings: string[] = [];
  const warn = (warning: string) => warnings.push(warning);
  expect(stages && cellOf(stages, template, warn)).toBe(cell);
  expect(ofBoard && cellOf(ofBoard, { boardTemplate: template }, warn)).toBe(cell);
  expect(warnings).toEqual([]);
});
