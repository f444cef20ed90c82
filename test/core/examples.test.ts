import { describe, expect, test } from "vitest";
import { cellOf } from "../../src/core/cells.ts";
import { chosenColumns } from "../../src/core/columns.ts";
import { isJsonObject } from "../../src/core/json.ts";
import type { Json, JsonObject } from "../../src/core/ports.ts";
import type { Cell, Column, Resource } from "../../src/core/resource.ts";
import { entries } from "../../src/entries.ts";
import { account } from "../../src/hunter/account.ts";
import { hunterApi as hunter } from "../../src/hunter/api.ts";
import { campaigns } from "../../src/hunter/campaigns.ts";
import { customAttributes } from "../../src/hunter/custom-attributes.ts";
import { company, person } from "../../src/hunter/enrichment.ts";
import { leads } from "../../src/hunter/leads.ts";
import { leadsLists } from "../../src/hunter/leads-lists.ts";
import { recipients } from "../../src/hunter/recipients.ts";
import { sequences } from "../../src/hunter/sequences.ts";
import { verifier } from "../../src/hunter/verifier.ts";
import { actions } from "../../src/huntr/actions.ts";
import { activities } from "../../src/huntr/activities.ts";
import { activityCategories } from "../../src/huntr/activity-categories.ts";
import { huntrApi as huntr } from "../../src/huntr/api.ts";
import { boardTemplates } from "../../src/huntr/board-templates.ts";
import { candidates } from "../../src/huntr/candidates.ts";
import { contacts } from "../../src/huntr/contacts.ts";
import { employers } from "../../src/huntr/employers.ts";
import { events } from "../../src/huntr/events.ts";
import { invitations } from "../../src/huntr/invitations.ts";
import { jobs } from "../../src/huntr/jobs.ts";
import { memberFields } from "../../src/huntr/member-fields.ts";
import { members } from "../../src/huntr/members.ts";
import { notes } from "../../src/huntr/notes.ts";
import { sample, sampleNames } from "../samples/samples.ts";

type Row = Record<string, Cell>;

interface Example {
  readonly sample: string;
  readonly entry: Resource;
  /** The cells of each record: those named here are as here, all others are empty. Unless given, any cells will do. */
  readonly rows?: readonly Row[];
  /** Where the records are, when the example is no answer of the listing's own. */
  readonly records?: (body: Json) => JsonObject[];
}

// The page that the text was made from hid the addresses; its blank does not break.
const hidden = "[email\u00a0protected]";
const at = (iso: string) => new Date(iso);

const mailchimpItself: Row = {
  employer: "MailChimp",
  employer_domain: "mailchimp.com",
  employer_id: "5a016b5221bce9aa2bd70296",
  employer_founded_year: 2001,
  employer_is_partner: true,
  employer_location: "675 Ponce De Leon Ave NE #5000, Atlanta, GA 30308, USA",
  employer_description:
    "MailChimp provides marketing automation for e-commerce businesses. Send beautiful emails, connect your e-commerce store, advertise, and build your brand.\n",
};

const ruipo: Row = {
  owner: "Ruipo Fauli",
  owner_email: hidden,
  owner_id: "5e6a7bbdc56bc6669e3da86c",
  owner_is_active: true,
  owner_created_at: at("2020-03-12T18:13:17Z"),
};

const byAdvisor: Row = {
  creator: "Advisor Two",
  creator_email: hidden,
  creator_id: "5b2bbb5837fbc835bbe3218b",
  creator_is_active: true,
  creator_created_at: at("2018-06-21T14:51:04Z"),
};

/** What the text's three jobs of MailChimp have in common. */
const mailchimp: Row = {
  id: "5eb0a4338899ba51bf96f645",
  ...mailchimpItself,
  ...ruipo,
  ...byAdvisor,
  stage: "Applied",
  stage_type: "APPLY",
  salary: "$90k",
  url: "google.com",
  location: "2015 Main St, Vancouver, BC V5T 3C2, Canada",
  location_name: "Mailchimp",
  location_place_id: "ChIJG7btXnJxhlQR62EUZuSVsOE",
  location_id: "ceb4675ecb0f218b4adf86d215eeffbcb12f5f1f",
  location_url: "https://maps.google.com/?cid=16262663062632554987",
  location_lat: 49.2668893,
  location_lng: -123.1012246,
  applied_at: at("2020-05-06T07:00:00Z"),
  first_interview_at: at("2020-05-07T07:00:00Z"),
  offer_at: at("2020-05-21T07:00:00Z"),
  accepted_at: at("2020-05-27T07:00:00Z"),
  interviews: 2,
  html_description: "<p><strong>Description</strong></p><p>Great job!</p>",
  activities: "Follow Up, Apply, On Site Interview, Offer Received, Accept Offer, On Site Interview",
  interview_activities: "On Site Interview, On Site Interview",
  application_activity: "Apply",
  offer_activity: "Offer Received",
  offer_accepted_activity: "Accept Offer",
  created_at: at("2020-05-04T23:24:35Z"),
};

const espnItself: Row = {
  employer: "ESPN",
  employer_domain: "espn.com",
  employer_id: "5903fe3a0ceb436653b2bf7d",
  employer_is_partner: false,
  employer_location: "935 Middle St, Bristol, CT 06010, USA",
  employer_description:
    "Visit ESPN to get up-to-the-minute sports news coverage, scores, highlights and commentary for NFL, MLB, NBA, College Football, NCAA Basketball and more.",
};

