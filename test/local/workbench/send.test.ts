import type { FrameLocator } from "playwright-core";
import { expect, test } from "vitest";
import { eventually } from "../../patience.ts";
import { must } from "../../rig.ts";
import { huntsheet, type OpenedPage } from "./opened-page.ts";

/** Sending over loopback takes seconds; other tests share the two cores. */
const SEND_MS = 60_000;

const installed = huntsheet({ huntr: { size: { jobs: 0, activities: 0, members: 20, employers: 2 } } });

interface Opened extends OpenedPage {
  readonly sidebar: FrameLocator;
  /** Values of a sheet's columns from A on, from a row down. */
  rows(sheet: string, from: number): unknown[][];
  /** A sheet of a person's own, in view. */
  fill(name: string, rows: readonly (readonly (string | number)[])[]): void;
}

async function open(): Promise<Opened> {
  const opened = await installed.open();
  const { host, page } = opened;
  const idOf = (name: string) => must(host.book.sheets().find((sheet) => sheet.name === name)).id;
  return {
    ...opened,
    sidebar: page.frameLocator("#sidebar iframe"),
    rows: (sheet, from) => {
      const id = idOf(sheet);
      const last = host.book.lastRow(id);
      return last < from ? [] : host.book.values(id, from, 1, last - from + 1, host.book.lastColumn(id));
    },
    fill: (name, rows) => {
      host.book.write(
        host.book.insertSheet(name),
        1,
        1,
        rows.map((row) => [...row]),
      );
    },
  };
}

test(
  "Huntsheet: from the template sheet to invitations with their outcomes, with the keyboard alone",
  async () => {
    const { page, menu, type, sidebar, rows, picture, troubles, close } = await open();
    await menu("Huntsheet", "Huntr", "Invite people…");
    await sidebar.getByRole("heading", { name: "Invite people" }).waitFor();
    /** Tab after Tab, as far as a whole form is long. */
    const tabTo = async (words: string) => {
      const frame = must(
        page.frames().find((one) => one.parentFrame()?.parentFrame() === page.mainFrame()) ??
          page.frames().at(-1),
      );
      for (let tabs = 0; tabs < 60; tabs++) {
        const at = await frame.evaluate<string>(
          "document.activeElement.textContent + ' ' + (document.activeElement.labels?.[0]?.textContent ?? '')",
        );
        if (at.includes(words)) return;
        await page.keyboard.press("Tab");
      }
      throw new Error(`The keyboard does not get to "${words}".`);
    };
    await sidebar.getByLabel("What to do").focus();
    await tabTo("Make a template sheet");
    await page.keyboard.press("Enter");
    await sidebar.getByText('"Invitations" has no rows below its headers yet.').waitFor();
    expect(rows("Invitations", 1)[1]?.slice(0, 3)).toEqual(["E-mail", "Board name", "Board template"]);
    const member = must(installed.huntr.data.members[0]).email;
    await type("A3", "grace@new.example");
    await type("B3", "Grace's search");
    await type("C3", must(installed.huntr.data.boardTemplates[1]).name);
    await type("A4", member);
    await type("A5", "no address");
    await picture("huntsheet-send-template");
    await sidebar.getByLabel("What to do").focus();
    await tabTo("Read again");
    await page.keyboard.press("Enter");
    await sidebar.getByText("All rows not done yet (of 3)").waitFor();
    await picture("huntsheet-send-invitations");
    await tabTo("Check");
    await page.keyboard.press("Enter");
    await sidebar.getByText("1 person gets an e-mail from Huntr now. It cannot be taken back.").waitFor();
    await sidebar.getByText("1 to invite, 1 to skip, 1 with a fault").waitFor();
    await picture("huntsheet-send-checked");
    await tabTo("Row 5");
    await page.keyboard.press("Enter");
    await tabTo("Invite 1 person");
    await page.keyboard.press("Enter");
    await sidebar.getByRole("button", { name: "Send the failed again (1)" }).waitFor({ timeout: SEND_MS });
    await picture("huntsheet-send-done");
    const invitation = must(
      installed.huntr.data.invitations.find(({ toEmail }) => toEmail === "grace@new.example"),
    );
    expect(invitation).toMatchObject({ boardName: "Grace's search" });
    expect(rows("Invitations", 3).map((row) => row.at(-1))).toEqual([
      expect.stringContaining(`done (invitation ${invitation.id}`),
      "skipped: already a member",
      'failed: "no address" is no e-mail address',
    ]);
    expect(troubles).toEqual([]);
    await close();
  },
  2 * SEND_MS,
);

