import { expect, test } from "vitest";
import { eventually } from "../../patience.ts";
import { huntsheet } from "./opened-page.ts";

/** Slices over loopback take seconds; other tests share the two cores. */
const RUN_MS = 60_000;

const ROWS = [
  ["Prénom", "Courriel", "Note"],
  ["Ada", "good@one.example", "a"],
  ["Grace", "bad@one.example", "b"],
  ["Alan", "any@two.example", "c"],
  ["Ada again", "good@one.example", "d"],
  ["Nobody", "nobody", "e"],
  ["Edith", "late@three.example", "f"],
];

/** A script that counts the pixels of the grid that have a colour. */
function drawnPixels(colour: string): string {
  const rgb = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return `(() => {
    const canvas = document.querySelector(".o-grid canvas");
    // The browser complains of a canvas that is drawn for the screen and read.
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4)
      if (data[i] === ${rgb[0]} && data[i + 1] === ${rgb[1]} && data[i + 2] === ${rgb[2]}) count += 1;
    return count;
  })()`;
}

const installed = huntsheet({
  hunter: {
    account: { verifications: { used: 0, available: 100 } },
    verifier: {
      slowPerThousand: 0,
      flakyPerThousand: 0,
      outcomes: {
        "good@one.example": "valid",
        "bad@one.example": "invalid",
        "any@two.example": "accept_all",
        "late@three.example": "webmail",
      },
    },
  },
});

test(
  "Huntsheet: a column is verified from the menu to its results, through the plan's end and on, and shows in Credits",
  async () => {
    const { page, host, menu, picture, troubles, close } = await installed.open();
    host.book.write(0, 1, 1, ROWS);
    const under = (header: string) => {
      const values = host.book.values(0, 1, 1, ROWS.length, host.book.lastColumn(0));
      const at = values[0]?.indexOf(header) ?? -1;
      return values.slice(1).map((row) => row[at]);
    };
    installed.hunter.faults.add({
      when: ({ query }) => query.get("email") === "late@three.example",
      effect: {
        kind: "status",
        status: 429,
        body: { errors: [{ id: "usage_limit_reached", code: 429, details: "Too much for your plan" }] },
      },
    });

    await menu("Huntsheet", "Hunter", "Verify addresses…");
    const sidebar = page.frameLocator("#sidebar iframe");
    await sidebar.getByRole("heading", { name: "Verify addresses" }).waitFor();
    // The column was recognised by its French header.
    await expect.poll(() => sidebar.getByLabel("E-mail address").inputValue()).toBe("Courriel");
    await sidebar.getByRole("button", { name: "See the price" }).click();
    await sidebar.getByRole("heading", { name: "4 verifications at most" }).waitFor();
    await sidebar.getByText("Your plan has 100 verifications left").waitFor();
    await picture("huntsheet-lookup-price");
    await sidebar.getByRole("button", { name: "Verify 4 addresses" }).click();

    await sidebar.getByText("usage limit is reached").first().waitFor({ timeout: RUN_MS });
    expect(under("Email status")).toEqual([
      "valid",
      "invalid",
      "accept_all",
      "valid",
      '"nobody" is no e-mail address.',
      "",
    ]);
    await picture("huntsheet-lookup-stopped");
    await sidebar.getByRole("button", { name: /^Resume/ }).click();
    await eventually(() => expect(under("Email status")[5]).toBe("webmail"), RUN_MS);
    await sidebar.getByText("4 verifications were spent").waitFor({ timeout: RUN_MS });
    // What the user has in the sheet is as it was.
    expect(host.book.values(0, 1, 1, ROWS.length, 3)).toEqual(ROWS);
    // Valid is green, invalid red, what is uncertain yellow.
    for (const colour of ["#d9ead3", "#f4cccc", "#fff2cc"])
      await expect.poll(() => page.evaluate(drawnPixels(colour))).toBeGreaterThan(500);
    await picture("huntsheet-lookup-done");

    await menu("Huntsheet", "Hunter", "Credits");
    await sidebar.getByText("4 of 100 used").waitFor();
    await sidebar.getByText("4 verifications", { exact: true }).waitFor();
    await sidebar.locator("summary").click();
    await sidebar.getByLabel("About one address").check();
    await sidebar.getByLabel("E-mail address").fill("good@one.example");
    await sidebar.getByRole("button", { name: "Forget…" }).click();
    await sidebar.getByRole("button", { name: "Forget for good" }).click();
    await sidebar.getByText("1 result is forgotten.").waitFor();
    await picture("huntsheet-credits");
    expect(troubles).toEqual([]);
    await close();
  },
  3 * RUN_MS,
);