const rennieOwns: Row = {
  owner: "Rennie Haylock",
  owner_email: hidden,
  owner_id: "5eae15c3a4e9196db88cb394",
  owner_is_active: true,
  owner_created_at: at("2020-05-03T00:52:19Z"),
};

const espn: Row = {
  id: "5eaf7f8e7d33a823fd5a06c1",
  title: "Front end engineer",
  ...espnItself,
  stage: "offer",
  stage_type: "OFFER_RECEIVED",
  ...rennieOwns,
  ...byAdvisor,
  offer_at: at("2020-05-04T02:35:58Z"),
  interviews: 0,
  activities: "Offer received",
  offer_activity: "Offer received",
  created_at: at("2020-05-04T02:35:58Z"),
};

const mailchimpJob: Row = {
  job: "No Job Title",
  job_id: "5eb0a4338899ba51bf96f645",
  job_created_at: at("2020-05-04T23:24:35Z"),
  ...mailchimpItself,
};

/** An activity with neither a note nor an end, that nobody has completed. */
const openActivity: Row = { completed: false, created_by_workflow: false };

const followUp: Row = {
  ...openActivity,
  id: "5eb0abc13fac1580adcf5b19",
  title: "Follow Up",
  category: "Follow Up",
  category_id: "5e448f3bf2b856c29af1128c",
  start_at: at("2020-05-06T23:56:43Z"),
  ...ruipo,
  ...byAdvisor,
  ...mailchimpJob,
  job: "Software Engineer",
  created_at: at("2020-05-04T23:56:49Z"),
};

const jobCreated: Row = {
  id: "5eb0a4338899ba51bf96f646",
  action_type: "JOB_CREATED",
  date: at("2020-05-04T23:24:35Z"),
  ...ruipo,
  ...byAdvisor,
  ...mailchimpJob,
  job_salary: "$90k",
  to_list: "Wishlist",
  created_by_workflow: false,
  created_at: at("2020-05-04T23:24:35Z"),
};

const etsy: Row = {
  id: "589b77128bf3dd17f01a3055",
  name: "Etsy",
  domain: "etsy.com",
  location: "55 Washington St #512, Brooklyn, NY 11201, USA",
  founded_year: 2005,
  is_partner: true,
  job_count: 4,
  application_count: 2,
  interview_count: 1,
  offer_count: 1,
  description: "Find handmade, vintage, and unique goods that express who you are.",
};

const techJobs: Row = {
  id: "5a6e4a567e42789e6e65c986",
  name: "Tech Jobs",
  is_default: true,
  stages: "Wishlist, Applied, Phone Interview, On Site Interview, Offer, Rejected",
};

const boardOfTechJobs: Row = {
  board_template: techJobs.name ?? null,
  board_template_id: techJobs.id ?? null,
  board_template_stages: techJobs.stages ?? null,
};

const gracielita: Row = {
  member: "Gracielita Varelita",
  member_email: hidden,
  member_id: "5a6bf0758f18344d6f76d118",
  member_created_at: at("2018-01-27T03:22:29Z"),
};

const researchGateJob: Row = {
  job: "Senior Engineer",
  job_id: "5b088a7b12728af4ec0be9d6",
  job_description: "A job description",
  job_salary: "$90,000",
  job_url: "https://linkedin.com/jobs/asdf234adf",
  job_location: "Invalidenstraße 115, 10115 Berlin, Germany",
  job_location_name: "ResearchGate",
  job_location_place_id: "ChIJbTkS9uxRqEcR6u7KfAI6F7c",
  job_location_id: "1c56fadc63fb73a87bfae16a1096735b2817793b",
  job_location_url: "https://maps.google.com/?cid=13193077415763177194",
  job_location_lat: 52.53073269999999,
  job_location_lng: 13.384453399999984,
  job_deadline: at("2018-05-27T07:00:00Z"),
  job_application_date: at("2018-05-28T07:00:00Z"),
  job_first_interview_date: at("2018-05-31T07:00:00Z"),
  job_second_interview_date: at("2018-06-01T07:00:00Z"),
  job_offer_date: at("2018-06-04T07:00:00Z"),
  job_created_at: at("2018-05-25T22:13:15Z"),
};

function member(
  id: string,
  given: string,
  family: string,
  isActive: boolean,
  created: string,
  own: Row = {},
): Row {
  return {
    id,
    given_name: given,
    family_name: family,
    email: hidden,
    is_active: isActive,
    created_at: at(created),
    ...own,
  };
}

const roberto = member("5b0377c7b7f93473edc1c433", "Roberto", "Moscoso", true, "2018-05-22T01:52:07Z");
const rennie = member("5a9f699edd2f935a4e5b263a", "Rennie", "Haylock", true, "2018-03-07T04:25:02Z");
const john = member("5a9b3d392bd2e22e37dee4f0", "John", "Smith", true, "2018-03-04T00:26:33Z");
const graciela = member("5b0379b5712bb674fd0d561e", "Graciela", "Varela", true, "2018-05-22T02:00:21Z");
const nicole = member("5b037898b7f93473edc1c43a", "Nicole", "Haylock", false, "2018-05-22T01:55:36Z");

const noon = at("2021-01-01T12:00:00Z");

const hoon: Row = {
  id: 1,
  email: "hoon@stripe.com",
  first_name: "Jeremy",
  last_name: "Hoon",
  company: "Stripe",
  website: "stripe.com",
  verification_status: "deliverable",
  verification_date: noon,
  leads_list: "My leads list",
  leads_list_id: 1,
  leads_list_leads_count: 2,
  created_at: noon,
};

