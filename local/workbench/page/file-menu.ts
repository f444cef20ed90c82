import { type Model, registries } from "@odoo/o-spreadsheet";
import { downloadXlsx } from "./xlsx.ts";

/** What the menu does to the document as a whole. */
interface Document {
  name(): string;
  rename(): void;
}

/** Puts under File what Google Sheets has there and o-spreadsheet has not, above its "Print". `makeCopy`: null where that cannot be done. */
export function addFileMenu(document: Document, makeCopy: (() => void) | null): void {
  const always = { isReadonlyAllowed: true, isEnabledOnLockedSheet: true };
  registries.topbarMenuRegistry
    .addChild("make_copy", ["file"], {
      ...always,
      name: "Make a copy",
      sequence: 5,
      icon: "o-spreadsheet-Icon.COPY",
      isVisible: () => makeCopy !== null,
      execute: () => makeCopy?.(),
    })
    .addChild("rename", ["file"], {
      ...always,
      name: "Rename",
      sequence: 10,
      icon: "o-spreadsheet-Icon.EDIT",
      execute: () => whenClosed(() => document.rename()),
    })
    .addChild("download", ["file"], {
      ...always,
      name: "Download",
      sequence: 20,
      separator: true,
      icon: "o-spreadsheet-Icon.DOWNLOAD",
    })
    .addChild("download_xlsx", ["file", "download"], {
      ...always,
      name: "Microsoft Excel (.xlsx)",
      sequence: 10,
      execute: ({ model }: { model: Model }) => downloadXlsx(model, document.name()),
    });
}

/** A menu that closes takes the focus to the grid; what is to have it has to wait. */
function whenClosed(then: () => void): void {
  requestAnimationFrame(() => {
    if (window.document.querySelector(".o-menu")) whenClosed(then);
    else then();
  });
}
