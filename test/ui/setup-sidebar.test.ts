import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { KeyTest, SetupState } from "../../src/ui/calls.ts";
import { Fault, never, type Script, type Stage, setStage } from "./sidebar-stage.ts";

const NOTHING = { stored: false, shared: false };
const EMPTY: SetupState = { huntr: NOTHING, hunter: NOTHING };
const BOTH: SetupState = { huntr: { stored: true, shared: false }, hunter: { stored: true, shared: false } };
const HUNTER_OK: KeyTest = {
  ok: true,
  sentence: "Hunter accepted the API key.",
  account: {
    plan: "Starter",
    searches: { used: 482, available: 500 },
    verifications: { used: 250, available: 1000 },
    resetDate: "2026-12-01",
  },
};
const HUNTR_REFUSED: KeyTest = {
  ok: false,
  sentence: "Huntr refused the access token. Make a new one in Huntr and paste it here.",
};
/** A key as long as real ones; it may be on the way to the server and nowhere else. */
const SENTINEL = "sentinel-0123456789abcdef0123456789abcdef";

/** A server that remembers which keys it was given. */
function keeper(
  start: SetupState,
  tests: Partial<Record<"huntr" | "hunter", KeyTest>> = {},
): Required<Pick<Script, "setupState" | "saveKeys" | "forgetKey" | "shareKey" | "testKey">> {
  let state = start;
  const put = (api: "huntr" | "hunter", change: Partial<SetupState["huntr"]>) => {
    state = { ...state, [api]: { ...state[api], ...change } };
    return state;
  };
  return {
    setupState: () => state,
    saveKeys: (text) => {
      for (const api of Object.keys(JSON.parse(text)) as ("huntr" | "hunter")[]) put(api, { stored: true });
      return state;
    },
    forgetKey: (api) => put(api, NOTHING),
    shareKey: (api, shared) => put(api, { shared }),
    testKey: (api) => tests[api] ?? { ok: true, sentence: `${api} is fine.` },
  };
}

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

