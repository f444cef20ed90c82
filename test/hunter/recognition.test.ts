import { describe, expect, test } from "vitest";
import type { SheetValue } from "../../src/core/spreadsheet.ts";
import { lookups } from "../../src/hunter/lookups.ts";
import { placeOf } from "../../src/hunter/places.ts";
import { isData, isDataRow, recognisedInputs } from "../../src/hunter/recognition.ts";
import { cellsOf, EXPORTS, type Export } from "./exports.ts";

describe("columns are recognised", () => {
  test.each<[string, string[], string[][], Record<string, string>]>([
    [
      "English",
      ["First Name", "Last name", "Company", "Website", "E-mail"],
      [["Ann", "Lee", "Acme", "acme.example", "ann@acme.example"]],
      {
        first_name: "First Name",
        last_name: "Last name",
        company: "Company",
        domain: "Website",
        email: "E-mail",
      },
    ],
    [
      "German",
      ["Vorname", "Nachname", "Firma", "Webseite", "E-Mail-Adresse"],
      [["Ann", "Lee", "Acme", "https://www.acme.example/", "ann@acme.example"]],
      {
        first_name: "Vorname",
        last_name: "Nachname",
        company: "Firma",
        domain: "Webseite",
        email: "E-Mail-Adresse",
      },
    ],
    [
      "French",
      ["Prénom", "Nom", "Société", "Courriel"],
      [["Ann", "Lee", "Acme", "ann@acme.example"]],
      { first_name: "Prénom", last_name: "Nom", company: "Société", email: "Courriel" },
    ],
    [
      "Spanish",
      ["Nombre", "Apellidos", "Empresa", "Correo electrónico"],
      [["Ann", "Lee", "Acme", "ann@acme.example"]],
      { first_name: "Nombre", last_name: "Apellidos", company: "Empresa", email: "Correo electrónico" },
    ],
    ["by contents alone", ["A", "B"], [["ann@acme.example", "acme.example"]], { email: "A", domain: "B" }],
    ["a header over something else does not count", ["E-mail"], [["yes"], ["no"]], {}],
    ["a whole name", ["Name", "Employer"], [["Ann Lee", "Acme"]], { full_name: "Name", company: "Employer" }],
    ["blank columns by their headers", ["Email", "Name"], [], { email: "Email", full_name: "Name" }],
  ])("%s", (_, headers, rows, found) => {
    expect(recognisedInputs(headers, rows)).toEqual(found);
  });
});