const alexis: Row = {
  email: "alexis@reddit.com",
  first_name: "Alexis",
  last_name: "Ohanian",
  position: "Cofounder",
  company: "Reddit",
  confidence_score: 97,
  website: "reddit.com",
  leads_list: "My leads list",
  leads_list_id: 1,
  created_at: noon,
};

const created: Row = {
  ...alexis,
  id: 3,
  company_industry: "Internet & Telecom",
  company_size: "201-500 employees",
  leads_list_leads_count: 3,
  customer_id: "cus1234-abcd",
};

/** The job that the text's one note is on, and who wrote it. */
const onFoundation: Row = {
  ...rennieOwns,
  creator: "Rennie Haylock",
  creator_email: hidden,
  creator_id: "5eae15c3a4e9196db88cb394",
  creator_is_active: true,
  creator_created_at: at("2020-05-03T00:52:19Z"),
  job: "No Job Title",
  job_id: "5d7980458a3fd22bfe291f38",
  job_url: "http://localhost:3000/app/track/boards/5cc7ab1f5073b727a3862719/board",
  job_created_at: at("2019-09-11T23:16:21Z"),
  employer: "The San Diego Foundation",
  employer_domain: "sdfoundation.org",
  employer_id: "5d798045ad35fc0158480b95",
  employer_founded_year: 1975,
  employer_is_partner: false,
  employer_location: "2508 Historic Decatur Rd #200, San Diego, CA 92106, USA",
  employer_description:
    "The San Diego Foundation is a community resource that improves San Diegans’ quality of life by creating equity and ensuring opportunities in the region.",
};

