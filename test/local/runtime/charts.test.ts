import { expect, test } from "vitest";
import { hostOn, outcomeOf, told } from "./fixture.ts";

/** `seen()` tells the charts of `sheet`. */
const SEEN = `
  function seen() {
    return sheet.getCharts().map(function (c) {
      var at = c.getContainerInfo(), options = c.getOptions();
      return [String(c.modify().getChartType()), c.getRanges().map(function (r) { return r.getA1Notation(); }).join(" "),
        at.getAnchorRow(), at.getAnchorColumn(), at.getOffsetX(), at.getOffsetY(), options.get("title"), options.get("hAxis.title")];
    });
  }`;
const on = (body: string) => `
  var ss = SpreadsheetApp.getActive(), sheet = ss.getActiveSheet();
  sheet.getRange("A1:C3").setValues([["Week", "Jobs", "Offers"], ["W1", 5, 1], ["W2", 7, 2]]);
  ${SEEN}
  ${body}`;
const COLUMN = `sheet.newChart().asColumnChart().addRange(sheet.getRange("A1:C3")).setPosition(2, 5, 10, 20).setOption("title", "Jobs").build()`;
const DRAWN = ["COLUMN", "A1:C3", 2, 5, 10, 20, "Jobs", null];

test("facts 5.6: a chart is built, inserted, read again, changed and removed", async () => {
  const body = `
    sheet.insertChart(${COLUMN});
    var told = [seen()], chart = sheet.getCharts()[0];
    sheet.updateChart(chart.modify().setChartType(Charts.ChartType.LINE).setPosition(9, 1, 0, 0)
      .setOption("hAxis", { title: "Weeks" }).clearRanges().addRange(sheet.getRange("A1:A3")).addRange(sheet.getRange("C1:C3")).build());
    told.push(seen(), sheet.getCharts()[0].getChartId() === chart.getChartId());
    sheet.removeChart(chart); told.push(seen());
    return told;`;
  expect(await outcomeOf(on(body))).toEqual([
    [DRAWN],
    [["LINE", "A1:A3 C1:C3", 9, 1, 0, 0, "Jobs", "Weeks"]],
    true,
    [],
  ]);
});

test("a chart's cells and corner move with the grid; it goes with its sheet's copy and with the saved book", async () => {
  const code = `
    function make() { ${on(`sheet.insertChart(${COLUMN}); sheet.insertRowBefore(1); sheet.copyTo(ss);`)} }
    function all() { return SpreadsheetApp.getActive().getSheets().map(function (sheet) { ${SEEN} return seen(); }); }`;
  const host = await hostOn(code);
  await host.call("make", [], { entry: "menu" });
  const made = told(await host.call("all", [], { entry: "menu" }));
  const moved = ["COLUMN", "A2:C4", 3, 5, 10, 20, "Jobs", null];
  expect(made).toEqual([[moved], [moved]]);
  const again = await hostOn(code, { book: structuredClone(host.save()) });
  expect(told(await again.call("all", [], { entry: "menu" }))).toEqual(made);
});

test("facts 5.6: what is special to a type is on its builder only, and names are no types", async () => {
  const body = `
    var b = sheet.newChart().asPieChart().setTitle("T").setColors(["#ff0000"]).set3D().setLegendPosition(Charts.Position.BOTTOM);
    var options = b.build().getOptions();
    var told = [["title", "colors", "is3D", "legend.position"].map(function (name) { return options.get(name); })];
    [function () { sheet.newChart().setTitle("T"); }, function () { b.setStacked(); }, function () { sheet.newChart().setChartType("PIE"); },
      function () { sheet.newChart().setChartType(Charts.ChartType.GEO); },
      function () { sheet.newChart().setHiddenDimensionStrategy(Charts.ChartHiddenDimensionStrategy.SHOW_BOTH); },
      function () { b.build().getAs("image/png"); }, function () { sheet.removeChart(b.build()); }
    ].forEach(function (f) { try { f(); told.push("went on"); } catch (e) { told.push(e.message); } });
    return told;`;
  expect(await outcomeOf(on(body))).toEqual([
    ["T", ["#ff0000"], true, "bottom"],
    "not implemented in the stand-in: EmbeddedChartBuilder.setTitle",
    "not implemented in the stand-in: EmbeddedPieChartBuilder.setStacked",
    "The parameters (String) don't match the method signature for SpreadsheetApp.EmbeddedChartBuilder.setChartType.",
    "not implemented in the stand-in: a chart of type GEO",
    "Unexpected error while getting the method or property setHiddenDimensionStrategy on object SpreadsheetApp.EmbeddedChartBuilder.",
    "not implemented in the stand-in: EmbeddedChart.getAs",
    "The chart is not on this sheet.",
  ]);
});

test("the page's model has what it draws: names of series, labels, values, title", async () => {
  const host = await hostOn(`function draw() { ${on(`sheet.insertChart(${COLUMN});`)} }`);
  await host.call("draw", [], { entry: "menu" });
  const { getters } = host.book.model;
  const [id = ""] = getters.getChartIds("0");
  const runtime = getters.getChartRuntime(id) as {
    chartJsConfig: { data: { labels: string[]; datasets: { label: string; data: number[] }[] } };
  };
  const { labels, datasets } = runtime.chartJsConfig.data;
  expect(labels).toEqual(["W1", "W2"]);
  expect(datasets.map(({ label, data }) => [label, data])).toEqual([
    ["Jobs", [5, 7]],
    ["Offers", [1, 2]],
  ]);
  expect(getters.getChartDefinition(id)).toMatchObject({ type: "bar", title: { text: "Jobs" } });
});

test("a chart that a person made in the page is among a sheet's charts", async () => {
  const host =
    await hostOn(`function seen() { return SpreadsheetApp.getActiveSheet().getCharts().map(function (c) {
    return [String(c.modify().getChartType()), c.getRanges().map(function (r) { return r.getA1Notation(); })]; }); }`);
  host.book.model.dispatch("CREATE_CHART", {
    chartId: "by-hand",
    figureId: "figure",
    sheetId: "0",
    col: 0,
    row: 0,
    offset: { x: 0, y: 0 },
    size: { width: 100, height: 100 },
    definition: {
      type: "line",
      title: { text: "" },
      legendPosition: "top",
      stacked: false,
      labelsAsText: false,
      cumulative: false,
      dataSetStyles: {},
      dataSource: {
        type: "range",
        dataSets: [{ dataSetId: "0", dataRange: "B1:B4" }],
        dataSetsHaveTitle: false,
        labelRange: "A1:A4",
      },
    },
  });
  expect(told(await host.call("seen", [], { entry: "menu" }))).toEqual([["LINE", ["A1:A4", "B1:B4"]]]);
});
