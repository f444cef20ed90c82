import { expect, test } from "vitest";
import { stageType } from "../../src/huntr/stages.ts";

test.each([
  ["Applied", "APPLY"],
  ["APply", "APPLY"],
  ["apply", "APPLY"],
  ["applying", "APPLY"],
  ["  applied   online ", "APPLY"],
  ["Phone Screen", "PHONE_SCREEN"],
  ["phone screen(s)", "PHONE_SCREEN"],
  ["technical phone screen", "PHONE_SCREEN"],
  ["Phone", "PHONE_INTERVIEW"],
  ["HR Phone Interview", "PHONE_INTERVIEW"],
  ["video interview", "PHONE_INTERVIEW"],
  ["Interview", "ON_SITE_INTERVIEW"],
  ["On Site Interview", "ON_SITE_INTERVIEW"],
  ["onsite", "ON_SITE_INTERVIEW"],
  ["interviews 3+", "ON_SITE_INTERVIEW"],
  ["interview (2nd)", "ON_SITE_INTERVIEW"],
  ["Entrevistas", "ON_SITE_INTERVIEW"],
  ["in-person interview(s)", "ON_SITE_INTERVIEW"],
  ["offer", "OFFER_RECEIVED"],
  ["Offer Letter", "OFFER_RECEIVED"],
  ["ofertas", "OFFER_RECEIVED"],
  ["Accepted", "OFFER_ACCEPTED"],
  ["accept offer", "OFFER_ACCEPTED"],
  ["Offer Declined", "OFFER_DECLINED"],
  ["rejected by me", "OFFER_DECLINED"],
  ["I declined", "OFFER_DECLINED"],
  ["offer rejected", "OFFER_DECLINED"],
  ["Wishlist", ""],
  ["Rejected", ""],
  ["", ""],
  ["constructor", ""],
])("a stage called '%s' is of type '%s'", (name, type) => {
  expect(stageType(name)).toBe(type);
});
