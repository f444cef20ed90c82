import { expect, test } from "vitest";
import { hostOn } from "./fixture.ts";

const CODE = `
  function doPost(e) {
    if (e.parameter.how === "text") return ContentService.createTextOutput("hello").setMimeType(ContentService.MimeType.JSON);
    if (e.parameter.how === "nothing") return;
    if (e.parameter.how === "throw") throw new Error("no");
    return HtmlService.createHtmlOutput(JSON.stringify(e));
  }`;

test("facts 7.3: doPost has query and body, and no headers; HTML answers 200", async () => {
  const host = await hostOn(CODE);
  const answer = await host.post('{"a":"ä"}', {
    query: [
      ["k", "1"],
      ["k", "2"],
    ],
  });
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.body)).toEqual({
    parameter: { k: "1" },
    parameters: { k: ["1", "2"] },
    queryString: "k=1&k=2",
    contextPath: "",
    contentLength: 10,
    postData: { contents: '{"a":"ä"}', type: "application/json", length: 10, name: "postData" },
  });
});

test("facts 7.3: text answers 302, a failure is a page with status 200, other results are refused", async () => {
  const host = await hostOn(CODE);
  const post = (how: string) => host.post("", { query: [["how", how]] });
  expect(await post("text")).toMatchObject({ status: 302, body: "hello" });
  expect(await post("throw")).toMatchObject({
    status: 200,
    execution: { ok: false, error: { message: "no" } },
  });
  expect(await post("nothing")).toMatchObject({ execution: { ok: false } });
});

test.each(["c", "sid"])("facts 7.3: the query name %s breaks the request", async (name) => {
  const host = await hostOn(CODE);
  expect(await host.post("", { query: [[name, "1"]] })).toMatchObject({
    execution: { ok: false, virtualMs: 0 },
  });
});
