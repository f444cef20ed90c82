import { needsFilter } from "../core/filters.ts";
import { importFunctionName } from "../core/names.ts";
import type { Resource } from "../core/resource.ts";
import { entries } from "../entries.ts";

export type MenuNode =
  | "separator"
  /** `needs`: the table without which an account cannot have it. */
  | { readonly label: string; readonly function: string; readonly needs?: string }
  | { readonly label: string; readonly items: readonly MenuNode[] };

/** The add-on's menu, of an account that has everything. The imports follow from the resources. */
export const menu: readonly MenuNode[] = [
  {
    label: "Import",
    items: [
      { label: "Import…", function: "showImport" },
      "separator",
      { label: "Everything from Huntr", function: "importEverythingFromHuntr" },
      ...imports("huntr"),
      "separator",
      { label: "Everything from Hunter", function: "importEverythingFromHunter" },
      ...imports("hunter"),
    ],
  },
  {
    label: "Huntr",
    items: [
      { label: "Invite people…", function: "showInvite" },
      { label: "Send member field changes…", function: "showMemberFieldChanges" },
      { label: "Write internal notes…", function: "showWriteNotes", needs: "huntr.internal-notes" },
      { label: "Enroll in a goal…", function: "showEnroll", needs: "huntr.goals" },
      { label: "Make tags…", function: "showMakeTags", needs: "huntr.tags" },
    ],
  },
  {
    label: "Hunter",
    items: [
      { label: "Verify addresses…", function: "showVerify" },
      { label: "Find addresses…", function: "showFind" },
      { label: "Search domains…", function: "showSearchDomains" },
      { label: "Count addresses…", function: "showCountAddresses" },
      { label: "Look up people…", function: "showLookUpPeople" },
      { label: "Look up companies…", function: "showLookUpCompanies" },
      { label: "Find domains…", function: "showFindDomains" },
      { label: "Discover companies…", function: "showDiscover" },
      "separator",
      { label: "Save leads…", function: "showSaveLeads" },
      { label: "Delete leads…", function: "showDeleteLeads" },
      { label: "Add recipients…", function: "showAddRecipients" },
      { label: "Cancel e-mails…", function: "showCancelEmails" },
      "separator",
      { label: "Credits", function: "showCredits" },
    ],
  },
  { label: "Refresh this sheet", function: "refreshSheet" },
  { label: "Refresh all tables", function: "refreshAllTables" },
  { label: "Progress", function: "showProgress" },
  { label: "Tables and schedules", function: "showTables" },
  { label: "Recalculate formulas", function: "recalculateFormulas" },
  "separator",
  { label: "Set up", function: "showSetup" },
];

/** @param lacking tables that the account has not got. */
export function menuWithout(lacking: readonly string[]): readonly MenuNode[] {
  const gone = entries
    .filter(({ table }) => lacking.includes(table))
    .map(({ title }) => importFunctionName(title));
  const kept = (nodes: readonly MenuNode[]): MenuNode[] =>
    nodes
      .filter(
        (node) =>
          typeof node === "string" ||
          !("function" in node) ||
          !(gone.includes(node.function) || lacking.includes(node.needs ?? "")),
      )
      .map((node) =>
        typeof node === "object" && "items" in node ? { ...node, items: kept(node.items) } : node,
      );
  return kept(menu);
}

function imports(api: Resource["api"]): MenuNode[] {
  return entries
    .filter((entry) => entry.api === api && entry.paging.style !== "single")
    .map((entry) => ({
      // Who has to say which one is asked first.
      label: needsFilter(entry) ? `${entry.title}…` : entry.title,
      function: importFunctionName(entry.title),
    }));
}