const given: Example[] = [
  {
    sample: "huntr/job",
    entry: jobs,
    rows: [
      {
        ...mailchimp,
        title: "Senior Engineer",
        url: "https://linkedin.com/job/123",
        html_description: "<p><strong>Description</strong></p><p>Great opportunity</p>",
        interview_activities: "Phone interview, On Site Interview",
      },
    ],
  },
  { sample: "huntr/jobs", entry: jobs, rows: [{ ...mailchimp, title: "Software Developer" }, espn] },
  { sample: "huntr/job-retrieved", entry: jobs, rows: [{ ...mailchimp, title: "Software Engineer" }] },
  { sample: "huntr/pagination-members", entry: members, rows: [graciela, nicole] },
  { sample: "huntr/member", entry: members, rows: [{ ...graciela, location: "Montreal" }] },
  {
    sample: "huntr/member-newer",
    entry: members,
    rows: [
      {
        ...graciela,
        location: "Montreal",
        huntr_advisor: "Ada Ray",
        huntr_advisor_email: "ada@school.test",
        huntr_advisor_id: "5b0379b5712bb674fd0d5600",
        last_seen_at: at("2024-10-27T03:33:20Z"),
      },
    ],
  },
  { sample: "huntr/members", entry: members, rows: [roberto, rennie, john] },
  { sample: "huntr/member-retrieved", entry: members, rows: [john] },
  {
    sample: "huntr/member-updated",
    entry: members,
    rows: [
      {
        ...john,
        created_at: at("2020-05-19T23:44:59Z"),
        location: "Seattle",
        program: "Web Design",
        cohort: "YVR-001",
      },
    ],
  },
  {
    sample: "huntr/member-field",
    entry: memberFields,
    rows: [
      {
        id: "5b3f908c99c94b6177d55a28",
        name: "Location",
        field_type: "MULTIPLE_CHOICE",
        choices: "Vancouver, Seattle, New York, Montreal, Miami",
      },
    ],
  },
  {
    sample: "huntr/member-field-created",
    entry: memberFields,
    rows: [
      {
        id: "5ec44b9cc482170b3129e569",
        name: "Locations",
        field_type: "MULTIPLE_CHOICE",
        choices: "London, Paris, New York, San Francisco",
      },
    ],
  },
  {
    sample: "huntr/member-fields",
    entry: memberFields,
    rows: [
      [
        "5b3f908c99c94b6177d55a28",
        "Location",
        "MULTIPLE_CHOICE",
        "Vancouver, Seattle, New York, Montreal, Miami",
      ],
      ["5b3f960c99c94b6177d55a29", "Graduation", "DATE", null],
      ["5b3f9cf499c94b6177d55a2a", "Program", "MULTIPLE_CHOICE", "Web Design, iOS, Data Science"],
      ["5b3fb247d9d5bd9d6de8f655", "Cohort", "MULTIPLE_CHOICE", "YVR-001, TRT-001, YVR-002, MTR-001"],
      ["5b3ff25b0ec3828665ff7c81", "Status", "MULTIPLE_CHOICE", "In program, Searching, Placed"],
      ["5b40d89ae582264d4368a2bc", "Gender", "MULTIPLE_CHOICE", "Female, Male"],
      ["5b43ee4a8308d2400b9cced3", "Nickname", "TEXT", null],
    ].map(([id, name, field_type, choices]): Row => ({ id, name, field_type, choices }) as Row),
  },
  { sample: "huntr/activity", entry: activities, rows: [followUp] },
  {
    sample: "huntr/activities",
    entry: activities,
    rows: [
      {
        ...openActivity,
        id: "5eb0a92378ddef71d0748fb9",
        title: "Prep for Interviews",
        category: "Prep for Interview",
        category_id: "5e448f3bf2b856c29af112a7",
        start_at: at("2020-05-04T23:45:36Z"),
        owner: "Nicole Thinkful",
        owner_email: hidden,
        owner_id: "5b2bbb5837fbc835bbe32187",
        owner_is_active: true,
        owner_created_at: at("2018-06-21T14:51:04Z"),
        ...byAdvisor,
        created_at: at("2020-05-04T23:45:39Z"),
      },
      {
        id: "5eb0a4745125d758466dea60",
        title: "Applied",
        category: "Apply",
        category_id: "5e448f3bf2b856c29af11289",
        completed: true,
        created_by_workflow: true,
        start_at: at("2020-05-04T23:24:45Z"),
        completed_at: at("2020-05-04T23:25:40Z"),
        ...ruipo,
        ...mailchimpJob,
        created_at: at("2020-05-04T23:25:40Z"),
      },
      {
        ...openActivity,
        id: "5eb0a4058899ba51bf96f643",
        title: "Got to Networking Event",
        category: "Networking Event",
        category_id: "5e448f3bf2b856c29af112b3",
        start_at: at("2020-05-04T23:23:39Z"),
        ...ruipo,
        ...byAdvisor,
        created_at: at("2020-05-04T23:23:49Z"),
      },
      {
        id: "5eaf7fa5f0cf6b54208282be",
        title: "Offer received",
        category: "Offer Received",
        category_id: "5e448f3bf2b856c29af1129c",
        completed: true,
        created_by_workflow: true,
        start_at: at("2020-05-04T02:35:58Z"),
        completed_at: at("2020-05-04T02:36:21Z"),
        ...rennieOwns,
        job: "No Job Title",
        job_id: "5eaf7f8e7d33a823fd5a06c1",
        job_created_at: at("2020-05-04T02:35:58Z"),
        ...espnItself,
        created_at: at("2020-05-04T02:36:21Z"),
      },
    ],
  },
  { sample: "huntr/action", entry: actions, rows: [jobCreated] },
  {
    sample: "huntr/actions",
    entry: actions,
    rows: [
      {
        ...without(jobCreated, "to_list"),
        id: "5eb0abc13fac1580adcf5b1a",
        action_type: "ACTIVITY_CREATED",
        date: at("2020-05-04T23:56:49Z"),
        activity: "Follow Up",
        activity_id: "5eb0abc13fac1580adcf5b19",
        category: "Follow Up",
        category_id: "5e448f3bf2b856c29af1128c",
        activity_note: "With pete",
        activity_completed: false,
        activity_start_at: at("2020-05-06T23:56:43Z"),
        activity_created_by_workflow: false,
        activity_created_at: at("2020-05-04T23:56:49Z"),
        created_at: at("2020-05-04T23:56:49Z"),
      },
      {
        ...jobCreated,
        id: "5eb0a43d8899ba51bf96f647",
        action_type: "JOB_MOVED",
        date: at("2020-05-04T23:24:45Z"),
        from_list: "Wishlist",
        to_list: "Applied",
        created_at: at("2020-05-04T23:24:45Z"),
      },
      {
        id: "5eae1460180a05fbb45f73af",
        action_type: "NOTE_CREATED",
        date: at("2020-05-03T00:46:24Z"),
        ...onFoundation,
        note: "Great Interview",
        note_id: "5eae14603eabef4cb322078e",
        created_by_workflow: false,
        created_at: at("2020-05-03T00:46:24Z"),
      },
    ],
  },
  {
    sample: "huntr/actions",
    entry: notes,
    // A listing of notes asks for these actions only.
    records: (body) => actions.records(body).filter(({ noteId }) => noteId !== undefined),
    rows: [
      {
        ...onFoundation,
        id: "5eae14603eabef4cb322078e",
        text: "Great Interview",
        updated_at: at("2020-05-03T00:46:24Z"),
        created_at: at("2020-05-03T00:46:24Z"),
      },
    ],
  },
  {
    sample: "huntr/note",
    entry: notes,
    records: (note) => [{ note }],
    rows: [
      {
        id: "5b05ca42f193b66c692c29a0",
        text: "Interview went well. It lasted about 2 hours and was half technical and half culture fit.",
        created_at: at("2018-05-23T20:08:34Z"),
      },
    ],
  },
  {
    sample: "huntr/contact",
    entry: contacts,
    records: (contact) => [{ contact }],
    rows: [
      {
        id: "5b05ca43f193b64c692c29a0",
        first_name: "Pepe",
        last_name: "Alava",
        email: hidden,
        title: "HR Manager",
        location: "Seattle, WA USA",
        ...Object.fromEntries(
          [
            "linkedin",
            "twitter",
            "google_plus",
            "crunchbase",
            "facebook",
            "github",
            "aboutme",
            "gravatar",
          ].map((site) => [`profiles_${site}`, "pepealava"]),
        ),
        created_at: at("2018-05-23T20:08:35Z"),
      },
    ],
  },
  { sample: "huntr/employer", entry: employers, rows: [etsy] },
  {
    sample: "huntr/employers",
    entry: employers,
    rows: [
      {
        id: "5b088f63b9defaba88d37264",
        name: "The Art Institutes",
        domain: "artinstitutes.edu",
        location: "K&L Gates Center, 210 Sixth Avenue, Pittsburgh, PA 15222, USA",
        founded_year: 1921,
        is_partner: true,
        job_count: 1,
        application_count: 0,
        interview_count: 0,
        offer_count: 0,
        description:
          "The Art Institutes is a system of over 30 nonprofit institutions with a focus on education, student outcomes, and community involvement. Learn more about our programs.\r  ",
      },
      {
        id: "5b088a7bb9defaba88d36f1e",
        name: "ResearchGate",
        domain: "researchgate.net",
        location: "10115 Berlin, Germany",
        founded_year: 2008,
        is_partner: false,
        job_count: 1,
        application_count: 1,
        interview_count: 2,
        offer_count: 1,
        description:
          "Find 100+ million publication pages, 15+ million researchers, and 700k+ projects. ResearchGate is where you discover scientific knowledge and share your work.",
      },
    ],
  },
  {
    sample: "huntr/invitation",
    entry: invitations,
    rows: [
      {
        id: "5e6a9d1f62593578ce9de841",
        to_email: hidden,
        board_name: "Job Search 2020",
        to: "Cristobal Hackett",
        to_given_name: "Cristobal",
        to_family_name: "Hackett",
        to_id: "5e6a7c99c56bc6669e3da876",
        to_created_at: at("2020-03-12T20:35:43Z"),
        email: hidden,
        ...boardOfTechJobs,
        location: "Seattle",
        created_at: at("2018-10-17T18:25:36Z"),
      },
    ],
  },
  {
    sample: "huntr/invitation-created",
    entry: invitations,
    rows: [
      {
        id: "5ec478c20f3c3c8443328eb5",
        to_email: hidden,
        board_name: "Job Search 2020",
        ...boardOfTechJobs,
        location: "Vancouver",
        program: "Web Design",
        created_at: at("2020-05-20T00:24:34Z"),
      },
    ],
  },
  {
    sample: "huntr/invitations",
    entry: invitations,
    rows: [
      {
        id: "5bc77e60856b6201a7f84d99",
        to_email: hidden,
        board_name: "Fall 2020",
        created_at: at("2018-10-17T18:24:32Z"),
      },
      {
        id: "5bc77ea0856b6201a7f84d9a",
        to_email: hidden,
        board_name: "Fall 2020",
        created_at: at("2018-10-17T18:25:36Z"),
      },
      {
        id: "5ca53f5687967fd925e3aff4",
        to_email: hidden,
        board_name: "Fall 2020",
        ...boardOfTechJobs,
        board_template: "Fall 2020 Cohort 1",
        board_template_id: "5a6e4c3c7e42789e6e65c987",
        location: "Seattle",
        created_at: at("2019-04-03T23:18:46Z"),
      },
    ],
  },
  { sample: "huntr/board-template", entry: boardTemplates, rows: [techJobs] },
  {
    sample: "huntr/board-templates",
    entry: boardTemplates,
    rows: [
      {
        id: "5a6bd300f92659747fe49a53",
        name: "Spring 2018",
        is_default: false,
        stages: "Applied, Wishlist, Interview, Offer",
      },
      techJobs,
    ],
  },
  {
    sample: "huntr/activity-category",
    entry: activityCategories,
    rows: [{ id: "5b05ca43f193b66c692c29a0", name: "On Site Interview", is_key_category: true }],
  },
  {
    sample: "huntr/activity-categories",
    entry: activityCategories,
    rows: [
      ["5e448e8df2b856c29af11181", "Email", false],
      ["5e448f3bf2b856c29af11280", "Meeting", false],
      ["5e448f3bf2b856c29af11281", "Phone Call", false],
      ["5e448f3bf2b856c29af11284", "Reach Out", false],
      ["5e448f3bf2b856c29af11285", "Get Reference", false],
      ["5e448f3bf2b856c29af11288", "Prep Cover Letter", false],
      ["5e448f3bf2b856c29af11289", "Apply", true],
      ["5e448f3bf2b856c29af1128c", "Follow Up", false],
      ["5e448f3bf2b856c29af1128d", "Send Availability", false],
      ["5e448f3bf2b856c29af1128f", "Phone Screen", true],
      ["5e448f3bf2b856c29af11293", "Phone Interview", true],
      ["5e448f3bf2b856c29af11295", "Assignment", true],
      ["5e448f3bf2b856c29af11296", "On Site Interview", true],
      ["5e448f3bf2b856c29af11299", "Rejected", true],
      ["5e448f3bf2b856c29af1129c", "Offer Received", true],
      ["5e448f3bf2b856c29af1129d", "Prep Resume", false],
      ["5e448f3bf2b856c29af1129f", "Decline Offer", true],
      ["5e448f3bf2b856c29af112a1", "Accept Offer", true],
      ["5e448f3bf2b856c29af112a3", "Other", false],
      ["5e448f3bf2b856c29af112a7", "Prep for Interview", false],
      ["5e448f3bf2b856c29af112ad", "Send Thank You", false],
      ["5e448f3bf2b856c29af112b3", "Networking Event", false],
      ["5e9a596e53a63660289cd97c", "Application Withdrawn", true],
    ].map(([id, name, is_key_category]): Row => ({ id, name, is_key_category }) as Row),
  },
  {
    sample: "huntr/event",
    entry: events,
    rows: [
      {
        id: "5b05ca43f193b66c692c29a0",
        event_type: "JOB_MOVED",
        member: "Gwen Johnson",
        member_email: hidden,
        member_id: "5a5a88fae10d8c2cea07f2f7",
        member_created_at: at("2018-01-13T22:32:26Z"),
        job: "Engineer",
        job_id: "5a8a255bb4271026f0c0f749",
        job_application_date: at("2018-05-23T20:08:35Z"),
        job_created_at: at("2018-02-19T01:16:11Z"),
        from_list: "wishlist",
        to_list: "applied",
        created_at: at("2018-05-23T20:08:35Z"),
      },
    ],
  },
  {
    sample: "huntr/events",
    entry: events,
    rows: [
      {
        id: "5b17300b4453e621e676d90e",
        event_type: "JOB_OFFER_DATE_SET",
        date: at("2018-06-04T07:00:00Z"),
        ...gracielita,
        ...researchGateJob,
        created_at: at("2018-06-06T00:51:23Z"),
      },
      {
        id: "5b1730094453e621e676d905",
        event_type: "JOB_SECOND_INTERVIEW_DATE_SET",
        date: at("2018-06-01T07:00:00Z"),
        ...gracielita,
        ...researchGateJob,
        created_at: at("2018-06-06T00:51:21Z"),
      },
    ],
  },
  {
    sample: "hunter/leads",
    entry: leads,
    rows: [
      hoon,
      {
        ...alexis,
        id: 2,
        country_code: "US",
        verification_status: "deliverable",
        verification_date: noon,
        leads_list_leads_count: 2,
      },
    ],
  },
  { sample: "hunter/lead", entry: leads, rows: [hoon], records: dataOf },
  { sample: "hunter/lead-created", entry: leads, rows: [created], records: dataOf },
  { sample: "hunter/lead-upserted", entry: leads, rows: [created], records: dataOf },
  {
    sample: "hunter/leads-list",
    entry: leads,
    rows: [without({ ...hoon, website: "https://stripe.com" }, "leads_list", "leads_list_leads_count")],
    records: (body) =>
      dataOf(body).flatMap((list) => (Array.isArray(list.leads) ? list.leads.filter(isJsonObject) : [])),
  },
  {
    sample: "hunter/custom-attributes",
    entry: customAttributes,
    rows: [
      { id: 2, label: "Customer ID", slug: "customer_id" },
      { id: 1, label: "Campaign ID", slug: "campaign_id" },
    ],
  },
  ...["hunter/custom-attribute", "hunter/custom-attribute-created"].map((name) => ({
    sample: name,
    entry: customAttributes,
    rows: [{ id: 1, label: "Campaign ID", slug: "campaign_id" }],
    records: dataOf,
  })),
  {
    sample: "hunter/leads-lists",
    entry: leadsLists,
    rows: [
      { id: 1, name: "My first list", leads_count: 10, created_at: noon },
      { id: 2, name: "My second list", leads_count: 1, created_at: at("2021-01-01T12:00:01Z") },
    ],
  },
  {
    sample: "hunter/leads-list-created",
    entry: leadsLists,
    rows: [{ id: 3, name: "My new leads list", leads_count: 0, created_at: noon }],
    records: dataOf,
  },
  {
    sample: "hunter/campaigns",
    entry: campaigns,
    rows: [
      {
        id: 2,
        name: "January tourism CTO outreach",
        recipients_count: 39,
        editable: true,
        started: true,
        archived: false,
        paused: false,
      },
      {
        id: 1,
        name: "Long-term customers upsell",
        recipients_count: 85,
        editable: true,
        started: true,
        archived: false,
        paused: true,
      },
    ],
  },
  {
    sample: "hunter/recipients",
    entry: recipients,
    // Whose recipients they are is in the request, and the listing adds it.
    records: (body) => recipients.records(body).map((recipient) => ({ ...recipient, campaign_id: 1 })),
    rows: [
      {
        id: "1/hoon@stripe.com",
        email: "hoon@stripe.com",
        first_name: "Jeremy",
        last_name: "Hoon",
        company: "Stripe",
        website: "stripe.com",
        sending_status: "pending",
        lead_id: 1,
        campaign_id: 1,
      },
      {
        id: "1/alexis@reddit.com",
        email: "alexis@reddit.com",
        first_name: "Alexis",
        last_name: "Ohanian",
        position: "Cofounder",
        company: "Reddit",
        website: "reddit.com",
        sending_status: "pending",
        lead_id: 2,
        campaign_id: 1,
      },
    ],
  },
  {
    sample: "hunter/account",
    entry: account,
    rows: [
      {
        plan_name: "Pro",
        plan_level: 3,
        searches_used: 14260,
        searches_available: 10000,
        searches_left: 0,
        verifications_used: 4266,
        verifications_available: 10000,
        verifications_left: 5734,
        reset_date: at("2024-12-01"),
        first_name: "Antoine",
        last_name: "Finkelstein",
        email: "antoine@hunter.io",
        team_id: 1,
        calls_used: 18526,
        calls_available: 20000,
      },
    ],
  },
  {
    sample: "hunter/account-of-one-pool",
    entry: account,
    rows: [
      {
        // What one pool pays for decides what is left of both; what was used is used of it.
        searches_used: null,
        searches_available: null,
        searches_left: 1879,
        verifications_used: null,
        verifications_available: null,
        verifications_left: 3759,
        reset_date: at("2026-09-15"),
        credits_used: 120.5,
        credits_available: 2000,
        credits_left: 1879.5,
      },
    ],
  },
  { sample: "hunter/usage", entry: account },
  // What is read beside the list, as the entry puts it together.
  { sample: "hunter/sequence", entry: sequences, records: dataOf },
  {
    sample: "hunter/sequence-stats",
    entry: sequences,
    records: (body) => dataOf(body).map((stats) => ({ id: 4, stats })),
  },
];