describe("of an export, what a careful person would choose, and nothing else", () => {
  test.each(EXPORTS.map((one) => [one.name, one] as const))("%s", (_, one) => {
    expect(recognisedInputs(one.headers, cellsOf(one))).toEqual(one.found);
  });

  test.each<[string, string[], string[][], Record<string, string>]>([
    [
      "dressed addresses are addresses",
      ["E-mail"],
      [["Ann Lee <ann@acme.example>"], ["(bo@acme.example)"]],
      { email: "E-mail" },
    ],
    [
      "placeholders say nothing",
      ["Website", "Company"],
      [
        ["N/A", "-"],
        ["acme.example", "Acme"],
      ],
      { domain: "Website", company: "Company" },
    ],
    ["of nothing but placeholders neither", ["Website", "Company"], [["N/A", "none"]], {}],
    ["two of the same standing", ["Work email", "Personal email"], [["a@one.example", "a@two.example"]], {}],
    [
      "one of two that is filled",
      ["Work email", "Personal email"],
      [["", "a@two.example"]],
      { email: "Personal email" },
    ],
    ["somebody else's address by contents", ["Ann's coach", "Owner"], [["x", "a@one.example"]], {}],
    [
      "profiles are nobody's domain",
      ["Website"],
      [["https://www.linkedin.com/in/ann"], ["https://x.com/ann"]],
      {},
    ],
    ["files are none", ["Attachment"], [["resume.pdf"], ["letter.docx"]], {}],
    ["ids under Candidate", ["Candidate", "Email"], [["C-100", "ann@acme.example"]], { email: "Email" }],
    ["numbers under Company", ["Company"], [["4711"], ["99%"], ["66f1c0ffee0123456789abcd"]], {}],
    ["a Name beside nothing", ["Name"], [["Ann Lee"]], {}],
    ["a Name of companies", ["Name", "Email"], [["Acme Ltd", "info@acme.example"]], { email: "Email" }],
    [
      "whole names under Nom",
      ["Nom", "Courriel"],
      [["Zoé O’Brien", "zoe@un.example"]],
      { last_name: "Nom", email: "Courriel" },
    ],
    ["a word within another", ["Lastschrift", "Contacts made", "Firmware"], [["x", "y", "z"]], {}],
  ])("%s", (_, headers, rows, found) => {
    expect(recognisedInputs(headers, rows)).toEqual(found);
  });

  test.each<[string, string[], string[], Record<string, string>]>([
    [
      "Polish",
      ["Imię", "Nazwisko", "Firma", "Adres e-mail", "Strona internetowa"],
      ["Anna", "Kowalska", "Orlen", "anna@orlen.example", "orlen.example"],
      { company: "Firma", email: "Adres e-mail", domain: "Strona internetowa" },
    ],
    ["Polish, the advisor's", ["Imię i nazwisko", "E-mail opiekuna"], ["Anna Kowalska", "c@uni.example"], {}],
    [
      "Japanese",
      ["氏名", "会社名", "メールアドレス", "ウェブサイト", "備考"],
      ["山田 太郎", "トヨタ自動車", "taro@toyota.example", "toyota.example", "x"],
      { email: "メールアドレス", domain: "ウェブサイト" },
    ],
    ["Japanese, the advisor's", ["氏名", "担当者メール"], ["山田 太郎", "c@uni.example"], {}],
    ["Japanese, a referee's", ["推薦人メールアドレス", "会社"], ["c@uni.example", "トヨタ"], {}],
    [
      "Chinese",
      ["姓名", "公司", "电子邮件", "网址", "职位"],
      ["王伟", "华为", "wei@huawei.example", "huawei.example", "工程师"],
      { email: "电子邮件", domain: "网址" },
    ],
    ["Chinese, the tutor's", ["导师邮箱", "公司"], ["c@uni.example", "华为"], {}],
    ["Russian", ["Имя", "Куратор"], ["Анна", "c@uni.example"], {}],
    ["Turkish", ["Ad", "Danışman e-postası", "Kaynak"], ["Ayşe", "c@uni.example", "jobs.example"], {}],
    ["German, the advisor's", ["Name", "Betreuer"], ["Ann Lee", "c@uni.example"], {}],
    ["Spanish, the tutor's", ["Nombre", "Tutor"], ["Ann", "c@uni.example"], { first_name: "Nombre" }],
    [
      "French, where it was found",
      ["Prénom", "Trouvé sur"],
      ["Ann", "emplois.example"],
      { first_name: "Prénom" },
    ],
    ["Czech", ["Název", "Web"], ["Acme", "acme.example"], { domain: "Web" }],
    [
      "no words",
      ["", "Column 2", "C", "#"],
      ["x", "ann@acme.example", "acme.example", "1"],
      { email: "Column 2", domain: "C" },
    ],
  ])(
    "in a language that is not known, or of somebody else, no wrong column: %s",
    (_, headers, row, found) => {
      expect(recognisedInputs(headers, [row])).toEqual(found);
    },
  );

  test.each([
    ["ann@acme.example", true],
    ["Ann <ann@acme.example>", true],
    ["acme.example", true],
    ["https://www.acme.example/", true],
    ["E-mail", false],
    ["Web site", false],
    ["J.Crew", false],
    ["a@one.example, b@one.example", false],
    ["501", true],
    ["00444", true],
    ["1,234.50", true],
    ["+49 171 555", true],
    ["2026-05-01", true],
    ["66f1c0ffee0123456789abcd", true],
    ["gmail.com", true],
    ["acme.github.io", true],
    ["https://www.linkedin.com/in/ann", true],
    ["#", false],
    ["№", false],
    ["E-mail 2", false],
    ["Alumni 2026", false],
    ["2026", false],
    ["2024/25", false],
  ])("%s where a header should be: %s", (header, is) => {
    expect(isData(header)).toBe(is);
  });

  test.each<[SheetValue[], boolean]>([
    [["Kunde", 2025, "Ort"], false],
    [["Kunde", 1900, 2100], false],
    [["Kunde", "2025", "Ort"], false],
    [["Kunde", "2024/25", "2025-26"], false],
    [["Kunde", "2024–2025"], false],
    [["Kunde", 1899], true],
    [["Kunde", 2101], true],
    [["Kunde", 2025.5], true],
    [["Kunde", -2025], true],
    [["Kunde", 501], true],
    [["Kunde", "00444"], true],
    [["Kunde", "2026-05-01"], true],
    [["Kunde", new Date(0)], true],
    [["Kunde", true], true],
    [["Kunde", 2025, "ann@acme.example"], true],
  ])("%j as the row of headers holds data: %s", (row, is) => {
    expect(isDataRow(row, [])).toBe(is);
  });
});

test("over these exports 31 questions are paid for, all of them as somebody would have chosen the columns", () => {
  const keysOf = (one: Export, columns: Record<string, string>) =>
    one.rows.flatMap((row) =>
      [lookups.verify, lookups.find].flatMap((lookup) => {
        const inputs = lookup.inputs.flatMap((name) => {
          const cell = row[columns[name] ?? ""];
          return typeof cell === "string" ? [[name, cell]] : [];
        });
        try {
          return lookup.question(Object.fromEntries(inputs))?.key ?? [];
        } catch {
          return [];
        }
      }),
    );
  const wanted = EXPORTS.flatMap((one) => keysOf(one, one.found));
  const made = EXPORTS.flatMap((one) => keysOf(one, recognisedInputs(one.headers, cellsOf(one))));
  expect({ made: made.length, unwanted: made.filter((key) => !wanted.includes(key)) }).toEqual({
    made: 31,
    unwanted: [],
  });
});