test(
  "Huntsheet: leads go into a new list with a new attribute, and are deleted again",
  async () => {
    const { menu, sidebar, rows, fill, picture, troubles, close, host } = await open();
    fill("Fair", [
      ["E-mail", "First name", "Stand"],
      ["lin@fair.example", "Lin", "B12"],
      ["kim@fair.example", "Kim", "C3"],
    ]);
    await menu("Huntsheet", "Hunter", "Save leads…");
    await sidebar.getByLabel("Sheet", { exact: true }).selectOption("Fair");
    await sidebar.getByText("All rows not done yet (of 2)").waitFor();
    await sidebar.locator("summary", { hasText: "Leads lists" }).click();
    await sidebar.getByRole("button", { name: "New leads list…" }).click();
    await sidebar.getByLabel("Name of the new leads list").fill("Spring fair");
    await sidebar.getByRole("button", { name: "Make it in Hunter" }).click();
    await sidebar.getByRole("button", { name: "Rename Spring fair" }).waitFor();
    await sidebar.locator("summary", { hasText: "Custom attributes" }).click();
    await sidebar.getByRole("button", { name: "New custom attribute…" }).click();
    await expect
      .poll(() => sidebar.getByLabel("Name of the new custom attribute").inputValue())
      .toBe("Stand");
    await picture("huntsheet-send-leads");
    await sidebar.getByRole("button", { name: "Make it in Hunter" }).click();
    await sidebar.getByRole("button", { name: "Rename Stand" }).waitFor();
    await sidebar.getByRole("button", { name: "Check" }).click();
    await sidebar.getByRole("button", { name: "Save 2 leads" }).click();
    await sidebar.getByRole("button", { name: "Delete the created ones (2)" }).waitFor({ timeout: SEND_MS });
    await picture("huntsheet-send-leads-done");
    const leadOf = (email: string) => installed.hunter.data.leads.find((lead) => lead.email === email);
    const list = must(installed.hunter.data.leadsLists.find(({ name }) => name === "Spring fair"));
    expect(leadOf("lin@fair.example")).toMatchObject({
      first_name: "Lin",
      stand: "B12",
      leads_list: { id: list.id },
    });
    expect(rows("Fair", 2).map((row) => row[3])).toEqual([
      expect.stringMatching(/^done \(lead \d+ created\) for \w+@fair\.example$/),
      expect.stringMatching(/^done \(lead \d+ created\) for \w+@fair\.example$/),
    ]);
    await sidebar.getByRole("button", { name: "Delete the created ones (2)" }).click();
    await sidebar.getByText('they are kept in the sheet "Huntsheet deleted leads".').waitFor();
    await sidebar.getByRole("button", { name: "Delete 2 leads" }).click();
    await eventually(() => expect(leadOf("kim@fair.example")).toBeUndefined(), SEND_MS);
    await sidebar.getByRole("button", { name: "Send more" }).waitFor({ timeout: SEND_MS });
    await picture("huntsheet-send-leads-undone");
    expect(host.book.sheets().map(({ name }) => name)).toContain("Huntsheet deleted leads");
    expect(rows("Fair", 2).map((row) => row[3])).toEqual([
      expect.stringMatching(/^done \(deletion of lead \d+\) for \w+@fair\.example$/),
      expect.stringMatching(/^done \(deletion of lead \d+\) for \w+@fair\.example$/),
    ]);
    expect(troubles).toEqual([]);
    await close();
  },
  2 * SEND_MS,
);

test(
  "Huntsheet: recipients are added, and the skipped ones say why",
  async () => {
    const { menu, sidebar, rows, fill, picture, troubles, close } = await open();
    const campaign = must(
      installed.hunter.data.campaigns.find(({ started, archived }) => started && !archived),
    );
    const there = must(installed.hunter.data.recipients(campaign.id)[0]).email;
    installed.hunter.claim("claimed@new.example");
    fill("Outreach", [["E-mail"], ["nia@new.example"], [there], ["claimed@new.example"], ["nobody"]]);
    await menu("Huntsheet", "Hunter", "Add recipients…");
    await sidebar.getByLabel("Sheet", { exact: true }).selectOption("Outreach");
    await sidebar.getByText("All rows not done yet (of 4)").waitFor();
    await sidebar.getByLabel("Campaign").selectOption(String(campaign.id));
    await sidebar.getByRole("button", { name: "Check" }).click();
    await sidebar.getByText("The campaign is running: mail may leave at once").waitFor();
    await picture("huntsheet-send-recipients");
    await sidebar.getByRole("button", { name: "Add 2 people" }).click();
    await sidebar
      .getByRole("button", { name: "Cancel for the added ones (1)" })
      .waitFor({ timeout: SEND_MS });
    await picture("huntsheet-send-recipients-done");
    expect(rows("Outreach", 2).map((row) => row[1])).toEqual([
      expect.stringMatching(/^done \(recipient .*added\) for nia@new\.example$/),
      "skipped: duplicate (already in this campaign)",
      "skipped: claimed (asked not to get any e-mails)",
      'failed: "nobody" is no e-mail address',
    ]);
    expect(troubles).toEqual([]);
    await close();
  },
  2 * SEND_MS,
);
