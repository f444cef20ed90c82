// Text whose parts look different or lead somewhere. A cell keeps it beside its text, and loses it with the text.

/** How a part of a text looks; what is missing is as the cell looks. */
export interface TextStyle {
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly strikethrough?: boolean;
  readonly underline?: boolean;
  /** Points. */
  readonly fontSize?: number;
  readonly fontFamily?: string;
  /** Lower-case hex. */
  readonly foregroundColor?: string;
}

/** A part of a text: characters from `start` up to the next part. */
export interface TextRun {
  readonly start: number;
  readonly url?: string;
  readonly style?: TextStyle;
}

export interface RichText {
  readonly text: string;
  /** From 0 on, in order; neighbours differ. */
  readonly runs: readonly TextRun[];
}

/** Whether the parts say nothing that the text alone does not. */
export function isPlain(runs: readonly TextRun[]): boolean {
  return runs.every(({ url, style }) => url === undefined && style === undefined);
}

/** Kinds of addresses that a browser may open from a page. */
const OPENED = /^(https?:\/\/|mailto:)/i;

/** The link that a cell shows. Not called external: o-spreadsheet would ask another host for such a one's picture. */
export function shownLink(text: string, runs: readonly TextRun[] | undefined) {
  const url = runs?.find((run) => run.url !== undefined)?.url;
  if (url === undefined || !OPENED.test(url)) return undefined;
  return { label: text, url, isExternal: false, isUrlEditable: true };
}

/** What a page's editor of links writes, "[label](address)", as a rich text. */
export function editedLink(content: string): RichText | undefined {
  const [, text, url] = /^\[(.+)\]\((\S+)\)$/.exec(content) ?? [];
  return text !== undefined && url !== undefined && OPENED.test(url)
    ? { text, runs: [{ start: 0, url }] }
    : undefined;
}