describe("inputs that mean the same are one question", () => {
  test.each<[Record<string, string>, object | null | string | RegExp]>([
    [{ domain: "https://www.Stripe.com/jobs?x=1" }, { domain: "stripe.com" }],
    [{ domain: "patrick@stripe.com" }, { domain: "stripe.com" }],
    [{ domain: "Stripe" }, { company: "Stripe" }],
    [{ domain: "", company: " Acme  Inc " }, { company: "Acme Inc" }],
    [{ domain: "acme.example", company: "Other" }, { domain: "acme.example" }],
    [{ domain: "münchen.example" }, { domain: "münchen.example" }],
    [{ domain: "  " }, null],
    [{ domain: "ab" }, "too short for a company"],
    [{ domain: "http://x" }, "is no domain"],
    // What only fills a cell leaves the other one.
    [{ domain: "N/A", company: "Acme Ltd" }, { company: "Acme Ltd" }],
    [{ domain: "—", company: "Acme Ltd" }, { company: "Acme Ltd" }],
    [{ domain: "k. A.", company: "Acme Ltd" }, { company: "Acme Ltd" }],
    [{ domain: "coming soon", company: "Acme Ltd" }, { company: "Acme Ltd" }],
    [{ domain: "99%", company: "Acme Ltd" }, { company: "Acme Ltd" }],
    [{ domain: "N/A" }, '"N/A" tells of no company.'],
    [{ company: "self-employed" }, '"self-employed" tells of no company.'],
    [{ domain: "no website", company: "Acme Ltd" }, { company: "Acme Ltd" }],
    [{ domain: "keine Webseite", company: "Acme Ltd" }, { company: "Acme Ltd" }],
    [{ domain: "acme.example", company: "Student" }, { domain: "acme.example" }],
    [{ domain: "n/a (no site)", company: "Acme Ltd" }, { company: "Acme Ltd" }],
    // No placeholders, though they have such a word in them.
    [{ company: "Stealth Communications" }, { company: "Stealth Communications" }],
    [{ company: "Student Beans" }, { company: "Student Beans" }],
    [{ company: "Seeking Alpha" }, { company: "Seeking Alpha" }],
    [{ company: "Freelancer.com" }, { domain: "freelancer.com" }],
    [{ company: "Opportunity International" }, { company: "Opportunity International" }],
    [{ company: "Confidential Records Inc" }, { company: "Confidential Records Inc" }],
    [{ domain: "stealth.ai" }, { domain: "stealth.ai" }],
    // Dots in names.
    [{ company: "E.ON" }, { company: "E.ON" }],
    [{ company: "J.Crew" }, { company: "J.Crew" }],
    [{ domain: "Dr.Oetker" }, { company: "Dr.Oetker" }],
    [{ company: "dr.oetker" }, { company: "dr.oetker" }],
    [{ company: "Toys.R.Us" }, { company: "Toys.R.Us" }],
    [{ company: "St.Ives" }, { company: "St.Ives" }],
    [{ company: "U.S. Bank" }, { company: "U.S. Bank" }],
    [{ company: "Booking.com" }, { domain: "booking.com" }],
    [{ company: "Booking.com B.V." }, { company: "Booking.com B.V." }],
    [{ company: "Amazon.Com" }, { domain: "amazon.com" }],
    [{ domain: "ACME.DE" }, { domain: "acme.de" }],
    [{ domain: "acme.photography" }, { domain: "acme.photography" }],
    // Dress.
    [{ domain: "(one.com)" }, { domain: "one.com" }],
    [{ domain: "<https://one.com/>" }, { domain: "one.com" }],
    [{ domain: "https:/one.com" }, { domain: "one.com" }],
    [{ domain: "https//one.com" }, { domain: "one.com" }],
    [{ domain: "\u200bone.com\u202c" }, { domain: "one.com" }],
    [{ domain: "ｏｎｅ.com" }, { domain: "one.com" }],
    [{ domain: "Acme (https://www.one.com/about)" }, { domain: "one.com" }],
    [{ domain: "//one.com" }, { domain: "one.com" }],
    [{ domain: "://www.one.com/x" }, { domain: "one.com" }],
    [{ domain: "/one.com/" }, { domain: "one.com" }],
    [{ domain: "http:\\\\one.com" }, { domain: "one.com" }],
    [{ domain: "htp://one.com" }, { domain: "one.com" }],
    [{ domain: "@one.com" }, { domain: "one.com" }],
    [{ domain: "one,com" }, { domain: "one.com" }],
    [{ domain: "one . com" }, { domain: "one.com" }],
    [{ domain: "one .com" }, { domain: "one.com" }],
    [{ domain: "one[.]com" }, { domain: "one.com" }],
    ...["one [dot] com", "one(dot)com", "one[dot]com", "one (.) com", "one [DOT] com"].map(
      (domain): [Record<string, string>, object] => [{ domain }, { domain: "one.com" }],
    ),
    // As it stands: it may be what a company is called.
    ...["Polka dot net", "Polka Dot Net", "Red Dot Com", "Ernst. Edu", "Blue Dot Org"].map(
      (company): [Record<string, string>, object] => [{ company }, { company }],
    ),
    [{ domain: "one.com\nwww.one.com" }, { domain: "one.com" }],
    [{ company: "One Robotics\n" }, { company: "One Robotics" }],
    // More than a domain: what is said of it may be that it is none any more.
    ...[
      "one.com (old)",
      "(old) one.com",
      "one.com [old]",
      "one.com - old",
      "old: one.com",
      "was one.com",
      "ex one.com",
      "one.com (formerly Acme)",
      "one.com, now Acme",
      "www.one.com (old site)",
      "https://one.com (veraltet)",
      "Acme, formerly https://one.com",
      "anciennement : one.com",
      "one.com (UK)",
      "one.com - careers",
      "~one.com",
      "Alphabet (one.com)",
    ].flatMap((domain): [Record<string, string>, string | object][] => [
      [{ domain }, `"${domain}" says more than a domain: keep the domain alone in the cell.`],
      [{ domain, company: "Acme Ltd" }, { company: "Acme Ltd" }],
    ]),
    ...[
      "one.com (new: two.com)",
      "one.com → two.com",
      "one.com (main), two.com",
      "one.com (old), https://two.com",
    ].map((domain): [Record<string, string>, string] => [
      { domain, company: "Acme" },
      "names several domains",
    ]),
    ...[
      "One (one.com)",
      "One Inc <one.com>",
      "One - one.com",
      "One: one.com",
      "The One [one.com]",
      "one.com (http://one.com)",
      "https://one.com/old",
      "one.com (Remote)",
    ].map((domain): [Record<string, string>, object] => [{ domain }, { domain: "one.com" }]),
    [{ domain: "Old Navy (https://oldnavy.example)" }, { domain: "oldnavy.example" }],
    [{ company: "New Relic (newrelic.com)" }, { domain: "newrelic.com" }],
    [{ company: "Toys.R.Us (UK)" }, { company: "Toys.R.Us (UK)" }],
    [{ company: "Amazon.com Services LLC" }, { company: "Amazon.com Services LLC" }],
    // What only looks like one.
    ...[
      "one,de",
      "one . de",
      "one dot com",
      "one dot edu",
      "one, com",
      "ONE, COM",
      "Ernst, Edu",
      "Ernst,Edu",
      "Ernst,edu",
      "Ernst, edu",
      "Roe, Net",
      "www.one,com",
      "www one com",
      "localhost",
      "localhost:3000",
      "http://localhost/x",
    ].map((domain): [Record<string, string>, string] => [{ domain }, "is no domain"]),
    ...[
      "192.168.0.1",
      "8.8.8.8",
      "http://10.0.0.1/x",
      "10.0.0.1:8080",
      "fe80::1",
      "::1",
      "[2001:db8::1]",
    ].map((domain): [Record<string, string>, RegExp] => [{ domain }, /is no domain|is a number/]),
    [{ domain: "@one" }, "is no domain"],
    [{ domain: "localhost", company: "Acme Ltd" }, { company: "Acme Ltd" }],
    // Several.
    [{ domain: "one.com, two.com", company: "One" }, "names several domains: keep one in a cell."],
    [{ domain: "one.com / two.com" }, "names several domains"],
    [{ domain: "https://one.com https://two.com" }, "names several domains"],
    [{ domain: "ann@one.com, bob@two.com" }, "holds several addresses"],
    ...[
      "Acme; Beta",
      "Acme / Globex",
      "Acme /Globex",
      "Acme/Globex",
      "Acme \\ Globex",
      "Acme | Globex",
      "Acme • Globex",
      "Acme + Globex",
      "Acme\nGlobex",
      "Acme\r\nGlobex Ltd",
      "Acme, Globex",
      "Acme, Globex, Initech",
    ].map((company): [Record<string, string>, string] => [{ company }, "names several companies: keep one"]),
    [{ company: "Novo Nordisk A/S" }, { company: "Novo Nordisk A/S" }],
    [{ company: "AC/DC" }, { company: "AC/DC" }],
    [{ company: "Stripe, Inc." }, { company: "Stripe, Inc." }],
    [{ company: "Acme, Limited" }, { company: "Acme, Limited" }],
    [
      { company: "Skadden, Arps, Slate, Meagher & Flom LLP" },
      { company: "Skadden, Arps, Slate, Meagher & Flom LLP" },
    ],
    [{ company: "University of California, Berkeley" }, { company: "University of California, Berkeley" }],
    [{ company: "Procter & Gamble" }, { company: "Procter & Gamble" }],
    // Nobody's.
    [{ domain: "https://www.linkedin.com/in/ann", company: "Acme" }, { company: "Acme" }],
    [{ domain: "https://boards.greenhouse.io/acme", company: "Acme" }, { company: "Acme" }],
    [{ domain: "https://acme.wd5.myworkdayjobs.com/x", company: "Acme" }, { company: "Acme" }],
    [{ domain: "https://www.linkedin.com/in/ann" }, '"linkedin.com" is used by people of all companies'],
    ...[
      "https://bit.ly/3x",
      "ow.ly/abc",
      "acme.wordpress.com",
      "https://acme.blogspot.co.uk/2026",
      "https://sites.google.com/view/acme",
      "acme.github.io",
      "linktr.ee/acme",
      "acme.myshopify.com",
      "acme.wixsite.com/home",
      "acme.weebly.com",
      "acme.squarespace.com",
      "acme.webflow.io",
      "acme.notion.site",
      "https://acme.substack.com/about",
      "acme.carrd.co",
      "acme.netlify.app",
      "acme.vercel.app",
      "acme.herokuapp.com",
      "acme.web.app",
      "acme.pages.dev",
      "acme.bamboohr.com/careers",
      "https://en.wikipedia.org/wiki/Acme",
      "https://www.google.com/search?q=acme",
      "https://www.google.de/maps/place/Acme",
      "https://calendly.com/acme",
      "https://u1.ct.sendgrid.net/ls/click?upn=x",
      "https://acme.us1.list-manage.com/track/click?u=1",
      "https://mandrillapp.com/track/click/1/acme.com",
      "https://d2v8.hubspotlinks.com/x",
      "https://protect-eu.mimecast.com/s/x",
      "gmail.com",
      "https://mail.google.com",
      "GMX.de",
      "yahoo.co.uk",
      "outlook.com",
      "proton.me",
      "web.de",
      "wanadoo.fr",
      "libero.it",
      "example.com",
    ].flatMap((domain): [Record<string, string>, object | string][] => [
      [{ domain }, "nobody's own domain"],
      [{ domain, company: "Acme Ltd" }, { company: "Acme Ltd" }],
    ]),
    ...[
      "join.com, forms.gle/3x, g.co/kgs/3x, angel.co/company/acme, huntr.co, acme.teamtailor.com, acme.recruitee.com, acme.breezy.hr",
      "jobs.ashbyhq.com/acme, jobs.smartrecruiters.com/Acme, jobs.jobvite.com/acme, acme.jobs.personio.de, apply.workable.com/acme, acme.pinpointhq.com, https://www.comeet.com/jobs/acme/1, careers-acme.icims.com",
      "acme.taleo.net, career5.successfactors.eu, acme.jazzhr.com, acme.applytojob.com, ats.rippling.com/acme/jobs, acme.fa.us2.oraclecloud.com, recruiting.ultipro.com, recruiting.paylocity.com, workforcenow.adp.com, jobs.dayforcehcm.com",
      "acme.wd1.myworkdaysite.com, acme.csod.com, acme.avature.net, acme.zohorecruit.com, acme.homerun.co, grnh.se/3x, acme.eightfold.ai/careers, jobs.gem.com/acme, www.welcometothejungle.com/fr/companies/acme",
      "rb.gy/3x, cutt.ly/3x, is.gd/3x, t.ly/3x, rebrand.ly/3x, lnk.bio/acme, wa.me/49171, t.me/acme, fb.me/acme, 1drv.ms/3x, shorturl.at/3x, dlvr.it/3x",
      "form.typeform.com/to/3x, form.jotform.com/123, forms.office.com/r/3x, tally.so/r/3x, acme.qualtrics.com, www.surveymonkey.com/r/3x, acme.wufoo.com, acme.sharepoint.com, us02web.zoom.us/j/1, meet.google.com/abc",
      "indeed.co.uk, uk.indeed.com/cmp/Acme, indeed.com.au, uk.glassdoor.co.uk, glassdoor.co.in, monster.co.uk, x.com/acme, amzn.to/3x, acme.freshteam.com, acme.framer.website, acme.business.site, airtable.com/shr3x",
      "ann@comcast.net, ann@me.com, ann@mac.com, ann@ymail.com, ann@t-online.de, ann@freenet.de, ann@mail.de, ann@orange.fr, ann@free.fr, ann@laposte.net, ann@bluewin.ch, ann@att.net, ann@verizon.net, ann@fastmail.com, ann@hey.com, ann@pm.me, ann@yandex.ru, ann@naver.com, ann@126.com, 3x@privaterelay.appleid.com",
      "https://www.startpage.com/do/search?q=acme, https://yandex.com/search/?text=acme",
      "google.com/search?q=acme, https://www.bing.com/search?q=acme, https://duckduckgo.com/?q=acme, https://www.google.com/?q=acme, google.co.uk/maps/place/Acme, https://search.brave.com/search?q=acme",
    ]
      .flatMap((line) => line.split(", "))
      .flatMap((domain): [Record<string, string>, object | string][] => [
        [{ domain }, "nobody's own domain"],
        [{ domain, company: "Acme Ltd" }, { company: "Acme Ltd" }],
      ]),
    [
      { domain: "https://www.google.com/search?q=stripe" },
      '"https://www.google.com/search?q=stripe" is used by people of all companies',
    ],
    [{ domain: "google.de/maps/place/Acme" }, '"google.de/maps/place/Acme" is used by people'],
    [{ domain: "google.com/url?q=https%3A%2F%2Fone.com" }, { domain: "one.com" }],
    // Of those that rent out places, their own.
    ...[
      "wordpress.com, shopify.com, notion.so, web.com, gmail.acme.example, mailchimp.com, google.com",
      "teamtailor.com, recruitee.com, rippling.com, jobvite.com, typeform.com, zoom.us, adp.com, bing.com",
      "x.ai, att.com, comcast.com, verizon.com, orange.com, zoho.com, me.example, mail.example, macme.com",
      "join.example, disjoin.com, careers.huntr.example, bamboo.example, big.co, mangel.co",
    ]
      .flatMap((line) => line.split(", "))
      .map((domain): [Record<string, string>, object] => [{ domain }, { domain }]),
    [{ domain: "https://www.google.com/about/careers" }, { domain: "google.com" }],
    // As LinkedIn and lists write them.
    ...[
      "Meta · Full-time",
      "Meta · Internship",
      "Meta · Part-time · Hybrid",
      "Meta · Vollzeit",
      "Meta · Temps plein",
      "Meta · Jornada completa",
      "Meta · 2 yrs 3 mos",
      "Meta · Contract",
      "Meta · Self-employed",
      "Meta - Remote",
      "Meta | Contract",
      "Meta (Remote)",
      "• Meta",
      "- Meta",
      "* Meta",
      "**Meta**",
      "Meta*",
      "=Meta",
    ].map((company): [Record<string, string>, object] => [{ company }, { company: "Meta" }]),
    [{ company: "Full-time · 2 yrs" }, "tells of no company"],
    ...[
      "Freelance · Self-employed",
      "Remote - Stripe",
      "Unemployed (formerly Acme)",
      "Student - MIT",
      "N/A · Full-time",
      "Retired | Acme",
      "same",
      "dito",
      "undefined undefined",
    ].map((company): [Record<string, string>, string] => [{ company }, "tells of no company"]),
    [{ company: "Meta · Globex" }, "names several companies"],
    ...["*.stripe.com", "=stripe.com", "• stripe.com", "- https://www.stripe.com/x", "*stripe.com*"].map(
      (domain): [Record<string, string>, object] => [{ domain }, { domain: "stripe.com" }],
    ),
    ...[
      "#stripe",
      "# Stripe",
      "#TechStripe",
      "#stripe.careers",
      "#stripe #jobs",
      "$stripe",
      "\\stripe",
    ].flatMap((company): [Record<string, string>, string | object][] => [
      [{ company }, "is no domain"],
      [{ domain: company, company: "Acme Ltd" }, { company: "Acme Ltd" }],
    ]),
    ...[
      "Remote Sensing Ltd",
      "Contract Furniture Co",
      "Multiple Sclerosis Society",
      "Agency for Work",
      "Internship Portal",
      "Hybrid Air Vehicles",
      "1. FC Köln",
      "Hewlett - Packard",
      "See Tickets",
      "Home Office",
      "#1 Cochran",
      "Acme (Europe)",
    ].map((company): [Record<string, string>, object] => [{ company }, { company }]),
    [{ domain: "ann@gmail.com", company: "Acme" }, { company: "Acme" }],
    [{ domain: "ann@gmail.com" }, "nobody's own domain"],
    // Links that lead on.
    [{ domain: "https://www.google.com/url?q=https%3A%2F%2Fone.com%2F&sa=D" }, { domain: "one.com" }],
    [{ domain: "https://l.facebook.com/l.php?u=https%3A%2F%2Fone.com" }, { domain: "one.com" }],
    [
      { domain: "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fone.com%2F" },
      { domain: "one.com" },
    ],
    [
      { domain: "https://urldefense.proofpoint.com/v2/url?u=https-3A__www.one.com_&d=x" },
      { domain: "one.com" },
    ],
    [{ domain: "https://one.com/login?next=https://two.com" }, { domain: "one.com" }],
    [{ domain: "https://a.r.us-east-1.awstrack.me/L0/https:%2F%2Fone.com%2F/1/x" }, { domain: "one.com" }],
    [{ domain: "https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fone.com&c=E" }, { domain: "one.com" }],
    // Numbers and dates.
    [{ company: "7-11" }, { company: "7-11" }],
    [{ company: "24 Seven" }, { company: "24 Seven" }],
    [{ domain: "0.99" }, "is a number, a date or an ID"],
    [{ domain: "12.05.2026" }, "is a number, a date or an ID"],
    [{ company: "4711" }, "is a number, a date or an ID"],
    [{ company: "May 5, 2026" }, "is a number, a date or an ID"],
  ])("%j", (inputs, place) => {
    if (typeof place === "string" || place instanceof RegExp) expect(() => placeOf(inputs)).toThrow(place);
    else expect(placeOf(inputs)).toEqual(place);
  });

  test.each(
    [
      "N/A, n.a., (n/a), [none], - none -, {{company}}, TBD, t.b.d., TBC, to be determined, not listed, coming soon, XXX, test, Company Name, Various, Confidential, My own company",
      "Student, student at MIT, PhD student, Studentin, Studierende, Étudiante, étudiant à Lyon, Estudiante, Estudante, Studentessa",
      "Looking for opportunities, Actively looking for new opportunities, Open to work, seeking a new role, Auf Jobsuche, auf der Suche, En recherche d'emploi, à la recherche d’un stage, En búsqueda activa, En busca de empleo, Em busca de oportunidades, In cerca di lavoro",
      "Stealth, Stealth Startup, Stealth Mode, In stealth mode, Stealth AI Startup, Stealth-Mode Startup Company, Startup, A new startup",
      "Self-employed, Self Employment, Freelance, Freelancer, Freelance Designer, Independent consultant, Selbständig, selbstständige, Freiberuflerin, Indépendant, travailleur indépendant, Auto-entrepreneur, Autónomo, Por cuenta propia, Autônoma, Libero professionista, Autonomo, zzp'er",
      "Unemployed, Not employed, not working, Between jobs, Job seeker, Career break, Arbeitslos, arbeitssuchend, ohne Arbeit, Sans emploi, Chômeuse, au chômage, Desempleada, en paro, sin empleo, Desempregado, sem emprego, Disoccupata",
      "see notes, see resume, See LinkedIn, siehe unten, voir CV, ver notas, same as above, as above, will update, Not disclosed, undisclosed, not sure, pending",
      "Remote, Hybrid, On-site, work from home, fully remote, Multiple, multiple companies, Several, several employers, various clients, various startups, Various companies, mehrere, plusieurs entreprises, varias empresas, diverse",
      "via agency, through an agency, via a recruiter, Agency, staffing agency, über Agentur, Full-time, Part time, Internship, Intern, Contractor, Intern at Meta, Full-time at Meta, Contract, Seasonal, Temporary, Vollzeit, Werkstudentin, Jan 2020 - Present, 2 yrs 3 mos",
      "Retired, Rentner, Pensioniert, im Ruhestand, Retraitée, Jubilado, Aposentada, Pensionato",
      "keine, keine Angabe, k.A., unbekannt, aucune, inconnu, ninguna, desconocido, nenhum, nessuno, sconosciuto, desconhecida, sin empresa, pas d'entreprise, nessuna azienda, sem empresa",
    ].flatMap((line) => line.split(", ")),
  )("a company %j is nobody's, and not asked", (company) => {
    expect(() => placeOf({ company })).toThrow(/ tells of no company\.$/);
    expect(placeOf({ company, domain: "acme.example" })).toEqual({ domain: "acme.example" });
  });

  test.each([
    [
      { domain: "REDDIT.com", first_name: "Alexis", last_name: " OHANIAN" },
      "domain=reddit.com; full_name=alexis ohanian",
    ],
    [{ company: "Reddit", first_name: "Alexis Ohanian" }, "company=reddit; full_name=alexis ohanian"],
  ])("find %j", (inputs, key) => {
    expect(lookups.find.question(inputs)?.key).toBe(key);
  });

  test.each<[Record<string, string>, string]>([
    [{ first_name: "Dr. Ann", last_name: "Lee, PhD" }, "ann lee"],
    [{ full_name: "Lee, Ann" }, "ann lee"],
    [{ full_name: "LEE, ANN" }, "ann lee"],
    [{ first_name: "Ann Lee" }, "ann lee"],
    [{ first_name: "Ann Lee", last_name: "Lee" }, "ann lee"],
    [{ first_name: "Ann Lee", last_name: "Ann Lee" }, "ann lee"],
    [{ first_name: "N/A", last_name: "-", full_name: "Ann Lee" }, "ann lee"],
    [{ full_name: "Ann Lee (she/her)" }, "ann lee"],
    [{ full_name: "Ann Lee 🚀, MBA" }, "ann lee"],
    [{ full_name: "Prof. Dr.-Ing. Ann Lee" }, "ann lee"],
    [{ full_name: "Frau Dr. med. Ann Lee" }, "ann lee"],
    [{ full_name: 'Ann "Annie" Lee' }, "ann lee"],
    ...[
      '"Ann Lee"',
      "“Ann Lee”",
      "„Ann Lee“",
      "«Ann Lee»",
      "‘Ann Lee’",
      "'Ann Lee'",
      "`Ann Lee`",
      '"Lee, Ann"',
      ' "Ann Lee" ',
      '"Ann Lee, PhD"',
      "”Ann Lee”",
      "＂Ann Lee＂",
    ].map((full_name): [Record<string, string>, string] => [{ full_name }, "ann lee"]),
    [{ first_name: '"Ann"', last_name: "“Lee”" }, "ann lee"],
    [{ first_name: "Siobhan", last_name: "O’Brien" }, "siobhan o'brien"],
    [{ first_name: "Siobhan", last_name: "O'Brien" }, "siobhan o'brien"],
    [{ first_name: "Siobhan", last_name: "O´Brien" }, "siobhan o'brien"],
    [{ first_name: "Ludwig", last_name: "van Beethoven" }, "ludwig van beethoven"],
    [{ full_name: "Beethoven, Ludwig van" }, "ludwig van beethoven"],
    [{ first_name: "José", last_name: "García y Vega" }, "josé garcía y vega"],
    [{ full_name: "Jack Ma" }, "jack ma"],
    [{ full_name: "Martin Luther King Jr." }, "martin luther king"],
    [{ first_name: "小龙", last_name: "李" }, "小龙 李"],
    [{ full_name: "Smith, Dr. Ann" }, "ann smith"],
    [{ full_name: "Lee, Ann, MD, PhD" }, "ann lee"],
    [{ full_name: "Ann Lee MD" }, "ann lee"],
    [{ full_name: "ANN LEE, MD" }, "ann lee"],
    [{ full_name: "Ann Lee, CPHR, SHRM-CP" }, "ann lee"],
    [{ full_name: "Miss Ann Lee" }, "ann lee"],
    [{ full_name: "Dott.ssa Anna Lei" }, "anna lei"],
    [{ full_name: "Ann Lee\n" }, "ann lee"],
    [{ full_name: "Ann Lee\n(she/her)" }, "ann lee"],
    [{ full_name: "Ann Lee\nPhD" }, "ann lee"],
    [{ full_name: "Ann Lee\nAnn Lee" }, "ann lee"],
    [{ full_name: "de la Tour, Jean" }, "jean de la tour"],
    [{ full_name: "GARCÍA VEGA, José" }, "josé garcía vega"],
    [{ full_name: "Garcia-Lopez, Ana María" }, "ana maría garcia-lopez"],
    [{ first_name: "Jack", last_name: "MA" }, "jack ma"],
    [{ first_name: "MD", last_name: "Rahman" }, "md rahman"],
    [{ first_name: "Ann", last_name: "Bank" }, "ann bank"],
    [{ full_name: "Kim Co" }, "kim co"],
    [{ full_name: "João Sales" }, "joão sales"],
    ...[
      "Ann Lee, Ph.D., P.E.; Ann Lee, CPA, MBA; Ann Lee, P.E., Ph.D.; Ann Lee, Ed.D., LMFT; Ann Lee, PharmD, RPh; Ann Lee, M.Ed., NCC; Ann Lee, P.Eng.; Ann Lee, Psy.D; Ann Lee, PhD, SHRM-SCP, CPRW",
      "Ann Lee SPHR SHRM-SCP; Ann Lee PHR; Ann Lee PMP CSM; Ann Lee LCSW; Ann Lee P.E.; Ann Lee EdD; Ann Lee CISSP; ANN LEE SPHR; Ann Lee PA-C; Ann Lee JD; Ann Lee 2nd; Ann Lee IV; Ann Lee - SPHR; Ann Lee FACHE",
      "Prof. Dr. h.c. Ann Lee; Prof. Dr. h. c. mult. Ann Lee; Dr. iur. Ann Lee; Dr. rer. pol. Ann Lee; PD Dr. Ann Lee; Univ.-Prof. Ann Lee; Dipl.-Kfm. Ann Lee; Mag. Ann Lee; Assoc. Prof. Ann Lee; Assistant Professor Ann Lee; Sir Ann Lee; Lt. Col. Ann Lee; Sgt. Ann Lee; Maj. Ann Lee; Fr. Ann Lee; Hon. Ann Lee; Madame Ann Lee; Señora Ann Lee; Lee, Prof. Dr. h.c. Ann",
      "=Ann Lee; *Ann Lee; • Ann Lee; - Ann Lee; 1. Ann Lee; 2) Ann Lee; a) Ann Lee; > Ann Lee; +Ann Lee; Ann Lee*; 'Ann Lee'",
    ]
      .flatMap((line) => line.split("; "))
      .map((full_name): [Record<string, string>, string] => [{ full_name }, "ann lee"]),
    [{ first_name: "Ann", last_name: "Lee SPHR SHRM-SCP" }, "ann lee"],
    [{ first_name: "=Ann", last_name: "Lee, P.E." }, "ann lee"],
    [{ full_name: "Mc Donald, Ann" }, "ann mc donald"],
    [{ full_name: "van der Berg, Jan" }, "jan van der berg"],
    [{ full_name: "van der Berg, JAN" }, "jan van der berg"],
    [{ full_name: "O' Brien, Ann" }, "ann o' brien"],
    [{ full_name: "Abu Salah, Ali" }, "ali abu salah"],
    [{ full_name: "vom Berg, Jan" }, "jan vom berg"],
    [{ full_name: "zur Linden, Jan" }, "jan zur linden"],
    [{ full_name: "de los Santos, Ana" }, "ana de los santos"],
    // What only looks like a title or a degree.
    [{ full_name: "H.C. Andersen" }, "h.c. andersen"],
    [{ full_name: "Jean Paul SARTRE" }, "jean paul sartre"],
    [{ full_name: "Lee Meng" }, "lee meng"],
    [{ full_name: "Kim Do" }, "kim do"],
    [{ full_name: "Ann Med" }, "ann med"],
    [{ full_name: "Ann Smith-ROE" }, "ann smith-roe"],
    [{ first_name: "Gerard", last_name: "'t Hooft" }, "gerard 't hooft"],
    [{ first_name: "Mag", last_name: "Lee" }, "mag lee"],
    [{ full_name: "Iv Hon" }, "iv hon"],
    [{ full_name: "S. Notaro" }, "s. notaro"],
    [{ first_name: "Ana", last_name: "Varias" }, "ana varias"],
  ])("%j is asked for as %s", (names, whole) => {
    expect(lookups.find.question({ domain: "a.example", ...names })?.key).toBe(
      `domain=a.example; full_name=${whole}`,
    );
  });

  test.each<[Record<string, string>, string]>([
    [{ first_name: "Ann" }, "Hunter needs a first and a last name"],
    [{ first_name: "Ann", last_name: "N/A" }, "Hunter needs a first and a last name"],
    [{ first_name: "Ann", last_name: "L." }, "Hunter needs a first and a last name"],
    [{ full_name: "Ann & Bob Lee" }, "names several people, or more: keep one name in a cell."],
    [{ full_name: "Ann Lee; Bob Roe" }, "names several people"],
    [{ full_name: "Ann Lee, Bob Roe, Cy Doe" }, "names several people"],
    [{ full_name: "ann@one.example" }, "is no person's name."],
    [{ full_name: "Hiring Manager" }, "is no person's name."],
    [{ full_name: "4711" }, "is no person's name."],
    [{ full_name: "Mr." }, "is no person's name."],
    ...[
      "Ann Lee, J.Roe",
      "Ann Lee, Bob Roe, P.E.",
      "Ann Lee, Ph.D., Acme",
      "Ann Lee, Bo",
      "Ann Lee\nBob Roe",
      "Ann Lee\r\nAcme",
      "Ann\u2028Bob",
      "Ann Lee, Acme",
      "Ann Lee, Bob Roe",
      "Ann Lee - Acme",
      "Ann Lee — CTO",
      "Ann Lee at Acme",
      "Ann Lee chez Acme",
      "Ann Lee + Bob Roe",
      "Ann Lee • Bob Roe",
      "Mr. & Mrs. Lee",
    ].map((full_name): [Record<string, string>, string] => [{ full_name }, "names several people"]),
    [{ first_name: "Ann\nBob", last_name: "Lee" }, "names several people"],
    [{ first_name: "Ann", last_name: "Lee\nRoe" }, "names several people"],
    [{ first_name: "Ann", last_name: "Lee, Acme" }, "names several people"],
    ...[
      `Ann Lee ${"PHR ".repeat(12_000)}`,
      `Ann Lee${", A".repeat(16_000)}`,
      "Ann Lee2",
      'Ann "Lee',
      "„Ann Lee",
      '"Ann" "Lee"',
      '"Acme Inc"',
      "Ann Lee 4711",
      "Acme Inc",
      "Acme Inc.",
      "Acme, Inc.",
      "Acme GmbH",
      "Acme Ltd",
      "Acme Robotics AG",
      "Acme Solutions",
      "Acme Bank",
      "Acme S.r.l.",
      "Universität Bremen",
      "Springfield College",
      "Office Manager",
      "Sales Director",
      "Technical Recruiter",
      "Admissions Office",
      "PhD",
      "MBA",
      "Ph.D.",
    ].map((full_name): [Record<string, string>, string] => [{ full_name }, "is no person's name."]),
    [{ first_name: "Acme", last_name: "GmbH" }, '"GmbH" is no person\'s name.'],
    [{ first_name: "Acme Inc", last_name: "" }, "is no person's name."],
    [{ first_name: "Ann", last_name: "PhD" }, '"PhD" is no person\'s name.'],
    [{ first_name: "Ann", last_name: "MD" }, '"MD" is no person\'s name.'],
    [{ first_name: "Ann", last_name: "M.D." }, '"M.D." is no person\'s name.'],
    [{ first_name: "Ann", last_name: "SPHR" }, '"SPHR" is no person\'s name.'],
    [{ first_name: "MBA", last_name: "Lee" }, '"MBA" is no person\'s name.'],
    ...[
      "Smith, Dr.",
      "Dr. Smith",
      "Smith, Prof. Dr.",
      "Lee, PhD",
      "Lee, MD, PhD",
      "Lee SPHR",
      "Prof. Dr. h.c. Lee",
      "LinkedIn Member",
      "Test User",
      "First Name",
      "First Last",
      "undefined undefined",
      "null null",
      "N/A N/A",
      "true true",
      "Vorname Nachname",
      "Name Surname",
      "Nom Prénom",
      "No name",
      "Unknown Unknown",
      "kein Name",
      "{{first_name}}",
    ].map((full_name): [Record<string, string>, string] => [
      { full_name },
      "Hunter needs a first and a last name",
    ]),
    [{ first_name: "First Name", last_name: "Last Name" }, "Hunter needs a first and a last name"],
    [{ first_name: "Ann", last_name: "n.n." }, "Hunter needs a first and a last name"],
    [{ first_name: "Test", last_name: "Test" }, "Hunter needs a first and a last name"],
  ])("%j is not asked", (names, sentence) => {
    expect(() => lookups.find.question({ domain: "a.example", ...names })).toThrow(sentence);
  });

  test("a domain in its own letters and in those of the name system is one question", () => {
    const [one, other] = ["münchen.example", "https://xn--mnchen-3ya.example/"].map((domain) =>
      lookups.count.question({ domain }),
    );
    expect(one?.key).toBe(other?.key);
  });

  test("of a domain search, how many are wanted is no other question", () => {
    const [few, all] = ["10", ""].map((limit) =>
      lookups.domain.question({ domain: "a.example", department: "hr, IT", limit }),
    );
    expect([few?.key, all?.key]).toEqual(Array(2).fill("domain=a.example; department=hr,it"));
  });
});
