import { columnsOf } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { SHORT_LISTING } from "./listing.ts";
import { boardTemplateColumns } from "./nested.ts";

const columns = columnsOf("id name is_default stages", boardTemplateColumns);

export const boardTemplates: Resource = {
  ...SHORT_LISTING,
  table: "huntr.board-templates",
  title: "Huntr Board Templates",
  help: "The templates that your members' boards are made with.",
  path: "board-templates",
  filters: [],
  get columns() {
    return columns();
  },
  formula: { name: "HUNTR_BOARD_TEMPLATES", help: "The board templates of your organization." },
};
