import type { CollaborationMessage } from "@odoo/o-spreadsheet";
import type { CustomFunction, CustomResult } from "../book/custom-functions.ts";
import type { Zone } from "../book/engine.ts";
import type { PageData } from "../book/page-formulas.ts";
import type { Dialog, DialogAnswer, Entry, Menu, Panel, Toast } from "../runtime/report.ts";
import type { PanelNews, PanelWish } from "./panel-messages.ts";

/** What goes over the WebSocket between the workbench's server and its pages: JSON, one message each. */

/** The runtime's InstallMode: its file would bring Node's types into the page's. */
type Install = "bound" | "addon";

/** Who answers the add-on's requests: the sample servers, Huntr and Hunter themselves, or whom --route names. */
export type DataSource = "sample" | "live" | "routed";

/** What a person may change about the spreadsheet that is served: it is opened anew then. */
export type Reopening =
  /** An empty one, as at first. */
  | { readonly kind: "afresh" }
  /** The script belongs to the spreadsheet, or is an add-on. */
  | { readonly kind: "install"; readonly mode: Install }
  | { readonly kind: "data"; readonly data: "sample" | "live" };

export interface Person {
  readonly email: string;
  readonly isOwner: boolean;
}

/** Everything a page needs to start. What changes later comes as messages. */
export interface Snapshot {
  readonly title: string;
  readonly spreadsheet: PageData;
  readonly timeZone: string;
  readonly functions: readonly CustomFunction[];
  readonly people: readonly Person[];
  readonly data: DataSource;
  readonly mode: Install;
  /** It can be opened anew, with a change, and copied. */
  readonly canReopen: boolean;
  /** Milliseconds since 1970 on the book's clock when this was sent; it runs on at real speed. */
  readonly nowMs: number;
  /** Where the state goes, as a person would name it. */
  readonly savedTo: string;
}

export interface Started {
  readonly type: "started";
  readonly id: number;
  /** The global function. */
  readonly name: string;
  readonly entry: Entry;
}

export interface Ended {
  readonly type: "ended";
  readonly id: number;
  readonly name: string;
  readonly entry: Entry;
  /** Present when the function threw or was stopped: Google's text. */
  readonly error?: string;
}

/** Of the book's file; "save failed" until a later try succeeds. */
export type SaveState = "saving" | "saved" | "save failed";

export type ServerMessage =
  | { readonly type: "revision"; readonly message: CollaborationMessage }
  /** What a custom function gave; `key` names it and its arguments. */
  | { readonly type: "formula"; readonly key: string; readonly result: CustomResult }
  /** A script has opened another tab. */
  | { readonly type: "open sheet"; readonly sheet: number }
  | { readonly type: "menus"; readonly menus: readonly Menu[] }
  | { readonly type: "toast"; readonly toast: Toast }
  | { readonly type: "panel"; readonly panel: Panel }
  | { readonly type: "dialog"; readonly id: number; readonly dialog: Dialog }
  /** Answered in another window. */
  | { readonly type: "dialog closed"; readonly id: number }
  /** Who acts in this window from now on. */
  | { readonly type: "acting"; readonly email: string }
  /** The clock was moved on. */
  | { readonly type: "clock"; readonly nowMs: number }
  | { readonly type: SaveState }
  /** The document has another name. */
  | { readonly type: "renamed"; readonly title: string }
  /** Another spreadsheet is served now, or the same one otherwise: load the page anew. */
  | { readonly type: "reload" }
  /** A copy of the spreadsheet is served at this address. */
  | { readonly type: "copied"; readonly url: string }
  | { readonly type: "panel news"; readonly news: PanelNews }
  /** To a "call", by its id. */
  | { readonly type: "answer"; readonly id: number; readonly value: unknown }
  | { readonly type: "refusal"; readonly id: number; readonly name: string; readonly message: string }
  | Started
  | Ended;

export type PageMessage =
  | { readonly type: "revision"; readonly message: CollaborationMessage }
  | { readonly type: "menu click"; readonly function: string }
  /** google.script.run from a sidebar. */
  | {
      readonly type: "call";
      readonly id: number;
      readonly function: string;
      readonly args: readonly unknown[];
    }
  | { readonly type: "dialog answer"; readonly id: number; readonly answer: DialogAnswer }
  | { readonly type: "act as"; readonly email: string }
  /** Rows and columns count from 0, the last ones are in it; `sheetId` is o-spreadsheet's. The last part is the active one. */
  | { readonly type: "selection"; readonly sheetId: string; readonly zones: readonly Zone[] }
  /** Moves the book's clock on; triggers that fall due meanwhile run. */
  | { readonly type: "skip ahead"; readonly ms: number }
  | { readonly type: "reopen"; readonly how: Reopening }
  | { readonly type: "make a copy" }
  | { readonly type: "panel wish"; readonly wish: PanelWish };
