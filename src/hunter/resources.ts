import type { Resource } from "../core/resource.ts";
import { account } from "./account.ts";
import { campaigns } from "./campaigns.ts";
import { customAttributes } from "./custom-attributes.ts";
import { discover } from "./discover.ts";
import { leads } from "./leads.ts";
import { leadsLists } from "./leads-lists.ts";
import { companies, companyLists, emailAccounts, messages, messageTemplates, tags } from "./newer-lists.ts";
import { recipients } from "./recipients.ts";
import { sequences } from "./sequences.ts";

/** In the order of the menu. */
export const hunterResources: readonly Resource[] = [
  leads,
  leadsLists,
  customAttributes,
  campaigns,
  sequences,
  recipients,
  messages,
  emailAccounts,
  messageTemplates,
  tags,
  companies,
  companyLists,
  discover,
  account,
];
