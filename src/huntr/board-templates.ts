import { columnsOf } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { boardTemplateColumns } from "./nested.ts";
import { recordsOf } from "./records.ts";

export const boardTemplates: Resource = {
  table: "huntr.board-templates",
  api: "huntr",
  title: "Huntr Board Templates",
  help: "The templates that your members' boards are made with.",
  path: "board-templates",
  paging: { style: "either" },
  records: recordsOf,
  key: "id",
  filters: [],
  columns: columnsOf(["id", "name", "is_default", "stages"], boardTemplateColumns()),
  formula: { name: "HUNTR_BOARD_TEMPLATES", help: "The board templates of your organization." },
};
