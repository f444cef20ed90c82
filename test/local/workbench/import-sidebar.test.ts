import { expect, test } from "vitest";
import { eventually } from "../../patience.ts";
import { huntsheet } from "./opened-page.ts";

/** Reading members over loopback takes seconds; other tests share the two cores. */
const IMPORT_MS = 60_000;

const installed = huntsheet();

test(
  "Huntsheet: from the Import sidebar to a table with the filter and columns that were chosen",
  async () => {
    const { page, host, menu, picture, troubles, close } = await installed.open();
    await menu("Huntsheet", "Import", "Import…");
    const sidebar = page.frameLocator("#sidebar iframe");
    await sidebar.getByLabel("What to import").selectOption("huntr.members");
    await sidebar.locator("td").first().waitFor();
    await sidebar.locator("summary", { hasText: "Filters" }).click();
    await sidebar.getByRole("combobox", { name: "Active" }).selectOption({ label: "No" });
    await sidebar.locator("summary", { hasText: "Columns" }).click();
    await sidebar.getByLabel("Is active").uncheck();
    await sidebar.getByLabel("Sheet").fill("Former members");
    await sidebar.getByRole("button", { name: "Update" }).click();
    await sidebar.locator("table").waitFor();
    await picture("huntsheet-import-sidebar");
    await sidebar.getByRole("button", { name: "Import" }).click();
    // The progress sidebar takes the place of this one.
    await sidebar.getByRole("heading", { name: "Progress" }).waitFor();
    const former = installed.huntr.data.members.filter(({ isActive }) => isActive === false);
    await eventually(() => {
      const sheet = host.book.sheets().find(({ name }) => name === "Former members");
      expect(host.book.lastRow(sheet?.id ?? -1)).toBe(former.length + 1);
    }, IMPORT_MS);
    const sheet = host.book.sheets().find(({ name }) => name === "Former members")?.id ?? -1;
    const [header = []] = host.book.values(sheet, 1, 1, 1, host.book.lastColumn(sheet));
    expect(header).not.toContain("Is active");
    expect(header.slice(0, 4)).toEqual(["ID", "Given name", "Family name", "Email"]);
    expect(troubles).toEqual([]);
    await close();
  },
  2 * IMPORT_MS,
);
