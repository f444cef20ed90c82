/** What `test-api-key` always answers: the text's own examples, the ellipses in them left out. */

const ciaranSources = [
  {
    domain: "github.com",
    uri: "http://github.com/ciaranlee",
    extracted_on: "2015-07-29",
    last_seen_on: "2017-07-01",
    still_on_page: true,
  },
];

export const DUMMY_SEARCH = {
  data: {
    domain: "intercom.com",
    disposable: false,
    webmail: false,
    accept_all: true,
    pattern: "{first}",
    organization: "Intercom",
    description: "Faster resolutions, higher CSAT, and lighter support volumes.",
    industry: "Software Development",
    twitter: null,
    facebook: null,
    linkedin: null,
    instagram: null,
    youtube: null,
    technologies: ["amazon-web-services", "facebook", "intercom"],
    country: null,
    state: null,
    city: null,
    postal_code: null,
    street: null,
    headcount: "501-1000",
    company_type: "Educational Institution",
    emails: [
      {
        value: "ciaran@intercom.com",
        type: "personal",
        confidence: 92,
        sources: ciaranSources,
        first_name: "Ciaran",
        last_name: "Lee",
        position: "Support Engineer",
        seniority: "senior",
        department: "it",
        linkedin: null,
        twitter: "ciaran_lee",
        phone_number: null,
        verification: { date: "2019-12-06", status: "valid" },
      },
    ],
    linked_domains: [],
  },
  meta: {
    results: 1,
    limit: 10,
    offset: 0,
    params: { domain: "intercom.com", company: null, type: null, seniority: null, department: null },
  },
};

export const DUMMY_FINDER = {
  data: {
    first_name: "Alexis",
    last_name: "Ohanian",
    email: "alexis@reddit.com",
    score: 97,
    domain: "reddit.com",
    accept_all: false,
    position: "Cofounder",
    twitter: null,
    linkedin_url: null,
    phone_number: null,
    company: "Reddit",
    sources: [],
    verification: { date: "2021-06-14", status: "valid" },
  },
  meta: {
    params: {
      first_name: "Alexis",
      last_name: "Ohanian",
      full_name: null,
      domain: "reddit.com",
      company: null,
      max_duration: null,
    },
  },
};

export const DUMMY_VERIFICATION = {
  data: {
    status: "valid",
    result: "deliverable",
    _deprecation_notice: "Using result is deprecated, use status instead",
    score: 100,
    email: "patrick@stripe.com",
    regexp: true,
    gibberish: false,
    disposable: false,
    webmail: false,
    mx_records: true,
    smtp_server: true,
    smtp_check: true,
    accept_all: false,
    block: false,
    sources: [],
  },
  meta: { params: { email: "patrick@stripe.com" } },
};
