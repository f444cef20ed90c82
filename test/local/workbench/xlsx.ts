import { readFile } from "node:fs/promises";
import { strFromU8, unzipSync } from "fflate";
import type { Page } from "playwright-core";
import { must } from "../../rig.ts";
import { choose } from "./opened-page.ts";

/** Downloads the spreadsheet as a person does, and unpacks it: the text of each part by its path. */
export async function downloadXlsx(page: Page): Promise<{ name: string; parts: Record<string, string> }> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    choose(page, "File", "Download", "Microsoft Excel (.xlsx)"),
  ]);
  const files = unzipSync(await readFile(must(await download.path())));
  const parts = Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path, strFromU8(bytes)]));
  return { name: download.suggestedFilename(), parts };
}

/** The sheets of an .xlsx as another program would read them: the value and number format of each cell by its address. */
export function sheetsOf(parts: Readonly<Record<string, string>>) {
  const part = (name: string) => must(parts[name]);
  const strings = [...part("xl/sharedStrings.xml").matchAll(/<si>\s*<t[^>]*>([^<]*)<\/t>\s*<\/si>/g)].map(
    ([, text = ""]) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"),
  );
  const styles = part("xl/styles.xml");
  const formats = new Map(
    [...styles.matchAll(/<numFmt numFmtId="(\d+)" formatCode="([^"]*)"/g)].map(([, id, code]) => [id, code]),
  );
  const cellFormats = [
    ...must(/<cellXfs[\s\S]*<\/cellXfs>/.exec(styles))[0].matchAll(/<xf [^>]*numFmtId="(\d+)"/g),
  ].map(([, id]) => formats.get(id));
  const sheets = [...part("xl/workbook.xml").matchAll(/<sheet ([^>]*)\/>/g)].map(
    ([, attributes = ""], index) => {
      const cells: Record<string, { value: string | number | boolean; format?: string | undefined }> = {};
      const xml = part(`xl/worksheets/sheet${index}.xml`);
      for (const [, head = "", body = ""] of xml.matchAll(/<c ([^>]*)>([\s\S]*?)<\/c>/g)) {
        const value = /<v>([\s\S]*?)<\/v>/.exec(body)?.[1];
        if (value === undefined) continue;
        const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(head)?.[1];
        const kind = attribute("t");
        const format = cellFormats[Number(attribute("s") ?? 0)];
        cells[must(attribute("r"))] = {
          value:
            kind === "s"
              ? must(strings[Number(value)])
              : kind === "b"
                ? value === "1"
                : kind === "str"
                  ? value
                  : Number(value),
          ...(format !== undefined && { format }),
        };
      }
      const name = must(/name="([^"]*)"/.exec(attributes))[1];
      return {
        name,
        isHidden: attributes.includes('state="hidden"'),
        cells,
        frozen: /<pane [^>]*ySplit="1"/.test(xml),
      };
    },
  );
  return sheets;
}