const bare = (body: Json) => (isJsonObject(body) ? [body] : []);

/** What newer accounts of Huntr have: any cells will do, as long as every field is reached. */
const newer: readonly Example[] = [
  { sample: "huntr/candidate", entry: candidates, records: bare },
  {
    sample: "huntr/candidate-action-metrics",
    entry: candidates,
    records: (actionMetrics) => [{ id: "1", actionMetrics }],
    rows: [
      {
        id: "1",
        profile_views: 2,
        profile_viewers: 1,
        profile_viewed_by: "id: 5b088f63b9defaba88d37264; name: Acme; domain: acme.test; totalCt: 2",
        action_metrics:
          'CANDIDATE_PROFILE_VIEWED: {"uniqueEmployersCt":1,"totalCt":2,"employers":[{"id":"5b088f63b9defaba88d37264","name":"Acme","domain":"acme.test","totalCt":2}]}',
      },
    ],
  },
  { sample: "huntr/actions-newer", entry: actions },
  { sample: "huntr/job-newer", entry: jobs, records: bare },
  { sample: "huntr/activity-newer", entry: activities, records: bare },
  { sample: "huntr/note-newer", entry: notes, records: bare },
];

/** Of a table that is not above, the sample of its name: `huntr/jobs` of huntr.jobs. */
const followed: readonly Example[] = entries.flatMap((entry) => {
  const name = entry.table.replace(".", "/");
  return sampleNames().includes(name) && !given.some((one) => one.sample === name)
    ? [{ sample: name, entry }]
    : [];
});

