import type { Area } from "../wire.ts";
import { newConditionalFormatRule } from "./conditional-format.ts";
import { newDataValidation } from "./data-validation.ts";
import {
  BooleanCriteria,
  BorderStyle,
  CopyPasteType,
  DataValidationCriteria,
  DeveloperMetadataLocationType,
  DeveloperMetadataVisibility,
  Dimension,
  ProtectionType,
  RelativeDate,
  SheetType,
  WrapStrategy,
} from "./enums.ts";
import { newFilterCriteria } from "./filter.ts";
import { sheetHandle } from "./handles.ts";
import { call, inFile } from "./link.ts";
import { range } from "./range.ts";
import { rangeList } from "./range-list.ts";
import { newRichTextValue, newTextStyle } from "./rich-text.ts";
import { sealed } from "./sealed.ts";
import type { Sheet } from "./sheet.ts";
import { isText, overload } from "./signature.ts";
import { type Spreadsheet, spreadsheetHandle } from "./spreadsheet.ts";
import { ui } from "./ui.ts";

function active(method: string): Spreadsheet | null {
  return call<boolean>(method) ? spreadsheetHandle() : null;
}

function opened(id: string): Spreadsheet {
  return inFile(id, spreadsheetHandle);
}

export const SpreadsheetApp = sealed("SpreadsheetApp", {
  BooleanCriteria,
  BorderStyle,
  CopyPasteType,
  DataValidationCriteria,
  DeveloperMetadataLocationType,
  DeveloperMetadataVisibility,
  Dimension,
  ProtectionType,
  RelativeDate,
  SheetType,
  WrapStrategy,

  getActiveSpreadsheet: () => active("SpreadsheetApp.getActiveSpreadsheet"),
  getActive: () => active("SpreadsheetApp.getActive"),
  getActiveSheet: (): Sheet | null => {
    const id = call<number | null>("SpreadsheetApp.getActiveSheet");
    return id === null ? null : (sheetHandle(id) as Sheet);
  },
  getActiveRange: () => {
    const area = call<Area | null>("SpreadsheetApp.getActiveRange");
    return area && range(area);
  },
  getActiveRangeList: () => {
    const areas = call<Area[] | null>("SpreadsheetApp.getActiveRangeList");
    return areas && rangeList(areas);
  },
  getCurrentCell: () => {
    const area = call<Area | null>("SpreadsheetApp.getCurrentCell");
    return area && range({ ...area, nr: 1, nc: 1 });
  },
  openById: (...args: unknown[]) => {
    overload("SpreadsheetApp.openById", args, [isText]);
    return opened(call("SpreadsheetApp.openById", { id: args[0] }));
  },
  openByUrl: (...args: unknown[]) => {
    overload("SpreadsheetApp.openByUrl", args, [isText]);
    return opened(call("SpreadsheetApp.openByUrl", { url: args[0] }));
  },
  newFilterCriteria: () => newFilterCriteria(),
  newDataValidation: () => newDataValidation(),
  newConditionalFormatRule: () => newConditionalFormatRule(),
  newRichTextValue,
  newTextStyle,
  flush: () => {
    call("SpreadsheetApp.flush");
  },
  getUi: () => {
    call("SpreadsheetApp.getUi");
    return ui;
  },
});
