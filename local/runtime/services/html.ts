import { NEEDS } from "../access.ts";
import { GoogleError } from "../google-error.ts";
import { free, type ServiceTable } from "../service.ts";

export const html: ServiceTable = {
  "ContentService.createTextOutput": free(NEEDS.content, () => null),
  "HtmlService.createHtmlOutput": free(NEEDS.html, () => null),
  "HtmlService.createHtmlOutputFromFile": free(NEEDS.html, ({ world }, { name }: { name: string }) => {
    const text = world.project.html(name);
    if (text === null) throw new GoogleError(`No HTML file named ${name} was found.`);
    return text;
  }),
};