const examples: readonly Example[] = [...given, ...newer, ...followed];

/** Recorded for entries and pushes that come later, or no records at all. */
const elsewhere = [
  "huntr/error",
  "hunter/domain-search",
  "hunter/email-count",
  "hunter/email-finder",
  "hunter/email-verifier",
  "hunter/error",
  "hunter/company",
  "hunter/person",
  "hunter/recipients-added",
  "hunter/recipients-cancelled",
];

/** Documented fields without a column in their table, and why. */
const unreachable: Readonly<Record<string, RegExp>> = {
  // The activities of a job are rows of Huntr Activities.
  "huntr.jobs": /^(list\.id|(activities|\w+Activity|interviewActivities)\..*)$/,
  // Where the thing itself is there, its own id is shown.
  "huntr.actions":
    /^((activity|job|note)Id|goal\w+\.goal\w*Id|organizationEmployerPartnership\.employerId|jobs\.id)$/,
  // These are the action's own.
  "huntr.notes": /^(actionType|createdAt|createdByWorkflow|id|jobId|noteId)$/,
  // The same values again, no call takes the id of a board, and what else an advisor is stands with the advisors.
  "huntr.members": /^(fullName|boardIds|memberFieldValuesKeyedById\..*|advisor\.(\w+Name|\w+At))$/,
  "huntr.goal-progress":
    /^(id|actionType|created\w+|creatorMember\..*|goal\w+\.goal\w*Id|goalEnrollment\.status|update\..*)$/,
  "huntr.documents": /^(id|actionType|created\w+|jobs\.id)$/,
  "huntr.employer-requests": /^(id|actionType|created\w+|creatorMember\..*)$/,
  "huntr.profile-views": /^(actionType|createdByWorkflow|creatorMember\..*)$/,
  // Tags have a table of their own.
  "huntr.job-posts": /^(employerId|tags\.(id|description|color))$/,
  // When they are is what counts.
  "huntr.goals": /^\w+GoalInterval\.(\w+IntervalId|intervalIndex|timezone|goalId)$/,
  // No call takes the id of a stage.
  "huntr.invitations": /^boardTemplate\.listTemplates\.id$/,
  "huntr.board-templates": /^listTemplates\.id$/,
  // Words for whoever reads the answer; and of two pools nothing is shown where one pool pays for all.
  "hunter.account":
    /^(calls\._deprecation_notice|requests\.(searches|verifications)\.(used|available|over_quota))$/,
  // The sequence's own again; and what each step came to is no sequence's.
  "hunter.sequences": /^stats\.(id|name|recipients_count|follow_ups\..*)$/,
};

