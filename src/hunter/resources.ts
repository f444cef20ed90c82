import type { Resource } from "../core/resource.ts";
import { account } from "./account.ts";
import { campaigns } from "./campaigns.ts";
import { customAttributes } from "./custom-attributes.ts";
import { leads } from "./leads.ts";
import { leadsLists } from "./leads-lists.ts";
import { recipients } from "./recipients.ts";

/** In the order of the menu. */
export const hunterResources: readonly Resource[] = [
  leads,
  leadsLists,
  customAttributes,
  campaigns,
  recipients,
  account,
];
