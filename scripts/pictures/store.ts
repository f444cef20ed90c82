// The pictures of the store listing that are drawn, not taken: icons and banner, from their SVG.
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { launchBrowser, pictureOf } from "../../test/browser.ts";
import type { Picture } from "./readme.ts";

/** By the store listing and the consent screen (docs/store/listing.md). */
const ICON_SIZES = [32, 48, 96, 120, 128];

/** Draws all of them into `folder`, which holds the SVG. */
export async function drawStorePictures(folder: string): Promise<Picture[]> {
  const browser = await launchBrowser();
  const page = await browser.newPage();
  const drawn = async (svg: string, width: number, height: number, name: string): Promise<Picture> => {
    const source = (await readFile(join(folder, svg), "utf8")).replace(
      /width="\d+" height="\d+">/,
      `width="${width}" height="${height}" style="display:block">`,
    );
    await page.setViewportSize({ width, height });
    await page.setContent(`<body style="margin:0">${source}</body>`);
    const path = join(folder, name);
    await writeFile(path, await pictureOf(page, { omitBackground: true }));
    return { path, bytes: (await stat(path)).size };
  };
  try {
    const pictures = [await drawn("banner.svg", 220, 140, "banner-220x140.png")];
    for (const size of ICON_SIZES) pictures.push(await drawn("icon.svg", size, size, `icon-${size}.png`));
    return pictures;
  } finally {
    await browser.close();
  }
}