/** Columns of fields that the texts describe, or members' own ones, of which no example holds a value. */
const withoutExample: Readonly<Record<string, RegExp>> = {
  "hunter.account": /^(searches|verifications)_over_quota$/,
  "huntr.jobs": /^(deadline|description|\w+_date|member.*)$/,
  "huntr.actions":
    /^(contact.*|jobs|employers|update|job_location.*|activity_(end|completed)_at|member.*|organization_.*)$/,
  "huntr.invitations": /^(to_is_active|board_template_is_default|graduation|cohort|status|gender|nickname)$/,
  "huntr.members": /^(gender|graduation|nickname|status)$/,
  "huntr.activities": /^(end_at|note|job_(salary|url|location.*))$/,
  // A person's own fields come with the members.
  "huntr.journeys": /^(graduation|cohort|status|gender|nickname|location|program)$/,
  "huntr.notes": /^job_(salary|location.*)$/,
  "huntr.contacts": /^(creator.*|owner.*|employers|jobs|updated_at)$/,
  "huntr.events": /^member_is_active$/,
  "hunter.leads":
    /^(campaign_id|last_\w+_at|linkedin_url|notes|phone_number|sending_status|source|sync_status|twitter)$/,
};

function dataOf(body: Json): JsonObject[] {
  return isJsonObject(body) && isJsonObject(body.data) ? [body.data] : [];
}