describe("set up", () => {
  test("without keys: each card says which key it wants and where to find it", async () => {
    const { page, picture, complaints } = await stage.open("setup", keeper(EMPTY));
    await page.getByLabel("Access token", { exact: true }).waitFor();
    await picture("setup-empty");
    await expect.poll(() => page.locator("section").count()).toBe(2);
    await expect
      .poll(() => page.locator("body").innerText())
      .toContain("Huntr admin dashboard → Developers → Access tokens");
    await expect.poll(() => page.locator("body").innerText()).toContain("hunter.io → Dashboard → API");
    for (const label of ["Access token", "API key"]) {
      const field = page.getByLabel(label, { exact: true });
      await expect.poll(() => field.getAttribute("type")).toBe("password");
      await expect.poll(() => field.getAttribute("autocomplete")).toBe("off");
    }
    expect(complaints).toEqual([]);
  });

  test("with the keyboard alone: paste, save, tried out at once, and the focus stays in the card", async () => {
    const { page, calls, picture } = await stage.open(
      "setup",
      keeper(EMPTY, { huntr: { ok: true, sentence: "Huntr accepted the access token." } }),
    );
    await page.getByLabel("Access token", { exact: true }).waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.insertText(` ${SENTINEL}\n`);
    await page.keyboard.press("Enter");
    await page.getByText("Huntr accepted the access token.").waitFor();
    expect(calls).toEqual([
      { name: "setupState", values: [] },
      { name: "saveKeys", values: [JSON.stringify({ huntr: SENTINEL })] },
      { name: "testKey", values: ["huntr"] },
    ]);
    await expect.poll(() => page.locator(":focus").getAttribute("aria-label")).toBe("Test the Huntr key");
    await expect.poll(() => page.content()).not.toContain(SENTINEL);
    await expect.poll(() => page.locator("section").first().getByText("Stored").count()).toBe(1);
    await picture("setup-huntr-ok");
  });

  test("Hunter: plan, what is used of what there is, and when it starts again", async () => {
    const { page, picture } = await stage.open("setup", keeper(BOTH, { hunter: HUNTER_OK }));
    await page.getByRole("button", { name: "Test the Hunter key" }).click();
    await page.getByText("482 of 500 used").waitFor();
    await expect
      .poll(() => page.getByRole("meter", { name: "Searches" }).getAttribute("aria-valuenow"))
      .toBe("96");
    await expect
      .poll(() => page.getByRole("meter", { name: "Verifications" }).getAttribute("aria-valuetext"))
      .toBe("250 of 1,000 used");
    await expect.poll(() => page.locator("body").innerText()).toContain("Starts again on December 1, 2026");
    await expect.poll(() => page.locator("body").innerText()).toContain("Starter");
    await picture("setup-hunter-ok");
  });

  test("refused: the sentence, in a live region, and the key can be replaced", async () => {
    const { page, picture } = await stage.open("setup", keeper(BOTH, { huntr: HUNTR_REFUSED }));
    await page.getByRole("button", { name: "Test the Huntr key" }).click();
    await page.getByRole("status").getByText(HUNTR_REFUSED.sentence).waitFor();
    await picture("setup-refused");
    await page.getByRole("button", { name: "Replace the Huntr key" }).click();
    await expect.poll(() => page.locator(":focus").getAttribute("id")).toBe("huntr-key");
    await picture("setup-replace");
    await page.getByRole("button", { name: "Keep the stored one" }).click();
    await expect.poll(() => page.locator(":focus").getAttribute("aria-label")).toBe("Replace the Huntr key");
  });

  test("saving and testing say so, and do not let a second click through", async () => {
    let answer = (_: SetupState) => {};
    const script = keeper(EMPTY);
    const { page, callsOf, picture } = await stage.open("setup", {
      ...script,
      saveKeys: () => new Promise((done) => (answer = done)),
      testKey: () => never,
    });
    await page.getByLabel("API key", { exact: true }).fill("abc");
    const save = page.getByRole("button", { name: "Save the Hunter API key" });
    await save.click();
    await page.getByText("Saving…").waitFor();
    await save.click({ force: true });
    await picture("setup-saving");
    answer({ ...EMPTY, hunter: { stored: true, shared: false } });
    await page.getByText("Trying it out with Hunter…").waitFor();
    await page.getByRole("button", { name: "Test the Hunter key" }).click({ force: true });
    await picture("setup-testing");
    await expect.poll(() => callsOf("saveKeys").length).toBe(1);
    await expect.poll(() => callsOf("testKey").length).toBe(1);
  });

  test("an empty field asks for the key and calls nobody", async () => {
    const { page, callsOf, picture } = await stage.open("setup", keeper(EMPTY));
    await page.getByRole("button", { name: "Save the Huntr Access token" }).click();
    await page.getByText("Paste the Access token first.").waitFor();
    await expect
      .poll(() => page.getByLabel("Access token", { exact: true }).getAttribute("aria-invalid"))
      .toBe("true");
    await expect.poll(() => callsOf("saveKeys")).toEqual([]);
    await picture("setup-missing");
  });

  test("show and hide", async () => {
    const { page } = await stage.open("setup", keeper(EMPTY));
    const field = page.getByLabel("API key", { exact: true });
    await field.fill("abc");
    const eye = page.getByRole("button", { name: "Show the API key" });
    await eye.click();
    await expect.poll(() => field.getAttribute("type")).toBe("text");
    await expect.poll(() => eye.getAttribute("aria-pressed")).toBe("true");
    await eye.click();
    await expect.poll(() => field.getAttribute("type")).toBe("password");
    await expect.poll(() => field.inputValue()).toBe("abc");
  });

  test("forget asks first; kept or forgotten, the focus follows", async () => {
    const { page, callsOf, picture } = await stage.open("setup", keeper(BOTH));
    await page.getByRole("button", { name: "Forget the Hunter key" }).click();
    await page.getByText("Forget this key?").waitFor();
    await expect.poll(() => page.locator(":focus").innerText()).toBe("Keep");
    await picture("setup-forget");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator(":focus").getAttribute("aria-label")).toBe("Forget the Hunter key");
    await expect.poll(() => callsOf("forgetKey")).toEqual([]);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Forget this Hunter key" }).click();
    await page.getByLabel("API key", { exact: true }).waitFor();
    await expect.poll(() => page.locator(":focus").getAttribute("id")).toBe("hunter-key");
    await expect.poll(() => callsOf("forgetKey")).toEqual([["hunter"]]);
  });

  test("Hunter without an account: the test key is put in, explained, and saved on Enter", async () => {
    const { page, callsOf, picture } = await stage.open("setup", keeper(EMPTY));
    await page.getByRole("button", { name: "Try Hunter out without an account" }).click();
    await expect.poll(() => page.getByLabel("API key", { exact: true }).inputValue()).toBe("test-api-key");
    await expect.poll(() => page.locator("body").innerText()).toContain("dummy answer and cost nothing");
    await picture("setup-trial");
    await page.keyboard.press("Enter");
    await page.getByText("hunter is fine.").waitFor();
    await expect.poll(() => callsOf("saveKeys")).toEqual([[JSON.stringify({ hunter: "test-api-key" })]]);
  });

  test("sharing stands behind a disclosure with its warning, and can be taken back", async () => {
    const { page, callsOf, picture } = await stage.open("setup", keeper(BOTH));
    const card = page.locator("section").last();
    await expect
      .poll(() => card.getByRole("button", { name: "Share my Hunter key" }).isVisible())
      .toBe(false);
    await card.getByText("Share my key with this spreadsheet").click();
    await expect
      .poll(() => card.innerText())
      .toContain("Everybody who can edit this spreadsheet can then use your Hunter key");
    await picture("setup-share");
    await card.getByRole("button", { name: "Share my Hunter key" }).click();
    await card.getByText("Shared with this spreadsheet").waitFor();
    await picture("setup-shared");
    await card.getByRole("button", { name: "Stop sharing the Hunter key" }).click();
    await card.getByText("Share my key with this spreadsheet").waitFor();
    await expect
      .poll(() => callsOf("shareKey"))
      .toEqual([
        ["hunter", true],
        ["hunter", false],
      ]);
  });

  test("a key that a colleague shared: said, and one's own can still be stored", async () => {
    const { page, picture } = await stage.open(
      "setup",
      keeper({ ...EMPTY, huntr: { stored: false, shared: true } }),
    );
    await page.getByText("A colleague shared a key with this spreadsheet").waitFor();
    await expect.poll(() => page.getByLabel("Access token", { exact: true }).isVisible()).toBe(true);
    await picture("setup-shared-by-colleague");
  });

  const faults = [
    "We're sorry, a server error occurred while reading from storage. Error code PERMISSION_DENIED.",
    "Authorization is required to perform that action.",
  ];
  for (const fault of faults) {
    test(`several Google accounts: ${fault}`, async () => {
      const { page, picture } = await stage.open("setup", { setupState: () => new Fault(fault) });
      await page.getByText("Google answered for another account.").waitFor();
      await expect.poll(() => page.locator("body").innerText()).toContain("its own browser profile");
      await picture("setup-accounts");
    });
  }

  test("no answer for a minute: says so, and asks again on a click", async () => {
    let isDeaf = true;
    const script = keeper(EMPTY);
    const { page, picture } = await stage.open(
      "setup",
      { ...script, setupState: (): SetupState | typeof never => (isDeaf ? never : EMPTY) },
      { clockMs: Date.UTC(2026, 10, 22) },
    );
    await page.getByText("Looking which keys are stored…").waitFor();
    await picture("setup-loading");
    await page.clock.runFor(60_000);
    await page.getByText("Google has not answered for a minute.").waitFor();
    await picture("setup-silent");
    isDeaf = false;
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByLabel("API key", { exact: true }).waitFor();
  });

  test("a save that failed keeps what was pasted, and shows the script's own sentence", async () => {
    const script = keeper(EMPTY);
    const { page, picture } = await stage.open("setup", {
      ...script,
      saveKeys: () => new Fault("Exception: Another change is being stored. Try again in a moment."),
    });
    await page.getByLabel("API key", { exact: true }).fill("abc");
    await page.keyboard.press("Enter");
    await page.getByText("Another change is being stored. Try again in a moment.", { exact: true }).waitFor();
    await expect.poll(() => page.getByLabel("API key", { exact: true }).inputValue()).toBe("abc");
    await picture("setup-save-failed");
  });

  test("text of a service is text: markup in a sentence stays words", async () => {
    const sentence = "Hello <img src=x onerror=alert(1)> & co";
    const { page, complaints } = await stage.open("setup", keeper(BOTH, { huntr: { ok: false, sentence } }));
    await page.getByRole("button", { name: "Test the Huntr key" }).click();
    await page.getByText(sentence).waitFor();
    await expect.poll(() => page.locator("img").count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test("everything that can be used has a name, and nothing is wider than the sidebar", async () => {
    const { page } = await stage.open("setup", keeper({ ...BOTH, huntr: NOTHING }, { hunter: HUNTER_OK }));
    await page.getByRole("button", { name: "Test the Hunter key" }).click();
    await page.getByText("482 of 500 used").waitFor();
    const nameless = await page.evaluate(
      `[...document.querySelectorAll("button, input, summary, [role=meter]")].filter((element) =>
        !(element.ariaLabel || element.labels?.[0]?.innerText || element.innerText)?.trim()).length`,
    );
    expect(nameless).toBe(0);
    await expect.poll(() => page.evaluate("document.documentElement.scrollWidth")).toBe(300);
  });

  test("a key that takes the place of another is tried first: refused, the stored one is kept; else it is there", async () => {
    let answer: KeyTest = { ...HUNTR_REFUSED, isRefused: true };
    const { page, callsOf, picture } = await stage.open("setup", {
      ...keeper(BOTH),
      replaceKey: () => ({ state: BOTH, test: answer }),
    });
    await page.getByRole("button", { name: "Replace the Huntr key" }).click();
    await page.getByLabel("Access token", { exact: true }).fill(SENTINEL);
    await page.getByRole("button", { name: "Save the Huntr Access token" }).click();
    await page.getByRole("status").getByText("The stored one is kept.").waitFor();
    await picture("setup-replace-refused");
    await expect.poll(() => page.getByLabel("Access token", { exact: true }).inputValue()).toBe(SENTINEL);
    answer = { ok: true, sentence: "Huntr accepts this access token." };
    await page.getByRole("button", { name: "Save the Huntr Access token" }).click();
    await page.getByText(answer.sentence).waitFor();
    await expect.poll(() => page.content()).not.toContain(SENTINEL);
    expect(callsOf("replaceKey")).toEqual([
      ["huntr", SENTINEL],
      ["huntr", SENTINEL],
    ]);
    expect(callsOf("saveKeys")).toEqual([]);
  });

  test("with a key it leads on to Import", async () => {
    const { page, callsOf } = await stage.open("setup", { ...keeper(BOTH), showImport: () => {} });
    await page.getByRole("button", { name: "Import…" }).click();
    await expect.poll(() => callsOf("showImport")).toEqual([[]]);
  });
});