/** The paths of all that is no object and no list. */
function leavesOf(value: Json, path: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [[...path]];
  return Object.entries(value).flatMap(([name, part]) => leavesOf(part, [...path, name]));
}

/** Puts another value of the same kind in a place. */
function change(record: JsonObject, path: readonly string[]): void {
  const [name = "", ...rest] = path;
  const value = record[name];
  if (rest.length > 0) change(value as JsonObject, rest);
  else if (typeof value === "number") record[name] = value + 86_400;
  else if (typeof value === "boolean") record[name] = !value;
  else record[name] = `${value} otherwise`;
}

function without(row: Row, ...names: string[]): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
}

function readSample(table: string): JsonObject[] {
  const found = examples.find(({ entry, sample: name }) => entry.table === table && name.endsWith("s"));
  return found === undefined ? [] : found.entry.records(sample(found.sample));
}

function cells(record: JsonObject, columns: readonly Column[], warnings: string[]): Row {
  return Object.fromEntries(
    columns.map((column) => [column.name, cellOf(column, record, (warning) => warnings.push(warning))]),
  );
}

describe("examples of the two texts", () => {
  test.each(examples)("$sample gives its cells", ({ sample: name, entry, rows, records = entry.records }) => {
    const own = entry.ownColumns?.(readSample) ?? [];
    const columns = chosenColumns(entry, ["*"], own);
    const nothing = Object.fromEntries(columns.map((column) => [column.name, null]));
    const warnings: string[] = [];
    const found = records(sample(name)).map((record) => cells(record, columns, warnings));
    if (rows) expect(found).toEqual(rows.map((row) => ({ ...nothing, ...row })));
    expect(found.length).toBeGreaterThan(0);
    expect(warnings).toEqual([]);
  });

  test.each(entries.map((entry) => ({ table: entry.table, entry })))(
    "$table: every documented field is reachable, and every column is found in an example",
    ({ table, entry }) => {
      const own = entry.ownColumns?.(readSample) ?? [];
      const columns = chosenColumns(entry, ["*"], own);
      const shown = (record: JsonObject) =>
        JSON.stringify(columns.map((column) => column.value(record) ?? null));
      const filled = new Set<string>();
      const unreached = new Set<string>();
      expect(
        examples.some((one) => one.entry === entry),
        `record the text's answer as test/samples/${table.replace(".", "/")}.json`,
      ).toBe(true);
      for (const example of examples.filter((one) => one.entry === entry)) {
        for (const record of (example.records ?? entry.records)(sample(example.sample))) {
          for (const column of columns)
            if (cellOf(column, record, () => {}) !== null) filled.add(column.name);
          for (const path of leavesOf(record)) {
            const changed = structuredClone(record);
            change(changed, path);
            if (shown(changed) === shown(record))
              unreached.add(path.filter((part) => !/^\d+$/.test(part)).join("."));
          }
        }
      }
      expect([...unreached].filter((path) => !unreachable[table]?.test(path))).toEqual([]);
      const empty = columns.map(({ name }) => name).filter((name) => !filled.has(name));
      expect(empty.filter((name) => !withoutExample[table]?.test(name))).toEqual([]);
    },
  );

  test("hunter/email-verifier gives its cells", () => {
    const warnings: string[] = [];
    const [record] = dataOf(sample("hunter/email-verifier"));
    expect(cells(verifier.record(record ?? {}), verifier.columns, warnings)).toEqual({
      status: "valid",
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
      sources: 2,
      result: "deliverable",
      verified_at: null,
    });
    expect(warnings).toEqual([]);
  });

  test.each([
    [
      "person",
      person,
      {
        full_name: "Al Po",
        first_name: "Al",
        last_name: "Po",
        email: "al@acme.test",
        position: "CTO",
        role: "it",
        seniority: "executive",
        company: "Acme",
        domain: "acme.test",
        location: "Lyon, FR",
        phone: null,
        linkedin: "alpo",
        twitter: null,
        indexed_at: at("2026-01-02"),
      },
    ],
    [
      "company",
      company,
      {
        name: "Acme",
        domain: "acme.test",
        industry: "Software",
        sector: "IT",
        employees: "11-50",
        location: "Lyon, FR",
        founded_year: 2015,
        type: "private",
        description: null,
        phone: null,
        linkedin: "company/acme",
        tags: "saas",
        tech: "ruby",
        company_type: "privately held",
        funding_rounds: 0,
      },
    ],
  ])("hunter/%s gives its cells", (name, lookup, row) => {
    const warnings: string[] = [];
    const [record] = dataOf(sample(`hunter/${name}`));
    const found = cells(lookup.record(record ?? {}), lookup.columns, warnings);
    expect(found).toEqual({ ...row, status: "found", looked_up_at: null });
    expect(warnings).toEqual([]);
  });

  test("the two errors are read in the API's own words", () => {
    expect(huntr.messageIn(sample("huntr/error"))).toEqual({
      text: "Limit must be an integer under 500 (limit)",
      code: "limit",
    });
    expect(hunter.messageIn(sample("hunter/error"))).toEqual({
      text: "You are missing the domain parameter",
      code: "wrong_params",
    });
  });

  test("no recorded example is forgotten", () => {
    const known = [...new Set(examples.map((example) => example.sample)), ...elsewhere];
    expect(
      sampleNames()
        .filter((name) => !name.endsWith("-body"))
        .sort(),
    ).toEqual(known.sort());
  });
});
